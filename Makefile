# August Storm: everything a fresh machine needs.
#   make run      open the app (release build)
#   make test     all tests
#   make bench    the figures against the budgets
#   make check    fmt, clippy, tests, docs
#   make geodata  rebuild base map and fonts from the packages of the registries

SHELL := bash
CARGO ?= cargo
# What the window opens at run time on Debian and Ubuntu; nothing is needed to build but a C compiler and cargo.
RUN_LIBRARIES := libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon0 libxkbcommon-x11-0 libgl1 libegl1 libgl1-mesa-dri libwayland-client0 libwayland-egl1
BUILD_PACKAGES := gcc libc6-dev

.PHONY: run test bench check fmt clippy doc geodata prepare-build prepare-run

run: prepare-build prepare-run
	$(CARGO) run --release

test: prepare-build
	$(CARGO) test --quiet

bench: prepare-build
	$(CARGO) bench --quiet

check: fmt clippy test doc

fmt:
	$(CARGO) fmt --check

clippy: prepare-build
	$(CARGO) clippy --quiet --all-targets -- --deny warnings

doc: prepare-build
	RUSTDOCFLAGS="--deny warnings" $(CARGO) doc --quiet --no-deps

geodata:
	python3 geodata/base/build.py
	python3 assets/fonts/build.py

prepare-build:
	@./.ci/install $(BUILD_PACKAGES)

prepare-run:
	@./.ci/install $(RUN_LIBRARIES)

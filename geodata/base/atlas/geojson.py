"""Reads our tables and writes GeoJSON (RFC 7946), one feature a line, the same bytes each time."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

LANGUAGES = ["en", "ru", "zh", "ja", "ko"]
MULTIPLE = {"Polygon": "MultiPolygon", "LineString": "MultiLineString"}


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(row: dict[str, str]) -> dict[str, str]:
    """The names of a row by language, without those it does not have."""
    return {language: row[language] for language in LANGUAGES if row.get(language)}


def feature(properties: dict, geometry: BaseGeometry, digits: int = 3) -> dict:
    """A feature with its coordinates rounded; empty properties are left out."""
    kept = {key: value for key, value in properties.items() if value not in (None, "")}
    return {"type": "Feature", "properties": kept, "geometry": rounded(geometry, digits)}


def rounded(geometry: BaseGeometry, digits: int) -> dict:
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        geometry = shapely.orient_polygons(geometry)
    parts = [part_coordinates(part, digits) for part in shapely.get_parts(geometry)]
    kind = shapely.get_parts(geometry)[0].geom_type
    if len(parts) == 1:
        return {"type": kind, "coordinates": parts[0]}
    return {"type": MULTIPLE[kind], "coordinates": parts}


def part_coordinates(part: BaseGeometry, digits: int) -> list:
    if part.geom_type == "Point":
        return positions(part, digits)[0]
    if part.geom_type == "LineString":
        return positions(part, digits)
    return [positions(ring, digits) for ring in (part.exterior, *part.interiors)]


def positions(geometry: BaseGeometry, digits: int) -> list[list[float]]:
    """Rounded positions without repeats."""
    points = np.round(shapely.get_coordinates(geometry), digits)
    moved = np.any(np.diff(points, axis=0) != 0, axis=1)
    return [[short(x), short(y)] for x, y in points[np.concatenate([[True], moved])]]


def short(value: float) -> float | int:
    return int(value) if float(value).is_integer() else float(value)


def write(path: Path, features: Iterable[dict]) -> None:
    lines = [json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features]
    head = f'{{"type":"FeatureCollection","name":"{path.stem}","features":[\n'
    path.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8")

"""The railways of 1945, drawn through the stations and bends of our table, and along the shore where these lie far apart."""

import json
import re
from collections import defaultdict
from pathlib import Path

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from . import curves
from .frame import KM_PER_DEGREE, from_even, to_even
from .geojson import feature, read_table, write

STANDARD_GAUGE_MM = 1435
DIGITS = 3
ASHORE_KM = 1.2  # a line that is led along the shore keeps so far off the water
FORD_KM = 0.6  # water narrower than this is crossed by a bridge
LONGEST_DETOUR = 4.0
BEND_KM = 0.25


def build(out: Path) -> None:
    ground = dry_ground(out)
    write(out / "railways.geojson", railway_features(out / "sources", ground))


def railway_features(sources: Path, ground: BaseGeometry) -> list[dict]:
    stations = defaultdict(list)
    for row in read_table(sources / "railways_1945.csv"):
        stations[row["line_id"]].append(row)
    lines = {row["id"]: row for row in read_table(sources / "railway_lines.csv")}
    return [railway(lines[name], stops, ground) for name, stops in sorted(stations.items())]


def railway(line: dict[str, str], stops: list[dict[str, str]], ground: BaseGeometry) -> dict:
    first = stops[0]
    gauge = int(first["gauge_mm"])
    notes = "; ".join(stop["note"] for stop in stops if stop["note"])
    properties = {
        "id": line["id"].lower(),
        "names": {key: line[key] for key in ("en", "ru", "ja") if line[key]},
        "gauge_mm": gauge,
        "operator_1945": first["operator_1945"],
        "built": first["line_built"],
        "tracks": tracks(gauge, notes),
        "note": notes,
        "stations": [short_name(stop["station"]) for stop in stops if stop["station"]],
    }
    course = ashore(to_even(curves.through(curves.places(stops))), ground)
    return feature(properties, from_even(course, DIGITS), DIGITS)


def tracks(gauge_mm: int, notes: str) -> str:
    if gauge_mm < STANDARD_GAUGE_MM:
        return "narrow"
    return "double" if re.search(r"double[- ]track", notes) else "single"


def short_name(station: str) -> str:
    return station.partition(" (")[0]


# Along the shore


def dry_ground(out: Path) -> BaseGeometry:
    """Land without its lakes, in even degrees."""
    land, lakes = (
        shapely.union_all([shapely.from_geojson(json.dumps(f["geometry"])) for f in features(out / name)])
        for name in ("land-fine.geojson", "lakes.geojson")
    )
    return to_even(land.difference(lakes))


def features(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["features"]


def ashore(course: LineString, ground: BaseGeometry) -> LineString:
    """The course with its stretches over water led along the shore, but for bridges."""
    wet = [part for part in shapely.get_parts(course.difference(ground)) if km(part) > FORD_KM]
    if not wet:
        return course
    around = course.buffer(3 * course.length).envelope
    inland = ground.intersection(around).buffer(-ASHORE_KM / KM_PER_DEGREE)
    rings = shapely.get_parts(inland.boundary)
    off_shore = [part for part in shapely.get_parts(course.difference(inland)) if any(part.intersects(w) for w in wet)]
    for part in sorted(off_shore, key=lambda part: course.project(Point(part.coords[0])), reverse=True):
        way = along_shore(part, rings)
        if km(way) < LONGEST_DETOUR * km(part):
            course = replaced(course, part, way)
    return course


def along_shore(part: LineString, rings: list[BaseGeometry]) -> LineString:
    """The shorter way around the ring on which both ends of a stretch lie, or nearest to which they lie."""
    start, end = Point(part.coords[0]), Point(part.coords[-1])
    ring = min(rings, key=lambda ring: ring.distance(start) + ring.distance(end))
    line = LineString(ring.coords)
    a, b = line.project(start), line.project(end)
    direct = substring(line, a, b)
    onward = substring(line, max(a, b), line.length)
    back = substring(line, 0, min(a, b))
    around = LineString([*onward.coords, *back.coords])
    around = around if a > b else shapely.reverse(around)
    return shapely.simplify(min(direct, around, key=lambda way: way.length), BEND_KM / KM_PER_DEGREE)


def replaced(course: LineString, part: LineString, way: LineString) -> LineString:
    a, b = (course.project(Point(part.coords[k])) for k in (0, -1))
    before, after = substring(course, 0, a), substring(course, b, course.length)
    points = [*before.coords, *way.coords, *after.coords]
    return LineString(points)


def km(line: BaseGeometry) -> float:
    return line.length * KM_PER_DEGREE

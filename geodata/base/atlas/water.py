"""Lakes and rivers as they were in 1945: without the later reservoirs."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from . import curves, natural_earth
from .frame import DETAIL, EXTENT, KM_PER_DEGREE, from_even, to_even
from .geojson import feature, names, read_table, write

LAKE_TOLERANCE_KM = (0.15, 1.0)  # inside and outside the detail frame
RIVER_TOLERANCE_KM = (0.25, 1.5)
JOIN_KM = 2.0
MOUTH_KM = 15.0
SCRAP_KM = 1.0
SMALLEST_CUT_KM2 = 40
DIGITS = 3
HUAYUANKOU_E = 113.67  # below, the Yellow River left its modern bed from 1938 to 1947


def build(cache: Path, out: Path) -> None:
    sources = out / "sources"
    lakes = lake_shapes(cache, read_table(sources / "lakes.csv"))
    lakes += lake_sketches(read_table(sources / "lakes_extra.csv"))
    write(out / "lakes.geojson", [feature(lake(row), shape, DIGITS) for row, shape in lakes])
    write(out / "rivers.geojson", river_features(cache, sources, [shape for _, shape in lakes]))


# Lakes


def lake(row: dict[str, str]) -> dict:
    return {
        "id": row["id"],
        "names": names(row),
        "level": int(row["level"]),
        "note": row["note"],
    }


def lake_shapes(cache: Path, rows: list[dict]) -> list[tuple[dict, BaseGeometry]]:
    shapes = {str(record["ne_id"]): shape for record, shape in natural_earth.lakes(cache)}
    return [(row, generalized_area(shapes[row["ne_id"]].intersection(EXTENT))) for row in rows]


def lake_sketches(rows: list[dict]) -> list[tuple[dict, BaseGeometry]]:
    """Long lakes that Natural Earth lacks, as a band of one width."""
    return [(points[0], band(points)) for points in by_id(rows).values()]


def band(points: list[dict]) -> BaseGeometry:
    middle = to_even(curves.through(curves.places(points)))
    half_width = float(points[0]["width_km"]) / 2 / KM_PER_DEGREE
    return from_even(middle.buffer(half_width, quad_segs=3), DIGITS)


def generalized_area(shape: BaseGeometry) -> BaseGeometry:
    simple = generalized(shape, LAKE_TOLERANCE_KM)
    return shapely.make_valid(simple, method="structure", keep_collapsed=False)


def generalized(shape: BaseGeometry, tolerance_km: tuple[float, float]) -> BaseGeometry:
    km = tolerance_km[0 if DETAIL.intersects(shape) else 1]
    return from_even(shapely.simplify(to_even(shape), km / KM_PER_DEGREE), DIGITS)


# Rivers


def river_features(cache: Path, sources: Path, lakes: list[BaseGeometry]) -> list[dict]:
    water = shapely.union_all([lake for lake in lakes if lake.area * 8600 > SMALLEST_CUT_KM2])
    table = read_table(sources / "rivers_ne.csv")
    rows = {row["id"]: row for row in table}
    lines = {name: joined(parts) for name, parts in lines_by_river(cache, table).items()}
    features = river_sketches(read_table(sources / "rivers_extra.csv"), lines)
    for name, line in lines.items():
        simple = generalized(without_scraps(shapely.difference(line, water)), RIVER_TOLERANCE_KM)
        if not simple.is_empty:
            features.append(feature(about(rows[name], sketch=False), simple, DIGITS))
    return sorted(features, key=lambda f: (f["properties"]["rank"], f["properties"]["id"]))


def about(row: dict[str, str], *, sketch: bool) -> dict:
    return {
        "id": row["id"],
        "names": names(row),
        "rank": int(row["rank"]),
        "sketch": sketch,
        "note": row.get("note"),
    }


def lines_by_river(cache: Path, table: list[dict]) -> dict[str, list[LineString]]:
    rows = {(row["ne_name"], row["rivernum"]): row["id"] for row in table}
    found = defaultdict(list)
    for record, line in natural_earth.rivers(cache):
        number = str(record["rivernum"])
        name = rows.get((record["name"], number)) or rows.get((record["name"], ""))
        if name:
            part = line.intersection(EXTENT)
            if name == "yellow":
                part = above_huayuankou(part)
            found[name] += [p for p in shapely.get_parts(part) if p.geom_type == "LineString"]
    return {name: lines for name, lines in found.items() if lines}


def above_huayuankou(line: BaseGeometry) -> BaseGeometry:
    west, south, _, north = EXTENT.bounds
    return line.intersection(shapely.box(west, south, HUAYUANKOU_E, north))


def joined(lines: Iterable[LineString]) -> BaseGeometry:
    """Lines put together end to start, downstream as Natural Earth draws them; gaps closed."""
    merged = shapely.line_merge(shapely.union_all(list(lines)), directed=True)
    parts = list(shapely.get_parts(merged))
    while pair := next(nearby_pairs(parts), None):
        upper, lower = pair
        parts = [part for part in parts if part is not upper and part is not lower]
        parts.append(LineString([*upper.coords, *lower.coords]))
    return shapely.MultiLineString(sorted(parts, key=lambda part: -part.length))


def without_scraps(lines: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(lines)
    return shapely.multilinestrings(parts[shapely.length(parts) * KM_PER_DEGREE > SCRAP_KM])


def nearby_pairs(parts: list[LineString]):
    """Pairs of which the first ends where the second starts, or nearly so."""
    for upper in parts:
        for lower in parts:
            gap = Point(upper.coords[-1]).distance(Point(lower.coords[0]))
            if upper is not lower and gap * KM_PER_DEGREE < JOIN_KM:
                yield upper, lower


def river_sketches(rows: list[dict], trunks: dict[str, BaseGeometry]) -> list[dict]:
    """Rivers that Natural Earth lacks, smooth through 5 to 15 km of doubt, led into their trunk."""
    trunk = shapely.union_all(list(trunks.values()))
    features = []
    for points in by_id(rows).values():
        places = curves.places(points)
        mouth = nearest_points(Point(places[-1]), trunk)[1]
        if mouth.distance(Point(places[-1])) * KM_PER_DEGREE < MOUTH_KM:
            places[-1] = mouth.coords[0]
        features.append(feature(about(points[0], sketch=True), curves.through(places), DIGITS))
    return features


def by_id(rows: list[dict]) -> dict[str, list[dict]]:
    found = defaultdict(list)
    for row in rows:
        found[row["id"]].append(row)
    return found

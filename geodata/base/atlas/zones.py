"""Which polity of August 1945 a piece of modern land belonged to.

The lines that no modern border gives are made here: those of Manchukuo and
Mengjiang within China, of Kwantung, and of Karafuto.
"""

from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely import ops
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from . import natural_earth, prefectures
from .frame import EXTENT
from .geojson import read_table

PLAIN = {
    "PRK": "chosen",
    "KOR": "chosen",
    "MNG": "mongolia",
    "JPN": "japan",
}
MANCHUKUO_PROVINCES = ("21", "22", "23")
MANCHUKUO = {"150700", "152200", "150500", "150400", "130800"}
MENGJIANG = {"152500", "150900", "150100", "150200", "130700", "140200", "140600", "110119"}
QINHUANGDAO = "130300"
HUAIROU_AND_MIYUN = ("110116", "110118")

KARAFUTO = shapely.box(141.1, 45.5, 145, 50)
CHISHIMA = shapely.box(145, 43, 157, 51)
LARGEST_ISLAND_DEG2 = 1.0
SEAM_DEG = 0.03  # ECharts and Natural Earth disagree by less than this


@dataclass(frozen=True)
class Zones:
    countries: dict[str, BaseGeometry]
    parts_of_china: dict[str, BaseGeometry]
    kwantung: Polygon
    lines: list[BaseGeometry]

    def owner(self, piece: Polygon) -> str | None:
        """The polity of a piece of land that no border cuts; None at sea."""
        point = piece.representative_point()
        for country, area in self.countries.items():
            if shapely.contains(area, point):
                return self.owner_within(country, point)
        return None

    def owner_within(self, country: str, point: Point) -> str:
        if country == "CHN":
            return self.owner_within_china(point)
        if country == "RUS":
            return self.owner_within_russia(point)
        return PLAIN.get(country, "other")

    def owner_within_china(self, point: Point) -> str:
        if self.kwantung.contains(point):
            return "kwantung"
        return min(self.parts_of_china, key=lambda part: self.parts_of_china[part].distance(point))

    def owner_within_russia(self, point: Point) -> str:
        if KARAFUTO.contains(point):
            return "karafuto"
        russia = shapely.get_parts(self.countries["RUS"])
        landmass = russia[shapely.contains(russia, point)][0]
        if CHISHIMA.contains(point) and landmass.area < LARGEST_ISLAND_DEG2:
            return "chishima"
        return "ussr"


def read(cache: Path, sources: Path) -> Zones:
    countries = {
        record["ADM0_A3"]: area.intersection(EXTENT)
        for record, area in natural_earth.countries(cache)
        if area.intersects(EXTENT)
    }
    hand = hand_lines(sources)
    kwantung = Polygon(hand["kwantung"])
    parts = parts_of_china(prefectures.read(cache), hand)
    inner = inner_lines(parts, countries["CHN"])
    lines = [area.boundary for area in countries.values()]
    lines += [kwantung.boundary, hand["karafuto"].intersection(countries["RUS"]), *inner]
    return Zones(countries, parts, kwantung, lines)


def hand_lines(sources: Path) -> dict[str, LineString]:
    points: dict[str, list[tuple[float, float]]] = {}
    for row in read_table(sources / "hand_lines.csv"):
        points.setdefault(row["id"], []).append((float(row["lon"]), float(row["lat"])))
    return {name: LineString(line) for name, line in points.items()}


def parts_of_china(
    found: dict[str, BaseGeometry], hand: dict[str, LineString]
) -> dict[str, BaseGeometry]:
    """Manchukuo, Mengjiang and the China around them, by prefectures and the Great Wall."""
    beyond_wall = [
        beyond(found[QINHUANGDAO], hand["wall_qinglong"]),
        *(beyond(found[code], hand["wall_huairou"]) for code in HUAIROU_AND_MIYUN),
    ]
    whole = {code for code in found if code[:2] in MANCHUKUO_PROVINCES} | MANCHUKUO
    manchukuo = closed([*(found[code] for code in sorted(whole)), *beyond_wall])
    mengjiang = closed([found[code] for code in sorted(MENGJIANG)]).difference(manchukuo)
    rest = closed([found[code] for code in sorted(found) if code not in whole | MENGJIANG])
    rest = rest.difference(manchukuo).difference(mengjiang)
    return {"manchukuo": manchukuo, "mengjiang": mengjiang, "china": rest}


def beyond(area: BaseGeometry, wall: LineString) -> BaseGeometry:
    """What of `area` lies north of a wall that runs right through it."""
    north = Polygon([*wall.coords, (wall.coords[-1][0], 42), (wall.coords[0][0], 42)])
    return area.intersection(shapely.make_valid(north))


def closed(areas: list[BaseGeometry]) -> BaseGeometry:
    """The union of areas with the seams between them closed."""
    return shapely.union_all(areas).buffer(SEAM_DEG / 3).buffer(-SEAM_DEG / 3)


def inner_lines(parts: dict[str, BaseGeometry], china: BaseGeometry) -> list[LineString]:
    """The lines that cut Manchukuo and Mengjiang out of China, from border to border."""
    inside = outline(parts).buffer(-SEAM_DEG)
    manchukuo = longest(parts["manchukuo"].boundary.intersection(inside))
    manchukuo = extended(manchukuo, china.boundary, china.boundary)
    around = parts["mengjiang"].boundary.difference(manchukuo.buffer(SEAM_DEG))
    mengjiang = longest(around.intersection(inside))
    return [manchukuo, extended_to_nearest(mengjiang, manchukuo, china.boundary)]


def outline(parts: dict[str, BaseGeometry]) -> BaseGeometry:
    """All parts in one, without holes: ECharts 3.8.5 has no polygon for Jixian."""
    whole = shapely.get_parts(closed(list(parts.values())))
    return shapely.union_all([Polygon(part.exterior) for part in whole])


def longest(lines: BaseGeometry) -> LineString:
    merged = ops.linemerge(lines)
    return max(shapely.get_parts(merged), key=lambda line: line.length)


def extended_to_nearest(line: LineString, first: BaseGeometry, second: BaseGeometry) -> LineString:
    """The line drawn on to `first` at the end nearer to it, to `second` at the other."""
    start, end = Point(line.coords[0]), Point(line.coords[-1])
    if first.distance(end) < first.distance(start):
        line = line.reverse()
    return extended(line, first, second)


def extended(line: LineString, at_start: BaseGeometry, at_end: BaseGeometry) -> LineString:
    first, last = line.coords[0], line.coords[-1]
    return LineString([reached(first, at_start), *line.coords, reached(last, at_end)])


def reached(end: tuple[float, float], target: BaseGeometry) -> tuple[float, float]:
    """The nearest point of the target, and a little beyond, so that the lines surely cross."""
    x, y = end
    near = ops.nearest_points(Point(end), target)[1]
    return x + (near.x - x) * 1.02, y + (near.y - y) * 1.02

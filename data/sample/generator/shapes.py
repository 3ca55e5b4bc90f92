"""Smooth lines and blobs through points drawn by hand. All lengths are metres."""

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon

Points = NDArray[np.float64]
GRID_M = 0.1


def smooth(points: Points, spacing_m: float, *, closed: bool = False) -> Points:
    """Catmull-Rom curve through the points, with a vertex about every ``spacing_m``."""
    ends = (points[-1:], points[:2]) if closed else (2 * points[:1] - points[1:2], _beyond(points))
    knots = np.vstack([ends[0], points, ends[1]])
    pieces = []
    for before, start, end, after in zip(
        knots[:-3], knots[1:-2], knots[2:-1], knots[3:], strict=True
    ):
        count = max(int(np.linalg.norm(end - start) / spacing_m), 2)
        t = np.linspace(0, 1, count, endpoint=False)[:, None]
        pieces.append(
            start
            + 0.5 * t * (end - before)
            + t**2 * (before - 2.5 * start + 2 * end - 0.5 * after)
            + t**3 * (1.5 * (start - end) + 0.5 * (after - before))
        )
    curve = np.vstack(pieces)
    return curve if closed else np.vstack([curve, points[-1:]])


def _beyond(points: Points) -> Points:
    return 2 * points[-1:] - points[-2:-1]


def wander(curve: Points, amplitude_m: float, rng: Generator) -> Points:
    """Push a curve sideways by a slow random wave; its two ends stay where they are."""
    step = np.hypot(*np.diff(curve, axis=0).T)
    along = np.concatenate([[0], np.cumsum(step)])
    phases, lengths = rng.uniform(0, 2 * np.pi, 3), np.array([900.0, 420.0, 210.0])
    wave = (np.sin(2 * np.pi * along[:, None] / lengths + phases) * [0.6, 0.3, 0.15]).sum(axis=1)
    taper = np.clip(np.minimum(along, along[-1] - along) / 150, 0, 1)
    tangent = np.gradient(curve, axis=0)
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0]])
    normal /= np.hypot(*normal.T)[:, None]
    return curve + normal * (wave * taper * amplitude_m)[:, None]


def ribbon(points: Points, widths_m: Points, spacing_m: float) -> Polygon:
    """Give the band of varying width around a curve: a river."""
    curve = smooth(np.column_stack([points, widths_m]), spacing_m)
    middle, half = curve[:, :2], curve[:, 2:] / 2
    tangent = np.gradient(middle, axis=0)
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0]])
    normal /= np.hypot(*normal.T)[:, None]
    ring = np.vstack([middle + normal * half, (middle - normal * half)[::-1]])
    return shapely.make_valid(Polygon(ring))


def blob(centre: tuple[float, float], size_m: tuple[float, float], rng: Generator) -> Polygon:
    """Give a rounded irregular area, about ``size_m`` across (width, height)."""
    angles = np.linspace(0, 2 * np.pi, 9, endpoint=False) + rng.uniform(-0.25, 0.25, 9)
    reach = rng.uniform(0.82, 1.18, 9)[:, None] / 2
    rim = np.column_stack([np.cos(angles), np.sin(angles)]) * reach * np.array(size_m)
    return Polygon(smooth(rim + np.array(centre), 25, closed=True))


def gridded(line: LineString | Polygon) -> LineString | Polygon:
    """Round every vertex to the grid on which streets meet, so that shared ends are identical."""
    return shapely.set_precision(line, GRID_M)


def bowed(start: Points, end: Points, bow: float, skew: float) -> Points:
    """Give a curve between two points that leaves the straight line by ``bow`` times its length."""
    length = float(np.hypot(*(end - start)))
    count = 2 if abs(bow) < 0.01 else max(int(length / 22), 3)
    t = np.linspace(0, 1, count)
    along = start + t[:, None] * (end - start)
    normal = np.array([start[1] - end[1], end[0] - start[0]])
    hump = 4 * t * (1 - t) * (1 + skew * (2 * t - 1))
    return np.round(along + hump[:, None] * bow * normal, 1)

"""The picture of a model: a ring, cut into its parts, cut into their elements.

Only geometry; the template draws it as SVG. Angles are in degrees from the top, with the clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final

SIZE: Final = 400
_MIDDLE: Final = SIZE / 2
_OUTER: Final = 192.0
_INNER: Final = 96.0
_GAP_BETWEEN_PARTS: Final = 5.0
_GAP_BETWEEN_ELEMENTS: Final = 1.2


@dataclass(frozen=True, slots=True)
class Segment:
    """The place of one element: the ``d`` of its path, and the middle of its number."""

    path: str
    x: float
    y: float


def ring(elements_per_part: Sequence[int]) -> tuple[tuple[Segment, ...], ...]:
    """Return the segments of each part; every element takes an equal share of the ring."""
    share = 360 / sum(elements_per_part)
    angle = 0.0
    parts = []
    for count in elements_per_part:
        segments = []
        for place in range(count):
            begin = angle + (_GAP_BETWEEN_PARTS if place == 0 else _GAP_BETWEEN_ELEMENTS) / 2
            stop = angle + share
            stop -= (_GAP_BETWEEN_PARTS if place == count - 1 else _GAP_BETWEEN_ELEMENTS) / 2
            segments.append(_segment(begin, stop))
            angle += share
        parts.append(tuple(segments))
    return tuple(parts)


def _segment(begin: float, stop: float) -> Segment:
    x, y = _point((begin + stop) / 2, (_OUTER + _INNER) / 2)
    large = int(stop - begin > 180)
    corners = [
        _point(begin, _OUTER),
        _point(stop, _OUTER),
        _point(stop, _INNER),
        _point(begin, _INNER),
    ]
    a, b, c, d = (f"{across:.1f} {down:.1f}" for across, down in corners)
    path = (
        f"M{a} A{_OUTER:g} {_OUTER:g} 0 {large} 1 {b} L{c} A{_INNER:g} {_INNER:g} 0 {large} 0 {d} Z"
    )
    return Segment(path, round(x, 1), round(y, 1))


def _point(angle: float, distance: float) -> tuple[float, float]:
    turned = radians(angle - 90)
    return _MIDDLE + distance * cos(turned), _MIDDLE + distance * sin(turned)

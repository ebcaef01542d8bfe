"""A sheet of light to draw on: gradients, shapes, glows, and the camera that looks at it.

Colours are RGB in 0…1, positions are pixels of a 1280x720 sheet; the camera halves it, which
smooths every edge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 1280, 720
FILM_SIZE = (640, 360)
FPS = 24

Colour = tuple[float, float, float]
Point = tuple[float, float]
Image = NDArray[np.float32]
Corners = NDArray[np.int32]

_SHIFT = 4  # cv2 takes positions in 1/16 pixel, so that slow moves do not jump


def hexa(text: str) -> Colour:
    """A colour from "ff8800"."""
    return (int(text[:2], 16) / 255, int(text[2:4], 16) / 255, int(text[4:6], 16) / 255)


def mix(one: Colour, other: Colour, amount: float) -> Colour:
    """A colour between two: 0 gives the first, 1 the other."""
    r, g, b = (p + (q - p) * amount for p, q in zip(one, other, strict=True))
    return (r, g, b)


def ease(t: float) -> float:
    """0…1 with a soft start and a soft end."""
    t = min(max(t, 0.0), 1.0)
    return t * t * (3 - 2 * t)


def noise(x: NDArray[np.float64], seed: int, octaves: int = 4) -> NDArray[np.float64]:
    """Smooth noise along a line, about -1…1, the same for ever at the same place."""
    table = np.random.default_rng(seed).uniform(-1, 1, 4096)
    total = np.zeros_like(x)
    for octave in range(octaves):
        place = x * 2**octave + 31.7 * octave
        cell = np.floor(place).astype(int)
        part = place - cell
        part = part * part * (3 - 2 * part)
        total += (table[cell % 4096] * (1 - part) + table[(cell + 1) % 4096] * part) / 2**octave
    return total / 1.6


def drift(seconds: float, seed: int, speed: float = 1.0) -> float:
    """Noise over time, for flickering flames and hands that hold a camera."""
    return float(noise(np.array([seconds * speed]), seed, 3)[0])


@dataclass
class Canvas:
    """The sheet; later strokes cover earlier ones."""

    light: Image = field(default_factory=lambda: np.zeros((HEIGHT, WIDTH, 3), np.float32))

    def sky(self, *stops: tuple[float, Colour]) -> None:
        """A vertical gradient: colours at heights 0 (top) … 1 (bottom)."""
        at = np.linspace(0, 1, HEIGHT)
        heights = [height for height, _ in stops]
        for channel in range(3):
            column = np.interp(at, heights, [colour[channel] for _, colour in stops])
            self.light[..., channel] = column[:, None]

    def fill(self, points: Sequence[Point], colour: Colour, alpha: float = 1.0) -> None:
        """A filled polygon."""
        corners = np.round(np.array(points) * 2**_SHIFT).astype(np.int32)
        self._through(corners, colour, alpha, _fill_polygon)

    def stroke(
        self, points: Sequence[Point], width: float, colour: Colour, alpha: float = 1.0
    ) -> None:
        """A line through points with round ends."""
        corners = np.round(np.array(points) * 2**_SHIFT).astype(np.int32)
        thick = max(1, round(width))
        self._through(
            corners,
            colour,
            alpha,
            lambda mask, moved: cv2.polylines(
                mask, [moved], False, 255, thick, cv2.LINE_AA, _SHIFT
            ),
            margin=thick,
        )

    def disc(self, x: float, y: float, radius: float, colour: Colour, alpha: float = 1.0) -> None:
        """A filled circle."""
        turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        ring = zip(x + radius * np.cos(turn), y + radius * np.sin(turn), strict=True)
        self.fill([(float(a), float(b)) for a, b in ring], colour, alpha)

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
        """Light around a point, added: a sharp heart and a wide halo."""
        reach = int(radius * 3)
        left, top = max(0, int(x) - reach), max(0, int(y) - reach)
        right, bottom = min(WIDTH, int(x) + reach), min(HEIGHT, int(y) + reach)
        if left >= right or top >= bottom:
            return
        across = (np.arange(left, right, dtype=np.float32) - x) / radius
        down = (np.arange(top, bottom, dtype=np.float32) - y) / radius
        far = across[None, :] ** 2 + down[:, None] ** 2
        halo = strength * (0.65 * np.exp(-far * 1.4) + 0.35 * np.exp(-far * 12))
        self.light[top:bottom, left:right] += halo[..., None] * np.array(colour, np.float32)

    def add(self, layer: NDArray[np.float32], colour: Colour) -> None:
        """Light in the shape of a whole-sheet layer of 0…1."""
        self.light += layer[..., None] * np.array(colour, np.float32)

    def fog(self, colour: Colour, alpha: float, top: float = 0.0, bottom: float = 1.0) -> None:
        """A veil that thickens from height `top` to height `bottom`."""
        at = np.clip((np.linspace(0, 1, HEIGHT) - top) / max(bottom - top, 1e-6), 0, 1) * alpha
        veil = at.astype(np.float32)[:, None, None]
        self.light += (np.array(colour, np.float32) - self.light) * veil

    def soften(self, radius: float) -> None:
        """Put all that was drawn so far out of focus."""
        self.light = cv2.GaussianBlur(self.light, (0, 0), radius).astype(np.float32)

    def _through(
        self, corners: Corners, colour: Colour, alpha: float,
        draw: Callable[[NDArray[np.uint8], Corners], object], margin: int = 0,
    ) -> None:  # fmt: skip
        """Blend a colour in through the mask that `draw` makes of the area the corners need."""
        low = np.floor(corners.min(axis=0) / 2**_SHIFT).astype(int) - margin - 2
        high = np.ceil(corners.max(axis=0) / 2**_SHIFT).astype(int) + margin + 3
        left, top = np.maximum(low, 0)
        right, bottom = np.minimum(high, (WIDTH, HEIGHT))
        if left >= right or top >= bottom:
            return
        mask = np.zeros((bottom - top, right - left), np.uint8)
        draw(mask, corners - np.array([left, top], np.int32) * 2**_SHIFT)
        cover = (mask.astype(np.float32) * (alpha / 255))[..., None]
        area = self.light[top:bottom, left:right]
        area += (np.array(colour, np.float32) - area) * cover


def _fill_polygon(mask: NDArray[np.uint8], corners: Corners) -> None:
    cv2.fillPoly(mask, [corners], 255, cv2.LINE_AA, _SHIFT)


@dataclass(frozen=True)
class Camera:
    """How the sheet is looked at: centre of the view, zoom above 1, tilt in degrees."""

    x: float = WIDTH / 2
    y: float = HEIGHT / 2
    zoom: float = 1.0
    tilt: float = 0.0

    def look(self, sheet: Canvas) -> Image:
        """The view in the film's size."""
        turn = cv2.getRotationMatrix2D((self.x, self.y), self.tilt, self.zoom * 0.5)
        turn[0, 2] += FILM_SIZE[0] / 2 - self.x
        turn[1, 2] += FILM_SIZE[1] / 2 - self.y
        smooth = cv2.GaussianBlur(sheet.light, (0, 0), 0.8)
        seen = cv2.warpAffine(
            smooth, turn, FILM_SIZE, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
        return seen.astype(np.float32)


def develop(view: Image, frame: int, grain: float = 0.007) -> NDArray[np.uint8]:
    """The view as a film frame: bright lights roll off, corners darken, grain on top."""
    lit = np.where(view < 0.8, view, 0.8 + 0.2 * np.tanh((view - 0.8) / 0.4))
    lit = lit * _VIGNETTE
    coarse = np.random.default_rng(frame).normal(0, grain, (FILM_SIZE[1] // 2, FILM_SIZE[0] // 2))
    lit = (
        lit
        + cv2.resize(coarse.astype(np.float32), FILM_SIZE, interpolation=cv2.INTER_CUBIC)[..., None]
    )
    return np.clip(lit * 255 + 0.5, 0, 255).astype(np.uint8)


def _vignette() -> Image:
    across = np.linspace(-1, 1, FILM_SIZE[0], dtype=np.float32)[None, :]
    down = np.linspace(-1, 1, FILM_SIZE[1], dtype=np.float32)[:, None]
    shade: Image = (1 - 0.22 * (across**2 + down**2) ** 1.2)[..., None]
    return shade


_VIGNETTE = _vignette()

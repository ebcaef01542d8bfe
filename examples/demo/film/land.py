"""The first two scenes: evening hills, the keeper's room.

A shot is a function of the seconds since it began: it draws a sheet, and says how the camera looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sin

import numpy as np

from film.canvas import HEIGHT, WIDTH, Camera, Canvas, Colour, Point, drift, ease, hexa, mix
from film.props import (
    FLAME,
    SCARF,
    birds,
    flicker,
    grandfather,
    grass,
    mina,
    pulse,
    ridge,
    tower,
)

View = tuple[Canvas, Camera]

DUSK = [hexa(c) for c in ("f0a868", "c9795e", "94566a", "5c3d5e", "2c2140")]


# --- 1: evening hills -----------------------------------------------------------------------------


GOLDEN = ("37417c", "a0628a", "f29a63", "ffd98f")
LATER = ("14183f", "43356f", "a34f6d", "e8875c")


def _evening(pan: float, sun: float, height: float = 400, sky: Sequence[str] = GOLDEN) -> Canvas:
    sheet = Canvas()
    sheet.sky(*zip((0, 0.35, 0.58, 0.8), map(hexa, sky), strict=True))
    sheet.glow(sun - pan * 0.05, height, 190, hexa("ffb45e"), 0.75)
    sheet.disc(sun - pan * 0.05, height, 46, (1.5, 1.35, 1.0))
    for layer, colour in enumerate(DUSK[:4]):
        ridge(sheet, 11 + layer, 430 + 50 * layer, 62 - 5 * layer, 330, pan * (0.1 + 0.15 * layer),
              mix(colour, hexa("ffb877"), 0.22 - 0.06 * layer))  # fmt: skip
        sheet.fog(hexa("ffb070"), 0.16, 0.5, 0.8)
    return sheet


def hills(t: float) -> View:
    """The land at evening, the tower far off, a small light on its way."""
    pan = 120 + 46 * t
    sheet = _evening(pan, 520)
    head = ridge(sheet, 27, 590, 34, 420, pan * 0.62, DUSK[3])
    x = 1010 - pan * 0.18
    tower(sheet, x, float(head[int(x)]) + 8, 170, mix(DUSK[3], DUSK[4], 0.4), 0.0)
    front = ridge(sheet, 31, 640, 26, 520, pan, DUSK[4])
    walk = 330 + 30 * t
    spot = mina(sheet, walk, float(front[int(walk)]) + 3, 62, t * 1.7, DUSK[4], lantern=flicker(t))
    sheet.glow(*spot, 34, FLAME, 0.55)
    grass(sheet, 3, front, pan, t, mix(DUSK[4], DUSK[3], 0.15), 18)
    birds(sheet, 4, 500 + 60 * t, 190 - 8 * t, t, hexa("4a3560"))
    return sheet, Camera(zoom=1.02)


def walking(t: float) -> View:
    """Mina on the ridge, her scarf in the wind."""
    pan = 700 + 105 * t
    sheet = _evening(pan * 0.6, 1010, 452, LATER)
    sheet.soften(2.2)
    front = ridge(sheet, 33, 590, 24, 700, pan, DUSK[4])
    x = 520 + 10 * t
    foot = float(front[int(x)]) + 4
    spot = mina(sheet, x, foot, 300, t * 1.75, DUSK[4], lantern=flicker(t))
    sheet.glow(*spot, 95, FLAME, 0.6 * flicker(t))
    grass(sheet, 7, front, pan, t, mix(DUSK[4], (0, 0, 0), 0.25), 46)
    return sheet, Camera(y=350 + 3 * drift(t, 1), zoom=1.05)


def lantern(t: float) -> View:
    """The lantern close by, the evening a blur behind it."""
    sheet = _evening(900 + 60 * t, 300)
    rng = np.random.default_rng(8)
    for _ in range(16):
        x, y = float(rng.uniform(0, WIDTH)), float(rng.uniform(380, 690))
        sheet.glow((x - 34 * t) % WIDTH, y, float(rng.uniform(12, 26)), hexa("ffcf8a"), 0.4)
    sheet.soften(13)
    swing = 0.13 * sin(t * 3.4)
    dark = hexa("1b1329")
    top: Point = (690, -30)

    def at(px: float, py: float) -> Point:
        return (top[0] + px + py * swing, top[1] + py)

    sheet.stroke([at(-190, -20), at(-30, 120), at(8, 168)], 84, dark)
    for finger in range(4):
        sheet.stroke([at(-30 + 22 * finger, 158), at(-24 + 20 * finger, 200)], 27, dark)
    sheet.stroke([at(-118, 330), at(-86, 232), at(0, 196), at(86, 232), at(118, 330)], 7, dark)
    sheet.fill([at(-58, 282), at(58, 282), at(86, 330), at(-86, 330)], dark)
    sheet.fill([at(-96, 330), at(96, 330), at(104, 356), at(-104, 356)], dark)
    sheet.fill([at(-88, 356), at(88, 356), at(78, 588), at(-78, 588)], hexa("5d3320"))
    lit = flicker(t)
    fx, fy = at(3 * drift(t, 6, 5), 496)
    sheet.glow(fx, fy, 70, FLAME, 0.9 * lit)
    tip = at(8 * drift(t, 7, 6), 392 - 8 * lit)
    sheet.fill([tip, (fx + 19, fy - 20), (fx + 15, fy + 24), (fx - 15, fy + 24),
                (fx - 19, fy - 20)], hexa("ffe9b0"))  # fmt: skip
    for bar in (-84, -30, 30, 84):
        sheet.stroke([at(bar, 356), at(bar * 0.92, 588)], 6, dark)
    sheet.fill([at(-100, 588), at(100, 588), at(122, 642), at(-122, 642)], dark)
    sheet.glow(fx, fy, 230, FLAME, 0.5 * lit)
    return sheet, Camera(x=650 + 8 * t, zoom=1.0 + 0.02 * t)


# --- 2: the keeper's room -------------------------------------------------------------------------

WALL, WOOD, NIGHT = hexa("2a1a1c"), hexa("150c10"), hexa("2b3a55")


def _window(sheet: Canvas, box: tuple[float, float, float, float], t: float) -> None:
    """Dusk behind four panes, clouds gathering."""
    left, top, right, low = box
    tall = low - top
    for band in range(24):
        y = top + tall * band / 24
        shade = mix(hexa("3c4a6e"), hexa("d98a5c"), ease((band - 6) / 18))
        sheet.fill([(left, y), (right, y), (right, y + tall / 22), (left, y + tall / 22)], shade)
    for cloud in range(5):
        span = (right - left) * 0.6
        x = left + (cloud * 0.31 * span * 1.7 + t * 14) % (span * 1.6) - span * 0.2
        y = top + tall * (0.12 + 0.13 * cloud)
        width = min(span * 0.5, right - x)
        if width > 4 and x > left:
            sheet.fill([(x, y), (x + width, y - tall * 0.02), (x + width, y + tall * 0.07),
                        (x + width * 0.2, y + tall * 0.06)], hexa("2b3350"), 0.5)  # fmt: skip
    middle, waist = (left + right) / 2, top + tall * 0.46
    bar = (right - left) * 0.03
    sheet.stroke([(middle, top), (middle, low)], bar, WOOD)
    sheet.stroke([(left, waist), (right, waist)], bar, WOOD)
    frame = [(left, top), (right, top), (right, low), (left, low), (left, top)]
    sheet.stroke(frame, bar * 1.8, WOOD)


def room(t: float) -> View:
    """The old keeper at the window, a lamp on the table, Mina in the door."""
    sheet = Canvas()
    sheet.sky((0, mix(WALL, (0, 0, 0), 0.45)), (0.6, WALL), (1, hexa("3a221c")))
    for plank in range(13):
        x = plank * 104
        sheet.stroke([(x, 0), (x, 560)], 2, mix(WALL, (0, 0, 0), 0.3))
    _window(sheet, (420, 120, 800, 440), t)
    sheet.fill([(0, 560), (WIDTH, 560), (WIDTH, HEIGHT), (0, HEIGHT)], hexa("2a1712"))
    sheet.fill([(450, 562), (770, 562), (930, HEIGHT), (290, HEIGHT)], hexa("7c4a35"), 0.4)
    sheet.fill([(150, 470), (420, 470), (420, 490), (150, 490)], WOOD)
    for leg in (172, 392):
        sheet.fill([(leg, 488), (leg + 14, 488), (leg + 14, 640), (leg, 640)], WOOD)
    lit = flicker(t)
    sheet.fill([(262, 420), (308, 420), (300, 470), (270, 470)], hexa("ffd591"))
    sheet.fill([(268, 400), (302, 400), (308, 420), (262, 420)], WOOD)
    sheet.glow(285, 442, 200, FLAME, 0.75 * lit)
    rng = np.random.default_rng(2)
    for _ in range(40):
        mx, my = float(rng.uniform(300, 900)), float(rng.uniform(150, 600))
        mx += t * float(rng.uniform(4, 12))
        sheet.disc(mx, my + 6 * sin(t + mx), 1.7, hexa("ffdca8"), 0.35)
    grandfather(sheet, 560, 655, 340, WOOD, t, 1)
    mina(sheet, 905, 660, 270, 0.12 + 0.02 * sin(t * 2), mix(WOOD, (0, 0, 0), 0.2),
         lantern=lit, facing=-1)  # fmt: skip
    sheet.glow(846, 585, 90, FLAME, 0.42 * lit)
    return sheet, Camera(x=625, y=380, zoom=1.04 + 0.025 * t)


def _profile(
    sheet: Canvas, x: float, y: float, size: float, colour: Colour, facing: int,
    outline: list[Point],
) -> None:  # fmt: skip
    """A head in silhouette from a few points, rounded by a closed Catmull-Rom curve."""
    count = len(outline)
    curve: list[Point] = []
    for i in range(count):
        a, b, c, d = (np.array(outline[(i + k) % count]) for k in (-1, 0, 1, 2))
        for s in np.linspace(0, 1, 8, endpoint=False):
            p = 0.5 * (2 * b + (c - a) * s + (2 * a - 5 * b + 4 * c - d) * s**2
                       + (3 * b - a - 3 * c + d) * s**3)  # fmt: skip
            curve.append((x + facing * size * float(p[0]), y + size * float(p[1])))
    sheet.fill(curve, colour)


GIRL = [(-0.35, 1.3), (-0.32, 0.75), (-0.62, 0.55), (-0.78, 0.1), (-0.6, -0.45), (-0.1, -0.72),
        (0.32, -0.58), (0.47, -0.25), (0.46, -0.08), (0.6, 0.14), (0.5, 0.2), (0.52, 0.3),
        (0.47, 0.36), (0.5, 0.45), (0.4, 0.6), (0.12, 0.64), (0.14, 0.85), (0.45, 1.3)]  # fmt: skip
KEEPER = [(-0.6, 1.4), (-0.42, 0.8), (-0.58, 0.2), (-0.6, -0.2), (-0.66, -0.32), (-0.5, -0.66),
          (0.05, -0.84), (0.45, -0.68), (0.5, -0.4), (0.8, -0.32), (0.5, -0.24), (0.5, -0.1),
          (0.7, 0.16), (0.54, 0.24), (0.64, 0.36), (0.66, 0.7), (0.45, 1.02), (0.25, 0.9),
          (0.3, 1.1), (0.7, 1.4)]  # fmt: skip


def faces(t: float) -> View:
    """The two of them against the window."""
    sheet = Canvas()
    sheet.sky((0, mix(WALL, (0, 0, 0), 0.3)), (1, WALL))
    _window(sheet, (250, -60, 1060, 640), t + 3.5)
    sheet.soften(7)
    sheet.glow(640, 660, 420, FLAME, 0.28 * flicker(t))
    nod = 5 * sin(t * 2.1)
    _profile(sheet, 330, 390 + 0.5 * nod, 270, WOOD, 1, KEEPER)
    _profile(sheet, 960, 420 - nod, 235, mix(WOOD, (0, 0, 0), 0.25), -1, GIRL)
    sheet.fill([(1075, 300 - nod), (1150, 350), (1176, 470 + nod), (1130, 560), (1110, 470),
                (1060, 420)], mix(WOOD, (0, 0, 0), 0.25))  # fmt: skip
    sheet.fill([(862, 640), (1048, 612), (1100, HEIGHT), (820, HEIGHT)], mix(WOOD, SCARF, 0.6))
    return sheet, Camera(x=640, y=380, zoom=1.06 - 0.015 * t)


def first_drops(t: float) -> View:
    """Rain begins on the pane; far lightning."""
    sheet = Canvas()
    flash = 0.25 * pulse(t, 1.1, 0.12) + 0.2 * pulse(t, 1.3, 0.2)
    sheet.sky(
        (0, mix(hexa("1c2438"), hexa("aab8d8"), flash * 0.6)),
        (0.7, mix(hexa("3d4a63"), hexa("dde6ff"), flash * 0.7)),
        (1, hexa("57546a")),
    )
    ridge(sheet, 41, 520, 50, 380, 200, hexa("1c2233"))
    x = 880.0
    tower(sheet, x, 500, 210, hexa("151a28"), 0.0)
    sheet.soften(5)
    rng = np.random.default_rng(21)
    for _ in range(90):
        px, py = float(rng.uniform(0, WIDTH)), float(rng.uniform(-300, HEIGHT))
        born, size = float(rng.uniform(-0.6, 1.9)), float(rng.uniform(3, 8))
        if t < born:
            continue
        slide = max(0.0, t - born - 0.3) * size * 16
        sheet.stroke([(px, py), (px, py + slide)], size * 0.7, hexa("8fa3c4"), 0.22)
        sheet.disc(px, py + slide, size, hexa("b4c4e2"), 0.55)
        sheet.disc(px - size * 0.3, py + slide - size * 0.3, size * 0.35, (1, 1, 1), 0.6)
    for bar in ([(430, 0), (430, HEIGHT)], [(0, 300), (WIDTH, 300)]):
        sheet.stroke(bar, 34, WOOD)
    return sheet, Camera(x=660, zoom=1.05 + 0.03 * t)

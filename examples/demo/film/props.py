"""What stands and moves in the pictures: people, trees, tower, ship, sea, rain."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, exp, pi, sin

import numpy as np
from numpy.typing import NDArray

from film.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, drift, hexa, mix, noise

Line = NDArray[np.float64]

SCARF = hexa("b8322f")
FLAME = hexa("ffc46b")


def ridge(
    sheet: Canvas, seed: int, base: float, height: float, width: float, pan: float, colour: Colour
) -> Line:
    """A hill line of the given wavelength; returns its height at every column."""
    columns = np.arange(WIDTH + 1, dtype=float)
    line = base - height * noise((columns + pan) / width, seed)
    outline = [(float(x), float(y)) for x, y in zip(columns[::4], line[::4], strict=True)]
    sheet.fill([*outline, (WIDTH, HEIGHT), (0, HEIGHT)], colour)
    return line


def _cells(pan: float, spacing: float, margin: float) -> Iterator[tuple[int, float]]:
    """Things repeated along a scrolling line: a number each, and where it stands on the sheet."""
    first = int((pan - margin) // spacing)
    for cell in range(first, int((pan + WIDTH + margin) // spacing) + 1):
        yield cell, cell * spacing - pan


def pines(sheet: Canvas, seed: int, ground: float, size: float, pan: float, colour: Colour) -> None:
    """A wood of firs in one layer, without end in both directions."""
    for cell, x in _cells(pan, size * 0.42, size):
        rng = np.random.default_rng([seed, cell & 0xFFFF])
        x += float(rng.uniform(-0.15, 0.15)) * size
        tall = size * float(rng.uniform(0.7, 1.35))
        wide = tall * float(rng.uniform(0.15, 0.21))
        foot = ground + float(rng.uniform(-0.02, 0.05)) * size
        sheet.fill([(x - wide / 8, foot - tall * 0.2), (x + wide / 8, foot - tall * 0.2),
                    (x + wide / 6, HEIGHT), (x - wide / 6, HEIGHT)], colour)  # fmt: skip
        for tier in range(4):
            top, low = foot - tall * (1 - tier * 0.2), foot - tall * (0.58 - tier * 0.17)
            half = wide * (0.45 + tier * 0.2)
            sheet.fill([(x, top), (x + half, low), (x, low - half * 0.25), (x - half, low)], colour)


def grass(
    sheet: Canvas, seed: int, line: Line, pan: float, seconds: float, colour: Colour,
    tall: float = 26,
) -> None:  # fmt: skip
    """Blades along a hill line, bent by the wind."""
    for cell, x in _cells(pan, 7, 10):
        if not 0 <= x <= WIDTH:
            continue
        rng = np.random.default_rng([seed, cell & 0xFFFF])
        length = tall * float(rng.uniform(0.3, 1.0))
        lean = length * (0.3 + 0.25 * sin(seconds * 2.2 + cell * 0.13))
        foot = float(line[int(x)]) + 4
        sheet.fill([(x - 2, foot), (x + 2, foot), (x + lean, foot - length)], colour)


def mina(
    sheet: Canvas, x: float, foot: float, tall: float, step: float, colour: Colour,
    *, run: float = 0.0, lantern: float = 1.0, facing: int = 1,
) -> Point:  # fmt: skip
    """The girl with the red scarf; `step` counts paces, `run` 0…1; returns her lantern's place."""
    u, lean = tall / 100, (0.05 + 0.28 * run) * facing
    bob = abs(sin(step * pi)) * (1.5 + 3 * run) * u
    hip = (x, foot - 44 * u - bob)
    neck = (hip[0] + 36 * u * lean, hip[1] - 34 * u)
    for side in (0, 1):
        _leg(sheet, hip, foot, u, step + side, run, facing, colour)
    hem = 15 * u + 4 * u * sin(step * 2 * pi) * facing
    sheet.fill([(neck[0] - 6 * u, neck[1]), (neck[0] + 6 * u, neck[1]),
                (hip[0] + hem, hip[1] + 17 * u), (hip[0] - 15 * u, hip[1] + 17 * u)],
               colour)  # fmt: skip
    head = (neck[0] + 3 * u * facing + 10 * u * lean, neck[1] - 10 * u)
    sheet.disc(*head, 8.2 * u, colour)
    _trail(sheet, (head[0] - 5 * u * facing, head[1] - 2 * u), 20 * u, 7 * u, step, facing, colour)
    red = mix(colour, SCARF, 0.75)
    sheet.stroke([(neck[0] - 6 * u, neck[1] - 1 * u), (neck[0] + 6 * u, neck[1])], 6 * u, red)
    back = (neck[0] - 5 * u * facing, neck[1])
    _trail(sheet, back, (26 + 14 * run) * u, 5 * u, step + 0.3, facing, red)
    swing = sin(step * pi) * (5 + 6 * run) * u
    hand = (neck[0] + (17 * u + swing) * facing, hip[1] - 4 * u - 8 * run * u)
    sheet.stroke([neck, ((neck[0] + hand[0]) / 2, hand[1] + 1 * u), hand], 5 * u, colour)
    return lamp(sheet, hand[0], hand[1], 9 * u, colour, lantern)


def _leg(
    sheet: Canvas, hip: Point, foot: float, u: float, step: float, run: float, facing: int,
    colour: Colour,
) -> None:  # fmt: skip
    reach = (13 + 12 * run) * u
    swing, lift = sin(step * pi), max(0.0, cos(step * pi)) * (6 + 16 * run) * u
    toe = (hip[0] + reach * swing * facing, foot - lift)
    knee = ((hip[0] + toe[0]) / 2 + (4 + 7 * run) * u * facing, (hip[1] + toe[1]) / 2)
    sheet.stroke([hip, knee, toe], 6 * u, colour)
    sheet.stroke([toe, (toe[0] + 6 * u * facing, toe[1] + u)], 5 * u, colour)


def _trail(
    sheet: Canvas, start: Point, length: float, width: float, step: float, facing: int,
    colour: Colour,
) -> None:  # fmt: skip
    """Hair or cloth blown behind."""
    parts = np.linspace(0, 1, 7)
    wave = [sin(step * 2.4 + p * 4) * p * length * 0.22 for p in parts]
    spine = [(start[0] - facing * length * p, start[1] + w + length * 0.18 * p * p)
             for p, w in zip(parts, wave, strict=True)]  # fmt: skip
    upper = [(x, y - width * (1 - p * 0.6) / 2) for (x, y), p in zip(spine, parts, strict=True)]
    lower = [(x, y + width * (1 - p * 0.6) / 2) for (x, y), p in zip(spine, parts, strict=True)]
    sheet.fill([*upper, *reversed(lower)], colour)


def lamp(sheet: Canvas, x: float, y: float, size: float, colour: Colour, lit: float) -> Point:
    """A storm lantern hanging from a hand; `lit` 0…1. Returns the place of its flame."""
    top, low, half = y + size * 0.5, y + size * 2.1, size * 0.55
    sheet.stroke([(x, y), (x, top)], max(1, size * 0.12), colour)
    sheet.fill([(x - half, top), (x + half, top), (x + half, low), (x - half, low)], colour)
    inner = half * 0.7
    glass = mix(mix(colour, (0.3, 0.3, 0.3), 0.3), FLAME, lit)
    sheet.fill([(x - inner, top + size * 0.25), (x + inner, top + size * 0.25),
                (x + inner, low - size * 0.2), (x - inner, low - size * 0.2)], glass)  # fmt: skip
    return (x, (top + low) / 2)


def grandfather(
    sheet: Canvas, x: float, foot: float, tall: float, colour: Colour, breath: float, facing: int
) -> None:
    """The old keeper: long coat, cap, beard and stick."""
    u = tall / 100
    sway = sin(breath * 1.7) * 0.5 * u
    neck = (x + 5 * u * facing + sway, foot - 76 * u)
    sheet.fill([(neck[0] - 11 * u, neck[1] + 2 * u), (neck[0] + 10 * u, neck[1] + 2 * u),
                (x + 15 * u, foot - 38 * u), (x + 17 * u, foot), (x - 17 * u, foot),
                (x - 16 * u, foot - 38 * u)], colour)  # fmt: skip
    sheet.disc(neck[0] - 6 * u, neck[1] + 8 * u, 7 * u, colour)
    sheet.disc(neck[0] + 5 * u, neck[1] + 8 * u, 7 * u, colour)
    head = (neck[0] + 4 * u * facing, neck[1] - 7 * u)
    sheet.disc(*head, 8.5 * u, colour)
    sheet.fill([(head[0] + 5 * u * facing, head[1]), (head[0] + 11 * u * facing, head[1] + 3 * u),
                (head[0] + 11 * u * facing, head[1] + 12 * u),
                (head[0] + 6 * u * facing, head[1] + 19 * u),
                (head[0] - 3 * u * facing, head[1] + 8 * u)], colour)  # fmt: skip
    turn = [pi + pi * k / 12 for k in range(13)]
    dome = [(head[0] + 9.6 * u * cos(a), head[1] - 2 * u + 8 * u * sin(a)) for a in turn]
    sheet.fill(dome, colour)
    sheet.stroke([(head[0], head[1] - 2.5 * u), (head[0] + 15 * u * facing, head[1] - 1 * u)],
                 2.6 * u, colour)  # fmt: skip
    hand = (x + 19 * u * facing, foot - 44 * u + sway)
    sheet.stroke([(neck[0] + 6 * u * facing, neck[1] + 8 * u), hand], 7 * u, colour)
    sheet.stroke([hand, (hand[0] + 3 * u * facing, foot)], 3 * u, colour)


def tower(sheet: Canvas, x: float, foot: float, tall: float, colour: Colour, lit: float) -> Point:
    """The lighthouse; `lit` 0…1. Returns the place of its lamp."""
    u = tall / 100
    sheet.fill([(x - 9 * u, foot), (x + 9 * u, foot), (x + 5.5 * u, foot - 76 * u),
                (x - 5.5 * u, foot - 76 * u)], colour)  # fmt: skip
    pale = mix(colour, (0.75, 0.72, 0.7), 0.16)
    for low, high in ((14, 30), (46, 60)):
        a, b = 9 - 3.5 * low / 76, 9 - 3.5 * high / 76
        sheet.fill([(x - a * u, foot - low * u), (x + a * u, foot - low * u),
                    (x + b * u, foot - high * u), (x - b * u, foot - high * u)], pale)  # fmt: skip
    sheet.fill([(x - 8.5 * u, foot - 76 * u), (x + 8.5 * u, foot - 76 * u),
                (x + 8.5 * u, foot - 79 * u), (x - 8.5 * u, foot - 79 * u)], colour)  # fmt: skip
    glass = mix(mix(colour, (0.4, 0.45, 0.5), 0.25), hexa("fff1c9"), lit)
    sheet.fill([(x - 4.5 * u, foot - 79 * u), (x + 4.5 * u, foot - 79 * u),
                (x + 4.5 * u, foot - 90 * u), (x - 4.5 * u, foot - 90 * u)], glass)  # fmt: skip
    for post in (-4.5, 0, 4.5):
        at = x + post * u
        sheet.stroke([(at, foot - 79 * u), (at, foot - 90 * u)], 0.8 * u, colour)
    sheet.fill([(x - 6 * u, foot - 90 * u), (x + 6 * u, foot - 90 * u), (x, foot - 99 * u)], colour)
    sheet.stroke([(x, foot - 98 * u), (x, foot - 104 * u)], 0.8 * u, colour)
    return (x, foot - 84.5 * u)


def beam(sheet: Canvas, x: float, y: float, turn: float, colour: Colour, strength: float) -> None:
    """Two opposite shafts of light, swinging round a vertical axis by `turn` radians."""
    across, down = np.meshgrid(np.arange(WIDTH, dtype=np.float32) - x,
                               np.arange(HEIGHT, dtype=np.float32) - y)  # fmt: skip
    layer = np.zeros((HEIGHT, WIDTH), np.float32)
    for side in (0.0, pi):
        reach = cos(turn + side)  # -1 away to the left … 1 to the right
        toward = max(0.0, sin(turn + side))  # 1 when it shines into our eyes
        span = np.sign(reach) * across
        width = 6 + np.maximum(span, 0) * (0.10 + 0.5 * toward) / max(abs(reach), 0.15)
        body = np.exp(-((down - span * 0.04) ** 2) / (2 * (width * 0.5) ** 2))
        fade = np.exp(-np.maximum(span, 0) / (WIDTH * 0.75)) * (span > 0) * abs(reach) ** 0.5
        layer += (body * fade).astype(np.float32)
        sheet.glow(x, y, 90 + 420 * toward**4, colour, strength * 2.4 * toward**4)
    sheet.add(layer * strength, colour)


def ship(
    sheet: Canvas, x: float, y: float, size: float, tilt: float, colour: Colour, lit: float,
    facing: int = 1,
) -> None:  # fmt: skip
    """A small steamer rolling by `tilt` radians, with lit portholes."""

    def at(px: float, py: float) -> Point:
        px *= facing
        return (x + size * (px * cos(tilt) - py * sin(tilt)),
                y + size * (px * sin(tilt) + py * cos(tilt)))  # fmt: skip

    sheet.fill([at(-0.5, -0.13), at(0.56, -0.17), at(0.42, 0.12), at(-0.42, 0.12)], colour)
    sheet.fill([at(-0.3, -0.13), at(0.12, -0.13), at(0.08, -0.3), at(-0.26, -0.3)], colour)
    sheet.fill([at(-0.16, -0.3), at(-0.04, -0.3), at(-0.05, -0.5), at(-0.15, -0.5)],
               mix(colour, SCARF, 0.35))  # fmt: skip
    for mast in (-0.4, 0.3):
        sheet.stroke([at(mast, -0.14), at(mast, -0.62)], size * 0.018, colour)
    sheet.stroke([at(-0.4, -0.6), at(-0.1, -0.5), at(0.3, -0.6), at(0.55, -0.17)], 1, colour)
    for window in (-0.2, -0.1, 0.0):
        px, py = at(window, -0.22)
        sheet.disc(px, py, size * 0.022, mix(colour, FLAME, lit))
        sheet.glow(px, py, size * 0.08, FLAME, 0.35 * lit)


def sea(
    sheet: Canvas, seed: int, level: float, rough: float, seconds: float, colour: Colour,
    crest: Colour, drag: float = 60,
) -> Line:  # fmt: skip
    """One layer of waves with a light rim; returns its height at every column."""
    columns = np.arange(WIDTH + 1, dtype=float)
    shift = columns + seconds * drag
    line = level - rough * (
        0.5 * np.abs(np.sin(shift / 150 + seed)) ** 1.5 * 2 - 0.5
        + 0.3 * np.sin(shift / 71 + seed * 2.1 + seconds)
        + 0.14 * noise(shift / 46, seed, 2)
    )  # fmt: skip
    outline = [(float(a), float(b)) for a, b in zip(columns[::4], line[::4], strict=True)]
    sheet.fill([*outline, (WIDTH, HEIGHT), (0, HEIGHT)], colour)
    sheet.stroke(outline, 1.5 + rough * 0.04, crest, 0.45)
    return line


def rain(
    sheet: Canvas, seed: int, seconds: float, drops: int, slant: float, colour: Colour,
    alpha: float = 0.3, length: float = 60,
) -> None:  # fmt: skip
    """Falling streaks, the same for the same second."""
    rng = np.random.default_rng(seed)
    start = rng.uniform(0, 1, (drops, 2))
    speed = rng.uniform(1.5, 2.6, drops)
    down = (start[:, 1] + seconds * speed) % 1.15 - 0.1
    across = (start[:, 0] + slant * down + seconds * slant * 0.6) % 1.1 - 0.05
    for x, y, fast in zip(across * WIDTH, down * HEIGHT, speed, strict=True):
        tail = length * fast / 2
        sheet.stroke([(x, y), (x - slant * tail, y - tail)], 1.6, colour, alpha)


def birds(sheet: Canvas, seed: int, x: float, y: float, seconds: float, colour: Colour) -> None:
    """A small flock on the wing."""
    rng = np.random.default_rng(seed)
    for bird in range(7):
        bx = x + float(rng.uniform(-110, 110))
        by = y + float(rng.uniform(-40, 40))
        span = float(rng.uniform(9, 15))
        flap = sin(seconds * 9 + bird * 1.7) * span * 0.55
        sheet.stroke([(bx - span, by - flap), (bx, by), (bx + span, by - flap)], 2.4, colour)


def bolt(sheet: Canvas, seed: int, x: float, foot: float, strength: float) -> None:
    """Lightning from the top of the sheet."""
    rng = np.random.default_rng(seed)
    points = [(x, 0.0)]
    while points[-1][1] < foot:
        px, py = points[-1]
        points.append((px + float(rng.uniform(-38, 38)), py + float(rng.uniform(18, 46))))
    white = hexa("e9efff")
    for px, py in points[::2]:
        sheet.glow(px, py, 70, white, 0.25 * strength)
    sheet.stroke(points, 4, white, strength)
    fork = points[len(points) // 2 :: 1][:5]
    sheet.stroke([(px + 26 * k, py) for k, (px, py) in enumerate(fork)], 2, white, strength)


def flicker(seconds: float, seed: int = 5) -> float:
    """A flame's strength, about 0.8…1.1."""
    return 0.95 + 0.15 * drift(seconds, seed, 7)


def pulse(seconds: float, at: float, fall: float) -> float:
    """0 before `at`, 1 there, then dying away within `fall` seconds."""
    return 0.0 if seconds < at else exp(-(seconds - at) / fall)

"""The last three scenes: the ship in the dark, the lamp, the morning."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, exp, pi, sin

import numpy as np

from film.canvas import HEIGHT, WIDTH, Camera, Canvas, Colour, drift, ease, hexa, mix
from film.props import (
    FLAME,
    beam,
    birds,
    flicker,
    grandfather,
    grass,
    mina,
    pulse,
    rain,
    ridge,
    sea,
    ship,
    tower,
)

View = tuple[Canvas, Camera]

DEEP = [hexa(c) for c in ("1e3d4c", "16303f", "0f2431", "091823", "040c13")]
FOAM = hexa("6f97a6")
GOLD = hexa("ffd98a")
ROCK = hexa("03070b")


# --- 4: the ship in the dark ----------------------------------------------------------------------


def _night() -> Canvas:
    sheet = Canvas()
    sheet.sky((0, hexa("0a1620")), (0.5, hexa("1d3a48")), (1, hexa("0a1a24")))
    return sheet


def adrift(t: float) -> View:
    """A steamer in heavy waves, the dark tower on its rock."""
    sheet = _night()
    spot = (1060, 300)
    sheet.fill(
        [(930, 430), (990, 372), (1120, 362), (1230, 420), (WIDTH, 470), (930, 470)], DEEP[4]
    )
    tower(sheet, spot[0], 374, 190, DEEP[4], 0.0)
    sheet.fog(hexa("274958"), 0.3, 0.3, 0.7)
    for layer in range(5):
        level = 440 + 58 * layer
        if layer == 2:
            tilt = 0.16 * sin(t * 1.9) + 0.03 * drift(t, 3)
            ship(sheet, 430 + 16 * t, level - 34 + 26 * sin(t * 1.7 + 1), 300, tilt, DEEP[4], 0.9)
        sea(sheet, 3 + layer, level, 26 + 12 * layer, t, DEEP[layer],
            mix(DEEP[layer], FOAM, 0.55), 70 + 60 * layer)  # fmt: skip
    rain(sheet, 31, t, 150, 0.5, hexa("86a5b2"), 0.25, 70)
    return sheet, Camera(y=360 + 10 * sin(t * 1.3), zoom=1.08 + 0.01 * t, tilt=1.4 * sin(t * 1.1))


def stairs(t: float) -> View:
    """Up the well of the tower: the steps turn, a lantern climbs."""
    sheet = Canvas()
    across, down = np.meshgrid(np.arange(WIDTH) - 640.0, np.arange(HEIGHT) - 360.0)
    radius, angle = np.hypot(across, down) + 1, np.arctan2(down, across)
    # The stair winds inwards as it climbs: one turn makes the well narrower by a fixed ratio.
    winding = angle / (2 * pi) + np.log(radius / 60) / np.log(1.75) - 0.8 * t
    rise = winding % 1.0
    step = angle / (2 * pi) * 18 % 1.0
    tread = (0.3 + 0.7 * step) * (rise > 0.2) + 0.16 * (rise <= 0.2)
    rail = np.exp(-(((rise - 0.2) / 0.03) ** 2))
    shade = (tread * 0.8 + rail * 0.5) * (radius > 58) * np.clip(1.25 - radius / 760, 0.25, 1)
    torch = 2.3 * t + 0.7
    tx, ty = 640 + 230 * cos(torch), 360 + 170 * sin(torch)
    near = np.exp(-((across + 640 - tx) ** 2 + (down + 360 - ty) ** 2) / (2 * 170.0**2))
    cold, warm = np.array(hexa("1d3540")), np.array(hexa("f0a050"))
    light = shade[..., None] * (cold * 0.9 + near[..., None] * warm * 1.15 * flicker(t))
    sheet.light = light.astype(np.float32)
    sheet.glow(640, 360, 60, hexa("5d8494"), 0.35 + 0.2 * pulse(t, 1.0, 0.2))
    side = torch + 0.16
    sheet.disc(640 + 236 * cos(side), 360 + 176 * sin(side), 30, ROCK)
    sheet.stroke(
        [
            (640 + 236 * cos(side), 360 + 176 * sin(side)),
            (640 + 290 * cos(side + 0.12), 360 + 220 * sin(side + 0.12)),
        ],
        44,
        ROCK,
    )
    sheet.glow(tx, ty, 50, FLAME, 0.9 * flicker(t))
    return sheet, Camera(zoom=1.1 + 0.06 * t, tilt=-8 * t)


def rocks(t: float) -> View:
    """Rocks, spray, and the ship too near."""
    sheet = _night()
    sea(sheet, 21, 430, 40, t, DEEP[1], mix(DEEP[1], FOAM, 0.6), 120)
    tilt = -0.1 + 0.2 * sin(t * 2.3)
    ship(sheet, 560 - 60 * t, 440 + 22 * sin(t * 2.2), 560 + 90 * t, tilt, DEEP[4], 1.0, -1)
    sea(sheet, 22, 520, 56, t, DEEP[2], mix(DEEP[2], FOAM, 0.6), 200)
    sheet.fill(
        [
            (700, HEIGHT),
            (760, 480),
            (820, 430),
            (850, 300),
            (910, 250),
            (960, 360),
            (1040, 330),
            (1120, 460),
            (1200, 430),
            (WIDTH, 520),
            (WIDTH, HEIGHT),
        ],
        ROCK,
    )
    sheet.fill([(0, HEIGHT), (0, 560), (70, 520), (140, 610), (230, 590), (330, HEIGHT)], ROCK)
    _spray(sheet, 800, 560, t - 0.15)
    _spray(sheet, 1010, 600, t - 0.75)
    sea(sheet, 23, 640, 60, t, DEEP[3], mix(DEEP[3], FOAM, 0.7), 300)
    rain(sheet, 32, t, 150, 0.55, hexa("86a5b2"), 0.28, 90)
    shake = 8 * pulse(t, 0.3, 0.3)
    return sheet, Camera(x=650 + shake * drift(t, 5, 9), y=365 + shake * drift(t, 6, 9), zoom=1.08,
                         tilt=2 * sin(t * 2))  # fmt: skip


def _spray(sheet: Canvas, x: float, y: float, since: float) -> None:
    """A wave breaking: drops thrown up and falling back."""
    if since < 0.04:
        return
    rng = np.random.default_rng(int(x))
    for _ in range(150):
        angle, speed = rng.uniform(-2.5, -0.7), rng.uniform(140, 620)
        px = x + cos(angle) * speed * since
        py = y + sin(angle) * speed * since + 430 * since**2
        size = rng.uniform(2, 8) * exp(-since * 0.6)
        sheet.disc(float(px), float(py), float(size), hexa("a9c6d0"), 0.5 * exp(-since))


# --- 5: the lamp ----------------------------------------------------------------------------------


def _lens(sheet: Canvas, x: float, y: float, size: float, glass: Colour, lit: float) -> None:
    """The great lens: rings of prisms in a bronze frame."""
    turn = np.linspace(0, 2 * pi, 48, endpoint=False)
    for ring in range(7, 0, -1):
        wide, tall = size * ring / 7 * 0.62, size * ring / 7
        shade = mix(glass, (0, 0, 0), 0.25 if ring % 2 else 0.55)
        shade = mix(shade, hexa("fff4d6"), lit * (1 - ring / 9))
        oval = [(x + wide * float(np.cos(a)), y + tall * float(np.sin(a))) for a in turn]
        sheet.fill(oval, shade)
        sheet.stroke([*oval, oval[0]], 2, mix(shade, (0.8, 0.9, 1.0), 0.25))
    sheet.stroke([(x - size * 0.7, y + size * 1.05), (x + size * 0.7, y + size * 1.05)], 16, ROCK)
    sheet.stroke([(x, y + size), (x, y + size * 1.6)], 60, ROCK)


def dark_lamp(t: float) -> View:
    """In the lamp room: a girl before the great dead lens, and a match."""
    spark = 1.15
    flame = ease((t - spark) / 0.5) * flicker(t, 9) if t > spark else 0.0
    burst = pulse(t, spark, 0.08)
    sheet = Canvas()
    sheet.sky((0, hexa("070d14")), (0.6, hexa("13222d")), (1, hexa("080f15")))
    for pane in range(7):
        x = pane * 220 - 20
        sheet.stroke([(x, 0), (640 + (x - 640) * 0.8, 560)], 9, ROCK)
    rain(sheet, 41, t, 70, 0.15, hexa("5f7d8a"), 0.25, 60)
    sheet.fill([(0, 560), (WIDTH, 560), (WIDTH, HEIGHT), (0, HEIGHT)], hexa("05090d"))
    _lens(sheet, 770, 330, 235, mix(hexa("1c323d"), hexa("8a5a2c"), 0.6 * flame), 0.0)
    spot = mina(sheet, 455, 660, 370, 0.06 + 0.01 * sin(2 * t), hexa("020406"), lantern=0.0)
    match = (spot[0] + 34, spot[1] - 150)
    sheet.stroke([(420, 430), (spot[0] - 8, spot[1] - 128), match], 13, hexa("020406"))
    sheet.glow(*match, 26 + 30 * burst, hexa("ffe0a0"), 1.3 * flame + 1.5 * burst)
    sheet.glow(*match, 210, FLAME, 0.55 * flame)
    for ring in (1, 2, 3):
        sheet.glow(770 - 40 * ring, 330 - 20 * ring, 16, FLAME, 0.5 * flame / ring)
    return sheet, Camera(x=640, y=375, zoom=1.05 + 0.035 * t)


def the_light(t: float) -> View:
    """The tower wakes: light over the whole sea."""
    sheet = Canvas()
    warm = 0.55 + 0.45 * ease(t / 2)
    sheet.sky(
        (0, mix(hexa("10202f"), hexa("2e3558"), warm)),
        (0.6, mix(hexa("27475a"), hexa("b5794f"), warm * 0.75)),
        (1, hexa("1c2f3c")),
    )
    ridge(sheet, 77, 430, 30, 260, 90, mix(DEEP[2], hexa("6b4a3c"), 0.3))
    shade = hexa("0b1016")
    sheet.fill(
        [(430, HEIGHT), (500, 560), (560, 505), (740, 492), (830, 540), (930, HEIGHT)], shade
    )
    turn = -0.45 + 1.5 * t
    x, y = tower(sheet, 640, 505, 380, shade, 1.0)
    beam(sheet, x, y, turn, hexa("ffe2a0"), 0.85)
    sheet.glow(x, y, 120, hexa("fff0c8"), 1.0)
    for layer in range(3):
        colour = mix(DEEP[layer + 1], hexa("b07a48"), 0.22 * warm)
        sea(sheet, 61 + layer, 560 + 56 * layer, 16 + 8 * layer, t, colour,
            mix(colour, GOLD, 0.6), 40 + 30 * layer)  # fmt: skip
    flash = pulse(t, 0.0, 0.22)
    sheet.light += np.float32(0.95 * flash) * np.array(hexa("fff0cf"), np.float32)
    return sheet, Camera(x=640, y=340, zoom=1.22 - 0.05 * t)


def turning(t: float) -> View:
    """The ship in the beam, turning away from the rocks."""
    sheet = Canvas()
    sheet.sky((0, hexa("20304a")), (0.6, hexa("a8724f")), (1, hexa("2c3a44")))
    sweep = 1.9 - 1.1 * t
    for layer in range(5):
        level = 420 + 62 * layer
        shade = mix(DEEP[layer], hexa("b07a48"), 0.26 - 0.04 * layer)
        if layer == 2:
            ship(sheet, 560 + 55 * t, level - 40 + 12 * sin(t * 1.6), 420, 0.07 * sin(t * 1.5),
                 mix(DEEP[4], hexa("4a3020"), 0.35), 1.0)  # fmt: skip
        sea(sheet, 81 + layer, level, 15 + 7 * layer, t, shade, mix(shade, GOLD, 0.7),
            50 + 40 * layer)  # fmt: skip
    across = np.arange(WIDTH, dtype=np.float32)[None, :]
    down = np.arange(HEIGHT, dtype=np.float32)[:, None]
    line = 1240 - (down - 60) * sweep * 1.1
    wide = 40 + down * 0.28
    shaft = np.exp(-((across - line) ** 2) / (2 * wide**2)) * np.clip((down + 200) / 700, 0, 1)
    sheet.add((shaft * 0.5).astype(np.float32), GOLD)
    sheet.glow(1240, -30, 330, hexa("fff0cf"), 0.9)
    return sheet, Camera(x=640 + 14 * t, zoom=1.06, tilt=0.5 * sin(t))


# --- 6: morning -----------------------------------------------------------------------------------

DAWN = [hexa(c) for c in ("e9b7a4", "b48a9b", "7c6d8f", "4f5377", "2c3556")]


PINK = ("7fa7d6", "c4c4de", "f8cdb0", "ffe6b8")
GOLD_OF_DAY = ("d9a06c", "f0bf7c", "ffd98f", "fff0bf")


def _dawn(sun: float, sky: Sequence[str] = PINK) -> Canvas:
    sheet = Canvas()
    sheet.sky(*zip((0, 0.3, 0.5, 0.62), map(hexa, sky), strict=True))
    sheet.glow(640, sun, 210, hexa("ffd9a0"), 0.55)
    sheet.disc(640, sun, 40, (1.6, 1.5, 1.3))
    return sheet


def harbour(t: float) -> View:
    """Calm water, the ship comes home."""
    sheet = _dawn(372 - 9 * t)
    ridge(sheet, 91, 424, 26, 240, 40, mix(DAWN[0], DAWN[1], 0.5))
    sheet.fill([(0, 444), (0, 330), (90, 318), (190, 360), (270, 420), (320, 444)], DAWN[2])
    spot = tower(sheet, 110, 326, 190, DAWN[3], 0.5)
    sheet.glow(*spot, 30, hexa("fff0cf"), 0.4)
    for layer in range(5):
        level = 440 + 60 * layer
        shade = mix(hexa("e8b9a6"), DAWN[4], 0.18 + 0.19 * layer)
        sea(sheet, 95 + layer, level, 3 + 2.4 * layer, t * 0.5, shade, mix(shade, (1, 1, 1), 0.4),
            30 + 14 * layer)  # fmt: skip
        if layer == 0:
            ship(sheet, 930 - 34 * t, 446, 230, 0.015 * sin(t), DAWN[3], 0.3, -1)
    rng = np.random.default_rng(12)
    for _ in range(130):
        depth = float(rng.uniform(0, 1))
        x = 640 + float(rng.normal(0, 20 + 130 * depth))
        glint = 0.5 + 0.5 * sin(t * 5 + float(rng.uniform(0, 6.28)))
        y = 444 + 270 * depth
        half = 5 + 20 * depth
        sheet.stroke([(x - half, y), (x + half, y)], 2 + 2 * depth, hexa("fff2d0"), 0.6 * glint)
    birds(sheet, 14, 760 - 36 * t, 200 + 6 * t, t * 0.8, hexa("5b6488"))
    birds(sheet, 15, 380 - 24 * t, 130, t * 0.8 + 1, hexa("6b7498"))
    return sheet, Camera(x=640 + 10 * t, zoom=1.1 - 0.012 * t)


def together(t: float) -> View:
    """The keeper and Mina on the cliff; the lantern rests in the grass. Fade to black."""
    sheet = _dawn(290 - 8 * t, GOLD_OF_DAY)
    ridge(sheet, 91, 440, 20, 260, 500, mix(DAWN[0], DAWN[1], 0.4))
    sea(sheet, 97, 452, 4, t * 0.5, mix(DAWN[0], DAWN[2], 0.45), hexa("ffe9c8"), 30)
    ship(sheet, 330 - 12 * t, 456, 110, 0.0, DAWN[3], 0.2, -1)
    sea(sheet, 98, 500, 6, t * 0.5, mix(DAWN[1], DAWN[3], 0.5), hexa("e9c3b4"), 40)
    dark = hexa("241f3a")
    front = ridge(sheet, 99, 596, 20, 620, 330, dark)
    grandfather(sheet, 745, float(front[745]) + 4, 250, dark, t, -1)
    mina(sheet, 600, float(front[600]) + 4, 205, 0.1 + 0.015 * sin(2 * t), dark, lantern=0.8)
    grass(sheet, 17, front, 330, t, mix(dark, (0, 0, 0), 0.2), 34)
    birds(sheet, 18, 900 - 30 * t, 170, t * 0.8, hexa("5b6488"))
    return sheet, Camera(y=372, zoom=1.3 - 0.06 * t)

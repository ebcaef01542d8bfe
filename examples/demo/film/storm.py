"""The third scene: the wood in the storm, and the tower goes dark."""

from __future__ import annotations

from math import sin

from film.canvas import HEIGHT, WIDTH, Camera, Canvas, drift, hexa, mix
from film.land import View
from film.props import FLAME, bolt, flicker, mina, pines, pulse, rain, ridge, tower

STORM = [hexa(c) for c in ("43566a", "33455a", "243446", "162230", "0a111a")]
NIGHT = hexa("0a131f")


def _storm(flash: float, shade: float = 0.0) -> Canvas:
    """The sky in the storm; `shade` 0…1 takes light from it."""
    sheet = Canvas()
    sheet.sky(
        (0, mix(mix(hexa("1a2533"), NIGHT, shade), hexa("8ea0bd"), flash)),
        (0.75, mix(mix(hexa("4a5d70"), NIGHT, shade), hexa("dbe6f5"), flash)),
        (1, hexa("3a4a5a")),
    )
    return sheet


def wood(t: float) -> View:
    """A small running light among great trees."""
    flash = 0.3 * pulse(t, 0.55, 0.15)
    pan = 300 + 260 * t
    sheet = _storm(flash)
    for layer in range(3):
        shade = mix(STORM[layer + 1], STORM[0], 0.35 - 0.1 * layer)
        pines(sheet, 50 + layer, 520 + 36 * layer, 300 + 80 * layer, pan * (0.25 + 0.2 * layer),
              shade)  # fmt: skip
        sheet.fog(hexa("6d8296"), 0.2, 0.2, 0.9)
        rain(sheet, 60 + layer, t, 70, 0.32, hexa("a9bccf"), 0.22, 40 + 14 * layer)
    ground = ridge(sheet, 58, 640, 16, 300, pan, STORM[4])
    x = 560 + 60 * t
    spot = mina(sheet, x, float(ground[int(x)]) + 3, 118, t * 3.2, STORM[4], run=1, lantern=1)
    sheet.glow(*spot, 70, FLAME, 0.7 * flicker(t))
    for trunk in range(2):
        x = (trunk * 1100 + 900 - pan * 1.5) % 2200 - 400
        sheet.fill([(x, -20), (x + 70, -20), (x + 96, 740), (x - 26, 740)], hexa("05090e"))
    rain(sheet, 66, t, 90, 0.34, hexa("c4d4e4"), 0.25, 90)
    return sheet, _held(t, 4, 1.04)


def _held(t: float, amount: float, zoom: float) -> Camera:
    """A camera carried by somebody who runs too."""
    return Camera(
        WIDTH / 2 + amount * 2 * drift(t, 91, 5),
        HEIGHT / 2 + amount * 2 * drift(t, 92, 6),
        zoom,
        amount * 0.22 * drift(t, 93, 4),
    )


def running(t: float) -> View:
    """Close beside her, trunks flying past."""
    pan = 900 + 760 * t
    sheet = _storm(0.0, 0.6)
    pines(sheet, 80, 600, 520, pan * 0.3, mix(STORM[2], NIGHT, 0.2))
    sheet.fog(hexa("31485a"), 0.25, 0.1, 0.9)
    pines(sheet, 81, 660, 700, pan * 0.5, mix(STORM[3], NIGHT, 0.3))
    sheet.soften(3)
    rain(sheet, 82, t * 1.3, 120, 0.5, hexa("a9bccf"), 0.25, 80)
    ground = ridge(sheet, 83, 668, 12, 240, pan, STORM[4])
    x = 600 + 14 * sin(t * 3)
    spot = mina(sheet, x, float(ground[int(x)]) + 2, 390, t * 3.1, STORM[4], run=1,
                lantern=0.9)  # fmt: skip
    sheet.glow(*spot, 150, FLAME, 0.65 * flicker(t, 6))
    for trunk in range(3):
        x = (trunk * 980 - pan * 2.6) % 2940 - 500
        sheet.fill([(x, -20), (x + 120, -20), (x + 150, 740), (x - 30, 740)], hexa("03060a"), 0.93)
    rain(sheet, 84, t * 1.4, 80, 0.55, hexa("d0deec"), 0.28, 130)
    return sheet, _held(t, 9, 1.07)


def light_dies(t: float) -> View:
    """Lightning over the headland, and the lamp in the tower goes out."""
    strike = 0.5
    flash = max(pulse(t, strike, 0.1), 0.7 * pulse(t, strike + 0.17, 0.16))
    lit = 1.0 if t < strike else max(0.0, 0.5 * sin(40 * t)) * pulse(t, strike, 0.25)
    sheet = _storm(min(1.0, flash))
    for cloud in range(6):
        x = (cloud * 270 + t * 60) % 1700 - 200
        sheet.glow(x, 40 + 26 * (cloud % 3), 170, hexa("202c3c"), -0.12)
    if flash > 0.25:
        bolt(sheet, 5, 700, 330, min(1.0, flash * 1.3))
    shade = hexa("060a10")
    sheet.fill(
        [(380, HEIGHT), (470, 560), (560, 500), (760, 480), (900, 530), (980, HEIGHT)], shade
    )
    spot = tower(sheet, 680, 492, 400, shade, lit)
    sheet.glow(*spot, 130, hexa("fff1c9"), 0.9 * lit)
    rain(sheet, 86, t, 170, 0.4, hexa("a9bccf"), 0.28, 70)
    return sheet, _held(t, 5 + 8 * pulse(t, strike, 0.3), 1.06 + 0.05 * t)

"""Where music that does not stop becomes other music: another key or other instruments.

At every half second the ten seconds before are compared with the ten after, by how alike their
pitch classes are and by how their spectra's shapes differ (novelty along time: Foote 2000, ICME).
Of 30 joints between recordings and cues of our own 80 % are found, a third of a second off in the
mean; within single pieces one is parted every four minutes, where a new section begins.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scenescore.listen.music.key import PARTS

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Table = npt.NDArray[np.float32]

SIDE = 20
"""Half seconds on each side that are compared: no part is shorter."""

_HEARD = 8  # half seconds of a side without speech from which it is known
_OTHER_PITCHES, _OTHER_SHAPE_DB = 0.41, 5.3
"""Differences that one piece of music has from itself in a tenth of its moments: 1 less the
correlation of pitch classes, and the spectrum's shape by band."""

_NEW = 1.5
"""Mean of both, against those, from which it is other music."""

_FLOOR_DB = 60.0
_CLASSES = 12


def parts_of(pitches: Table, colours: Table, alone: Flags) -> tuple[int, ...]:
    """The half seconds at which a stretch of music becomes another, in order; see `Traces`.

    `alone` are those without speech; all tables have as many rows.
    """
    newness = _newness(pitches, colours, alone)
    found: list[int] = []
    while len(newness) and newness.max() > _NEW:
        step = int(newness.argmax())
        found.append(step)
        newness[max(0, step - SIDE) : step + SIDE] = 0
    return tuple(sorted(found))


def _newness(pitches: Table, colours: Table, alone: Flags) -> Floats:
    """How much is other after each half second than before it; 0 where too little is heard."""
    classes = pitches.astype(float).reshape(len(pitches), _CLASSES, PARTS).sum(axis=2)
    decibels = 10 * np.log10(colours.astype(float) + 1e-9)
    decibels = np.maximum(decibels, decibels.max(initial=0.0) - _FLOOR_DB)
    shapes = decibels - decibels.mean(axis=1, keepdims=True)
    newness = np.zeros(len(pitches))
    for step in range(SIDE, len(pitches) - SIDE + 1):
        before, after = (
            np.flatnonzero(alone[side]) + side.start
            for side in (slice(step - SIDE, step), slice(step, step + SIDE))
        )
        if min(len(before), len(after)) < _HEARD:
            continue
        shape = shapes[before].mean(axis=0) - shapes[after].mean(axis=0)
        pitch = _unlike(classes[before].sum(axis=0), classes[after].sum(axis=0))
        newness[step] = (
            pitch / _OTHER_PITCHES + float(np.sqrt(np.square(shape).mean())) / _OTHER_SHAPE_DB
        ) / 2
    return newness


def _unlike(one: Floats, other: Floats) -> float:
    """1 less the correlation; 0 where one has no pitch at all."""
    if not one.std() or not other.std():
        return 0.0
    return 1 - float(np.corrcoef(one, other)[0, 1])

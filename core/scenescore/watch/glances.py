"""Four glances a second at the picture: all that light, colour, motion and faces are told from."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scenescore.media import Image, View
from scenescore.timebase import Rate, to_frames
from scenescore.watch.face_watch import FaceWatch
from scenescore.watch.faces import Faces
from scenescore.watch.flow import Flow, flow_between
from scenescore.watch.measures import (
    COLOURS,
    Grey,
    Light,
    afar,
    change,
    colours_of,
    grey_of,
    halved,
    light_of,
    unit,
)

STEP = Fraction(1, 4)
"""Seconds between glances; motion is what changes in that time."""

WIDTH = 320
"""Pixels across at which a picture is glanced at: enough for faces; the rest needs half of it."""

_CLOSE = STEP * 3 / 2  # glances farther apart do not tell what moves in a step


@dataclass(frozen=True, slots=True)
class Glance:
    """One look at the picture: its light, its colours, what moved since the look before, faces.

    `moved` is None where the look before was not about `STEP` earlier; `flow` and `faces` where
    they were not looked for.
    """

    light: Light
    colours: npt.NDArray[np.float32]
    moved: float | None = None
    flow: Flow | None = None
    faces: Faces | None = None


@dataclass(frozen=True, slots=True)
class Glances:
    """Glances at an edit in order: frames (n,), light (n, 5), colours (n, COLOURS), moved (n,),
    flow (n, 2), faces (n, 2).

    `moved`, `flow` and `faces` are NaN where they are not known.
    """

    frames: npt.NDArray[np.int64]
    light: npt.NDArray[np.float32]
    colours: npt.NDArray[np.float32]
    moved: npt.NDArray[np.float32]
    flow: npt.NDArray[np.float32]
    faces: npt.NDArray[np.float32]

    @classmethod
    def of(cls, seen: list[tuple[int, Glance]]) -> Glances:
        """Glances with the frames of the edit that they fall on, in any order."""
        rows = _Rows()
        for frame, glance in sorted(seen, key=lambda item: item[0]):
            rows.add(frame, glance)
        return rows.glances()


class _Rows:
    """Glances in order, of which two hours take four megabytes."""

    def __init__(self) -> None:
        self._frames = array("q")
        self._values = array("f")

    def add(self, frame: int, glance: Glance) -> None:
        """Keep a glance and the frame of the edit that it falls on."""
        unknown = (np.nan, np.nan)
        moved = np.nan if glance.moved is None else glance.moved
        self._frames.append(frame)
        self._values.extend((*glance.light, *glance.colours.tolist(), moved))
        self._values.extend((*(glance.flow or unknown), *(glance.faces or unknown)))

    def glances(self) -> Glances:
        """All that was kept."""
        ends = np.cumsum((len(Light._fields), COLOURS, 1, 2, 2))
        values = np.array(self._values, np.float32).reshape(-1, ends[-1])
        light, colours, moved, flow, faces = np.split(values, ends[:-1], axis=1)
        frames = np.array(self._frames, np.int64)
        return Glances(frames, light, colours, moved[:, 0], flow, faces)


class _Sight(NamedTuple):
    """What is remembered of a glance for the next one."""

    seconds: Fraction
    afar: Grey
    grey: npt.NDArray[np.uint8]
    flow: Flow | None = None


class Looker:
    """Takes glances at the pictures of one file, in rising order."""

    def __init__(self) -> None:
        self._before: _Sight | None = None
        self._faces = FaceWatch()

    def look(self, seconds: Fraction, image: Image) -> Glance:
        """A glance at the picture shown at `seconds`, `WIDTH` pixels across.

        Every second glance in a row tells the flow: it is the mean over a shot that counts.
        """
        small = halved(image)
        now = _Sight(seconds, afar(small), grey_of(small))
        before, self._before = self._before, now
        light, colours = light_of(small), colours_of(small)
        if before is None or not 0 < seconds - before.seconds <= _CLOSE:
            faces = self._faces.look(seconds, image, now.afar, alone=True)
            return Glance(light, colours, faces=faces)
        moved = change(before.afar, now.afar)
        faces = self._faces.look(seconds, image, now.afar, alone=False)
        flow = None if before.flow else flow_between(before.grey, now.grey)
        self._before = now._replace(flow=flow)
        return Glance(light, colours, moved, flow, faces)


class GlanceTaker:
    """Takes a glance each `STEP` of a film, and notes what moves from picture to picture."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._next = Fraction(0)
        self._before: Grey | None = None
        self._looker = Looker()
        self._glances = _Rows()
        self._moves = array("f")
        self._frames = array("q")

    def frame(self, index: int, seconds: Fraction, view: View) -> None:
        """See the next frame, shown from `seconds` on."""
        now = unit(view.grey)
        moved = 0.0 if self._before is None else change(self._before, now)
        self._frames.append(to_frames(seconds, self._rate))
        self._moves.append(moved / (view.left_out + 1))
        self._before = now
        if seconds >= self._next:
            self._glances.add(self._frames[-1], self._looker.look(seconds, view.fine))
            self._next = (seconds // STEP + 1) * STEP

    def glances(self) -> Glances:
        """The glances taken so far."""
        return self._glances.glances()

    def moves(self, first: int, last: int) -> list[tuple[int, float]]:
        """(frame of the edit, what moved since the frame before) for frames [first, last).

        Those that were left out are not among them: what moved meanwhile is shared out evenly.
        """
        frames = np.frombuffer(self._frames, np.int64)
        low, high = np.searchsorted(frames, (first, last))
        return [(int(frames[i]), self._moves[i]) for i in range(int(low), int(high))]

"""Four glances a second at the picture: all that light, colour, motion and faces are told from."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scenescore.media import View
from scenescore.timebase import Rate, to_frames
from scenescore.watch.face_watch import FaceWatch
from scenescore.watch.faces import Faces
from scenescore.watch.flow import Flow, flow_between
from scenescore.watch.measures import (
    COLOURS,
    Grey,
    Light,
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
_ANOTHER = 0.1  # of the light of both: a change since the last glance that is worth a close look


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
    """What is remembered of a glance for the next one; `grey` and `flow` only of a close look."""

    seconds: Fraction
    afar: Grey
    light: Light
    colours: npt.NDArray[np.float32]
    grey: npt.NDArray[np.uint8] | None = None
    flow: Flow | None = None


class Looker:
    """Takes glances at the pictures of one file, in rising order."""

    def __init__(self) -> None:
        self._before: _Sight | None = None
        self._faces = FaceWatch()

    def look(self, seconds: Fraction, view: View) -> Glance:
        """A glance at the picture shown at `seconds`, whose fine view is `WIDTH` pixels across.

        Two close looks in a row tell light, colours and flow; of a picture that goes on after them
        the third tells only what moves, as it is the mean over a shot that counts.
        """
        afar = unit(view.grey)
        before = self._before
        if before is None or not 0 < seconds - before.seconds <= _CLOSE:
            return self._close_look(seconds, view, afar)
        moved = change(before.afar, afar)
        if before.flow is None or moved > _ANOTHER * float(before.afar.mean() + afar.mean()):
            return self._close_look(seconds, view, afar, moved)
        self._before = _Sight(seconds, afar, before.light, before.colours)
        return Glance(before.light, before.colours, moved)

    def _close_look(
        self, seconds: Fraction, view: View, afar: Grey, moved: float | None = None
    ) -> Glance:
        """A glance from near; `moved` is what moved since the one before, if that was just now."""
        small = halved(view.fine)
        light, colours, grey = light_of(small), colours_of(small), grey_of(small)
        faces = self._faces.look(seconds, view.fine, afar, alone=moved is None)
        flow, before = None, self._before
        if moved is not None and before and before.grey is not None and before.flow is None:
            flow = flow_between(before.grey, grey)
        self._before = _Sight(seconds, afar, light, colours, grey, flow)
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
            self._glances.add(self._frames[-1], self._looker.look(seconds, view))
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

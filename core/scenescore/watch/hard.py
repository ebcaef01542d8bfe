"""Hard cuts: where the light changes from one frame to the next, PySceneDetect is asked.

What it takes for a cut is looked at once more, so that flashes and noise in the dark are none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import NamedTuple

import numpy as np

from scenescore.media import Stretch, View
from scenescore.timebase import Rate
from scenescore.watch.strip import Row, Strip

_SHORTEST = Fraction(1, 4)  # seconds between cuts: shorter shots are flashes
_CONTENT = 10.0  # of PySceneDetect's 0…255; its own 15 misses cuts between dark shots
_VISIBLE = 0.12  # of the mean light: noise in hue alone, as in black, is no cut
_DARK = 25.0  # luma 0…255 added to that mean, so that noise in black stays below it
_LASTING = 0.35  # of the jump must still be there after a flash
_FLASH = 5  # frames that a flash may last
_WINDOW = 2  # frames each way whose changes a cut is compared with
_ASKED = 2 * _WINDOW + 2
_RATIO = 3.0  # PySceneDetect's own: times the changes around it
_DOUBTFUL = 2.0  # the same where pictures were left out, so that every change is larger
_OUTSTANDING = 1.8  # times the changes of light around it, below which nobody is asked


class Jump(NamedTuple):
    """A frame of the film that is unlike the one before: mean change of light, 0…255, and whether
    it is still changed when a flash would be over."""

    frame: int
    size: float
    lasting: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """A stretch of pictures that hides a cut, perhaps, among those that were left out.

    `place` is its first frame as counted in the strip.
    """

    place: int
    stretch: Stretch


class _Seen(NamedTuple):
    """A picture: its place in the strip, its number in the film, its mean light, 0…255, and how
    that has changed since the picture before, beside the mean light of both."""

    place: int
    number: int
    view: View
    cells: Row
    mean: float
    change: float = 0.0
    light: float = 0.0


class _New(NamedTuple):
    """A jump of which it is not known yet whether it lasts, and the cells of the frame before."""

    frame: int
    size: float
    before: Row


class HardCuts:
    """Watches a film beside a `Strip`, which sees each picture first.

    Frames are counted as they are shown; their times, even or not, stay with the strip.
    """

    def __init__(self, rate: Rate, strip: Strip) -> None:
        self._shortest = ceil(_SHORTEST * rate.fps)
        self._strip = strip
        self._latest: deque[_Seen] = deque(maxlen=_ASKED)
        self._new: deque[_New] = deque()
        self._jumps: list[Jump] = []
        self._doubts: list[Doubt] = []

    def frame(self, index: int, seconds: Fraction, view: View) -> None:
        """See the next frame."""
        cells = self._strip.latest
        seen = _Seen(len(self._strip) - 1, index, view, cells, int(cells.sum()) / cells.size)
        self._latest.append(_changed(self._latest[-1], seen) if self._latest else seen)
        if len(self._latest) == _ASKED:
            self._judge(list(self._latest))
        while self._new and self._new[0].frame + _FLASH < len(self._strip):
            self._jumps.append(_settled(self._new.popleft(), self._strip))

    def _judge(self, run: list[_Seen]) -> None:
        """Look at the picture in the middle of a run of them."""
        target = run[_WINDOW + 1]
        if not _visible(target) or not _stands_out(run):
            return
        if not target.view.left_out and _is_cut(run, _RATIO):
            self._new.append(_New(target.place, target.change, run[_WINDOW].cells))
        elif any(seen.view.left_out for seen in run[1:]) and _is_cut(run, _DOUBTFUL):
            self._doubts = _joined(self._doubts, _doubt_of(run, target))

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Where only another look can tell whether there is a cut, in order and apart.

        Asked at the end: the last pictures have too few after them to be judged from.
        """
        run = list(self._latest)
        late = run[_WINDOW + 2 :] if any(seen.view.left_out for seen in run) else ()
        last = next((seen for seen in reversed(late) if _visible(seen)), None)
        return tuple(_joined(self._doubts, _doubt_of(run, last)) if last else self._doubts)

    def settle(self, doubt: Doubt, pictures: Iterable[tuple[int, Fraction, View]]) -> None:
        """See every picture of a doubtful stretch; those that the film lacks have places too."""
        rate = Rate(Fraction(1))  # a formality: only frames are counted
        strip = Strip(rate)
        again = HardCuts(rate, strip)
        places: list[int] = []
        for number, seconds, view in pictures:
            places.append(doubt.place + number - doubt.stretch[0])
            for observer in (strip, again):
                observer.frame(number, seconds, view)
        self._strip.correct(places, strip.peaks)
        self._jumps += [jump._replace(frame=places[jump.frame]) for jump in again._all()]

    def cuts(self) -> list[Jump]:
        """The cuts of the film in order: jumps that last, and are not the end of a flash."""
        last, cuts = 0, []
        for jump in self._all():
            if jump.frame - last >= self._shortest:
                last = jump.frame
                cuts.append(jump)
        return [jump for jump in cuts if jump.lasting]

    def _all(self) -> list[Jump]:
        """Every jump that was found, in order."""
        found = {jump.frame: jump for jump in self._jumps}
        return [found[frame] for frame in sorted(found)] + [
            _settled(new, self._strip) for new in self._new
        ]


def _doubt_of(run: list[_Seen], target: _Seen) -> Doubt:
    """The stretch around a picture of a run, on beyond a gap in the film and beyond a flash."""
    first, last = run[0], max(run[-1].number, target.number + _FLASH + 1)
    return Doubt(first.place, (first.number, last))


def _joined(doubts: list[Doubt], new: Doubt) -> list[Doubt]:
    """Doubts in order with one more, which is joined to the last where they meet."""
    if not doubts or doubts[-1].stretch[1] < new.stretch[0]:
        return [*doubts, new]
    before = doubts[-1]
    last = max(before.stretch[1], new.stretch[1])
    return [*doubts[:-1], Doubt(before.place, (before.stretch[0], last))]


def _changed(before: _Seen, seen: _Seen) -> _Seen:
    """The picture with what has changed in it."""
    import cv2

    change = cv2.norm(before.cells, seen.cells, cv2.NORM_L1) / len(seen.cells)
    return seen._replace(change=change, light=(before.mean + seen.mean) / 2)


def _visible(seen: _Seen) -> bool:
    """Whether the picture really changes, in light or shade.

    Where pictures were left out, a fifth of the change may have been undone by what moved since.
    """
    least = _VISIBLE * (seen.light + _DARK)
    return seen.change >= (0.8 * least if seen.view.left_out else least)


def _stands_out(run: list[_Seen]) -> bool:
    """Whether the change in the middle of a run is larger than those around it."""
    changes = [seen.change for seen in run[1:]]
    middle = changes.pop(_WINDOW)
    return middle >= _OUTSTANDING * sum(changes) / len(changes)


def _is_cut(run: list[_Seen], ratio: float) -> bool:
    """Whether PySceneDetect's adaptive detector sees a cut at the picture in the middle of a run.

    A cut is a picture whose difference in hue, saturation and light is so many times the mean of
    those around it.
    """
    from scenedetect.common import FrameTimecode
    from scenedetect.detectors import AdaptiveDetector

    detector = AdaptiveDetector(ratio, 0, _WINDOW, min_content_val=_CONTENT)
    # The rate is a formality: only numbers of pictures go in and come out.
    cuts = [
        cut.frame_num
        for number, seen in enumerate(run)
        for cut in detector.process_frame(FrameTimecode(number, 25.0), seen.view.rough)
    ]
    return _WINDOW + 1 in cuts


def _settled(new: _New, strip: Strip) -> Jump:
    """The jump, with whether it lasts: it does where nothing later is known, as before a gap."""
    later = strip.cells(new.frame + _FLASH, new.frame + _FLASH + 1)
    lasting = not len(later) or float(np.abs(later[0] - new.before).mean()) > _LASTING * new.size
    return Jump(new.frame, new.size, lasting)

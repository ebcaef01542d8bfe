"""Which moments of an edit's media are looked at, so that little of them must be decoded.

Where it is cheap, every clip is looked through four times a second. Where it is not (large
pictures, key frames far apart), glances come in pairs just after key frames, a pair tells light and
motion, and a surge in the size of the coded pictures, which is what sudden movement costs a codec,
tells where it pays to look through some seconds for an action.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scenescore.errors import MediaUnreadable
from scenescore.media import PictureIndex, picture_index, probe
from scenescore.model import Clip, Edit
from scenescore.watch.glances import STEP

Numbers = npt.NDArray[np.float64]
Moments = dict[str, set[Fraction]]
"""Seconds of each file."""

BUDGET = 12.0
"""Megapixels that may be decoded for each second of the edit: two cores decode some 450 a second of
H.264, and a sixtieth of the edit's length is what watching may take."""

_SPACING = 8  # steps between pairs of glances: two seconds
_EDGE = 0.2  # of a clip's length, at both ends, in which it may not be itself yet: fades, slates …
_EDGE_COSTS_S = 4.0  # … and how many seconds of decoding it is worth not to look there
_BEFORE, _AFTER = 9, 2  # steps looked through around a surge
_SURGE = 2.5  # times the median size of the second before
_SURGE_PICTURES = 3  # pictures that a surge lasts at least


@dataclass(frozen=True, slots=True)
class _File:
    """What looking at a file costs: megapixels a picture, pictures a second, key frames."""

    pixels: float
    fps: float
    keys: Numbers
    index: PictureIndex | None

    @classmethod
    def at(cls, path: str) -> _File | None:
        """The file; None for one that cannot be read."""
        try:
            info, index = probe(Path(path)).picture, picture_index(Path(path))
        except MediaUnreadable:
            return None  # told by who looks at it
        if info is None:
            return None
        keys = index.seconds[index.keys] if index else np.zeros(1)
        return cls(info.width * info.height / 1e6, float(info.rate.fps), keys, index)

    def cost(self, moments: set[Fraction]) -> float:
        """Megapixels decoded to see these moments, in order, from the nearest key frames."""
        times = np.array(sorted(map(float, moments)))
        decoded_s = np.minimum(self.behind(times), np.diff(times, prepend=-np.inf)).clip(0).sum()
        return self.pixels * max(float(decoded_s) * self.fps, len(times))

    def behind(self, times: Numbers) -> Numbers:
        """Seconds from the key frame before each of some times to it."""
        before: Numbers = self.keys[np.maximum(0, np.searchsorted(self.keys, times, "right") - 1)]
        return times - before


_Look = tuple[str, _File | None, list[Fraction]]
"""A file, and the moments of it that a clip shows."""


def moments_of(clip: Clip) -> list[Fraction]:
    """Every quarter second of its media that a clip shows; its middle if it shows none.

    A quarter second of the media, not of the edit, so that clips from one file share them.
    """
    start, end = sorted((clip.source_at(clip.record.start), clip.source_at(clip.record.end)))
    grid = range(ceil(max(start, Fraction(0)) / STEP), ceil(end / STEP))
    return [k * STEP for k in grid] or [max(Fraction(0), clip.source_at(clip.record.middle))]


def chosen(edit: Edit, budget: float = BUDGET) -> Moments:
    """The moments to look at in each file that is there, within `budget` (as `BUDGET`).

    Every clip is looked at, whatever it costs.
    """
    clips = [clip for clip in edit.picture if clip.media and not clip.media.missing]
    every = _union((clip, set(moments_of(clip))) for clip in clips)
    files = {path: _File.at(path) for path in every}
    affordable = budget * float(edit.duration)
    if _cost(every, files) <= affordable:
        return every
    looks = [(_path(clip), files[_path(clip)], _clear(clip, edit)) for clip in clips]
    wanted: Moments = defaultdict(set)
    spent = 0.0
    for must, path, moments in _worth(looks):
        file = files[path]
        cost = file.cost(moments) if file else 0.0
        if must or spent + cost <= affordable:
            wanted[path] |= moments
            spent += cost
    return dict(wanted)


def _worth(looks: list[_Look]) -> Iterator[tuple[bool, str, set[Fraction]]]:
    """(whether it must be, file, moments), the worthiest first: a pair of each clip, then surges by
    their strength, then more pairs, those beside key frames first."""
    for path, file, grid in looks:
        yield True, path, _pair(grid, _best(grid, file))
    surges = [(*s, path) for path, file, grid in looks if (s := _surge(grid, file))]
    for _, window, path in sorted(surges, key=lambda surge: -surge[0]):
        yield False, path, window
    more = [
        (float(file.behind(_seconds([grid[place]]))[0]), path, _pair(grid, place))
        for path, file, grid in looks
        if file
        for place in range(0, len(grid) - 1, _SPACING)
    ]
    for _, path, pair in sorted(more, key=lambda pair: pair[0]):
        yield False, path, pair


def _path(clip: Clip) -> str:
    assert clip.media is not None
    return clip.media.path


def _union(parts: Iterator[tuple[Clip, set[Fraction]]]) -> Moments:
    whole: Moments = defaultdict(set)
    for clip, moments in parts:
        whole[_path(clip)] |= moments
    return dict(whole)


def _cost(wanted: Moments, files: dict[str, _File | None]) -> float:
    return sum(file.cost(moments) for p, moments in wanted.items() if (file := files[p]))


def _clear(clip: Clip, edit: Edit) -> list[Fraction]:
    """The moments at which a clip is seen alone: in a dissolve two pictures are mixed."""
    grid = moments_of(clip)
    mixed = [cut.span for cut in edit.cuts if cut.span and cut.span.overlaps(clip.record)]
    if not mixed or not clip.speed:
        return grid
    clear = [
        moment
        for moment in grid
        if not any(
            span.contains(clip.record.start + (moment - clip.source_start) / clip.speed)
            for span in mixed
        )
    ]
    return clear or grid


def _pair(grid: list[Fraction], place: int) -> set[Fraction]:
    return set(grid[place : place + 2])


def _best(grid: list[Fraction], file: _File | None) -> int:
    """The place in a clip to look at if there is only one: cheap, and not at its edges."""
    starts = _seconds(grid[: max(1, len(grid) - 1)])
    places = np.linspace(0, 1, len(starts))
    at_edge = np.maximum(0, _EDGE - np.minimum(places, 1 - places)) / _EDGE
    behind = file.behind(starts) if file else 0.0
    return int(np.argmin(behind + _EDGE_COSTS_S * at_edge))


def _surge(grid: list[Fraction], file: _File | None) -> tuple[float, set[Fraction]] | None:
    """(strength, moments to look through) of the greatest surge under a clip."""
    if file is None or file.index is None:
        return None
    index, second = file.index, max(1, round(file.fps))
    first, last = np.searchsorted(index.seconds, _seconds([grid[0], grid[-1]]))
    inside = np.flatnonzero(~index.keys[first:last]) + first
    if len(inside) < second + _SURGE_PICTURES + 1:
        return None
    strengths = _surges(index.sizes[inside].astype(float), second)
    place = int(np.argmax(strengths))
    if strengths[place] < _SURGE:
        return None
    middle = bisect_right(grid, float(index.seconds[inside[second + place]]))
    window = grid[max(0, middle - _BEFORE) : middle + _AFTER]
    return float(strengths[place]), set(window)


def _surges(sizes: Numbers, second: int) -> Numbers:
    """How far the smallest of a few pictures exceeds the median of the second before them.

    One value a picture, from the one that follows the first second on.
    """
    windows = np.lib.stride_tricks.sliding_window_view
    lasting = windows(sizes[second:], _SURGE_PICTURES).min(axis=1)
    usual = np.median(windows(sizes, second), axis=1)[: len(lasting)]
    return np.asarray(lasting / np.maximum(usual, 1.0))


def _seconds(moments: list[Fraction]) -> Numbers:
    return np.array([float(moment) for moment in moments])

"""A cue in step with music that sounds at the same time: its beats are the music's.

Bars are laid so that hits on a beat of the music stand on barlines. Other hits are struck on their
frame all the same, off the barline: two pulses at once would be worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from scenescore.compose.barring import SIXTEENTHS_PER_BEAT, best_barring
from scenescore.compose.following import octave_of
from scenescore.compose.tempo_ending import Ending, tails
from scenescore.compose.tempo_model import Anchor, Stretch
from scenescore.model import Cue

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_LEAST_BEATS = 8
_AROUND = 8
"""Beats on either side over which those that were found are evened: each is some 10 ms off."""

_BEYOND_S = 5.0
"""Seconds after the cue for which its beats are still told."""

_NEAR, _NEAR_ORDERED = 0.05, 0.25
"""Beats that a hit may lie off the music's beat and still stand on it."""

_CLOSER = 0.02
"""Beats by which the cue comes back into step on each beat before and after such a hit: 2 % of the
tempo, which is invisible (MUSIC 2.2)."""

_APART = 2
"""Beats between two barlines."""


@dataclass(frozen=True, slots=True)
class _Pin:
    """A moment that stands on a barline: its beat, its seconds, and beats off the music's beat."""

    beat: int
    seconds: float
    off: float


def in_step(
    cue: Cue, anchors: Sequence[Anchor], ending: Ending, wanted: tuple[float, float], home: int
) -> tuple[Stretch, ...]:
    """The bars of a cue on the beats of the music that it follows; none where those are unknown.

    `anchors` want barlines, the first is the cue's start; `wanted` is the range of tempi in beats a
    minute of which the nearest half or double time is taken; `home` are beats of the usual bar.
    """
    grid = _grid(cue, wanted)
    if grid is None:
        return ()
    asked = [*anchors]
    if ending.kind == "exact":
        asked.append(Anchor(ending.seconds, ending.price, ordered=True))
    pins = _pins(asked, grid)
    beats = _bent(grid, pins)
    stretches: list[Stretch] = []
    for one, other in pairwise(pins):
        stretches += _bars(beats, one.beat, other.beat - one.beat, home)
    last = pins[-1]
    return (*stretches, *_bars(beats, last.beat, _tail(beats, last, ending, home), home))


def _grid(cue: Cue, wanted: tuple[float, float]) -> Floats | None:
    """Seconds from the cue's start of the music's beats, from that nearest to the start on.

    They go on before and after the music at its tempo. None where too few sound with the cue.
    """
    tempo, length = cue.follows.tempo_bpm, float(cue.span.duration)
    beats = np.array(cue.follows.beats) - float(cue.span.start)
    beats = beats[(beats >= 0) & (beats < length)]
    if tempo is None or len(beats) < _LEAST_BEATS:
        return None
    counts = np.cumsum(np.rint(np.diff(beats, prepend=beats[0]) * tempo / 60))
    period, first = np.polyfit(counts, beats, 1)
    off = _evened(beats - first - period * counts)
    step = 1 / octave_of(tempo, wanted)

    def seconds(at: Floats) -> Floats:
        return np.asarray(first + period * at + np.interp(at, counts, off))

    last = (length + _BEYOND_S - first) / period
    # Where the cue has half the beats, those that its start tells.
    near = np.arange(np.floor(-beats[0] / period) - 1, last, min(step, 1.0))
    begin = near[np.argmin(np.abs(seconds(near)))]
    return seconds(np.arange(begin, last, step))


def _evened(values: Floats) -> Floats:
    """Each value on the straight line through its neighbours."""
    from scipy.signal import savgol_filter

    size = min(2 * _AROUND + 1, len(values) - (len(values) + 1) % 2)
    return np.asarray(savgol_filter(values, size, 1), np.float64)


def _pins(anchors: Sequence[Anchor], grid: Floats) -> list[_Pin]:
    """What stands on barlines: the start, then the dearest first as long as none is in the way."""
    kept = [_pin(anchors[0], grid)]
    for anchor in sorted(anchors[1:], key=lambda each: -each.price):
        pin = _pin(anchor, grid)
        if abs(pin.off) <= (_NEAR_ORDERED if anchor.ordered else _NEAR) and all(
            abs(pin.beat - other.beat) >= _APART
            and abs(pin.off) + abs(other.off) <= _CLOSER * abs(pin.beat - other.beat)
            for other in kept
        ):
            kept.append(pin)
    return sorted(kept, key=lambda pin: pin.beat)


def _pin(anchor: Anchor, grid: Floats) -> _Pin:
    beat = int(np.argmin(np.abs(grid - anchor.seconds)))
    return _Pin(beat, anchor.seconds, float((anchor.seconds - grid[beat]) / _periods(grid)[beat]))


def _bent(grid: Floats, pins: Sequence[_Pin]) -> Floats:
    """The beats with the pinned ones in their places, and the others less and less off."""
    beats, counts, periods = grid.copy(), np.arange(len(grid)), _periods(grid)
    for pin in pins:
        left = np.maximum(abs(pin.off) - _CLOSER * np.abs(counts - pin.beat), 0.0)
        beats += np.sign(pin.off) * left * periods
    for pin in pins:
        beats[pin.beat] = pin.seconds
    return beats


def _periods(grid: Floats) -> Floats:
    return np.asarray(np.gradient(grid))


def _bars(beats: Floats, first: int, count: int, home: int) -> list[Stretch]:
    """Bars of `count` beats from a beat on, each at its own steady tempo."""
    barring = best_barring(count * SIXTEENTHS_PER_BEAT, home, 4)
    stretches: list[Stretch] = []
    for length in barring.sixteenths if barring else ():
        last = first + length // SIXTEENTHS_PER_BEAT
        start, end = float(beats[first]), float(beats[last])
        period = (end - start) / (last - first)
        stretches.append(Stretch(start, end, length, period, period, 4))
        first = last
    return stretches


def _tail(beats: Floats, last: _Pin, ending: Ending, home: int) -> int:
    """Beats after the last pinned one, by how the cue ends."""
    period = np.array([_periods(beats)[last.beat]])
    left, wish = ending.latest - last.seconds, ending.seconds - last.seconds
    ways = tails(ending.kind, period, left, wish, home, last=last.seconds == ending.seconds)
    counts, _ = min(ways, key=lambda way: float(way[1][0]))
    return min(int(counts[0]) // SIXTEENTHS_PER_BEAT, len(beats) - 1 - last.beat)

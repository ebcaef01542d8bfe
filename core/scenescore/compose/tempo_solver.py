"""The tempo solver: bars and tempi that put the important moments of the picture on barlines.

Dynamic programming over the hits (MUSIC 2.5). A state is a hit that stands on a barline, with the
tempo that is reached there in buckets of 1 %; an edge leads to a later hit over a whole number of
beats, by a tempo that glides evenly or by one that steps at the barline. All base tempi of the
emotion's range are solved at once, as one axis of the arrays.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenescore.compose.barring import BarTable, Unit, bar_table
from scenescore.compose.tempo_ending import Ending, tails
from scenescore.compose.tempo_model import Anchor, Limits, Stretch

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_BAND = 0.10
"""Off its target by this much a tempo costs the whole price."""

_BUCKETS = 21
_REACH = 10
"""Hits that one edge may lead over; more are never worth dropping in a row …"""

_REACH_S = 3.0
"""… but those within a bar of the slowest tempo, of which one at most can stand on a barline."""

_PRICE_BEND = 0.35
_PRICE_TARGET = 0.4
_PRICE_BASE = 0.35
_PRICE_SOFT = 0.12
_LEAN, _PRICE_LEAN = 0.97, 2.0
_PRICE_RESET = {True: 0.3, False: 25.0}
"""After a general pause a new tempo is natural; elsewhere only when an order needs it."""


@dataclass(slots=True)
class _States:
    """Best ways to reach one anchor: arrays (base tempo, bucket)."""

    cost: Floats
    end: Floats  # seconds a beat at the barline
    last: Floats  # mean seconds a beat of the bar before it
    anchor: Ints
    bucket: Ints
    sixteenths: Ints

    @classmethod
    def empty(cls, bases: int) -> _States:
        shape = (bases, _BUCKETS)
        numbers = [np.full(shape, value) for value in (np.inf, 1.0, 1.0)]
        return cls(*numbers, *(np.full(shape, -1, dtype=np.int64) for _ in range(3)))


def solve(
    anchors: Sequence[Anchor],
    soft: Sequence[tuple[float, float]],
    ending: Ending,
    bpm: tuple[float, float],
    preferred: float,
    limits: Limits,
) -> tuple[Stretch, ...]:
    """The cheapest chain of stretches from the first anchor to the ending.

    `anchors` lie in order, the first at the cue's start; `soft` are (seconds, weight) of moments
    that like a beat. `bpm` is the range of base tempi searched and `preferred` the one wanted, in
    beats a minute. A cue shorter than a beat may give no stretch at all.
    """
    return _Solver(anchors, soft, ending, bpm, preferred, limits).run()


class _Solver:
    def __init__(
        self,
        anchors: Sequence[Anchor],
        soft: Sequence[tuple[float, float]],
        ending: Ending,
        bpm: tuple[float, float],
        preferred: float,
        limits: Limits,
    ) -> None:
        self.ending, self.limits, self.band = ending, limits, limits.band
        self.anchors = [*anchors]
        if ending.kind == "exact":
            self.anchors.append(Anchor(ending.seconds, ending.price, ordered=True))
        self.moments = [anchor.seconds for anchor in self.anchors]
        self.soft = np.array(soft, dtype=float).reshape(-1, 2)
        count = max(2, int(np.ceil(np.log(bpm[1] / bpm[0]) / 0.03)) + 1)
        self.bases = 60 / np.geomspace(*bpm, count)
        off = (60 / self.bases - preferred) / max(bpm[1] - bpm[0], 1e-9)
        self.base_cost = _PRICE_BASE * off**2
        # Just under the limit, so that rounding to microseconds cannot cross it.
        self.rho = limits.per_bar - 0.0004
        self.states = [_States.empty(count) for _ in self.anchors]
        skipped = np.cumsum([0.0, *(anchor.price for anchor in self.anchors)])
        self.price_up_to = skipped

    def run(self) -> tuple[Stretch, ...]:
        first = self.states[0]
        paces = 1 + np.linspace(-self.band, self.band, _BUCKETS)
        first.end = first.last = self.bases[:, None] / paces[None, :]
        first.cost = self.base_cost[:, None] + _target_cost(first.end, self._wanted(0))
        for i in range(len(self.anchors) - 1):
            for j in range(i + 1, self._reach(i)):
                self._relax(i, j)
                if self.anchors[j].ordered and np.isfinite(self.states[j].cost).any():
                    break  # nothing leads past an order that can be met
        return self._trace(*self._close())

    def _reach(self, i: int) -> int:
        """Index after the last anchor to which an edge from anchor i may lead."""
        near = bisect_right(self.moments, self.anchors[i].seconds + _REACH_S)
        return min(max(i + 1 + _REACH, near + 1), len(self.anchors))

    def _wanted(self, anchor: int) -> Floats:
        return np.asarray(self.bases[:, None] / self.anchors[anchor].pace)

    def _skipped(self, i: int, j: int) -> float:
        return float(self.price_up_to[j] - self.price_up_to[i + 1])

    def _lengths(self, i: int, j: int, duration: float) -> tuple[BarTable, Unit]:
        """The numbers of beats worth trying between two anchors."""
        unit = self._unit(i, j, duration)
        low = duration / (self.bases.max() * (1 + self.band))
        high = duration / (self.bases.min() * (1 - self.band))
        step = 16 // unit if duration < 60 else 4 * self.limits.home
        counts = np.arange(np.floor(low * 4 / step), np.ceil(high * 4 / step) + 1, dtype=np.int64)
        counts = counts[counts > 0] * step
        return bar_table(counts, self.limits.home, unit), unit

    def _unit(self, i: int, j: int, duration: float) -> Unit:
        """Small units only where the stretch is too short to bend by a whole beat."""
        if duration > 60 / (2 * 0.03 * 60 / self.bases.min()):
            return 4
        needed = self.anchors[j].ordered or self.anchors[i].ordered
        return 16 if needed and duration < 7 and self.limits.unit >= 8 else self.limits.unit

    def _relax(self, i: int, j: int) -> None:
        """Try every way from anchor i to anchor j, keeping the best for each tempo reached."""
        duration = self.anchors[j].seconds - self.anchors[i].seconds
        table, _ = self._lengths(i, j, duration)
        if not len(table.beats):
            return
        fixed = self._skipped(i, j) + table.cost + self._soft_cost(i, j, table)
        states = self.states[i]
        mean = duration / table.beats[None, None, :]
        before_end, before_last = states.end[:, :, None], states.last[:, :, None]
        base_cost = states.cost[:, :, None] + fixed[None, None, :]
        glide_end = 2 * mean - before_end
        slope = (glide_end - before_end) / table.beats
        first_bar = before_end + slope * table.first / 2
        limit = self.rho * np.minimum(before_end, glide_end)
        bend = np.maximum(np.abs(slope) * table.longest, np.abs(first_bar - before_last))
        self._keep(i, j, table, base_cost, glide_end, glide_end - slope * table.last / 2,
                   bend, limit)  # fmt: skip
        flat = np.broadcast_to(mean, glide_end.shape)
        jump = np.maximum(np.abs(flat - before_last), np.abs(flat - before_end))
        limit = self.rho * np.minimum(flat, before_last)
        self._keep(i, j, table, base_cost, flat, flat, jump, limit)
        self._lean(i, j, table, mean, before_last, base_cost)
        pause = self.anchors[i].pause
        if pause or (self.anchors[j].ordered and self.anchors[i].ordered):
            price = base_cost + _PRICE_RESET[pause]
            self._keep(i, j, table, price, flat, flat, np.zeros_like(flat), limit)

    def _lean(
        self, i: int, j: int, table: BarTable, mean: Floats, before_last: Floats, cost: Floats
    ) -> None:
        """A step at the barline and a glide on in its direction: the farthest that both allow.

        Reaches a mean that neither reaches alone, where two orders lie close together.
        """
        if not (self.anchors[i].ordered and self.anchors[j].ordered):
            return
        for way in (-1, 1):
            first_bar = before_last * (1 + way * _LEAN * self.rho)
            rest = np.where(table.beats > table.first, table.beats - table.first, np.nan)
            slope = 2 * (mean - first_bar) / rest
            start = first_bar - slope * table.first / 2
            end = start + slope * table.beats
            bend = np.maximum(np.abs(slope) * table.longest, np.abs(first_bar - before_last))
            limit = self.rho * np.minimum(np.minimum(start, end), before_last)
            bend = np.where(np.isnan(slope), np.inf, bend)
            last = end - slope * table.last / 2
            self._keep(i, j, table, cost + _PRICE_LEAN, end, last, bend, limit)

    def _keep(
        self,
        i: int,
        j: int,
        table: BarTable,
        cost: Floats,
        end: Floats,
        last: Floats,
        bend: Floats,
        limit: Floats,
    ) -> None:
        bases = self.bases[:, None, None]
        pace = bases / np.maximum(end, 1e-9)
        total = cost + _PRICE_BEND * (bend / np.maximum(limit, 1e-9)) ** 2
        total = total + _target_cost(end, self._wanted(j)[:, :, None])
        fine = (bend <= limit) & (np.abs(pace - 1) <= self.band) & np.isfinite(total)
        base, bucket, length = np.nonzero(fine)
        share = (pace[fine] - 1 + self.band) / (2 * self.band)
        reached = np.rint(share * (_BUCKETS - 1)).astype(np.int64)
        price, target = total[fine], self.states[j]
        better = price < target.cost[base, reached]
        # Worst first, so that of several ways to one bucket the best is written last.
        order = np.argsort(-price[better], kind="stable")
        chosen = np.nonzero(better)[0][order]
        where = (base[chosen], reached[chosen])
        target.cost[where] = price[chosen]
        target.end[where] = end[fine][chosen]
        target.last[where] = last[fine][chosen]
        target.anchor[where] = i
        target.bucket[where] = bucket[chosen]
        target.sixteenths[where] = table.sixteenths[length[chosen]]

    def _soft_cost(self, i: int, j: int, table: BarTable) -> Floats:
        """What soft moments between two anchors cost by their distance from a beat."""
        start, end = self.anchors[i].seconds, self.anchors[j].seconds
        inside = self.soft[(self.soft[:, 0] > start) & (self.soft[:, 0] < end)]
        beats = (inside[:, :1] - start) / (end - start) * table.beats[None, :]
        off = 2 * np.abs(beats - np.rint(beats))
        return np.asarray(_PRICE_SOFT * (inside[:, 1:] * off**2).sum(axis=0))

    def _close(self) -> tuple[int, int, int, int]:
        """(anchor, base, bucket, sixteenths after it) of the cheapest complete solution."""
        best = (np.inf, 0, 0, 0, 0)
        last = len(self.anchors) - 1
        for i in (i for i in range(last + 1) if self._reach(i) > last):
            skipped = float(self.price_up_to[last + 1] - self.price_up_to[i + 1])
            left = self.ending.latest - self.anchors[i].seconds
            wish = self.ending.seconds - self.anchors[i].seconds
            period = self.states[i].end
            for counts, cost in tails(
                self.ending.kind, period, left, wish, self.limits.home, last=i == last
            ):
                total = self.states[i].cost + cost + skipped
                base, bucket = np.unravel_index(int(np.argmin(total)), total.shape)
                if total[base, bucket] < best[0]:
                    count = int(np.broadcast_to(counts, total.shape)[base, bucket])
                    best = (float(total[base, bucket]), i, int(base), int(bucket), count)
        return best[1:]

    def _trace(self, anchor: int, base: int, bucket: int, tail: int) -> tuple[Stretch, ...]:
        """Follow the back pointers and lay the stretches out in order."""
        stretches: list[Stretch] = []
        period = float(self.states[anchor].end[base, bucket])
        start = self.anchors[anchor].seconds
        if tail:
            end = start + tail / 4 * period
            stretches.append(Stretch(start, end, tail, period, period, self.limits.unit))
        while anchor:
            state = self.states[anchor]
            before, came = int(state.anchor[base, bucket]), int(state.bucket[base, bucket])
            stretches.append(self._stretch(before, anchor, base, bucket))
            anchor, bucket = before, came
        return tuple(reversed(stretches))

    def _stretch(self, i: int, j: int, base: int, bucket: int) -> Stretch:
        state = self.states[j]
        start, end = self.anchors[i].seconds, self.anchors[j].seconds
        count = int(state.sixteenths[base, bucket])
        last = float(state.end[base, bucket])
        # Every stretch is a straight line from its first tempo to its last, with a mean that fits.
        first = 2 * (end - start) / (count / 4) - last
        return Stretch(start, end, count, first, last, self._unit(i, j, end - start))


def _target_cost(period: Floats, wanted: Floats) -> Floats:
    return np.asarray(_PRICE_TARGET * ((wanted / np.maximum(period, 1e-9) - 1) / _BAND) ** 2)

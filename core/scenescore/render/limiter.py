"""A look-ahead limiter for a finished programme: keeps a true-peak ceiling without being heard.

Gain is decided once a millisecond on the sound at four times its rate, held down from 5 ms before a
peak, reached in a straight slope, and let go over a fifth of a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenescore.timebase import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]  # (samples, 2)
    Gains = NDArray[np.float64]  # one a step

STEP = SAMPLE_RATE // 1000
"""Samples in a step of gain: 1 ms."""

_AHEAD = 5
_RELEASE_STEPS = 200
_OVERSAMPLING = 4
_TAPS = 48
_MOST_BETWEEN = 2.0
"""Between two samples a sound may rise to twice their level; quieter ones need no closer look."""


class Limiter:
    """Limits sound fed in blocks; gives it back a few milliseconds late, the rest with `flush`."""

    def __init__(self, ceiling: float) -> None:
        self._ceiling = ceiling
        self._before = np.zeros((STEP, 2), np.float32)
        self._undecided = np.zeros((0, 2), np.float32)
        self._waiting = np.zeros((0, 2), np.float32)
        self._needed: Gains = np.ones(0)
        self._state = _State()

    def feed(self, block: Sound) -> Sound:
        """The next limited samples, a whole number of steps."""
        self._undecided = np.concatenate((self._undecided, block))
        self._decide(len(self._undecided) // STEP - 1)
        return self._give(len(self._needed) - _AHEAD)

    def flush(self) -> Sound:
        """What is still held back; nothing may be fed after it."""
        samples = len(self._waiting) + len(self._undecided)
        rest = np.zeros((2 * STEP - len(self._undecided) % STEP, 2), np.float32)
        self._undecided = np.concatenate((self._undecided, rest))
        self._decide(len(self._undecided) // STEP - 1)
        self._needed = np.concatenate((self._needed, np.ones(_AHEAD)))
        return self._give(len(self._needed) - _AHEAD)[:samples]

    def _decide(self, steps: int) -> None:
        """Find the gain that the next steps need, looking at a step of sound on either side."""
        if steps <= 0:
            return
        decided = self._undecided[: steps * STEP]
        seen = np.concatenate((self._before, self._undecided[: (steps + 1) * STEP]))
        needed = np.ones(steps)
        if float(np.abs(seen).max()) * _MOST_BETWEEN > self._ceiling:
            peaks = true_peaks(seen)[1 : steps + 1]
            needed = np.minimum(1.0, self._ceiling / np.maximum(peaks, 1e-9))
        self._needed = np.concatenate((self._needed, needed))
        self._waiting = np.concatenate((self._waiting, decided))
        self._before = decided[-STEP:]
        self._undecided = self._undecided[steps * STEP :]

    def _give(self, steps: int) -> Sound:
        if steps <= 0:
            return self._waiting[:0]
        factors = self._state.smooth(self._needed[: steps + _AHEAD])
        out = self._waiting[: steps * STEP] * factors[:, None].astype(np.float32)
        self._waiting, self._needed = self._waiting[steps * STEP :], self._needed[steps:]
        return out


def limited_power(power: Gains, peaks: Gains, ceiling: float, steps_per_hop: int) -> Gains:
    """Power per hop after limiting, foretold from the peaks per step: no sound is read."""
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    gains = _State().steps(np.concatenate((needed, np.ones(_AHEAD))))
    squares = np.pad(gains**2, (0, -len(gains) % steps_per_hop), constant_values=1.0)
    hops = squares.reshape(-1, steps_per_hop).mean(axis=1)
    hops = np.pad(hops, (0, max(len(power) - len(hops), 0)), constant_values=1.0)
    return np.asarray(power * hops[: len(power)])


def true_peaks(sound: Sound) -> Gains:
    """The largest level at four times the rate in each step of `sound`, over both channels."""
    from scipy.signal import upfirdn

    filtered = upfirdn(_interpolator(), sound, up=_OVERSAMPLING, axis=0)
    delay = (_TAPS * _OVERSAMPLING - 1) // 2
    wide = np.abs(filtered[delay : delay + len(sound) * _OVERSAMPLING]).max(axis=1)
    wide = np.pad(wide, (0, -len(wide) % (STEP * _OVERSAMPLING)))
    return np.asarray(wide.reshape(-1, STEP * _OVERSAMPLING).max(axis=1), np.float64)


def _interpolator() -> NDArray[np.float32]:
    from scipy.signal import firwin

    taps = firwin(_TAPS * _OVERSAMPLING - 1, 1 / _OVERSAMPLING, window=("kaiser", 8.0))
    return np.asarray(taps * _OVERSAMPLING, np.float32)


class _State:
    """What the gain remembers from step to step."""

    def __init__(self) -> None:
        self._released = 1.0
        self._past: Gains | None = None

    def steps(self, needed: Gains) -> Gains:
        """Gain at the end of each step; `needed` reaches `_AHEAD` steps further than the result."""
        ahead = np.lib.stride_tricks.sliding_window_view(needed, _AHEAD + 1).min(axis=1)
        released = self._let_go(ahead)
        if self._past is None:  # a sound that begins loud finds the gain already down
            self._past = np.full(_AHEAD, released[0])
        joined = np.concatenate((self._past, released))
        self._past = joined[len(joined) - _AHEAD :]
        means = np.lib.stride_tricks.sliding_window_view(joined[1:], _AHEAD).mean(axis=1)
        return np.asarray(means)

    def smooth(self, needed: Gains) -> Gains:
        """Gain for every sample of those steps: straight from one step's end to the next's."""
        last = None if self._past is None else self._past.mean()
        ends = self.steps(needed)
        edges = np.concatenate(([ends[0] if last is None else last], ends))
        way = np.arange(1, STEP + 1) / STEP
        return np.asarray((edges[:-1, None] + np.diff(edges)[:, None] * way).reshape(-1))

    def _let_go(self, ahead: Gains) -> Gains:
        """Down at once, up again slowly."""
        if self._released == 1.0 and ahead.min(initial=1.0) == 1.0:
            return ahead
        values = ahead.tolist()
        now = self._released
        for i, value in enumerate(values):
            now = min(value, now + (1.0 - now) / _RELEASE_STEPS)
            values[i] = now = 1.0 if now > 0.99999 else now
        self._released = now
        return np.array(values)

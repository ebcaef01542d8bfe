"""Where a film brings its own music: whether that music goes with what we read from the film.

Each correlation is evidence for or against one row of the table of evidence: the row says that the
feature moves an axis up or down, and the music shows whether a composer did the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from typing import Literal

import numpy as np
import numpy.typing as npt

from scenescore.model import Evidence, FoundMusic, Heard, LoudnessTrack, MoodCurve
from scenescore.mood.tables import AXES, Rules, rules
from scenescore.timebase import Span

Series = npt.NDArray[np.float64]
"""One value a second, NaN where nothing is known."""

TRAITS: Mapping[str, str] = {
    "loudness": "arousal",
    "tempo": "arousal",
    "energy": "arousal",
    "arousal": "arousal",
    "valence": "valence",
    "mode": "valence",
}
"""What is known of the music, and the axis that it tells of."""

_SAME_SOUND = ("sound", "music")
"""Witnesses that hear the music itself: they would agree with it whatever the film shows."""

_FEWEST = 12  # seconds that both are known
_QUIET = 1e-9


@dataclass(frozen=True, slots=True)
class Agreement:
    """Correlation of some evidence with a trait of the music, over `n` seconds.

    `effective` is how many independent seconds those are worth; [low, high] is the 95 % interval of
    Pearson's `r`, `rank` is Spearman's. `expected` is the direction that the table says.
    """

    source: str
    axis: str
    trait: str
    n: int
    effective: float
    r: float
    low: float
    high: float
    rank: float
    expected: Literal[-1, 1]

    @property
    def verdict(self) -> Literal["for", "against", "open"]:
        """Whether the whole interval lies on the expected side, on the other, or on both."""
        if self.low <= 0 <= self.high:
            return "open"
        return "for" if self.r * self.expected > 0 else "against"


def agreements(mood: MoodCurve, heard: Heard, table: Rules | None = None) -> list[Agreement]:
    """Every row of the table that can be held against the music that is there, by row and trait.

    Evidence that is heard from the same sound is left out. Seconds in which somebody speaks do not
    count for the loudness of the music.
    """
    table = table or rules()
    seconds = int(mood.times[-1]) + 1 if mood.times else 0
    traits = dict(_traits(heard, seconds))
    found = []
    for name, axis, series, expected in _rows(mood.evidence, seconds, table):
        for trait, values in traits.items():
            if TRAITS[trait] == axis:
                both = correlation(expected * series, values)
                if both:  # the sign turns what it says on the axis back into the feature itself
                    found.append(_agreement((name, axis, trait), both, expected))
    return found


def _rows(
    evidence: Sequence[Evidence], seconds: int, table: Rules
) -> Iterator[tuple[str, str, Series, Literal[-1, 1]]]:
    """(source, axis, what it says there, the sign of its weight) for all that may be compared."""
    for name in (*table.features, *table.direct):
        if table.witness_of(name) in _SAME_SOUND:
            continue
        mine = [each for each in evidence if each.source == name]
        for axis in AXES[:2]:
            told = [(each, getattr(each, axis)) for each in mine]
            known = [(each.span, value) for each, value in told if value is not None]
            if known:
                negative = name in table.features and getattr(table.features[name], axis) < 0
                yield name, axis, _series(known, seconds), -1 if negative else 1


def _traits(heard: Heard, seconds: int) -> Iterator[tuple[str, Series]]:
    def told(of: str) -> Series:
        known = [(m.span, getattr(m, of)) for m in heard.music if getattr(m, of) is not None]
        return _series(known, seconds)

    yield "loudness", _loudness(heard.loudness, heard, seconds)
    yield "tempo", told("tempo_bpm")
    yield "energy", told("energy")
    yield "arousal", told("arousal")
    yield "valence", told("valence")
    modes = [(m.span, mode) for m in heard.music if (mode := _mode(m)) is not None]
    yield "mode", _series(modes, seconds)


def _mode(music: FoundMusic) -> float | None:
    if music.key is None:
        return None
    return 1.0 if music.key.endswith("major") else -1.0


def _loudness(track: LoudnessTrack, heard: Heard, seconds: int) -> Series:
    """LUFS of the seconds that are music without speech."""
    levels = np.full(seconds, np.nan)
    hops = max(1, round(1 / float(track.hop)))
    for second in range(min(seconds, len(track.power) // hops)):
        power = float(np.mean(track.power[second * hops : (second + 1) * hops]))
        levels[second] = -0.691 + 10 * np.log10(power + 1e-12)
    there, spoken = np.zeros(seconds, bool), np.zeros(seconds, bool)
    for music in heard.music:
        there[int(music.span.start) : int(music.span.end)] = True
    for speech in heard.speech:
        spoken[int(speech.span.start) : int(speech.span.end) + 1] = True
    return np.where(there & ~spoken, levels, np.nan)


def _series(known: Sequence[tuple[Span, float]], seconds: int) -> Series:
    """The mean of what is said of each second."""
    sums, times = np.zeros(seconds), np.zeros(seconds)
    for span, value in known:
        start, end = float(span.start), float(span.end)
        part = slice(int(start), max(int(start) + 1, round(end)))
        sums[part] += value
        times[part] += 1
    return np.where(times > 0, sums / np.maximum(times, 1), np.nan)


@dataclass(frozen=True, slots=True)
class Correlation:
    """Pearson's r and Spearman's rank over n seconds worth `effective` independent ones."""

    r: float
    rank: float
    n: int
    effective: float


def correlation(one: Series, other: Series) -> Correlation | None:
    """How two series go together; None where they are known together for too short, or flat.

    Neighbouring seconds are alike, so n seconds are worth fewer: 1 / effective = 1 / n + 2 / n
    times the sum over lags up to n / 5 of the products of both series' correlations with themselves
    (Pyper & Peterman 1998, Can. J. Fish. Aquat. Sci. 55); of these only those above 0, to be sure.
    """
    known = ~np.isnan(one) & ~np.isnan(other)
    n = int(known.sum())
    if n < _FEWEST or one[known].std() < _QUIET or other[known].std() < _QUIET:
        return None
    lags = max(1, n // 5)
    alike = _with_itself(one, known, lags) * _with_itself(other, known, lags)
    weights = 1 - np.arange(1, len(alike) + 1) / n
    effective = n / (1 + 2 * float((weights * np.maximum(alike, 0.0)).sum()))
    r = float(np.corrcoef(one[known], other[known])[0, 1])
    rank = float(np.corrcoef(_ranks(one[known]), _ranks(other[known]))[0, 1])
    return Correlation(r, rank, n, effective)


def _ranks(values: Series) -> Series:
    """The place of each value among all, equal ones the mean of theirs."""
    _, level, times = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Series = (np.cumsum(times) - (times - 1) / 2)[level]
    return ranks


def _with_itself(series: Series, known: npt.NDArray[np.bool_], lags: int) -> Series:
    """Correlation with itself 1 … `lags` seconds later, over the seconds that are known."""
    centred = np.where(known, series - series[known].mean(), 0.0)
    products, pairs = (_products(each, lags) for each in (centred, known.astype(float)))
    variance = np.square(centred[known]).mean()
    alike: Series = products / np.maximum(pairs, 1.0) / variance
    return np.clip(alike, -1.0, 1.0)


def _products(series: Series, lags: int) -> Series:
    """Sum of the products with what stands 1 … `lags` places on, by the spectrum of its power."""
    size = 2 * len(series)
    products: Series = np.fft.irfft(np.abs(np.fft.rfft(series, size)) ** 2, size)[1 : lags + 1]
    return products


def interval(r: float, effective: float) -> tuple[float, float]:
    """The 95 % interval of a correlation, by Fisher's z; everything where too little is known."""
    if effective <= 3.5:
        return -1.0, 1.0
    z, width = atanh(max(-0.9999, min(0.9999, r))), 1.96 / sqrt(effective - 3)
    return tanh(z - width), tanh(z + width)


def _agreement(row: tuple[str, str, str], both: Correlation, expected: Literal[-1, 1]) -> Agreement:
    source, axis, trait = row
    low, high = interval(both.r, both.effective)
    return Agreement(
        source, axis, trait, both.n, both.effective, both.r, low, high, both.rank, expected
    )

"""How each phrase is spoken: its pace, pitch, loudness and pauses, and how aroused that sounds.

Syllables are counted as the voiced peaks of the vowels' level that a dip sets apart (de Jong &
Wempe 2009, Behavior Research Methods 41). What moves arousal, and by which study, says
`voice.toml`. What sounds beside a phrase while nobody speaks is taken out of its levels.
A phrase with too little voice, or drowned by what sounds beside it, has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log10, sqrt, tanh

import numpy as np
import numpy.typing as npt

from scenescore.listen.delivery import STEP, Delivery, Values
from scenescore.listen.peaks import peaks_of
from scenescore.listen.percentiles import median, percentiles
from scenescore.listen.running import means
from scenescore.listen.speakers import raised_pitches
from scenescore.listen.voice_table import Hearing, Measure, Measured, VoiceTable, voice_table
from scenescore.media import loudness_of
from scenescore.model import LoudnessTrack, Phrase, Speech, Voice
from scenescore.timebase import Span
from scenescore.usual import usual

_SMOOTH = 3  # moments: the fastest syllables are 100 ms apart
_ASTRAY_ST = 8.0  # semitones from a phrase's median: the tracker was an octave off


@dataclass(frozen=True, slots=True)
class _Manner:
    """What was measured of one phrase: `level` in dB of its vowels, `loudness` in LUFS of all."""

    rate: float
    pitch_hz: float
    range: float
    loudness: float
    level: float
    edge: float
    pauses: float


def with_voices(
    phrases: tuple[Phrase, ...],
    speech: Sequence[Speech],
    delivery: Delivery,
    loudness: LoudnessTrack,
) -> tuple[Phrase, ...]:
    """The phrases with the voice that each is spoken with, where it can be told."""
    table = voice_table()
    spoken = _moments([each.span for each in speech], len(delivery.level))
    manners = [_measured(p.span, spoken, delivery, loudness, table) for p in phrases]
    known = [manner for manner in manners if manner]
    voices = iter(_voices(known, table))
    return tuple(
        replace(phrase, voice=next(voices)) if manner else phrase
        for phrase, manner in zip(phrases, manners, strict=True)
    )


def _measured(
    span: Span,
    spoken: npt.NDArray[np.bool_],
    delivery: Delivery,
    loudness: LoudnessTrack,
    table: VoiceTable,
) -> _Manner | None:
    """What a phrase's moments say; None where they say nothing of a voice."""
    hearing = table.hearing
    first, last = int(span.start / STEP), int(span.end / STEP)
    level = delivery.level[first:last]
    if not len(level):
        return None
    near = _quiet_moments(first, last, spoken, hearing)
    beside = _beside(delivery.level, near)
    threshold = float(percentiles(level, 95)[0]) - hearing.drop_db
    threshold = max(threshold, beside + hearing.floor_db)
    voiced = (delivery.clear[first:last] >= hearing.clear) & (level > threshold)
    if voiced.sum() * STEP < hearing.least_voiced_s:
        return None
    if median(level[voiced]) - beside < hearing.above_db:
        return None
    chest, edge, vowels = (
        _without(_beside(band, near), median(band[first:last][voiced]))
        for band in (delivery.chest, delivery.edge, delivery.level)
    )
    pauses = _pauses(level > threshold, int(hearing.pause_s / STEP))
    speaking_s = (len(level) - pauses) * float(STEP)
    pitch_hz, range_st = _pitch(delivery.pitch[first:last][voiced])
    return _Manner(
        rate=_syllables(level, voiced, threshold, hearing.dip_db) / speaking_s,
        pitch_hz=pitch_hz,
        range=range_st,
        loudness=loudness_of(loudness, span),
        level=vowels,
        edge=edge - chest,
        pauses=pauses / len(level),
    )


def _pitch(hertz: Values) -> tuple[float, float]:
    """Median in Hz and range in semitones of a phrase's pitches, octave errors left out."""
    semitones = np.sort(12 * np.log2(hertz))
    middle = semitones[len(semitones) // 2]  # one of them: between two all may be astray
    semitones = semitones[np.abs(semitones - middle) < _ASTRAY_ST]
    low, high = percentiles(semitones, 10, 90)
    return 2 ** (median(semitones) / 12), float(high - low)


def _quiet_moments(
    first: int, last: int, spoken: npt.NDArray[np.bool_], hearing: Hearing
) -> npt.NDArray[np.intp]:
    """Moments near a phrase while nobody speaks; none where there is less than a second of them."""
    start = max(0, first - int(hearing.beside_s / STEP))
    near = start + np.flatnonzero(~spoken[start : last + int(hearing.beside_s / STEP)])
    return near if len(near) * STEP >= 1 else near[:0]


def _beside(band: Values, near: npt.NDArray[np.intp]) -> float:
    """Level in dB of what sounds beside a phrase; -inf where that is unknown.

    Its lower quartile: the voice detector misses a word here and there.
    """
    return float(percentiles(band[near], 25)[0]) if len(near) else -np.inf


def _without(beside: float, level: float) -> float:
    """A level in dB once the power of what sounds beside it is taken out, 10 dB at most."""
    return level + 10 * log10(max(0.1, 1 - 10 ** ((beside - level) / 10)))


def _syllables(
    level: Values, voiced: npt.NDArray[np.bool_], threshold: float, dip_db: float
) -> int:
    """Voiced peaks of a phrase's smoothed level that stand `dip_db` above the dips beside them."""
    smooth = means(np.pad(level, 1, constant_values=level.min()), _SMOOTH)
    peaks = peaks_of(smooth, dip_db, height=threshold)
    near = np.convolve(voiced, np.ones(3), "same") > 0
    return int(near[np.clip(peaks - 1, 0, len(near) - 1)].sum())


def _pauses(sounding: npt.NDArray[np.bool_], shortest: int) -> int:
    """Moments of a phrase in gaps of at least `shortest` moments, those at its ends included."""
    edges = np.flatnonzero(np.diff(np.concatenate(([True], sounding, [True])).astype(int)))
    lengths = edges[1::2] - edges[::2]
    return int(lengths[lengths >= shortest].sum())


def _voices(manners: Sequence[_Manner], table: VoiceTable) -> list[Voice]:
    """How aroused each manner sounds among the others."""
    pitches = [manner.pitch_hz for manner in manners]
    columns: dict[Measured, list[float]] = {
        "rate": [manner.rate for manner in manners],
        "pitch": raised_pitches(pitches, table),
        "range": [manner.range for manner in manners],
        "loudness": [manner.level for manner in manners],
        "edge": [manner.edge for manner in manners],
        "pauses": [manner.pauses for manner in manners],
    }
    z = {name: _z(column, table.measures[name], table) for name, column in columns.items()}
    return [
        Voice(
            arousal=_arousal({name: float(values[place]) for name, values in z.items()}, table),
            syllables_per_s=manner.rate,
            pitch_hz=manner.pitch_hz,
            loudness_lufs=manner.loudness,
            pitch_range_st=manner.range,
            pauses=manner.pauses,
        )
        for place, manner in enumerate(manners)
    ]


def _z(column: list[float], measure: Measure, table: VoiceTable) -> Values:
    """A measure on the common scale, drawn towards the film's own where it has enough phrases."""
    values = np.array(column)
    if len(column) < table.adapt_from:
        centre, spread = measure.centre, measure.alone or measure.spread
    else:
        own = measure.centre, measure.spread
        centre, _ = usual(column, *own, measure.adaptation, table.adapt_from)
        _, spread = usual(column, *own, table.adaptation, table.adapt_from)
    return np.clip((values - centre) / spread, -table.furthest, table.furthest)


def _arousal(z: dict[Measured, float], table: VoiceTable) -> float:
    weights = {name: measure.weight for name, measure in table.measures.items()}
    norm = sqrt(sum(weight**2 for weight in weights.values()))
    moved = sum(weights[name] * value for name, value in z.items())
    return tanh(table.gain * moved / norm)


def _moments(spans: Sequence[Span], count: int) -> npt.NDArray[np.bool_]:
    """Whether anybody speaks, for each of `count` moments."""
    spoken = np.zeros(count, bool)
    for span in spans:
        spoken[int(span.start / STEP) : -int(-span.end // STEP)] = True
    return spoken

"""How each phrase is spoken: its pace, pitch, loudness and pauses, and how aroused that sounds.

Syllables are counted as the voiced peaks of the vowels' level that a dip sets apart (de Jong &
Wempe 2009, Behavior Research Methods 41). What moves arousal, and by which study, says
`voice.toml`.
A phrase with too little voice, or drowned by what sounds beside it, has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt, tanh

import numpy as np
import numpy.typing as npt

from scenescore.listen.delivery import STEP, Delivery, Values
from scenescore.listen.peaks import peaks_of
from scenescore.listen.speakers import usual_pitches
from scenescore.listen.voice_table import Hearing, Measured, VoiceTable, voice_table
from scenescore.media import loudness_of
from scenescore.model import LoudnessTrack, Phrase, Speech, Voice
from scenescore.timebase import Span
from scenescore.usual import usual

_SMOOTH = 3  # moments: the fastest syllables are 100 ms apart
_ASTRAY_ST = 8.0  # semitones from a phrase's median: the tracker was an octave off


@dataclass(frozen=True, slots=True)
class _Manner:
    """What was measured of one phrase."""

    rate: float
    pitch_hz: float
    range: float
    loudness: float
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
    threshold = float(np.percentile(level, 95)) - hearing.drop_db
    voiced = (delivery.clear[first:last] >= hearing.clear) & (level > threshold)
    if voiced.sum() * STEP < hearing.least_voiced_s:
        return None
    beside = _beside(first, last, spoken, delivery, hearing)
    if float(np.median(level[voiced])) - beside < hearing.above_db:
        return None
    pauses = _pauses(level > threshold, int(hearing.pause_s / STEP))
    speaking_s = (len(level) - pauses) * float(STEP)
    semitones = 12 * np.log2(delivery.pitch[first:last][voiced])
    semitones = semitones[np.abs(semitones - np.median(semitones)) < _ASTRAY_ST]
    low, high = np.percentile(semitones, (10, 90))
    return _Manner(
        rate=_syllables(level, voiced, threshold, hearing.dip_db) / speaking_s,
        pitch_hz=float(2 ** (np.median(semitones) / 12)),
        range=float(high - low),
        loudness=loudness_of(loudness, span),
        edge=float(np.median(delivery.edge[first:last][voiced])),
        pauses=pauses / len(level),
    )


def _beside(
    first: int, last: int, spoken: npt.NDArray[np.bool_], delivery: Delivery, hearing: Hearing
) -> float:
    """Level in dB of what sounds beside a phrase while nobody speaks; -inf where that is unknown.

    Its lower quartile: the voice detector misses a word here and there.
    """
    reach = int(hearing.beside_s / STEP)
    near = slice(max(0, first - reach), last + reach)
    around = delivery.level[near][~spoken[near]]
    return float(np.percentile(around, 25)) if len(around) * STEP >= 1 else -np.inf


def _syllables(
    level: Values, voiced: npt.NDArray[np.bool_], threshold: float, dip_db: float
) -> int:
    """Voiced peaks of a phrase's smoothed level that stand `dip_db` above the dips beside them."""
    from scipy.ndimage import uniform_filter1d

    smooth = uniform_filter1d(np.pad(level, 1, constant_values=level.min()), _SMOOTH)
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
    usual, known = usual_pitches([manner.pitch_hz for manner in manners], table)
    columns: dict[Measured, list[float]] = {
        "rate": [manner.rate for manner in manners],
        "pitch": [
            float(12 * np.log2(manner.pitch_hz / hertz))
            for manner, hertz in zip(manners, usual, strict=True)
        ],
        "range": [manner.range for manner in manners],
        "loudness": [manner.loudness for manner in manners],
        "edge": [manner.edge for manner in manners],
        "pauses": [manner.pauses for manner in manners],
    }
    spreads: dict[Measured, float] = {} if known else {"pitch": table.speakers.spread_st}
    z = {name: _z(name, column, table, spreads.get(name)) for name, column in columns.items()}
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


def _z(name: Measured, column: list[float], table: VoiceTable, spread: float | None) -> Values:
    """A measure on the common scale, drawn towards the film's own where it has enough phrases."""
    measure = table.measures[name]
    centre, spread = usual(
        column, measure.centre, spread or measure.spread, table.adaptation, table.adapt_from
    )
    return np.clip((np.array(column) - centre) / spread, -table.furthest, table.furthest)


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

"""The music that an edit already holds: where it is, and what each stretch of it is like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from scenescore.listen.music.families import families_of
from scenescore.listen.music.feeling import energy_of, feeling_of
from scenescore.listen.music.key import FoundKey, key_of
from scenescore.listen.music.meter import STEPS_PER_S, Traces, band_centres
from scenescore.listen.music.parting import parts_of
from scenescore.listen.music.pulse import ONSET_RATE, Pulse, pulse_of
from scenescore.listen.peaks import peaks_of
from scenescore.listen.percentiles import median, percentiles
from scenescore.media import integrated_over
from scenescore.model import FoundMusic, LoudnessTrack, SoundSpan, Speech
from scenescore.timebase import Span, merge_spans, split_spans

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_JOINED = Fraction(2)
"""Seconds of silence, or of speech that hid it, within one stretch of music."""

_SHORTEST = Fraction(2)
"""A shorter snatch is told in the kinds of sound only."""

_ENOUGH_ALONE = 8
"""Half seconds without speech from which the rest of a stretch need not be listened to."""

_NOTE = 0.15
"""How far an onset must stand out to be a note: our own composer's happy cues then have 3 to 5 a
second, its sad ones about 1, as written; a tremolo or a swell is none."""

_NOTE_APART_S = 0.08
_A_440 = 440.0

_SUNG_SHARE = 0.3
_SUNG_LU = 4.0
"""A voice in this share of a stretch, and not louder than this above the rest of it, sings:
dialogue over music is mixed 10 LU above it or more, a singer lies in the band."""


def find_music(
    traces: Traces,
    sound: Sequence[SoundSpan],
    speech: Sequence[Speech],
    loudness: LoudnessTrack,
) -> tuple[FoundMusic, ...]:
    """The stretches of music among the kinds of sound, in order.

    Where music turns into other music without a pause, the next stretch begins.
    """
    music = [each for each in sound if each.kind == "music"]
    spans = [
        part
        for span in merge_spans([each.span for each in music], _JOINED)
        if span.duration >= _SHORTEST
        for part in _parted(span, traces, speech)
    ]
    return tuple(_found(span, traces, music, speech, loudness) for span in spans)


def _parted(span: Span, traces: Traces, speech: Sequence[Speech]) -> list[Span]:
    """A stretch cut where the music becomes another."""
    steps = _steps(span)
    pitches, colours = traces.pitches[steps], traces.colours[steps]
    count = min(len(pitches), len(colours))
    alone = _alone(steps, speech)[:count]
    cuts = [
        Fraction(steps.start + part, STEPS_PER_S)
        for part in parts_of(pitches[:count], colours[:count], alone)
    ]
    ends = (span.start, *cuts, span.end)
    return [Span(start, end) for start, end in pairwise(ends)]


def _steps(span: Span) -> slice:
    return slice(int(span.start * STEPS_PER_S), -int(-span.end * STEPS_PER_S))


def _found(
    span: Span,
    traces: Traces,
    music: Sequence[SoundSpan],
    speech: Sequence[Speech],
    loudness: LoudnessTrack,
) -> FoundMusic:
    steps = _steps(span)
    alone = _alone(steps, speech)
    values = slice(int(span.start * ONSET_RATE), int(span.end * ONSET_RATE))
    pulse = pulse_of(traces.onsets[values])
    key = key_of(_fitted(traces.pitches[steps], alone).sum(axis=0, dtype=np.float64))
    lufs = _loudness(span, speech, loudness)
    traits = {**_traits(traces, steps, values, alone, key), "loudness": lufs}
    valence, arousal = feeling_of(traits)
    sung = _is_sung(span, alone, speech, loudness)
    return FoundMusic(
        span=span,
        loudness_lufs=round(lufs, 2),
        energy=energy_of(traits),
        tempo_bpm=round(pulse.bpm, 2) if pulse else None,
        beat=_at(span.start, pulse.beats[0]) if pulse else None,
        beats=_beats(span, pulse),
        key=key.name if key else None,
        families=_families(traces, steps, values, alone, sung),
        valence=valence,
        arousal=arousal,
        vocal=sung,
        confidence=_sureness(span, music),
    )


def _families(
    traces: Traces, steps: slice, values: slice, alone: Flags, sung: bool
) -> tuple[str, ...]:
    """The voice where it is sung, and the instruments that surely play where nobody speaks."""
    heard = alone.repeat(ONSET_RATE // STEPS_PER_S)
    played = families_of(
        _fitted(traces.onsets[values], heard),
        _fitted(traces.levels[values], heard),
        _fitted(traces.colours[steps], alone),
        _fitted(traces.pitches[steps], alone),
    )
    return ("voice", *played) if sung else played


def _alone(steps: slice, speech: Sequence[Speech]) -> Flags:
    """The half seconds of a stretch in which nobody speaks; all where that leaves too little."""
    free = np.ones(steps.stop - steps.start, bool)
    for spoken in speech:
        first = int(spoken.span.start * STEPS_PER_S) - steps.start
        last = -int(-spoken.span.end * STEPS_PER_S) - steps.start
        free[max(first, 0) : max(last, 0)] = False
    return free if free.sum() >= _ENOUGH_ALONE else np.ones_like(free)


def _fitted(table: npt.NDArray[np.float32], alone: Flags) -> npt.NDArray[np.float32]:
    """The rows that are listened to; the sound may end before its last step."""
    return table[: len(alone)][alone[: len(table)]]


def _traits(
    traces: Traces, steps: slice, values: slice, alone: Flags, key: FoundKey | None
) -> Mapping[str, float]:
    """The traits of `found_music.toml` that the sound tells, loudness left out."""
    heard = alone.repeat(ONSET_RATE // STEPS_PER_S)
    onsets = traces.onsets[values].astype(np.float64)
    heard = np.pad(heard, (0, max(0, len(onsets) - len(heard))))[: len(onsets)]
    found = {"brightness": _brightness(_fitted(traces.colours[steps], alone))}
    if heard.any():
        notes = max(_notes(onsets)[heard].sum() / (heard.sum() / ONSET_RATE), 0.1)
        found["notes"] = float(np.log2(notes))
        found["detached"] = _fall(traces.levels[values].astype(np.float64)[heard])
    if key:
        found["mode"] = key.likeness * key.third * (-1 if key.minor else 1)
    return found


def _notes(onsets: Floats) -> Flags:
    """Where a note begins: a peak that stands out of the onset curve."""
    notes = np.zeros(len(onsets), bool)
    notes[peaks_of(onsets, _NOTE, distance=int(_NOTE_APART_S * ONSET_RATE))] = True
    return notes


def _fall(levels: Floats) -> float:
    """Decibels between the loud and the soft moments of half seconds, in the middle of them."""
    size = ONSET_RATE // STEPS_PER_S
    whole = len(levels) // size * size
    if not whole:
        return 0.0
    decibels = 20 * np.log10(levels[:whole].reshape(-1, size) + 1e-6)
    high, low = percentiles(decibels, 90, 10)
    return median(high - low)


def _brightness(colours: npt.NDArray[np.float32]) -> float:
    """Centre of the spectrum's amplitudes, octaves above 440 Hz."""
    amplitude = np.sqrt(colours.mean(axis=0, dtype=np.float64) + 1e-20)
    octaves = np.log2(band_centres() / _A_440)
    return float((octaves * amplitude).sum() / amplitude.sum())


def _loudness(span: Span, speech: Sequence[Speech], loudness: LoudnessTrack) -> float:
    """LUFS of the stretch, where possible without the speech over it."""
    _, free = split_spans([span], [each.span for each in speech])
    alone = sum((each.duration for each in free), Fraction(0))
    return integrated_over(loudness, free if alone >= _SHORTEST else [span])


def _is_sung(span: Span, alone: Flags, speech: Sequence[Speech], loudness: LoudnessTrack) -> bool:
    voiced = [part for each in speech if (part := each.span.clip_to(span))]
    spoken = float(sum((part.duration for part in voiced), Fraction(0)) / span.duration)
    if spoken < _SUNG_SHARE:
        return False
    _, free = split_spans([span], voiced)
    if not free:
        return True
    return integrated_over(loudness, voiced) - integrated_over(loudness, free) < _SUNG_LU


def _beats(span: Span, pulse: Pulse | None) -> tuple[float, ...]:
    start = float(span.start)
    return tuple(round(start + beat, 3) for beat in pulse.beats) if pulse else ()


def _at(start: Fraction, seconds: float) -> Fraction:
    return start + Fraction(round(seconds * 1000), 1000)


def _sureness(span: Span, music: Sequence[SoundSpan]) -> float:
    """Mean confidence of the music within the stretch, by time."""
    parts = [(float(each.span.overlap(span)), each.confidence) for each in music]
    total = sum(length for length, _ in parts)
    return round(sum(length * sure for length, sure in parts) / total, 3)

"""What must not be in a score: wrong notes, missed hits, loose accents, talking over lines."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from itertools import pairwise

import numpy as np

from scenescore.model import Cue, Note, Score
from scenescore.palettes import palette_of
from scenescore.tempomap import seconds_at

RING = 1.0
_INSIDE = 0.15
_LOUDER = 18
_AROUND_S = 2.0


def wrong_notes(cue: Cue, score: Score) -> dict[str, int]:
    """Notes that no player could play, or that never end."""
    ranges = {p.name: p.instrument.range for p in palette_of(score.style).players}
    out = float(cue.seconds_at(cue.out_frame)) + RING + 0.001
    found = {"out of range": 0, "stuck or zero": 0, "identical": 0}
    for part in score.parts:
        low, high = ranges[part.name]
        until: dict[int, Fraction] = {}
        for note in part.notes:
            found["out of range"] += not low <= note.pitch <= high
            end = float(seconds_at(score.tempo, note.beat + note.beats))
            found["stuck or zero"] += note.beats <= 0 or end > out
            found["identical"] += until.get(note.pitch, Fraction(-1)) > note.beat
            until[note.pitch] = note.beat + note.beats
    return found


def tempo_step(score: Score) -> float:
    """Largest change of mean tempo from one bar to the next, as a share."""
    ends = [bar.beat + bar.beats for bar in score.bars]
    tempi = [
        float(bar.beats / (seconds_at(score.tempo, end) - seconds_at(score.tempo, bar.beat)))
        for bar, end in zip(score.bars, ends, strict=True)
    ]
    return max((abs(b / a - 1) for a, b in pairwise(tempi)), default=0.0)


def hits_exact(cue: Cue, score: Score) -> tuple[int, int]:
    """Hard hits that stand on a barline at their very moment, and hard hits."""
    barlines = {bar.beat for bar in score.bars}
    wanted = [hit for hit in cue.hits if hit.kind == "hard"]
    exact = {seconds_at(score.tempo, beat) for beat in barlines}
    return sum(cue.seconds_at(hit.frame) in exact for hit in wanted), len(wanted)


def loose_accents(cue: Cue, score: Score) -> int:
    """Beats that strike where nothing is to be hit: marked as accents, or far above all around."""
    hits = {hit.beat for hit in score.hits} | {score.chords[-1].beat}
    marked: dict[Fraction, bool] = {}
    loudest: dict[Fraction, int] = {}
    for part in score.parts:
        for note in part.notes:
            marked[note.beat] = marked.get(note.beat, False) or note.accent
            loudest[note.beat] = max(loudest.get(note.beat, 0), note.velocity)
    beats = sorted(loudest)
    times = np.array([float(seconds_at(score.tempo, beat)) for beat in beats])
    levels = np.array([loudest[beat] for beat in beats])
    count = 0
    for beat, time in zip(beats, times, strict=True):
        around = (np.abs(times - time) <= _AROUND_S) & (times != time)
        usual = float(np.percentile(levels[around], 75)) if around.any() else 127.0
        count += beat not in hits and (marked[beat] or loudest[beat] > usual + _LOUDER)
    return count


def under_speech(cue: Cue, score: Score) -> dict[str, float]:
    """Melody onsets a second of speech; share of chord changes well inside a line."""
    inside = (line.clip_to(cue.span) for line in cue.dialogue)
    start = cue.span.start
    lines = [(float(s.start - start), float(s.end - start)) for s in inside if s]
    spoken = sum(end - start for start, end in lines)
    melody = [n for p in score.parts if p.role in ("melody", "counter") for n in p.notes]
    everything = [n for p in score.parts for n in p.notes]
    changes = [
        float(seconds_at(score.tempo, b.beat))
        for a, b in pairwise(score.chords)
        if a.pitch_classes != b.pitch_classes
    ]
    hidden = [at for at in changes if _covered(at, lines, _INSIDE)]
    return {
        "melody/s": _spoken_onsets(score, melody, lines) / spoken,
        "onsets/s": _spoken_onsets(score, everything, lines) / spoken,
        "chord changes": len(hidden) / max(1, len(changes)),
    }


def _spoken_onsets(score: Score, notes: list[Note], lines: list[tuple[float, float]]) -> int:
    times = {round(float(seconds_at(score.tempo, note.beat)), 3) for note in notes}
    return sum(_covered(at, lines, 0.0) for at in times)


def _covered(at: float, lines: list[tuple[float, float]], margin: float) -> bool:
    place = bisect_right(lines, (at, float("inf"))) - 1
    return place >= 0 and lines[place][0] + margin < at < lines[place][1]

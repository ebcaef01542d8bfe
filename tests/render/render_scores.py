"""Cues and scores made by hand, so that rendering is tested without the composer."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from scenescore.model import (
    Bar,
    Cue,
    Hit,
    Mood,
    MoodPoint,
    Note,
    Part,
    Score,
    ScoreHit,
    TempoMap,
)
from scenescore.timebase import Rate, Span, to_seconds

CALM = Mood(0.0, 0.0, 0.0, "neutral")


def cue_at(
    in_frame: int,
    out_frame: int,
    *,
    rate: str = "24",
    hits: tuple[int, ...] = (),
    ending: Literal["ring", "stop", "fade"] = "ring",
    dialogue: tuple[Span, ...] = (),
    name: str = "1m01",
) -> Cue:
    """A cue with its entry and hard hits at the given frames."""
    entry = Hit(in_frame, "entry", 1.0, "cut")
    return Cue(
        id=name,
        uid=f"uid-{name}",
        in_frame=in_frame,
        out_frame=out_frame,
        rate=Rate.of(rate),
        scene=0,
        style="test",
        mood=CALM,
        moods=(MoodPoint(0.0, CALM),),
        hits=(entry, *(Hit(frame, "hard", 1.0, "cut") for frame in hits)),
        dialogue=dialogue,
        ending=ending,
    )


def part(
    name: str, program: int, notes: tuple[Note, ...], *, stem: str = "strings", drums: bool = False
) -> Part:
    return Part(name, stem, "pad", program, notes, drums=drums)


def note(beat: float, beats: float, pitch: int, velocity: int = 80, accent: bool = False) -> Note:
    return Note(Fraction(beat), Fraction(beats), pitch, velocity, accent=accent)


def score_of(cue: Cue, parts: tuple[Part, ...]) -> Score:
    """A score whose beat is exactly one second, with the cue's hits where they fall."""
    duration = to_seconds(cue.out_frame - cue.in_frame, cue.rate)
    bars = tuple(Bar(Fraction(4 * i), 4) for i in range(int(duration) // 4 + 1))
    hits = tuple(
        ScoreHit(cue.seconds_at(h.frame), int(cue.seconds_at(h.frame)) // 4 + 1, h, False)
        for h in cue.hits
    )
    tempo = TempoMap(((Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))))
    return Score(cue.uid, 0, "ionian", tempo, bars, (), parts, hits)


def small_orchestra(cue: Cue) -> Score:
    """Strings, harp and timpani: a chord a second, all of them accented on the cue's hits."""
    seconds = int(to_seconds(cue.out_frame - cue.in_frame, cue.rate))
    accents = [cue.seconds_at(hit.frame) for hit in cue.hits]
    beats = [b for b in map(Fraction, range(max(seconds, 1))) if _clear_of(b, accents)]
    plain = [(beat, False) for beat in beats]
    struck = [(beat, True) for beat in accents]
    moments = sorted(plain + struck)
    chords = {0: (48, 55, 64), 1: (50, 57, 65), 2: (47, 55, 62), 3: (48, 55, 60)}
    strings, harp, timpani = [], [], []
    for index, (beat, accent) in enumerate(moments):
        ends = moments[index + 1][0] if index + 1 < len(moments) else Fraction(seconds)
        length = max(ends - beat, Fraction(1, 4))
        for pitch in chords[index % 4]:
            strings.append(Note(beat, length, pitch, 100 if accent else 60, accent=accent))
            harp.append(Note(beat, length, pitch + 12, 110 if accent else 45, accent=accent))
        if accent:
            timpani.append(Note(beat, Fraction(1), 43, 110, accent=True))
    parts = (
        part("Slow strings", 49, tuple(strings)),
        part("Harp", 46, tuple(harp), stem="plucked"),
        part("Timpani", 47, tuple(timpani), stem="percussion"),
    )
    return score_of(cue, parts)


def moved(score: Score, cue: Cue) -> Score:
    """The same music under another cue's name."""
    return replace(score, cue=cue.uid)


def _clear_of(beat: Fraction, accents: list[Fraction]) -> bool:
    return all(abs(beat - accent) > Fraction(3, 10) for accent in accents)

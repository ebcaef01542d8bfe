"""Small cues, scores and recordings made by hand, as true to life as the tests need."""

from __future__ import annotations

from fractions import Fraction

from scenescore.model import (
    Bar,
    Chord,
    Control,
    Cue,
    GainCurve,
    HeardHit,
    Hit,
    Loudness,
    LoudnessTrack,
    Mood,
    MoodPoint,
    Note,
    Part,
    Recording,
    Score,
    ScoreHit,
    Stem,
    TempoMap,
    ThemeUse,
)
from scenescore.timebase import Rate, Span, frames_to_samples

SAD = Mood(-0.6, -0.3, 0.2, "sad")
F = Fraction


def tempo_map(*steps: tuple[int, Fraction]) -> TempoMap:
    """A map from steps of (beats, seconds a beat)."""
    knots = [(F(0), F(0))]
    for beats, pace in steps or ((8, F(1, 2)), (24, F(503, 999))):
        knots.append((knots[-1][0] + beats, knots[-1][1] + beats * pace))
    return TempoMap(tuple(knots))


def make_cue(number: int = 1, start: int = 100, end: int = 500, rate: str = "24") -> Cue:
    hits = (
        Hit(start, "entry", 1.0, "scene"),
        Hit(start + 96, "hard", 0.9, "marker", ordered=True, label="문"),
        Hit(start + 150, "soft", 0.4, "cut"),
    )
    return Cue(
        id=f"1m{number:02}",
        uid=f"uid-{number}",
        in_frame=start,
        out_frame=end,
        rate=Rate.of(rate),
        scene=number,
        style="strings",
        mood=SAD,
        moods=(MoodPoint(0.0, SAD),),
        hits=hits,
        dialogue=(Span.of_frames(start + 200, start + 300, Rate.of(rate)),),
        seed=7,
    )


def make_part(name: str = "Violins", **more: object) -> Part:
    notes = (
        Note(F(0), F(2), 67, 80, accent=True),
        Note(F(2), F(2), 67, 70, shift=0.013),
        Note(F(8), F(4), 72, 90, shift=-0.02),
        Note(F(12), F(1, 3), 74, 60),
    )
    values: dict[str, object] = {
        "stem": "strings",
        "role": "melody",
        "program": 48,
        "notes": notes,
        "controls": (Control(F(0), 11, 90), Control(F(4), 11, 110)),
        "pan": -0.5,
    }
    return Part(name=name, **(values | more))  # type: ignore[arg-type]


def make_score(cue: Cue | None = None, **more: object) -> Score:
    cue = cue or make_cue()
    bars = (
        *(Bar(F(4 * i), 4) for i in range(3)),
        Bar(F(12), 3),
        *(Bar(F(15 + 4 * i), 4) for i in range(4)),
    )
    values: dict[str, object] = {
        "tonic": 2,
        "mode": "aeolian",
        "tempo": tempo_map(),
        "bars": bars,
        "chords": (Chord(F(0), F(4), 2, "min", (2, 5, 9), "i"),),
        "parts": (
            make_part(),
            make_part("Timpani", stem="percussion", drums=True, program=0, role="percussion"),
        ),
        "hits": tuple(
            ScoreHit(F(8 * i), 1 + 2 * i, hit, on_barline=True) for i, hit in enumerate(cue.hits)
        ),
        "themes": (ThemeUse("소피", (1, 2, 3, 5)),),
        "style": cue.style,
        "seed": cue.seed,
    }
    return Score(cue=cue.uid, **(values | more))  # type: ignore[arg-type]


def make_recording(score: Score, cue: Cue, before: int = 12, after: int = 48) -> Recording:
    start, end = cue.in_frame - before, cue.out_frame + after
    samples = frames_to_samples(end - start, cue.rate) + 96_000
    folder = f"/results/cues/{cue.id}"
    seconds = samples // 48_000
    return Recording(
        cue=cue.uid,
        lane_start_frame=start,
        lane_end_frame=end,
        samples=samples,
        mix=Stem(cue.id, f"{folder}/{cue.id}.wav", samples),
        stems=tuple(
            Stem(name, f"{folder}/stems/{name}.wav", samples) for name in ("strings", "percussion")
        ),
        dry=None,
        duck=GainCurve(((0.0, 0.0), (8.0, 0.0), (8.4, -9.0), (12.0, -9.0), (13.0, 0.0))),
        loudness=Loudness(-24.5, -6.1),
        power=LoudnessTrack(F(1, 10), (1e-3,) * (10 * seconds)),
        hits=tuple(HeardHit(hit, None if hit.hit.kind == "soft" else 4.25) for hit in score.hits),
    )

"""Cues to compose, as Hypothesis draws them and as a test asks for one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from scenescore.compose.tempo import Plan
from scenescore.model import Cue, Hit, Mood, MoodPoint, Score, ThemeOrder
from scenescore.palettes import load_palettes
from scenescore.settings import EMOTIONS
from scenescore.tempomap import seconds_at
from scenescore.timebase import Rate, Span, to_frames, to_seconds

IN_FRAME = 240
KINDS = ("hard", "soft", "entry", "stop", "swell")


def cue_of(
    seconds: float,
    hits: Sequence[tuple[float, str] | float] = (),
    *,
    emotion: str = "neutral",
    arousal: float = 0.0,
    valence: float = 0.0,
    style: str = "orchestral_drama",
    ending: str = "ring",
    ordered: bool = False,
    dialogue: Sequence[tuple[float, float]] = (),
    moods: tuple[MoodPoint, ...] = (),
    seed: int = 0,
    rate: str = "24",
    themes: tuple[ThemeOrder, ...] = (),
    uid: str = "cue",
) -> Cue:
    """A cue from frame 240; times in seconds from its in point, hits hard by default."""
    fps = Rate.of(rate)
    pairs = [hit if isinstance(hit, tuple) else (hit, "hard") for hit in hits]
    found = [Hit(IN_FRAME, "entry", 1.0, "scene", ordered=True)]
    for moment, kind in sorted(pairs):
        frame = IN_FRAME + to_frames(moment, fps)
        found.append(Hit(frame, kind, 0.6, "cut", ordered))  # type: ignore[arg-type]
    start = to_seconds(IN_FRAME, fps)
    spans = tuple(Span(start + Fraction(a), start + Fraction(b)) for a, b in dialogue)
    return Cue(
        id="1m01",
        uid=uid,
        in_frame=IN_FRAME,
        out_frame=IN_FRAME + to_frames(seconds, fps),
        rate=fps,
        scene=0,
        style=style,
        mood=Mood(valence, arousal, 0.2, emotion),
        moods=moods,
        hits=tuple(found),
        dialogue=spans,
        ending=ending,  # type: ignore[arg-type]
        themes=themes,
        seed=seed,
    )


@st.composite
def cues(draw: st.DrawFn, longest: float = 90.0) -> Cue:
    """Any cue: any length, hits however close, dialogue anywhere, moods that turn."""
    seconds = draw(st.floats(1.5, longest))
    inside = st.floats(0, 1).map(lambda share: share * (seconds - 0.1))
    hits = draw(st.lists(st.tuples(inside, st.sampled_from(KINDS)), max_size=12))
    edges = sorted(draw(st.lists(inside, max_size=8, unique=True)))
    value = st.floats(-1, 1)
    mood = st.builds(Mood, value, value, value, st.sampled_from(EMOTIONS))
    points = draw(st.lists(st.builds(MoodPoint, inside, mood), max_size=4))
    return cue_of(
        seconds,
        hits,
        emotion=draw(st.sampled_from(EMOTIONS)),
        arousal=draw(value),
        valence=draw(value),
        style=draw(st.sampled_from(sorted(load_palettes()))),
        ending=draw(st.sampled_from(("ring", "stop", "fade"))),
        ordered=draw(st.booleans()),
        dialogue=[(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)],
        moods=tuple(sorted(points, key=lambda point: point.seconds)),
        seed=draw(st.integers(0, 5)),
        rate=draw(st.sampled_from(("24", "23.976", "25", "29.97", "60"))),
    )


def bar_tempi(score: Score | Plan) -> list[float]:
    """Mean beats a minute of every bar."""
    ends = [bar.beat + bar.beats for bar in score.bars]
    return [
        60 * float(bar.beats / (seconds_at(score.tempo, end) - seconds_at(score.tempo, bar.beat)))
        for bar, end in zip(score.bars, ends, strict=True)
    ]


def tempo_steps(score: Score | Plan) -> list[float]:
    """Change of tempo from each bar to the next, as a share."""
    return [abs(after / before - 1) for before, after in pairwise(bar_tempi(score))]


def text_of(score: Score, first: int, last: int) -> str:
    """Bars `first` to `last` (from 1) as text: a line a part and bar, `beat:pitch+beats` a note."""
    lines = [f"{score.style} {score.tonic} {score.mode}"]
    for number in range(first, last + 1):
        bar = score.bars[number - 1]
        end = bar.beat + bar.beats
        names = [c.numeral for c in score.chords if bar.beat <= c.beat < end]
        lines.append(f"bar {number} {bar.numerator}/{bar.denominator} {' '.join(names) or '-'}")
        for part in score.parts:
            inside = [note for note in part.notes if bar.beat <= note.beat < end]
            notes = " ".join(_note(n.beat - bar.beat, n.pitch, n.beats, n.accent) for n in inside)
            if notes:
                lines.append(f"  {part.name}: {notes}")
    return "\n".join(lines) + "\n"


def _note(beat: Fraction, pitch: int, beats: Fraction, accent: bool) -> str:
    return f"{_number(beat)}:{pitch}{'!' if accent else ''}+{_number(beats)}"


def _number(value: Fraction) -> str:
    return f"{float(value):.3f}".rstrip("0").rstrip(".")

"""Edits drawn on paper for the tests of spotting: shots, lines, moods, markers; no media."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from scenescore.model import (
    Clip,
    Cue,
    Cut,
    CutKind,
    Edit,
    Heard,
    LoudnessTrack,
    Marker,
    Media,
    MoodCurve,
    Picture,
    Remark,
    Scene,
    Seen,
    Shot,
    SoundSpan,
    Speech,
)
from scenescore.settings import EMOTIONS, Settings
from scenescore.spotting import spot
from scenescore.timebase import Rate, Span, to_frames

SAMPLES_PER_SECOND = 4


@dataclass(frozen=True)
class Feel:
    """Valence, arousal, tension and the emotion of one scene."""

    valence: float = 0.3
    arousal: float = 0.2
    tension: float = 0.2
    emotion: str = "happy"


CALM = Feel(0.0, -0.5, -0.4, "neutral")
TENSE = Feel(-0.6, 0.7, 0.8, "fear")


@dataclass(frozen=True)
class Film:
    """Scenes as lists of shot lengths in frames; everything else hangs on the frames."""

    scenes: Sequence[Sequence[int]]
    feels: Sequence[Feel] = ()
    lines: Sequence[tuple[float, float]] = ()
    markers: Sequence[tuple[str, int, int]] = ()  # text, frame, length in frames
    music: Sequence[tuple[float, float]] = ()
    kinds: dict[int, CutKind] = field(default_factory=dict)  # of cuts that are not hard
    rate: Rate = field(default_factory=lambda: Rate.of(24))
    start_frame: int = 86_400
    source_start: int = 0
    names: Sequence[str] = ()

    @property
    def lengths(self) -> list[int]:
        return [shot for scene in self.scenes for shot in scene]

    @property
    def starts(self) -> list[int]:
        starts = [0]
        for length in self.lengths:
            starts.append(starts[-1] + length)
        return starts

    @property
    def total(self) -> int:
        return self.starts[-1]

    def frames(self, start: int, end: int) -> Span:
        return Span.of_frames(start, end, self.rate)

    def edit(self) -> Edit:
        starts = self.starts
        clips = tuple(
            Clip(
                f"shot {i}",
                Media(f"/film/{self.names[i] if self.names else f'take {i} 장면.mov'}", ""),
                self.frames(starts[i], starts[i + 1]),
                Fraction(self.source_start) / self.rate.fps,
            )
            for i in range(len(self.lengths))
        )
        markers = tuple(
            Marker(text, self.frames(frame, frame + length)) for text, frame, length in self.markers
        )
        return Edit(
            "film",
            self.rate,
            self.start_frame,
            self.total,
            False,
            "",
            "otio",
            "",
            picture=clips,
            cuts=self.cuts(),
            markers=markers,
        )

    def cuts(self) -> tuple[Cut, ...]:
        return tuple(
            Cut(
                frame,
                self.kinds.get(frame, "hard"),
                self.frames(frame - 12, frame + 12) if frame in self.kinds else None,
            )
            for frame in self.starts[1:-1]
        )

    def seen(self, actions: Sequence[tuple[int, int, float]] = ()) -> Seen:
        starts = self.starts
        shots = tuple(Shot(a, b) for a, b in pairwise(starts))
        strong = {shot: (frame, strength) for shot, frame, strength in actions}
        pictures = tuple(
            Picture(i, 0.2 + 0.6 * (i % 2), 0.5, 0.5, 0.0, 0.3, *strong.get(i, (None, 0.0)))
            for i in range(len(shots))
        )
        return Seen(self.cuts(), shots, pictures)

    def scene_list(self) -> tuple[Scene, ...]:
        found, shot, frame = [], 0, 0
        for number, lengths in enumerate(self.scenes, start=1):
            shots = tuple(range(shot, shot + len(lengths)))
            found.append(Scene(number, frame, frame + sum(lengths), shots))
            shot, frame = shot + len(lengths), frame + sum(lengths)
        return tuple(found)

    def heard(self) -> Heard:
        return Heard(
            tuple(Speech(Span(Fraction(a), Fraction(b))) for a, b in self.lines),
            (),
            tuple(SoundSpan(Span(Fraction(a), Fraction(b)), "music") for a, b in self.music),
            LoudnessTrack(Fraction(1, 10), ()),
        )

    def mood(self) -> MoodCurve:
        feels = list(self.feels) or [Feel()] * len(self.scenes)
        seconds = float(self.total / self.rate.fps)
        times = [i / SAMPLES_PER_SECOND for i in range(int(seconds * SAMPLES_PER_SECOND) + 1)]
        scenes = self.scene_list()
        rows = []
        for time in times:
            frame = to_frames(time, self.rate)
            at = [i for i, s in enumerate(scenes) if s.start_frame <= frame]
            rows.append(feels[at[-1]])
        return MoodCurve(
            tuple(times),
            tuple(f.valence for f in rows),
            tuple(f.arousal for f in rows),
            tuple(f.tension for f in rows),
            {e: tuple(float(f.emotion == e) for f in rows) for e in EMOTIONS},
        )

    def spot(self, settings: Settings | None = None) -> tuple[tuple[Cue, ...], tuple[Remark, ...]]:
        return spot(
            self.edit(),
            self.seen(),
            self.scene_list(),
            self.heard(),
            self.mood(),
            settings or Settings(),
        )

    def cues(self, settings: Settings | None = None) -> tuple[Cue, ...]:
        return self.spot(settings)[0]

    def marked(self, *markers: tuple[str, int, int]) -> Film:
        return replace(self, markers=markers)


def in_line(film: Film, frame: int) -> bool:
    """Whether somebody speaks during `frame`'s first moment."""
    moment = frame / film.rate.fps
    return any(Fraction(a) <= moment < Fraction(b) for a, b in film.lines)


feels = st.builds(
    Feel,
    st.floats(-1, 1),
    st.floats(-1, 1),
    st.floats(-1, 1),
    st.sampled_from(EMOTIONS),
)
texts = st.sampled_from(
    (
        "IN",
        "OUT",
        "HIT",
        "STOP",
        "NO MUSIC",
        "음악 없음",
        "MOOD sad",
        "분위기 공포",
        "THEME x",
        "door",
    )
)


@st.composite
def films(draw: st.DrawFn, *, markers: bool = True) -> Film:
    """Any edit of up to a few minutes: scenes of shots, lines apart from each other, markers."""
    shots = st.lists(st.integers(6, 400), min_size=1, max_size=8)
    scenes = draw(st.lists(shots, min_size=1, max_size=7))
    rate = Rate.of(draw(st.sampled_from(["24", "23.976", "25", "29.97", "60"])))
    total = sum(map(sum, scenes))
    seconds = total / rate.fps
    gaps = draw(st.lists(st.tuples(st.integers(2, 120), st.integers(3, 150)), max_size=20))
    lines, now = [], 0.0
    for pause, length in gaps:
        start, end = now + pause / 10, now + (pause + length) / 10
        if end > seconds:
            break
        lines.append((start, end))
        now = end
    marks = st.tuples(texts, st.integers(0, total - 1), st.sampled_from([0, 1, 1, 120]))
    kinds = draw(st.lists(st.sampled_from(["hard", "hard", "dissolve", "fade"]), min_size=60))
    film = Film(
        scenes,
        [draw(feels) for _ in scenes],
        lines,
        draw(st.lists(marks, max_size=4)) if markers else (),
        rate=rate,
    )
    gradual = {f: k for f, k in zip(film.starts[1:-1], kinds, strict=False) if k != "hard"}
    return replace(film, kinds=gradual)

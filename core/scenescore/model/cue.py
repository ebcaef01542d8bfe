"""Cues: where music starts, what it meets, how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scenescore.model.analysis import Mood
from scenescore.timebase import Rate, Span, to_seconds

HitKind = Literal["hard", "soft", "entry", "stop", "swell"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A moment of the picture that the music meets.

    `frame` counts from the start of the edit. `weight` 0…1 ranks it; `ordered` is true for the
    user's markers, which are never moved. `source` says what it is: marker, scene, fade, dissolve,
    action, cut.
    """

    frame: int
    kind: HitKind
    weight: float
    source: str
    ordered: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class MoodPoint:
    """Mood at a moment, in seconds from the cue's in point."""

    seconds: float
    mood: Mood


@dataclass(frozen=True, slots=True)
class ThemeOrder:
    """A theme to be heard from a frame on."""

    name: str
    frame: int


@dataclass(frozen=True, slots=True)
class Followed:
    """Music of the edit that a cue fits to: its tempo, and its key as a pitch class and its third.

    None where that could not be told. `beats` are seconds of the edit.
    """

    tempo_bpm: float | None = None
    tonic: int | None = None
    minor: bool = False
    beats: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """One piece of music: where it starts, what it follows, how it ends.

    Music is heard from the first frame `in_frame` and has resolved by `out_frame`; a ring-out may
    sound beyond it. `hits` include the entry and lie in order. `dialogue` are the spans of speech
    in edit time inside the cue. `ending`: "ring" (last chord rings over), "stop" (cut dead on the
    out frame), "fade" (dies away into the out frame). `follows` is music of the edit that tempo and
    key are taken from.
    """

    id: str
    uid: str
    in_frame: int
    out_frame: int
    rate: Rate
    scene: int
    style: str
    mood: Mood
    moods: tuple[MoodPoint, ...]
    hits: tuple[Hit, ...]
    dialogue: tuple[Span, ...]
    ending: Literal["ring", "stop", "fade"] = "ring"
    themes: tuple[ThemeOrder, ...] = ()
    seed: int = 0
    follows: Followed = Followed()

    @property
    def span(self) -> Span:
        return Span.of_frames(self.in_frame, self.out_frame, self.rate)

    def seconds_at(self, frame: int) -> Fraction:
        """Seconds from the cue's in point to a frame of the edit."""
        return to_seconds(frame - self.in_frame, self.rate)

"""The edit as the house sees it: clips, cuts, tracks, markers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scenescore.model.report import Remark
from scenescore.timebase import Rate, Span, to_seconds

CutKind = Literal["hard", "dissolve", "fade"]


@dataclass(frozen=True, slots=True)
class Media:
    """A file behind a clip. `path` is absolute on this machine; `url` is as the edit has it.

    `start` is the source timecode of its first frame in seconds; clips have it subtracted already.
    """

    path: str
    url: str
    missing: bool = False
    start: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Clip:
    """Media placed in the edit.

    At record time t the media shows `source_start + (t - record.start) * speed` seconds from its
    first frame; speed is 1 normally, 0 for a freeze, negative in reverse (then `source_start` is
    the moment shown first, which is the latest). The formula also holds a little beyond `record`,
    for dissolves. `fade_in` and `fade_out` are seconds of audio fade inside `record`.
    """

    name: str
    media: Media | None
    record: Span
    source_start: Fraction
    speed: Fraction = Fraction(1)
    track: int = 0
    gain: float = 1.0
    fade_in: Fraction = Fraction(0)
    fade_out: Fraction = Fraction(0)

    def source_at(self, moment: Fraction) -> Fraction:
        """Seconds into the media at record time `moment`."""
        return self.source_start + (moment - self.record.start) * self.speed


@dataclass(frozen=True, slots=True)
class Track:
    """A track as the editor sees it. `ours` is true for lanes that SceneScore wrote earlier."""

    name: str
    kind: Literal["video", "audio"]
    enabled: bool = True
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A change of picture: the first frame of the new picture, or the middle of a dissolve."""

    frame: int
    kind: CutKind = "hard"
    span: Span | None = None  # of the dissolve or fade


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker of the editor's. Markers are orders when their text says so."""

    text: str
    span: Span
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Caption:
    """What the edit itself says is spoken, with its markup, and its language where that is told."""

    text: str
    span: Span
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit as the house sees it, flattened to what is seen and what is heard.

    `picture` holds what is seen: the topmost enabled picture at every moment, in order and without
    overlap (clips of a dissolve meet at its middle). `sound` holds every enabled audio clip but our
    own lanes; they may overlap. `cuts` are the changes inside `picture`; for a film they are found
    by `watch`. `source` is the file it came from, so that writing back can keep everything else.
    """

    name: str
    rate: Rate
    start_frame: int
    duration_frames: int
    drop_frame: bool
    source: str
    format: str  # otio, otioz, fcpxml, fcp7, edl, aaf, told, film, sound
    identity: str  # hash of the content, for caches
    picture: tuple[Clip, ...] = ()
    sound: tuple[Clip, ...] = ()
    cuts: tuple[Cut, ...] = ()
    tracks: tuple[Track, ...] = ()
    markers: tuple[Marker, ...] = ()
    captions: tuple[Caption, ...] = ()
    timeline: str | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def duration(self) -> Fraction:
        return to_seconds(self.duration_frames, self.rate)

"""What each observer says of each stretch: features of picture and sound, before any opinion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, log2, log10

from scenescore.model import Edit, Heard, LoudnessTrack, Scene, Seen
from scenescore.timebase import Span, overlapping

_FLOOR_LUFS = -60.0
_GATE_LUFS = -50.0  # programme loudness is that of what can be heard
_SURGE_WINDOWS = 4  # windows of two seconds that a surge is measured against
_PICTURE_FEATURES = (
    "brightness",
    "lighting_key",
    "contrast",
    "saturation",
    "warmth",
    "motion",
    "camera",
    "subject",
    "action",
)


_OF_COLOUR = ("saturation", "warmth")
_COLOURLESS = 0.04
"""Saturation that no shot of a black and white film reaches: its colours say nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A feature's value over a stretch."""

    feature: str
    span: Span
    value: float
    confidence: float = 1.0


def findings(
    edit: Edit, seen: Seen, scenes: tuple[Scene, ...], heard: Heard, window_s: float
) -> list[Finding]:
    """Every feature that was observed, at the grain it is observed at.

    Light, colour, motion and faces by shot, pace and talk by scene, voices by phrase, loudness by
    windows of `window_s`.
    """
    return [
        *_of_shots(edit, seen),
        *_of_pace(edit, scenes),
        *_of_talk(edit, scenes, heard),
        *_of_voices(heard),
        *_of_loudness(edit, heard.loudness, window_s),
    ]


def _of_shots(edit: Edit, seen: Seen) -> Iterator[Finding]:
    coloured = any(picture.saturation > _COLOURLESS for picture in seen.pictures)
    features = [name for name in _PICTURE_FEATURES if coloured or name not in _OF_COLOUR]
    for picture in seen.pictures:
        shot = seen.shots[picture.shot]
        span = Span.of_frames(shot.start_frame, shot.end_frame, edit.rate)
        for feature in features:
            yield Finding(feature, span, float(getattr(picture, feature)))
        if picture.faces:
            yield Finding("face", span, picture.face)


def _of_pace(edit: Edit, scenes: tuple[Scene, ...]) -> Iterator[Finding]:
    """Pace is known where a scene holds a cut: one long take is no slow cutting, but no cutting."""
    for scene in scenes:
        if len(scene.shots) > 1:
            span = Span.of_frames(scene.start_frame, scene.end_frame, edit.rate)
            yield Finding("pace", span, log2(60 * len(scene.shots) / float(span.duration)))


def _of_talk(edit: Edit, scenes: tuple[Scene, ...], heard: Heard) -> Iterator[Finding]:
    lines = [spoken.span for spoken in heard.speech]
    if not lines:
        return
    for scene in scenes:
        span = Span.of_frames(scene.start_frame, scene.end_frame, edit.rate)
        inside = overlapping(lines, span)
        seconds = float(span.duration)
        spoken_s = float(sum((line.overlap(span) for line in inside), Fraction(0)))
        yield Finding("talk", span, spoken_s / seconds)
        if len(inside) > 1:
            yield Finding("turns", span, log2(60 * len(inside) / seconds))


def _of_voices(heard: Heard) -> Iterator[Finding]:
    for phrase in heard.phrases:
        if phrase.voice is not None:
            yield Finding("voice", phrase.span, phrase.voice.arousal, phrase.confidence)


def _of_loudness(edit: Edit, track: LoudnessTrack, window_s: float) -> Iterator[Finding]:
    """Loudness against the programme's own, and against the seconds before."""
    hops = max(1, ceil(window_s / float(track.hop)))
    levels = _levels(track, hops)
    audible = [level for level in levels if level > _GATE_LUFS]
    if not audible:
        return
    programme = 10 * log10(sum(10 ** (level / 10) for level in audible) / len(audible))
    window, end = hops * track.hop, edit.duration
    for place, level in enumerate(levels):
        span = Span(place * window, min((place + 1) * window, end))
        if span.duration <= 0:
            return
        yield Finding("loudness", span, level - programme)
        before = levels[max(0, place - _SURGE_WINDOWS) : place]
        if before:
            yield Finding("surge", span, level - sum(before) / len(before))


def _levels(track: LoudnessTrack, hops: int) -> list[float]:
    """Loudness of each window of so many hops in LUFS, not below the floor."""
    windows = [track.power[i : i + hops] for i in range(0, len(track.power), hops)]
    means = [sum(window) / len(window) for window in windows]
    return [max(_FLOOR_LUFS, -0.691 + 10 * log10(mean + 1e-12)) for mean in means]

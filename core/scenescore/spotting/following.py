"""Cues that take tempo and key of the music that the edit already holds (`--existing follow`)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from scenescore.listen.music import named_key
from scenescore.model import Cue, Edit, Followed, FoundMusic, Heard, Hit, Remark
from scenescore.spotting.remarks import timecode
from scenescore.timebase import Span, to_frames

_NEAR = Fraction(20)
"""Seconds: music further away than this is no longer in the ear when the cue begins."""


def follow(cues: Sequence[Cue], edit: Edit, heard: Heard) -> tuple[tuple[Cue, ...], list[Remark]]:
    """The cues with what they follow, and what the editor should know of it.

    A cue follows the music that it shares most time with, else the nearest. One that begins while
    that music plays begins on one of its beats, unless its first frame was ordered.
    """
    fitted, remarks = [], []
    for place, cue in enumerate(cues):
        music = _followed(cue, heard.music)
        if music is None:
            fitted.append(cue)
            continue
        before = fitted[-1].out_frame if place else 0
        follower = replace(_on_a_beat(cue, music, before), follows=_what(music))
        fitted.append(follower)
        remarks.append(_told(edit, follower, music))
    return tuple(fitted), remarks


def _followed(cue: Cue, music: Sequence[FoundMusic]) -> FoundMusic | None:
    """The music under a cue, or the nearest; only such of which tempo or key is known."""
    known = [each for each in music if each.tempo_bpm or each.key]
    near = [each for each in known if _gap(cue.span, each.span) <= _NEAR]
    return max(
        near,
        key=lambda each: (cue.span.overlap(each.span), -_gap(cue.span, each.span)),
        default=None,
    )


def _gap(a: Span, b: Span) -> Fraction:
    return max(a.start - b.end, b.start - a.end, Fraction(0))


def _what(music: FoundMusic) -> Followed:
    key = named_key(music.key) if music.key else None
    return Followed(music.tempo_bpm, key.tonic if key else None, key.minor if key else False)


def _on_a_beat(cue: Cue, music: FoundMusic, earliest: int) -> Cue:
    """The cue from the beat that is nearest to its first frame; hits before it are left out."""
    start = cue.span.start
    if _is_ordered(cue) or not music.beats or not music.span.start <= start < music.span.end:
        return cue
    after = bisect_left(music.beats, float(start))
    beside = music.beats[max(after - 1, 0) : after + 1]
    beat = min(beside, key=lambda moment: abs(moment - float(start)))
    frame = to_frames(Fraction(round(beat * 1000), 1000), cue.rate)
    if not earliest <= frame < cue.out_frame:
        return cue
    return _begun_at(cue, frame)


def _is_ordered(cue: Cue) -> bool:
    return any(hit.ordered and hit.frame == cue.in_frame for hit in cue.hits)


def _begun_at(cue: Cue, frame: int) -> Cue:
    """The same cue from another first frame; its uid stays that of its place in the edit."""
    shift = float(Fraction(frame - cue.in_frame) / cue.rate.fps)
    entry = [replace(hit, frame=frame) for hit in cue.hits if hit.kind == "entry"]
    hits: list[Hit] = [h for h in cue.hits if h.kind != "entry" and h.frame > frame]
    moods = [replace(point, seconds=max(point.seconds - shift, 0.0)) for point in cue.moods]
    first = [place for place, point in enumerate(moods) if point.seconds == 0.0]
    return replace(
        cue,
        in_frame=frame,
        hits=tuple(sorted((*entry, *hits), key=lambda hit: hit.frame)),
        moods=tuple(moods[first[-1] :] if first else (replace(moods[0], seconds=0.0), *moods)),
    )


def _told(edit: Edit, cue: Cue, music: FoundMusic) -> Remark:
    tempo = f"{music.tempo_bpm:.0f} BPM" if music.tempo_bpm else ""
    what = ", ".join(part for part in (tempo, music.key) if part)
    place = timecode(edit, to_frames(music.span.start, edit.rate))
    missing = "" if music.tempo_bpm and music.key else "Its tempo or key could not be told surely."
    return Remark(
        "music-followed",
        f"Cue {cue.id} follows the music at {place}: {what}.",
        missing,
        timecode(edit, cue.in_frame),
    )

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

_A_BEAT_S = 1.5
"""Seconds that a cue moves at most to begin on a beat: as long as the slowest that is found."""

_SAME_PACE = 0.08
"""Share by which the tempo of another stretch may differ for its beats to be gone on in."""


def follow(cues: Sequence[Cue], edit: Edit, heard: Heard) -> tuple[tuple[Cue, ...], list[Remark]]:
    """The cues with what they follow, and what the editor should know of it.

    A cue follows the music that it shares most time with, else the nearest. One that begins while
    that music plays begins on one of its beats, unless its first frame was ordered.
    """
    fitted: list[Cue] = []
    told: dict[FoundMusic, list[Cue]] = {}
    for cue in cues:
        music = _followed(cue, heard.music)
        if music is None:
            fitted.append(cue)
            continue
        before = fitted[-1].out_frame if fitted else 0
        fitted.append(replace(_on_a_beat(cue, music, before), follows=_what(music, heard.music)))
        told.setdefault(music, []).append(fitted[-1])
    remarks = [_told(edit, music, followers) for music, followers in told.items()]
    remarks += [_unclear(edit, each) for each in heard.music if not (each.tempo_bpm or each.key)]
    return tuple(fitted), remarks or [_nothing_followed(heard.music)]


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


def _what(music: FoundMusic, others: Sequence[FoundMusic]) -> Followed:
    """What is followed of some music, and its beats with those of what goes on at its pace."""
    key = named_key(music.key) if music.key else None
    tonic, minor = (key.tonic, key.minor) if key else (None, False)
    tempo = music.tempo_bpm
    alike = [
        each
        for each in others
        if tempo and each.tempo_bpm and abs(each.tempo_bpm / tempo - 1) <= _SAME_PACE
    ]
    return Followed(tempo, tonic, minor, tuple(beat for each in alike for beat in each.beats))


def _on_a_beat(cue: Cue, music: FoundMusic, earliest: int) -> Cue:
    """The cue from the beat that is nearest to its first frame; hits before it are left out."""
    start = cue.span.start
    if _is_ordered(cue) or not music.beats or not music.span.start <= start < music.span.end:
        return cue
    after = bisect_left(music.beats, float(start))
    beside = music.beats[max(after - 1, 0) : after + 1]
    beat = min(beside, key=lambda moment: abs(moment - float(start)))
    if abs(beat - float(start)) > _A_BEAT_S:
        return cue
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


def _told(edit: Edit, music: FoundMusic, followers: Sequence[Cue]) -> Remark:
    """What these cues have of a stretch of music."""
    place = timecode(edit, to_frames(music.span.start, edit.rate))
    cues = ", ".join(cue.id for cue in followers)
    tempo = f"{music.tempo_bpm:.0f} BPM" if music.tempo_bpm else ""
    what = ", ".join(part for part in (tempo, music.key) if part)
    message = f"The music at {place} ({what}) is followed by: {cues}."
    return Remark("music-followed", message, _not_told(music), place)


def _not_told(music: FoundMusic) -> str:
    if not music.tempo_bpm:
        return "No steady beat was found in it: the cues have its key and their own tempo."
    if not music.key:
        return "Its key could not be told: the cues have its tempo and a key of their own."
    return ""


def _unclear(edit: Edit, music: FoundMusic) -> Remark:
    place = timecode(edit, to_frames(music.span.start, edit.rate))
    message = f"The music at {place} is not followed: neither its tempo nor its key could be told."
    return Remark("music-not-followed", message, where=place)


def _nothing_followed(music: Sequence[FoundMusic]) -> Remark:
    if not music:
        message = "There is no music in the edit that could be followed."
    else:
        message = "No cue lies near enough to music of the edit that could be followed."
    return Remark("music-not-followed", message)

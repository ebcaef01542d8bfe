"""`--existing replace`: the edit's sound as it is mixed with the new score, without the old music.

Clips of music alone are left out; where a clip holds music with something else, its dialogue is
taken out of the music, by a separation engine or by the baseline, what lies beside the music stays,
and both are written as a sound of their own. The edit itself stays as it is: a remark says which
tracks or clips of it to mute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from scenescore.analysis import Analysis
from scenescore.engines import Choice, Separator, Stereo, choose, open_separator
from scenescore.job import Job
from scenescore.listen import listen
from scenescore.listen.separation import separated
from scenescore.listen.unmixing import SpeechGate
from scenescore.media import PowerMeter, WavWriter, mix_sound
from scenescore.model import Clip, Edit, EngineUse, Heard, Lane, Media, Remark
from scenescore.timebase import (
    SAMPLE_RATE,
    Span,
    format_timecode,
    merge_spans,
    overlapping,
    split_spans,
    to_frames,
    to_samples,
)

DIALOGUE = "dialogue.wav"
"""The file of the dialogue that was taken out of its music, in the run's folder."""

LANE = "Dialogue"
"""The lane (track) that it lies on."""

_BASELINE = "mask by level, middle and speech"
_HANDLE = SAMPLE_RATE  # lanes' files begin a second before their first frame
_MUSIC_ALONE, _STRAY_SPEECH = 0.9, 0.03
"""Shares of what is heard of a clip, from and up to which it is music alone. Of recordings of music
95 % and more is found to be music, and less than 2 % to be speech, which is then a false alarm."""

_HARDLY_ANY, _SHORT_S = 0.1, 5
"""Share and seconds of music in a clip below both of which the clip stays as it is. From as long a
stretch of other sound on it is not music alone: of recordings of music at most 4 s are taken for
effects at a stretch."""

_NAMED = 5
"""Clips that the remark names."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """What the new score is mixed with: an analysis whose edit sounds without the old music.

    `lanes` place the dialogue that was taken out of music, if any was.
    """

    analysis: Analysis
    lanes: tuple[Lane, ...] = ()
    remarks: tuple[Remark, ...] = ()
    engines: tuple[EngineUse, ...] = ()


def without_music(analysis: Analysis, folder: Path, job: Job) -> Replaced:
    """Take the music out of an edit's sound; writes `DIALOGUE` into `folder` where it is needed.

    Raises ModelMissing for damaged weights of the separation engine.
    """
    edit, heard = analysis.edit, analysis.heard
    if not heard.music:
        return Replaced(analysis, remarks=(_nothing_to_replace(),))
    tracks = _heard_tracks(edit, heard, job.part(0, 3))
    stretches = {track: _stretches_of(there) for track, there in tracks.items()}
    kinds = [_kind(stretches[c.track], c.record, only=len(tracks) == 1) for c in edit.sound]
    mixed, kept = _clips(edit, kinds, "mixed"), _clips(edit, kinds, "kept")
    if kept == edit.sound:
        return Replaced(analysis, remarks=(_nothing_to_replace(),))
    lanes: tuple[Lane, ...] = ()
    engines: tuple[EngineUse, ...] = ()
    said: tuple[Remark, ...] = ()
    if mixed:
        choice = choose("separation", baseline=_BASELINE)
        path = folder / DIALOGUE
        part = replace(edit, sound=mixed)
        samples, said = _write(part, stretches, choice, path, job.part(1, 3))
        kept = (*kept, _clip(path, edit))
        lanes = (_lane(path, samples, edit),)
        engines = (choice.use,)
    sounding = replace(edit, sound=kept)
    loudness = _remeasured(sounding, heard, job.part(2, 3))
    return Replaced(
        replace(analysis, edit=sounding, heard=loudness),
        lanes,
        (*said, _to_mute(edit, kinds)),
        engines,
    )


def _clips(edit: Edit, kinds: Sequence[str], wanted: str) -> tuple[Clip, ...]:
    return tuple(c for c, kind in zip(edit.sound, kinds, strict=True) if kind == wanted)


def _heard_tracks(edit: Edit, heard: Heard, job: Job) -> Mapping[int, Heard]:
    """What is heard on each track by itself; a single track is what was heard already."""
    numbers = sorted({clip.track for clip in edit.sound})
    if len(numbers) == 1:
        return {numbers[0]: heard}
    return {
        number: listen(
            replace(edit, sound=tuple(c for c in edit.sound if c.track == number)),
            None,
            job.part(place, len(numbers)),
        )
        for place, number in enumerate(numbers)
    }


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Where something, music and speech are heard on a track: each in order and apart."""

    sounding: tuple[Span, ...]
    music: tuple[Span, ...]
    speech: tuple[Span, ...]


def _stretches_of(heard: Heard) -> _Stretches:
    def of(*kinds: str) -> tuple[Span, ...]:
        return merge_spans([each.span for each in heard.sound if each.kind in kinds])

    music = merge_spans([found.span for found in heard.music])
    return _Stretches(of("dialogue", "music", "effects"), music, of("dialogue"))


def _kind(heard: _Stretches, where: Span, *, only: bool) -> str:
    """Whether what is heard of a clip is "music", is "kept" as it is, or is "mixed".

    On the `only` track a single line makes it mixed: there is no other track to speak on.
    """
    sounding, music, speech = (
        sum((span.overlap(where) for span in overlapping(spans, where)), Fraction(0))
        for spans in (heard.sounding, heard.music, heard.speech)
    )
    _, beside = split_spans(_within(heard.sounding, where), heard.music)
    if not music or (music < _HARDLY_ANY * sounding and music < _SHORT_S):
        return "kept"
    silent = not speech if only else speech <= _STRAY_SPEECH * sounding
    alone = silent and all(each.duration < _SHORT_S for each in beside)
    return "music" if music >= _MUSIC_ALONE * sounding and alone else "mixed"


def _write(
    edit: Edit, heard: Mapping[int, _Stretches], choice: Choice, path: Path, job: Job
) -> tuple[int, tuple[Remark, ...]]:
    """The sound of some clips, within their music only the dialogue; its samples, and remarks."""
    music = merge_spans(
        [part for clip in edit.sound for part in _within(heard[clip.track].music, clip.record)]
    )
    tracks = {clip.track for clip in edit.sound}
    speech = merge_spans([span for track in tracks for span in heard[track].speech])
    engine = open_separator(choice) if choice.descriptor else None

    def engine_from(second: float) -> Separator:
        return engine or SpeechGate(speech, second)

    sound = mix_sound(edit, sample_rate=SAMPLE_RATE, block=SAMPLE_RATE, job=job)
    reference = max(
        to_samples(Fraction(edit.start_frame) / edit.rate.fps, SAMPLE_RATE) - _HANDLE, 0
    )
    about = f"dialogue of {edit.name}"
    with WavWriter(path, time_reference=reference, description=about) as wav:
        for block in _with_handles(separated(sound, music, engine_from, job)):
            wav.write(block)
    return wav.samples, engine.remarks if engine else ()


def _within(spans: Sequence[Span], where: Span) -> list[Span]:
    return [part for span in overlapping(spans, where) if (part := span.clip_to(where))]


def _with_handles(blocks: Iterable[Stereo]) -> Iterator[Stereo]:
    silence = np.zeros((_HANDLE, 2), np.float32)
    yield silence
    yield from blocks
    yield silence


def _clip(path: Path, edit: Edit) -> Clip:
    media = Media(str(path), path.name)
    return Clip(path.stem, media, Span(Fraction(0), edit.duration), Fraction(_HANDLE, SAMPLE_RATE))


def _lane(path: Path, samples: int, edit: Edit) -> Lane:
    return Lane(LANE, path.stem, LANE, str(path), samples, 0, edit.duration_frames)


def _remeasured(edit: Edit, heard: Heard, job: Job) -> Heard:
    """The same speech over the sound that is left; nothing of the old music."""
    meter = PowerMeter(SAMPLE_RATE, hop=heard.loudness.hop)
    for block in mix_sound(edit, sample_rate=SAMPLE_RATE, block=SAMPLE_RATE, job=job):
        meter.feed(block)
    left = tuple(each for each in heard.sound if each.kind != "music")
    loudness = meter.track()
    return replace(heard, loudness=loudness, sound=left, music=(), replaced=heard.music)


def _nothing_to_replace() -> Remark:
    return Remark("no-music-to-replace", "There is no music in the edit that could be replaced.")


def _to_mute(edit: Edit, kinds: Sequence[str]) -> Remark:
    """Tracks that sound no more with the new score, and clips of tracks of which the rest does."""
    muted = [clip for clip, kind in zip(edit.sound, kinds, strict=True) if kind != "kept"]
    partly = {clip.track for clip in _clips(edit, kinds, "kept")}
    tracks = {clip.track: _track_name(edit, clip.track) for clip in muted}
    names = [name for track, name in sorted(tracks.items()) if track not in partly]
    clips = [_clip_name(edit, clip) for clip in muted if clip.track in partly]
    names += clips[:_NAMED]
    if len(clips) > _NAMED:
        names.append(f"… +{len(clips) - _NAMED}")
    message = f"To hear the new score without the old music, mute: {', '.join(names)}."
    kept = (
        "The lane Dialogue holds their dialogue and what sounds beside their music; "
        "effects under the music are gone with it."
    )
    return Remark("mute-to-replace", message, kept if "mixed" in kinds else "")


def _clip_name(edit: Edit, clip: Clip) -> str:
    frame = edit.start_frame + to_frames(clip.record.start, edit.rate)
    place = format_timecode(frame, edit.rate, edit.drop_frame)
    return f"{clip.name} ({_track_name(edit, clip.track)}, {place})"


def _track_name(edit: Edit, track: int) -> str:
    if edit.format in ("film", "sound") or not track < len(edit.tracks):
        return Path(edit.source).name
    return edit.tracks[track].name or f"{edit.tracks[track].kind} {track + 1}"

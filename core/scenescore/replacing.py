"""`--existing replace`: the edit's sound as it is mixed with the new score, without the old music.

Where tracks hold music alone they are left out; where a track holds dialogue and music in one, its
dialogue is taken out of the music, by a separation engine or by the baseline, and written as a
sound of its own. The edit itself stays as it is: a remark says which of its tracks to mute.
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
from scenescore.timebase import SAMPLE_RATE, Span, merge_spans, to_samples

DIALOGUE = "dialogue.wav"
"""The file of the dialogue that was taken out of its music, in the run's folder."""

LANE = "Dialogue"
"""The lane (track) that it lies on."""

_BASELINE = "mask by level, middle and speech"
_HANDLE = SAMPLE_RATE  # lanes' files begin a second before their first frame
_MUSIC_ALONE = 0.5
_HARDLY_ANY = 0.1
"""Shares of what is heard of a track: it is music from half on if hardly anybody speaks, and left
as it is if there is hardly any music."""


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
    kinds = {track: _kind(there, only=len(tracks) == 1) for track, there in tracks.items()}
    mixed = {track: tracks[track] for track, kind in kinds.items() if kind == "mixed"}
    kept = tuple(clip for clip in edit.sound if kinds[clip.track] == "kept")
    lanes: tuple[Lane, ...] = ()
    engines: tuple[EngineUse, ...] = ()
    said: tuple[Remark, ...] = ()
    if mixed:
        part = replace(edit, sound=tuple(c for c in edit.sound if c.track in mixed))
        choice = choose("separation", baseline=_BASELINE)
        path = folder / DIALOGUE
        samples, said = _write(part, [*mixed.values()], choice, path, job.part(1, 3))
        kept = (*kept, _clip(path, edit))
        lanes = (_lane(path, samples, edit),)
        engines = (choice.use,)
    sounding = replace(edit, sound=kept)
    loudness = _remeasured(sounding, heard, job.part(2, 3))
    return Replaced(
        replace(analysis, edit=sounding, heard=loudness),
        lanes,
        (*said, _to_mute(edit, kinds, bool(mixed))),
        engines,
    )


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


def _kind(heard: Heard, *, only: bool) -> str:
    """Whether a track is "music", is "kept" as it is, or is "mixed".

    Where it is the `only` one, a single line makes it mixed: there is no other track to speak on.
    """
    lengths = {"dialogue": Fraction(0), "music": Fraction(0), "effects": Fraction(0)}
    for each in heard.sound:
        if each.kind in lengths:
            lengths[each.kind] += each.span.duration
    sounding = max(sum(lengths.values()), Fraction(1, 100))
    music, speech = lengths["music"] / sounding, lengths["dialogue"] / sounding
    if music < _HARDLY_ANY:
        return "kept"
    silent = not speech if only else speech < _HARDLY_ANY
    return "music" if music >= _MUSIC_ALONE and silent else "mixed"


def _write(
    edit: Edit, heard: Sequence[Heard], choice: Choice, path: Path, job: Job
) -> tuple[int, tuple[Remark, ...]]:
    """The sound of some tracks, within music only the dialogue of it; its samples, and remarks."""
    music = merge_spans([found.span for each in heard for found in each.music])
    speech = merge_spans([line.span for each in heard for line in each.speech])
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
    return replace(heard, loudness=meter.track(), sound=left, music=())


def _nothing_to_replace() -> Remark:
    return Remark("no-music-to-replace", "There is no music in the edit that could be replaced.")


def _to_mute(edit: Edit, kinds: Mapping[int, str], lane: bool) -> Remark:
    names = [_track_name(edit, track) for track, kind in kinds.items() if kind != "kept"]
    message = f"To hear the new score without the old music, mute: {', '.join(names)}."
    hint = "The lane Dialogue holds what is spoken on them." if lane else ""
    return Remark("mute-to-replace", message, hint)


def _track_name(edit: Edit, track: int) -> str:
    if edit.format in ("film", "sound") or not track < len(edit.tracks):
        return Path(edit.source).name
    return edit.tracks[track].name or f"{edit.tracks[track].kind} {track + 1}"

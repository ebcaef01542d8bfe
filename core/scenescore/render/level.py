"""Raw cues to the files of the lanes: levelled, yielding to dialogue, measured as written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scenescore.cache import to_json, write_text
from scenescore.job import Job
from scenescore.media import PowerMeter, TruePeakMeter, WavWriter, integrated, read_wav_blocks
from scenescore.model import (
    Cue,
    Edit,
    GainCurve,
    Heard,
    HeardHit,
    Hit,
    Loudness,
    Recording,
    ScoreHit,
    Stem,
)
from scenescore.render.balance import LaneGain, lane_gains
from scenescore.render.onsets import first_strong_onset, silent_from
from scenescore.render.presets import loudness_target
from scenescore.render.raw import RawCue
from scenescore.settings import LoudnessPreset
from scenescore.timebase import SAMPLE_RATE, to_samples, to_seconds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

_BLOCK = SAMPLE_RATE
_MIDNIGHT = 24 * 3600
_AROUND_S = 1
_SOFT_FRAMES = 2


def level_cues(
    raws: Sequence[RawCue],
    edit: Edit,
    heard: Heard,
    preset: LoudnessPreset,
    folder: Path,
    job: Job,
    *,
    dry: bool = False,
) -> tuple[Recording, ...]:
    """Write every cue's mix, stems and gain curve under `folder`/cues; measure what was written.

    24-bit BWF at 48 kHz; the mix is the sum of the stems, with nothing non-linear in between. With
    `dry` also the mix before the gain that yields to dialogue. Raises `OutputUnwritable`.
    """
    gains = lane_gains(raws, edit, heard, loudness_target(preset))
    recordings = []
    for index, (raw, gain) in enumerate(zip(raws, gains, strict=True)):
        job.step(index / len(raws), raw.cue.id)
        recordings.append(_write(raw, gain, edit, folder / "cues" / raw.cue.id, dry))
    job.step(1.0)
    return tuple(recordings)


def gain_at(curve: GainCurve, first: int, samples: int) -> NDArray[np.float32]:
    """Factors for `samples` samples of a file from sample `first` on, after its gain curve."""
    at, decibels = np.array(curve.points).T
    moments = (first + np.arange(samples)) / SAMPLE_RATE
    edges = np.interp(moments[[0, -1]], at, decibels)
    turns = (at > moments[0]) & (at < moments[-1])
    if edges[0] == edges[1] and np.all(decibels[turns] == edges[0]):
        return np.full(samples, 10 ** (edges[0] / 20), np.float32)
    return np.asarray(10 ** (np.interp(moments, at, decibels) / 20), np.float32)


def _write(raw: RawCue, gain: LaneGain, edit: Edit, folder: Path, dry: bool) -> Recording:
    name = raw.cue.id
    reference = _time_reference(raw, edit)
    about = f"{name} of {edit.name}"
    meter, peak = PowerMeter(SAMPLE_RATE), TruePeakMeter()
    stems = [folder / "stems" / f"{stem.name}.wav" for stem in raw.stems]
    with ExitStack() as stack:

        def writer(path: Path) -> WavWriter:
            return stack.enter_context(
                WavWriter(path, bits=24, time_reference=reference, description=about)
            )

        mix, parts = writer(folder / f"{name}.wav"), [writer(path) for path in stems]
        dry_mix = writer(folder / f"{name}.dry.wav") if dry else None
        for blocks, factors in _levelled(raw, gain):
            levelled = [block * factors for block in blocks]
            total = np.sum(levelled, axis=0)
            for part, block in zip(parts, levelled, strict=True):
                part.write(block)
            mix.write(total)
            meter.feed(total)
            peak.feed(total)
            if dry_mix:
                dry_mix.write(np.sum(blocks, axis=0))
        track = meter.track()
        mix.loudness = Loudness(integrated(track), peak.dbtp)
    write_text(folder / f"{name}.duck.json", to_json(gain.duck, indent=1))
    mix_stem = Stem(name, str(folder / f"{name}.wav"), raw.samples)
    return Recording(
        cue=raw.cue.uid,
        lane_start_frame=raw.lane_start_frame,
        lane_end_frame=raw.lane_end_frame,
        samples=raw.samples,
        mix=mix_stem,
        stems=tuple(
            replace(stem, path=str(path)) for stem, path in zip(raw.stems, stems, strict=True)
        ),
        dry=Stem(f"{name}.dry", str(folder / f"{name}.dry.wav"), raw.samples) if dry else None,
        duck=gain.duck,
        loudness=mix.loudness,
        power=track,
        hits=tuple(_heard_hit(hit, raw, Path(mix_stem.path)) for hit in raw.hits),
    )


def _levelled(raw: RawCue, gain: LaneGain) -> Iterator[tuple[list[Sound], Sound]]:
    """Blocks of all stems at their base gain, and the factors of the yielding gain (n, 1)."""
    base = np.float32(10 ** (gain.base_db / 20))
    streams = [read_wav_blocks(Path(stem.path), block=_BLOCK) for stem in raw.stems]
    first = 0
    for blocks in zip(*streams, strict=True):
        yield [block * base for block in blocks], gain_at(gain.duck, first, len(blocks[0]))[:, None]
        first += len(blocks[0])


def _heard_hit(hit: ScoreHit, raw: RawCue, mix: Path) -> HeardHit:
    """Where a hit is heard on the written sound."""
    at = raw.span.sample_at(hit.hit.frame)
    begin = max(at - _AROUND_S * SAMPLE_RATE, 0)
    blocks = list(read_wav_blocks(mix, begin, 2 * _AROUND_S * SAMPLE_RATE))
    if not blocks:
        return HeardHit(hit, None)
    moment = (at - begin) / SAMPLE_RATE
    heard = _heard_at(np.concatenate(blocks), moment, hit.hit, raw.cue)
    return HeardHit(hit, None if heard is None else round((heard - moment) * 1000, 2))


def _heard_at(sound: Sound, moment: float, hit: Hit, cue: Cue) -> float | None:
    """Seconds at which a hit is heard: its onset, or the silence of the stop that ends a cue.

    A soft hit is a change of chord that need not be struck: an onset farther away is another's.
    """
    if hit.kind == "stop" and hit.frame == cue.out_frame:
        return silent_from(sound, moment)
    onset = first_strong_onset(sound, moment)
    if onset is None:
        return None
    if hit.kind == "soft" and abs(onset.seconds - moment) > _SOFT_FRAMES * cue.rate.frame:
        return None
    return onset.seconds


def _time_reference(raw: RawCue, edit: Edit) -> int:
    """Samples since midnight of the file's first sample: true seconds, also at NTSC rates."""
    start = to_seconds(edit.start_frame, edit.rate) + raw.span.start_seconds
    return to_samples(start % Fraction(_MIDNIGHT))

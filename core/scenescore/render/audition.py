"""A score by itself as a sound file, without any edit to lie in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scenescore.job import Job
from scenescore.media import PowerMeter, TruePeakMeter, WavWriter, integrated, read_wav_blocks
from scenescore.model import Cue, Loudness, Score, SoundFont
from scenescore.render.lane import HANDLE
from scenescore.render.limiter import Limiter
from scenescore.render.raw import RawCue, render_cue
from scenescore.timebase import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LUFS = -20.0
_PEAK_DBTP = -1.5
_MOST_LIMITED_DB = 4.0
"""What the limiter may take of a strike; a score with higher ones is left softer than the rest."""


def write_wav(
    cue: Cue, score: Score, font: SoundFont, path: Path, work: Path, job: Job
) -> Loudness:
    """Play `score` into a 24-bit WAV at -20 LUFS that begins with the cue's in point.

    No peak is above -1.5 dBTP. `work` is a folder for what is needed on the way. Returns the
    loudness of what was written; raises as `render_cue` does.
    """
    raw = render_cue(cue, score, font, work, job, first_frame=cue.in_frame)
    peak = max(max(raw.power.peak, default=0.0), 1e-9)
    headroom = _PEAK_DBTP + _MOST_LIMITED_DB - 20 * float(np.log10(peak))
    gain = min(_LUFS - integrated(raw.power), headroom)
    meter, highest = PowerMeter(SAMPLE_RATE), TruePeakMeter()
    with WavWriter(path, bits=24, description=cue.id) as writer:
        for mix in _limited(raw, np.float32(10 ** (gain / 20))):
            writer.write(mix)
            meter.feed(mix)
            highest.feed(mix)
        writer.loudness = Loudness(integrated(meter.track()), highest.dbtp)
    return writer.loudness


def _limited(raw: RawCue, factor: np.float32) -> Iterator[NDArray[np.float32]]:
    """The sum of the stems without their handles, amplified, under the ceiling."""
    limiter = Limiter(10 ** (_PEAK_DBTP / 20))
    streams = [
        read_wav_blocks(Path(stem.path), HANDLE, raw.samples - 2 * HANDLE) for stem in raw.stems
    ]
    for blocks in zip(*streams, strict=True):
        yield limiter.feed(np.sum(blocks, axis=0) * factor)
    yield limiter.flush()

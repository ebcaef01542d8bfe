"""A score by itself as a sound file, without any edit to lie in."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from scenescore.job import Job
from scenescore.media import PowerMeter, TruePeakMeter, WavWriter, integrated, read_wav_blocks
from scenescore.model import Cue, Loudness, Score, SoundFont
from scenescore.render.lane import HANDLE
from scenescore.render.raw import render_cue
from scenescore.timebase import SAMPLE_RATE

_LUFS = -20.0
_PEAK_DBFS = -1.5


def write_wav(
    cue: Cue, score: Score, font: SoundFont, path: Path, work: Path, job: Job
) -> Loudness:
    """Play `score` into a 24-bit WAV at -20 LUFS that begins with the cue's in point.

    `work` is a folder for what is needed on the way. Returns the loudness of what was written;
    raises as `render_cue` does.
    """
    raw = render_cue(cue, score, font, work, job, first_frame=cue.in_frame)
    peak = max(max(raw.power.peak, default=0.0), 1e-9)
    gain = min(_LUFS - integrated(raw.power), _PEAK_DBFS - 20 * float(np.log10(peak)))
    factor = np.float32(10 ** (gain / 20))
    meter, highest = PowerMeter(SAMPLE_RATE), TruePeakMeter()
    streams = [
        read_wav_blocks(Path(stem.path), HANDLE, raw.samples - 2 * HANDLE) for stem in raw.stems
    ]
    with WavWriter(path, bits=24, description=cue.id) as writer:
        for blocks in zip(*streams, strict=True):
            mix = np.sum(blocks, axis=0) * factor
            writer.write(mix)
            meter.feed(mix)
            highest.feed(mix)
        writer.loudness = Loudness(integrated(meter.track()), highest.dbtp)
    return writer.loudness

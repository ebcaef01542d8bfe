"""Lanes as they lie on disk: `python bench/lanes.py OUT_DIR [OUT_DIR …]`, folders of finished runs.

For every cue: samples too many or too few in its files, how far its stems are from adding up to the
mix, its loudness and true peak; for the run: programme and speech over music as reported.
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np

from scenescore.media import PowerMeter, TruePeakMeter, integrated, read_wav_blocks, wav_info
from scenescore.timebase import SAMPLE_RATE, Rate, frames_to_samples

SILENT_DB = -200.0


def wrong_samples(folder: Path, cue: dict[str, object], rate: Rate) -> int:
    """The largest deviation of any of the cue's files from the length that CONTRACT.md names."""
    frames = int(str(cue["lane_end_frame"])) - int(str(cue["lane_start_frame"]))
    wanted = frames_to_samples(frames, rate) + 2 * SAMPLE_RATE
    return max(abs(wav_info(path).samples - wanted) for path in sounds_of(folder))


def sounds_of(folder: Path) -> list[Path]:
    return [*folder.glob("*.wav"), *folder.glob("stems/*.wav")]


def stems_off_db(folder: Path) -> float:
    """The largest difference between the mix and the sum of its stems, in dBFS."""
    mix = read_wav_blocks(folder / f"{folder.name}.wav")
    stems = [read_wav_blocks(path) for path in sorted(folder.glob("stems/*.wav"))]
    worst = 0.0
    for blocks in zip(mix, *stems, strict=True):
        total = np.sum([block.astype(np.float64) for block in blocks[1:]], axis=0)
        worst = max(worst, float(np.abs(blocks[0] - total).max()))
    return 20 * float(np.log10(worst)) if worst else SILENT_DB


def level_of(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak of a file."""
    meter, peak = PowerMeter(SAMPLE_RATE), TruePeakMeter()
    for block in read_wav_blocks(path):
        meter.feed(block)
        peak.feed(block)
    return integrated(meter.track()), peak.dbtp


def print_table(out: Path) -> None:
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    rate = Rate(Fraction(*report["edit"]["rate"]))
    print(f"\n{out}")
    print(
        f"{'cue':8} {'seconds':>8} {'stems':>6} {'samples off':>12} {'stems off dBFS':>15}", end=""
    )
    print(f" {'LUFS':>7} {'dBTP':>7}")
    for cue in report["cues"]:
        folder = out / "cues" / cue["id"]
        mix = folder / f"{cue['id']}.wav"
        seconds = wav_info(mix).samples / SAMPLE_RATE - 2
        loudness, peak = level_of(mix)
        print(
            f"{cue['id']:8} {seconds:8.1f} {len(cue['stems']):6} "
            f"{wrong_samples(folder, cue, rate):12} {stems_off_db(folder):15.1f} "
            f"{loudness:7.1f} {peak:7.1f}"
        )
    programme = report.get("programme") or {}
    margin = programme.get("speech_minus_music_lu")
    print(
        f"programme {programme.get('integrated_lufs')} LUFS, {programme.get('true_peak_dbtp')} dBTP"
    )
    print(f"speech over music, 3 s windows: {margin or 'no speech'}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for argument in sys.argv[1:]:
        print_table(Path(argument))

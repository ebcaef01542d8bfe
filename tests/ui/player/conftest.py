"""Edits whose picture and sound tell where they are, takes on disk, and playing without waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from tests.media.making import Array, clip_of, edit_of, number_in, write_film, write_sound

from scenescore.media import Sound
from scenescore.model import Edit
from scenescore.timebase import SAMPLE_RATE, Rate, frames_to_samples
from scenescore_ui.player.frames import Picture
from scenescore_ui.player.mixer import Mixer
from scenescore_ui.player.programme import Library
from scenescore_ui.player.route import Route

CLICK_EVERY = 10
"""Frames from one click of a clicking film to the next."""


def noise(samples: int, seed: int = 1, level: float = 0.3) -> Array:
    rng = np.random.default_rng(seed)
    return rng.uniform(-level, level, (samples, 2)).astype(np.float32)


def tone(hertz: float, samples: int, level: float = 0.3) -> Array:
    wave = level * np.sin(2 * np.pi * hertz * np.arange(samples) / SAMPLE_RATE)
    return np.repeat(wave.astype(np.float32)[:, None], 2, axis=1)


def clicks(rate: Rate, frames: int) -> Array:
    """One sample of sound where every tenth frame begins."""
    sound = np.zeros((frames_to_samples(frames, rate), 2), np.float32)
    sound[[frames_to_samples(k, rate) for k in range(0, frames, CLICK_EVERY)]] = 0.9
    return sound


def clicking_edit(folder: Path, rate: Rate, film_frames: int, clips: int) -> Edit:
    """A film with clicks and numbered pictures, put into an edit so often, one after the other."""
    film = write_film(folder / "클릭 🎬.mp4", film_frames, rate=rate.fps)
    sound = write_sound(folder / "클릭 🎧.wav", clicks(rate, film_frames))
    length = film_frames * rate.frame

    def placed(path: Path) -> list:  # type: ignore[type-arg]
        return [clip_of(path, number * length, length) for number in range(clips)]

    return edit_of(clips * length, rate=rate, picture=placed(film), sound=placed(sound))


def number_of(picture: Picture) -> int:
    """The number that a picture shows, modulo `making.STEPS`."""
    level = float(picture.pixels[..., 1].mean())
    return number_in(level * 219 / 255 + 16)


def sounding(folder: Path, sound: Array, name: str = "소리.wav") -> Edit:
    """An edit that is nothing but a sound."""
    path = write_sound(folder / name, sound)
    length = Fraction(len(sound), SAMPLE_RATE)
    return edit_of(length, sound=[clip_of(path, 0, length)])


def along(end: int, start: int = 0, **rest: object) -> Route:
    """A way from a sample to another."""
    return Route(start, 0, end, **rest)  # type: ignore[arg-type]


@pytest.fixture
def library() -> Iterator[Library]:
    told: list[tuple[str, str]] = []
    made = Library(lambda key, name: told.append((key, name)))
    yield made
    made.close()
    assert not told


Play = Callable[[Mixer, int], Sound]


@pytest.fixture
def play(library: Library) -> Play:
    """Pulls so many samples, in blocks as a device takes them, reading as far ahead as can be."""

    def played(mixer: Mixer, count: int, block: int = 441) -> Sound:
        pieces = []
        while count > 0:
            while any(tape.fill(library) for tape in mixer.tapes()):
                pass
            pieces.append(mixer.pull(min(block, count)))
            count -= block
        return np.concatenate(pieces)

    return played

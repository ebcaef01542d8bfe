"""Where music and speech come from: recordings of the sample data, and our own composer's cues."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import soundfile
import soxr

from scenescore.compose import compose
from scenescore.job import Job
from scenescore.media import read_wav_blocks
from scenescore.model import Cue, Hit, Mood, MoodPoint
from scenescore.mood.tables import emotions
from scenescore.palettes import load_palettes
from scenescore.render import find_soundfont, render_cue
from scenescore.settings import EMOTIONS
from scenescore.timebase import SAMPLE_RATE, Rate
from training.sound_kinds.mixes import RATE, Mono

log = logging.getLogger("training")

SECONDS = 32
_DRUMS = ("drums", "percussion")
"""Beaten without other music they are told from footsteps by a person who waits for the beat."""


def recordings(folder: Path) -> Mapping[str, Mono]:
    """Every sound of a folder by its name, mono at 16 kHz."""
    found = sorted(p for p in folder.iterdir() if p.suffix in (".ogg", ".flac", ".wav"))
    return {path.stem: _mono(path) for path in found}


def _mono(path: Path) -> Mono:
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return np.asarray(soxr.resample(sound.mean(axis=1), rate, RATE), np.float32)


def own_music(folder: Path) -> Mapping[str, Mono]:
    """Cues of every palette, whole and by stems; rendered into `folder` if it is not there."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        for name, sound in _rendered():
            np.save(folder / f"{name}.npy", sound)
            log.info("rendered %s", name)
    return {path.stem: np.load(path) for path in sorted(folder.glob("*.npy"))}


def _rendered() -> Iterator[tuple[str, Mono]]:
    for place, palette in enumerate(load_palettes()):
        for turn in range(2):
            emotion = EMOTIONS[(2 * place + turn) % len(EMOTIONS)]
            stems = stems_of(cue_of(emotion, palette, 7 * place + turn))
            yield f"{palette}-{emotion}", np.sum([*stems.values()], axis=0)
            if turn:
                audible = {n: s for n, s in stems.items() if np.square(s).mean() > 1e-8}
                yield from (
                    (f"{palette}-{emotion}-{name}", sound)
                    for name, sound in audible.items()
                    if name not in _DRUMS
                )


def cue_of(emotion: str, palette: str, seed: int) -> Cue:
    """A cue without picture in one mood."""
    at = emotions().places[emotion]
    mood = Mood(at.valence, at.arousal, at.tension, emotion)
    rate = Rate(Fraction(1000))
    hits = (Hit(0, "entry", 1.0, "start"),)
    points = (MoodPoint(0.0, mood),)
    return Cue(
        "1m01", "training", 0, SECONDS * 1000, rate, 1, palette, mood, points, hits, (), seed=seed
    )


def stems_of(cue: Cue) -> dict[str, Mono]:
    font, _ = find_soundfont(None)
    with TemporaryDirectory() as work:
        raw = render_cue(cue, compose(cue), font, Path(work), Job())
        whole = {s.name: np.concatenate([*read_wav_blocks(Path(s.path))]) for s in raw.stems}
    start = raw.span.sample_at(0)
    return {
        name: np.asarray(
            soxr.resample(
                sound[start : start + SECONDS * SAMPLE_RATE].mean(axis=1), SAMPLE_RATE, RATE
            ),
            np.float32,
        )
        for name, sound in whole.items()
    }

"""What the dry sound holds in the voice's band, 1-4 kHz, under speech against elsewhere."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from music_tables import Groups, Piece, table
from scenescore.job import Job
from scenescore.media import read_wav_blocks
from scenescore.model import Cue, SoundFont
from scenescore.render import find_soundfont, render_cue
from scenescore.timebase import SAMPLE_RATE

BAND_HZ = (1000.0, 4000.0)
WINDOW = 4096


def print_voice_band(groups: Groups) -> None:
    """Decibels by which the band's share and its level fall under speech."""
    font, _ = find_soundfont(None)
    rows = []
    for name, pieces in groups.items():
        if pieces:
            share, level = np.array([_fall(piece, font) for piece in pieces]).T
            figures = (np.mean(share), share.max(), np.mean(level), level.max())
            rows.append([name, str(len(pieces)), *(f"{figure:.1f}" for figure in figures)])
    head = ["", "n", "share, dB", "worst", "level, dB", "worst"]
    table("1–4 kHz on the dry render, under speech against elsewhere", head, rows)


def _fall(piece: Piece, font: SoundFont) -> tuple[float, float]:
    """Decibels of the band's share of all energy and of its level: speech less elsewhere."""
    cue = piece.cue
    with TemporaryDirectory() as work:
        raw = render_cue(cue, piece.score, font, Path(work), Job())
        mix = sum(np.concatenate([*read_wav_blocks(Path(stem.path))]) for stem in raw.stems)
    start = raw.span.sample_at(cue.in_frame)
    sound = np.asarray(mix)[start : start + round(float(cue.span.duration) * SAMPLE_RATE)]
    power = np.zeros((2, 2))  # spoken or not; band, all
    for begin in range(0, len(sound) - WINDOW, WINDOW // 2):
        middle = float(cue.span.start) + (begin + WINDOW / 2) / SAMPLE_RATE
        spoken = any(float(s.start) <= middle < float(s.end) for s in cue.dialogue)
        power[int(spoken)] += _energies(sound[begin : begin + WINDOW])
    windows = np.array([1 - _spoken_share(cue), _spoken_share(cue)])
    share = power[:, 0] / power[:, 1]
    level = power[:, 0] / windows
    return 10 * float(np.log10(share[1] / share[0])), 10 * float(np.log10(level[1] / level[0]))


def _spoken_share(cue: Cue) -> float:
    return float(sum(line.overlap(cue.span) for line in cue.dialogue) / cue.span.duration)


def _energies(window: np.ndarray) -> np.ndarray:
    """Energy of a window in the band and in all."""
    spectrum = np.abs(np.fft.rfft(window.mean(axis=1) * np.hanning(len(window)))) ** 2
    bins = np.fft.rfftfreq(len(window), 1 / SAMPLE_RATE)
    band = (bins >= BAND_HZ[0]) & (bins < BAND_HZ[1])
    return np.array([spectrum[band].sum(), spectrum.sum()])

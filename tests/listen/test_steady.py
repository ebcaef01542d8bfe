"""Held notes go, what moves stays, and every sample keeps its place."""

from __future__ import annotations

import numpy as np

from scenescore.listen.steady import HOP, REACH, Samples, without_steady

RATE = 16_000


def _seconds(count: float) -> int:
    return round(count * RATE / HOP) * HOP


def _kept(sound: Samples) -> float:
    """Share of a sound's energy that stays."""
    middle = sound[REACH * HOP : -REACH * HOP]
    return float(np.mean(without_steady(sound) ** 2) / np.mean(middle**2))


def test_a_held_chord_goes_and_a_glide_and_clicks_stay() -> None:
    time = np.arange(_seconds(4)) / RATE
    chord = sum(np.sin(2 * np.pi * hertz * time) for hertz in (220, 277, 330)).astype(np.float32)
    vibrato = 300 * time + 40 * np.cumsum(np.sin(2 * np.pi * 4 * time)) / RATE
    glide = sum(np.sin(2 * np.pi * k * vibrato) for k in range(5, 12)).astype(np.float32)
    clicks = np.where(np.arange(len(time)) % 4000 == 0, 1.0, 0.0).astype(np.float32)
    assert _kept(chord) < 0.05
    assert _kept(glide) > 5 * _kept(chord)
    assert _kept(clicks) > 0.5


def test_samples_keep_their_place() -> None:
    sound = np.zeros(_seconds(3), np.float32)
    struck = REACH * HOP + 7001
    sound[struck] = 1.0
    left = without_steady(sound)
    assert len(left) == len(sound) - 2 * REACH * HOP
    assert int(np.argmax(np.abs(left))) == 7001

"""How long an instrument takes to speak, measured on the SoundFont that plays.

A slow-string note started on the cut is heard four frames late. What counts is when the note has
come within 10 dB of the loudest that it gets in its first half second; for those that take long to
get there, and are then opened on the frame, within 5 dB, so that little swelling is left. It
differs with instrument, register and force: every combination that is needed is played once and
the answer kept on disk.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from scenescore.cache import cached, fingerprint
from scenescore.model import SoundFont
from scenescore.render.fluid import BLOCK, Action, loaded, player
from scenescore.timebase import SAMPLE_RATE

_VERSION = 2
_LISTEN_S = 0.6
_SPEAKING, _NEARLY_FULL = 10 ** (-10 / 20), 10 ** (-5 / 20)
FAST_S = 0.015
"""Instruments that speak within this are simply started early."""

_ENVELOPE = 240
"""Samples of the level meter: 5 ms, looking back."""

_REVERB = 91
_LAYER = 16
"""Velocities that share one measurement; SoundFonts rarely switch samples more finely."""


@lru_cache(maxsize=4096)
def speaking_time(font: SoundFont, program: int, drums: bool, pitch: int, velocity: int) -> float:
    """Seconds from note-on until the note is heard; 0 for an instrument that the font lacks."""
    layer = min(velocity // _LAYER * _LAYER + _LAYER // 2, 127)
    key = fingerprint(font.sha256, f"{_VERSION} {program} {drums} {pitch} {layer}")
    seconds, _ = cached(
        "attack", key, float, lambda: _measure(font.path, program, drums, pitch, layer)
    )
    return seconds


def _measure(path: str, program: int, drums: bool, pitch: int, velocity: int) -> float:
    samples = int(_LISTEN_S * SAMPLE_RATE) // BLOCK * BLOCK
    sound = np.zeros((2, samples), np.float32)
    with player(loaded(path), stems=1, channels=1) as synth:
        if not synth.program(0, program, drums):
            return 0.0
        synth.send(Action.CONTROL, 0, _REVERB, 0)
        synth.send(Action.NOTE_ON, 0, pitch, velocity)
        synth.play(sound, 0, samples)
    power = (sound.astype(np.float64) ** 2).mean(axis=0)
    total = np.concatenate((np.zeros(_ENVELOPE), np.cumsum(power)))
    level = np.sqrt((total[_ENVELOPE:] - total[:-_ENVELOPE]) / _ENVELOPE)
    if level.max() < 1e-6:
        return 0.0
    speaking, full = (
        float(np.argmax(level >= level.max() * share)) / SAMPLE_RATE
        for share in (_SPEAKING, _NEARLY_FULL)
    )
    return speaking if speaking <= FAST_S else full

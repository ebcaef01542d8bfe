"""Fitting a cue to music that the edit already holds (`--existing follow`)."""

from __future__ import annotations

from math import log2

from scenescore.compose.tempo_model import Limits
from scenescore.model import Followed

_BEND = 0.015
"""How far either way the followed tempo may be left for hits: 2 % is invisible (MUSIC 2.2), and
the music is still in the ear."""

_APART = 0.002
"""How far the base tempo itself may lie off the followed one."""

_OCTAVES = (1.0, 2.0, 0.5)
"""Half and double time keep the beat; the nearest to what the mood wants is taken."""


_BEND_PER_BAR = 0.008
"""Change of tempo from bar to bar for hits, while something else keeps its own tempo."""


def limits_of(follows: Followed, home: int) -> Limits:
    """What the tempo solver may do: less than usual where the cue keeps to another tempo."""
    if follows.tempo_bpm is None:
        return Limits(home=home)
    return Limits(home=home, per_bar=_BEND_PER_BAR, band=_BEND)


def bpm_of(follows: Followed, wanted: tuple[float, float]) -> tuple[float, float]:
    """(slowest, fastest) tempo of a cue: what the mood wants, or as near as the music lets it."""
    if follows.tempo_bpm is None:
        return wanted
    followed = follows.tempo_bpm * octave_of(follows.tempo_bpm, wanted)
    return followed * (1 - _APART), followed * (1 + _APART)


def octave_of(tempo_bpm: float, wanted: tuple[float, float]) -> float:
    """Beats of a cue to one of the music that it follows: 1, 2 or a half."""
    middle = (wanted[0] * wanted[1]) ** 0.5
    return min(_OCTAVES, key=lambda octave: abs(log2(tempo_bpm * octave / middle)))

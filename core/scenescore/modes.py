"""Modes: the scales of resources/modes.toml, with the chords that each is harmonised with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from scenescore.tables import read_table


@dataclass(frozen=True, slots=True)
class ModeChord:
    """A chord of a mode, or a colour: see resources/modes.toml and colours.toml.

    `target` is the root, above the tonic, that an applied dominant leads to.
    """

    numeral: str
    root: int
    quality: str
    function: str
    weight: float
    colour: str = ""
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Mode:
    """A scale above its tonic with the chords that it is harmonised with.

    `brightness` is the share of listeners' trials in which it was judged the happier one,
    `signature` its sharps against the major scale on the same tonic.
    """

    name: str
    scale: tuple[int, ...]
    table: str
    chords: tuple[ModeChord, ...]
    brightness: float = 0.5
    signature: int = 0

    @property
    def minor(self) -> bool:
        return 4 not in self.scale


@lru_cache(maxsize=1)
def load_modes() -> Mapping[str, Mode]:
    """Every mode of resources/modes.toml by name."""
    modes = {
        name: Mode(
            name,
            tuple(fields["scale"]),
            fields["table"],
            tuple(ModeChord(**chord) for chord in fields["chords"]),
            fields["brightness"],
            fields["signature"],
        )
        for name, fields in read_table("modes.toml").items()
    }
    return MappingProxyType(modes)

"""Players: which chair takes part where, in which register, and what one is given to play."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scenescore.compose.form import Phrase
from scenescore.compose.texture import Draft
from scenescore.model import Chord
from scenescore.palettes import Palette, Player

Register = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one chord in one register: low where somebody speaks.

    `rise` is what the form adds to the energy, so that layers come in and leave; `figure` is the
    energy by which the figure of the accompaniment was chosen, some phrases ago perhaps.
    """

    start: Fraction
    end: Fraction
    chord: Chord
    phrase: Phrase
    spoken: bool
    rise: float = 0.0
    figure: float = 0.0

    @property
    def energy(self) -> float:
        return max(-1.0, min(1.0, self.phrase.feel.arousal + self.rise))


@dataclass(frozen=True, slots=True)
class Line:
    """What one player plays."""

    player: Player
    drafts: tuple[Draft, ...]


def takes_part(player: Player, phrase: Phrase) -> bool:
    """Whether a soloist or accent takes part in a phrase: by its mood alone.

    Who sings a phrase belongs to its character; how full the form is there moves the layers only.
    """
    return _called(player, phrase, phrase.feel.arousal)


def plays(player: Player, segment: Segment) -> bool:
    """Whether a player of a layer takes part in a segment: by its energy, and where one speaks."""
    if segment.spoken and (player.yields or player.instrument.under_speech is None):
        return False
    if player.only_speech and not segment.spoken:
        return False
    return _called(player, segment.phrase, segment.energy)


def _called(player: Player, phrase: Phrase, energy: float) -> bool:
    fits = not player.moods or phrase.feel.emotion in player.moods
    return fits and player.enters <= energy < player.leaves


def chair(role: str, palette: Palette, segment: Segment) -> Player:
    """The first player of a role who plays in a segment, or would."""
    players = palette.role(role)
    return next((one for one in players if plays(one, segment)), players[0])


def reach(player: Player, spoken: bool) -> Register:
    """A player's register, under speech the part of it that leaves the voice alone."""
    safe = player.instrument.under_speech
    if not spoken or safe is None:
        return player.pitches
    low = max(player.pitches[0], safe[0])
    high = min(player.pitches[1], safe[1])
    return (low, high) if high - low >= 11 else safe


def towards(register: Register, wanted: Register, width: int) -> Register:
    """The part of a register that lies towards a wanted one, at least `width` semitones wide."""
    low, high = max(register[0], wanted[0]), min(register[1], wanted[1])
    if high - low >= width:
        return (low, high)
    middle = (wanted[0] + wanted[1]) // 2
    low = max(register[0], min(register[1] - width, middle - width // 2))
    return (low, min(register[1], low + width))


def fold(pitch: int, register: Register) -> int:
    """The pitch moved by octaves into a register of at least an octave, or next to it."""
    low, high = register
    while pitch < low:
        pitch += 12
    while pitch > high:
        pitch -= 12
    return pitch if pitch >= low else pitch + 12

"""The score: music of one cue, complete and without sound, in beats."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from typing import TYPE_CHECKING

from scenescore.model.cue import Hit

if TYPE_CHECKING:
    from pretty_midi import PrettyMIDI


@dataclass(frozen=True, slots=True)
class TempoMap:
    """Beats against seconds from the cue's in point: knots, straight between them.

    At least two knots, both coordinates strictly rising; beyond the last knot its tempo goes on,
    before the first (pre-roll) the first tempo. Between two knots the tempo is constant, so that a
    MIDI tempo map can say the same thing exactly.
    """

    knots: tuple[tuple[Fraction, Fraction], ...]  # (beat, seconds)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar line with its metre: starts at `beat`, `numerator`/`denominator`."""

    beat: Fraction
    numerator: int
    denominator: int = 4

    @property
    def beats(self) -> Fraction:
        """Quarter notes in the bar."""
        return Fraction(self.numerator * 4, self.denominator)


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the score in beats. `shift` is the player's own timing in seconds.

    `accent` marks notes of a hit: they carry no human timing, and rendering starts them early by
    the sound's measured attack, so that they are heard on the frame.
    """

    beat: Fraction
    beats: Fraction
    pitch: int
    velocity: int
    shift: float = 0.0
    accent: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """A MIDI controller value at a beat."""

    beat: Fraction
    number: int
    value: int


@dataclass(frozen=True, slots=True)
class Part:
    """One player: a General MIDI program (0-127), or a drum kit; `stem` is its family.

    `role`: melody, counter, pad, bass, accompaniment, pulse, percussion, accent.
    """

    name: str
    stem: str
    role: str
    program: int
    notes: tuple[Note, ...]
    controls: tuple[Control, ...] = ()
    drums: bool = False
    pan: float = 0.0  # -1 left … 1 right
    gain_db: float = 0.0
    reverb: float = 0.3


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord symbol over a stretch: root pitch class 0-11, pitch classes from the bass up.

    `colour` names the film colour that it is or wears (resources/colours.toml), if any.
    """

    beat: Fraction
    beats: Fraction
    root: int
    quality: str
    pitch_classes: tuple[int, ...]
    numeral: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class ScoreHit:
    """A hit of the cue where it fell in the music: `bar` counts from 1."""

    beat: Fraction
    bar: int
    hit: Hit
    on_barline: bool


@dataclass(frozen=True, slots=True)
class ThemeUse:
    """A theme heard in some bars (counted from 1).

    `degrees` (0 is the tonic) and `rhythm` in beats are the theme itself, so that a score keeps it.
    """

    name: str
    bars: tuple[int, ...]
    degrees: tuple[int, ...] = ()
    rhythm: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreKey:
    """The key from a beat on: tonic pitch class and mode."""

    beat: Fraction
    tonic: int
    mode: str


@dataclass(frozen=True, slots=True)
class Score:
    """The music of one cue, complete and without sound. Beat 0 is the cue's in point."""

    cue: str  # uid
    tonic: int  # pitch class of the key
    mode: str  # ionian, dorian, phrygian, lydian, mixolydian, aeolian, …
    tempo: TempoMap
    bars: tuple[Bar, ...]
    chords: tuple[Chord, ...]
    parts: tuple[Part, ...]
    hits: tuple[ScoreHit, ...]
    themes: tuple[ThemeUse, ...] = ()
    style: str = ""
    seed: int = 0
    version: int = 1
    keys: tuple[ScoreKey, ...] = ()

    def to_pretty_midi(self) -> PrettyMIDI:
        """The score for those who go on in pretty_midi; notes in seconds, tempo map kept."""
        # Looked up when called: the model must not import the room that writes MIDI.
        made: PrettyMIDI = import_module("scenescore.deliver").to_pretty_midi(self)
        return made

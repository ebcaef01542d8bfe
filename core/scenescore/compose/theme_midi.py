"""A theme from the user's MIDI file: the first phrase of its melody as degrees and rhythm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import mido

from scenescore.compose.theme import FEWEST, MOST, Motif
from scenescore.errors import BadArgument
from scenescore.timebase import round_half_up

_DRUMS = 9
_GRID = 4
"""Parts of a beat that onsets are quantised to."""

_REST = Fraction(1)
"""Beats of silence, or of a held note beyond its fellows, that end a phrase."""

_LONG = Fraction(2)
_SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
_PROFILES = {
    "major": (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    "minor": (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
}
"""Key profiles of Krumhansl & Kessler 1982."""


@dataclass(frozen=True, slots=True)
class _Sung:
    """A note in beats."""

    beat: Fraction
    end: Fraction
    pitch: int


def theme_from_midi(path: Path) -> Motif:
    """The first phrase of a MIDI file's melody, quantised, as degrees of its key.

    The melody is the highest notes of the track named so, else of the highest track that is no
    drum kit. The key is estimated from the whole melody; a tone outside it becomes the degree just
    below. Raises BadArgument for a file that cannot be read or holds no phrase of three notes.
    """
    tracks = _tracks(path)
    if not tracks:
        raise BadArgument(f"{path.name} holds no melody.", "Give a MIDI file with a melody track.")
    melody = _skyline(_chosen(tracks))
    phrase = _first_phrase(melody)
    if len(phrase) < FEWEST:
        raise BadArgument(
            f"The melody of {path.name} begins with {len(phrase)} note(s).",
            f"A theme has {FEWEST} to {MOST} notes.",
        )
    tonic, scale = _key(melody)
    # The octave of the theme is the player's to choose: its first degree lies in the first one.
    heights = [_degree(note.pitch - tonic, scale) for note in phrase]
    octave = heights[0] // 7 * 7
    return Motif(tuple(height - octave for height in heights), _lengths(phrase))


def _tracks(path: Path) -> list[tuple[str, list[_Sung]]]:
    try:
        file = mido.MidiFile(path)
    except (OSError, EOFError, ValueError, IndexError, KeyError) as error:
        raise BadArgument(
            f"The theme {path.name} cannot be read as MIDI.", "Export it again.", str(error)
        ) from error
    if file.ticks_per_beat <= 0:
        raise BadArgument(f"{path.name} counts in film frames.", "Export it in beats (PPQ).")
    read = [(track.name, _notes(track, file.ticks_per_beat)) for track in file.tracks]
    return [(name, notes) for name, notes in read if notes]


def _notes(track: mido.MidiTrack, ppq: int) -> list[_Sung]:
    """Notes of a track, drums left out."""
    found: list[_Sung] = []
    sounding: dict[tuple[int, int], int] = {}
    now = 0
    for message in track:
        now += message.time
        if message.type not in ("note_on", "note_off") or message.channel == _DRUMS:
            continue
        key = (message.channel, message.note)
        start = sounding.pop(key, None)
        if start is not None and now > start:
            found.append(_Sung(_quantised(start, ppq), _quantised(now, ppq), message.note))
        if message.type == "note_on" and message.velocity:
            sounding[key] = now
    return sorted(found, key=lambda note: (note.beat, -note.pitch))


def _quantised(ticks: int, ppq: int) -> Fraction:
    return Fraction(round_half_up(Fraction(ticks * _GRID, ppq)), _GRID)


def _chosen(tracks: Sequence[tuple[str, list[_Sung]]]) -> list[_Sung]:
    words = ("melody", "theme", "lead", "멜로디", "테마", "선율")
    named = [notes for name, notes in tracks if any(word in name.casefold() for word in words)]
    if named:
        return named[0]
    return max(
        (notes for _, notes in tracks),
        key=lambda notes: sum(note.pitch for note in notes) / len(notes),
    )


def _skyline(notes: Sequence[_Sung]) -> list[_Sung]:
    """The highest note of every onset, each ending where the next begins at the latest."""
    tops = {note.beat: note for note in reversed(notes)}
    line = [tops[beat] for beat in sorted(tops)]
    ends = [*(note.beat for note in line[1:]), line[-1].end]
    return [
        _Sung(note.beat, min(max(note.end, note.beat + Fraction(1, _GRID)), max(end, note.end)
              if note is line[-1] else end), note.pitch)
        for note, end in zip(line, ends, strict=True)
    ]  # fmt: skip


def _first_phrase(melody: Sequence[_Sung]) -> list[_Sung]:
    """Up to the first rest or long note after three notes, seven notes at most."""
    phrase = [melody[0]]
    for before, note in pairwise(melody):
        rested = note.beat - before.end >= _REST
        held = note.beat - before.beat >= _LONG
        if len(phrase) >= FEWEST and (rested or held):
            break
        phrase.append(note)
    return phrase[:MOST]


def _key(melody: Sequence[_Sung]) -> tuple[int, tuple[int, ...]]:
    """Tonic and scale whose profile goes best with the tones by their durations.

    A short theme fits many keys about as well; those that hold all of its tones come first.
    """
    weights = [0.0] * 12
    for note in melody:
        weights[note.pitch % 12] += float(note.end - note.beat) + 0.25
    weights[melody[-1].pitch % 12] += 0.5  # melodies often close at home …
    weights[melody[0].pitch % 12] += 0.5  # … and begin there

    def fit(tonic: int, mode: str) -> float:
        profile = _PROFILES[mode]
        mean = sum(profile) / 12
        return sum(weights[(tonic + step) % 12] * (profile[step] - mean) for step in range(12))

    def outside(tonic: int, mode: str) -> int:
        return sum((note.pitch - tonic) % 12 not in _SCALES[mode] for note in melody)

    tonic, mode = min(
        ((tonic, mode) for mode in _PROFILES for tonic in range(12)),
        key=lambda key: (outside(*key), -fit(*key)),
    )
    return tonic, _SCALES[mode]


def _degree(above_tonic: int, scale: tuple[int, ...]) -> int:
    octave, step = divmod(above_tonic, 12)
    return 7 * octave + sum(tone <= step for tone in scale) - 1


def _lengths(phrase: Sequence[_Sung]) -> tuple[Fraction, ...]:
    """From onset to onset; the last note as it was held, up to a whole beat."""
    onsets = [after.beat - before.beat for before, after in pairwise(phrase)]
    used = sum(onsets, Fraction(0))
    last = max(phrase[-1].end - phrase[-1].beat, Fraction(1, _GRID))
    return (*onsets, used // 1 + Fraction(-(-(used % 1 + last) // 1)) - used)

"""The notes of a cue: a piano roll for what has pitch, strokes for drums, one colour a part.

All notes of a part that are about equally loud are one path, so that a long score stays light.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from markupsafe import Markup

from scenescore.deliver.figure import Row
from scenescore.deliver.look import part_colours
from scenescore.deliver.report import heard_hits
from scenescore.deliver.run import Run, Work
from scenescore.deliver.svg import BOX, Axis, Floats, curve_box, group, tag
from scenescore.deliver.svg_timeline import hit_lines
from scenescore.model import Note, Part
from scenescore.tempomap import seconds_at
from scenescore.timebase import Span

_LOUDNESS = ((56, 0.62), (88, 0.8), (1000, 1.0))
"""Notes of a velocity below …, and how opaque they are drawn."""

_FEWEST_PITCHES = 24
_PIXELS_PER_PITCH = 4
_PIXELS_PER_DRUM = 8


class ScoreClock:
    """Beats of the score to seconds of the edit, fast and good enough to draw by."""

    def __init__(self, work: Work, in_point: float) -> None:
        tempo = work.score.tempo
        self.in_point = in_point
        first, last = tempo.knots[0][0] - 64, tempo.knots[-1][0] + 64
        beats = [first, *(beat for beat, _ in tempo.knots), last]
        self._beats = np.array(beats, float)
        self._seconds = np.array([float(seconds_at(tempo, beat)) for beat in beats])

    def __call__(self, beats: Iterable[Fraction | float]) -> Floats:
        found = np.interp(np.fromiter(map(float, beats), float), self._beats, self._seconds)
        return np.asarray(found + self.in_point, float)

    def at(self, beat: Fraction) -> float:
        return float(self([beat])[0])


@dataclass(frozen=True, slots=True)
class _Roll:
    """Where notes go: across by time, down by `down` (0 the top … 1 the bottom of `height`)."""

    axis: Axis
    time: ScoreClock
    height: int
    down: Callable[[Note], float]
    shortest: float = 6.0  # in units of the box
    longest: float = BOX

    def paths(self, part: Part, colour: str) -> list[Markup]:
        """The notes of a part, a path for each step of loudness."""
        notes = part.notes
        starts = self.time(note.beat for note in notes)
        ends = self.time(note.beat + note.beats for note in notes)
        moves: dict[float, list[str]] = {}
        for note, start, end in zip(notes, starts, ends, strict=True):
            opacity = next(share for below, share in _LOUDNESS if note.velocity < below)
            moves.setdefault(opacity, []).append(self._stroke(note, start, end))
        return [
            tag("path", d="".join(strokes), stroke=colour, opacity=opacity, class_="notes")
            for opacity, strokes in moves.items()
        ]

    def _stroke(self, note: Note, start: float, end: float) -> str:
        left = BOX * self.axis.share(start + note.shift)
        right = BOX * self.axis.share(end + note.shift)
        # A hair shorter than it lasts, so that repeated notes are seen as such.
        length = min(max(right - left - 5, self.shortest), self.longest)
        return f"M{left:.0f} {1000 * self.down(note):.0f}h{length:.0f}"


def notes_row(run: Run, work: Work, axis: Axis, time: ScoreClock) -> Row | None:
    """The piano roll, over the dialogue that the music stays out of the way of."""
    parts = _parts(work, drums=False)
    pitches = [note.pitch for part, _ in parts for note in part.notes]
    if not pitches:
        return None
    spare = max(0, _FEWEST_PITCHES - (max(pitches) - min(pitches))) // 2
    low, high = min(pitches) - 2 - spare, max(pitches) + 2 + spare
    height = min(max((high - low) * _PIXELS_PER_PITCH, 130), 260)
    roll = _Roll(axis, time, height, lambda note: (high - note.pitch) / (high - low))
    notes = curve_box(*_drawn(roll, parts), y=0, height=height)
    drawing = [
        *_under_speech(work.cue.dialogue, axis, height),
        notes,
        *_octaves(low, high, height),
        *hit_lines(heard_hits(work), axis, run, height),
    ]
    return Row("notes", height, group(drawing))


def drums_row(work: Work, axis: Axis, time: ScoreClock) -> Row | None:
    """Drums by pitch under one another; how long they are held says nothing."""
    parts = _parts(work, drums=True)
    if not parts:
        return None
    struck = sorted({note.pitch for part, _ in parts for note in part.notes}, reverse=True)
    height = max(_PIXELS_PER_DRUM * len(struck), 16)
    places = {pitch: (rank + 0.5) / len(struck) for rank, pitch in enumerate(struck)}
    roll = _Roll(axis, time, height, lambda note: places[note.pitch], shortest=22, longest=22)
    return Row("drums", height, curve_box(*_drawn(roll, parts), y=0, height=height))


def players(work: Work) -> list[tuple[Part, str]]:
    """Who plays in a cue, each in a colour that nobody else has."""
    parts = [part for part in work.score.parts if part.notes]
    return [*zip(parts, part_colours(len(parts)), strict=True)]


def _parts(work: Work, drums: bool) -> list[tuple[Part, str]]:
    return [(part, colour) for part, colour in players(work) if part.drums == drums]


def _drawn(roll: _Roll, parts: Sequence[tuple[Part, str]]) -> list[Markup]:
    return [path for part, colour in parts for path in roll.paths(part, colour)]


def _under_speech(dialogue: Iterable[Span], axis: Axis, height: int) -> list[Markup]:
    bounds = [(float(span.start), float(span.end)) for span in dialogue]
    return [
        tag("rect", x=axis.x(a), width=axis.width(a, b), y=0, height=height, class_="under-speech")
        for a, b in bounds
    ]


def _octaves(low: int, high: int, height: int) -> list[Markup]:
    """A line at every C, named as MIDI counts (60 is C4)."""
    pieces = []
    for pitch in range(low + -low % 12, high, 12):
        y = round(height * (high - pitch) / (high - low), 1)
        pieces.append(tag("line", x1=0, x2="100%", y1=y, y2=y, class_="octave"))
        pieces.append(tag("text", f"C{pitch // 12 - 1}", x=3, y=y - 2, class_="octave-name"))
    return pieces

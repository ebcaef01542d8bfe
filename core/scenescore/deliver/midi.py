"""A score as MIDI: on disk, and as the object that people who work with notes know."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from scenescore.cache import atomic
from scenescore.model import Cue, Edit, Score

if TYPE_CHECKING:
    from pretty_midi import PrettyMIDI


def write_midi(score: Score, cue: Cue, path: Path, *, edit: Edit | None = None) -> None:
    """Write the score as a type 1 MIDI file of 960 ticks a quarter; text is UTF-8.

    `edit` gives title and timecodes to the text in it. Raises OutputUnwritable.
    """
    from scenescore.deliver.midi_file import midi_file

    file = midi_file(score, cue, edit)
    with atomic(path) as temporary:
        file.save(str(temporary))


def to_pretty_midi(score: Score) -> PrettyMIDI:
    """The score as a `pretty_midi.PrettyMIDI`, read from the very MIDI that `write_midi` writes."""
    from pretty_midi import PrettyMIDI

    from scenescore.deliver.midi_file import midi_file

    content = BytesIO()
    midi_file(score).save(file=content)
    content.seek(0)
    return PrettyMIDI(content)

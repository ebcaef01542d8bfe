"""The trailer of Sintel on paper: its cuts as checked by eye, its lines and moods as heard."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from tests.spotting.films import Feel, Film

from scenescore.model import Cue
from scenescore.timebase import format_timecode

STARTS = [0, 120, 222, 280, 336, 398, 422, 520, 573, 623, 660, 674, 770, 850, 985, 1128, 1252]
LENGTHS = [b - a for a, b in pairwise(STARTS)]
HARD_CUTS = {336, 398, 422, 573, 623, 660, 674}
TRAILER = Film(
    [LENGTHS[0:2], LENGTHS[2:7], LENGTHS[7:13], LENGTHS[13:14], LENGTHS[14:]],
    [
        Feel(-0.4, -0.5, 0.0, "sad"),
        Feel(-0.6, -0.2, 0.2, "sad"),
        Feel(0.4, 0.8, 0.6, "surprise"),
        Feel(0.6, -0.3, -0.6, "happy"),
        Feel(-0.7, -0.6, 0.0, "sad"),
    ],
    lines=[(12.3, 14.7), (18.8, 20.3)],
    markers=[("the dragon is taken", 770, 1)],
    kinds={frame: "dissolve" for frame in STARTS[1:-1] if frame not in HARD_CUTS},
)
GOLDEN = Path(__file__).with_name("trailer_notes.txt")


def spotting_notes(film: Film, cues: tuple[Cue, ...]) -> str:
    """Spotting notes as a music editor writes them: a line a cue, a line a hit."""

    def timecode(frame: int) -> str:
        return format_timecode(film.start_frame + frame, film.rate)

    lines = []
    for cue in cues:
        lines.append(
            f"{cue.id}  {timecode(cue.in_frame)} - {timecode(cue.out_frame)}  "
            f"{cue.mood.emotion}, {cue.ending}"
        )
        for hit in cue.hits:
            order = f"  ORDERED {hit.label}" if hit.ordered else ""
            lines.append(f"      {timecode(hit.frame)}  {hit.kind:<5} {hit.source}{order}")
    return "\n".join(lines) + "\n"


def test_the_trailer_is_spotted_as_the_golden_notes_say() -> None:
    assert spotting_notes(TRAILER, TRAILER.cues()) == GOLDEN.read_text(encoding="utf-8")


def test_the_marker_and_at_least_three_hard_cuts_are_hit_hard() -> None:
    hard = {h.frame for cue in TRAILER.cues() for h in cue.hits if h.kind == "hard"}
    assert 770 in hard
    assert len(hard & HARD_CUTS) >= 3

"""Which lane each cue's sound lies on, so that no two meet on one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from string import ascii_uppercase

from scenescore.deliver.run import Work
from scenescore.model import Cue, Lane, Recording, Score, Stem
from scenescore.settings import Lanes


def place_works(
    cues: Sequence[Cue], scores: Sequence[Score], recordings: Sequence[Recording]
) -> tuple[Work, ...]:
    """Cues with their music, alternating between "Score A" and "Score B" where tails overlap.

    The three sequences go by one order; each cue takes the first lane that is free when its sound
    begins, so that a third lane appears only where three cues sound at once.
    """
    works = [Work(*each) for each in zip(cues, scores, recordings, strict=True)]
    ends: dict[str, int] = {}
    lanes: dict[str, str] = {}
    for work in sorted(works, key=lambda work: work.recording.lane_start_frame):
        names = (f"Score {_letter(n)}" for n in count())
        start = work.recording.lane_start_frame
        lane = next(name for name in names if ends.get(name, start) <= start)
        ends[lane] = work.recording.lane_end_frame
        lanes[work.cue.uid] = lane
    return tuple(Work(w.cue, w.score, w.recording, lanes[w.cue.uid]) for w in works)


def lanes_of(works: Sequence[Work], mode: Lanes = Lanes.MIX) -> tuple[Lane, ...]:
    """The clips of music to place: a lane a cue, or a lane a stem ("Score A strings")."""
    if mode is Lanes.MIX:
        placed = [(work.lane, work, work.recording.mix) for work in works]
    else:
        placed = [(f"{w.lane} {stem.name}", w, stem) for w in works for stem in w.recording.stems]
    order = sorted(dict.fromkeys(track for track, _, _ in placed))
    placed.sort(key=lambda each: (order.index(each[0]), each[1].recording.lane_start_frame))
    return tuple(_lane(*each) for each in placed)


def _lane(track: str, work: Work, stem: Stem) -> Lane:
    recording, cue = work.recording, work.cue
    return Lane(
        track=track,
        name=cue.id if stem is recording.mix else f"{cue.id} {stem.name}",
        cue=cue.uid,
        path=stem.path,
        samples=stem.samples,
        start_frame=recording.lane_start_frame,
        end_frame=recording.lane_end_frame,
        hits=tuple(heard.hit.hit for heard in recording.hits) or cue.hits,
    )


def _letter(number: int) -> str:
    """A … Z, then A2 … Z2 and so on."""
    turn, index = divmod(number, len(ascii_uppercase))
    return ascii_uppercase[index] + (str(turn + 1) if turn else "")

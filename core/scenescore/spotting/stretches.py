"""Which pieces have music, and which of them become one cue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from scenescore.model import Mood
from scenescore.spotting.feeling import distance
from scenescore.spotting.ground import Ground
from scenescore.spotting.pieces import Piece, Verdict


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames [start, end) that one cue is to cover.

    `fixed_in` and `fixed_out` are ordered to the frame; the other end may still move to a better
    place nearby. `must` is true where the orders want music, however short.
    """

    start: int
    end: int
    must: bool = False
    fixed_in: bool = False
    fixed_out: bool = False
    stops: bool = False


def need(ground: Ground, piece: Piece) -> float:
    """How much a piece calls for music, 0 … about 1.5; weights stand in the table."""
    weights = ground.numbers.need
    mood = ground.mood(piece.start, piece.end)
    shots = [piece.start, *(c.frame for c in ground.cuts_between(piece.start + 1, piece.end))]
    motion = sum(ground.shot_value(ground.motion, f) for f in shots) / len(shots)
    return (
        weights.tension * max(mood.tension, 0.0)
        + weights.arousal * max(mood.arousal, 0.0)
        + weights.valence * abs(mood.valence)
        + weights.quiet * (1.0 - ground.lines.share(piece.start, piece.end))
        + weights.motion * motion
        + weights.opening * (piece.start == 0)
        + weights.closing * (piece.end == ground.total)
    )


def scored(ground: Ground, pieces: Sequence[Piece]) -> frozenset[int]:
    """Indices of the pieces that get music: all that must, and of those that may the neediest."""
    numbers = ground.numbers
    needs = {i: need(ground, p) for i, p in enumerate(pieces) if p.verdict is Verdict.MAY}
    chosen = {i for i, p in enumerate(pieces) if p.verdict is Verdict.MUST}
    chosen |= {i for i, value in needs.items() if value >= numbers.need.least}
    open_frames = sum(p.length for p in pieces if p.verdict is not Verdict.NEVER)

    def share(of: Iterable[int]) -> float:
        return sum(pieces[i].length for i in of) / max(open_frames, 1)

    rising = sorted(needs, key=lambda i: (needs[i], i))
    for i in reversed(rising):
        if share(chosen) >= numbers.coverage.least:
            break
        chosen.add(i)
    if ground.seconds(ground.total) >= numbers.coverage.start:
        for i in rising:
            if needs[i] >= numbers.need.sure or share(chosen) <= numbers.coverage.most:
                break
            if i in chosen and share(chosen - {i}) >= numbers.coverage.least:
                chosen.remove(i)
    return frozenset(_bridged(ground, pieces, chosen))


def _bridged(ground: Ground, pieces: Sequence[Piece], chosen: set[int]) -> set[int]:
    """Holes too short for a silence are filled where they may be."""
    least = ground.frames(ground.numbers.cue.least_gap)
    filled = set(chosen)
    for silent, run in groupby(range(len(pieces)), key=lambda i: i not in chosen):
        hole = list(run)
        inner = hole[0] > 0 and hole[-1] < len(pieces) - 1
        free = all(pieces[i].verdict is Verdict.MAY for i in hole)
        if silent and inner and free and sum(pieces[i].length for i in hole) < least:
            filled |= set(hole)
    return filled


def _runs(pieces: Sequence[Piece], chosen: frozenset[int]) -> Iterator[list[Piece]]:
    """Chosen pieces that follow each other without a hole, an IN or an OUT between."""
    run: list[Piece] = []
    for i, piece in enumerate(pieces):
        if run and (i not in chosen or piece.opens or run[-1].closes):
            yield run
            run = []
        if i in chosen:
            run.append(piece)
    if run:
        yield run


def _divide(ground: Ground, run: Sequence[Piece]) -> list[list[Piece]]:
    """One run of pieces as cues: a new one where the mood turns, or before it grows too long."""
    numbers = ground.numbers.cue
    dwell = ground.frames(numbers.part_shortest)
    longest = ground.frames(numbers.longest)
    cues = [[run[0]]]
    for i, piece in enumerate(run[1:], start=1):
        cue = cues[-1]
        before, after = piece.start - cue[0].start, run[-1].end - piece.start
        lasting = before >= dwell and after >= dwell and piece.length >= dwell
        turn = distance(_mood(ground, run[i - 1]), _mood(ground, piece))
        full = before + piece.length > longest and after >= dwell
        if full or (lasting and turn >= numbers.turn):
            cues.append([piece])
        else:
            cue.append(piece)
    return cues


def _mood(ground: Ground, piece: Piece) -> Mood:
    return ground.mood(piece.start, piece.end)


def stretches_of(
    ground: Ground, pieces: Sequence[Piece], chosen: frozenset[int]
) -> tuple[Stretch, ...]:
    """The chosen pieces as stretches for cues, in order; too short a one only when ordered."""
    shortest = ground.frames(ground.numbers.cue.shortest)
    stretches = []
    for run in _runs(pieces, chosen):
        for cue in _divide(ground, run):
            must = any(p.verdict is Verdict.MUST for p in cue)
            if must or cue[-1].end - cue[0].start >= shortest:
                stretches.append(
                    Stretch(
                        cue[0].start,
                        cue[-1].end,
                        must,
                        fixed_in=cue[0].opens,
                        fixed_out=cue[-1].closes,
                        stops=cue[-1].stops,
                    )
                )
    return tuple(stretches)


def something(ground: Ground, pieces: Sequence[Piece]) -> tuple[Stretch, ...]:
    """The longest stretch where music is not forbidden: an editor who asks for music gets some."""
    open_runs = [
        list(run)
        for free, run in groupby(pieces, key=lambda p: p.verdict is not Verdict.NEVER)
        if free
    ]
    if not open_runs:
        return ()
    longest = max(open_runs, key=lambda run: run[-1].end - run[0].start)
    if longest[-1].end - longest[0].start < ground.frames(ground.numbers.cue.least_edit):
        return ()
    return (Stretch(longest[0].start, longest[-1].end, must=True),)

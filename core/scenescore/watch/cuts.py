"""Hard cuts, dissolves and fades of a film, made into one list that an editor would agree with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenescore.model import Cut, CutKind
from scenescore.timebase import Rate, Span
from scenescore.watch.gradual import Mix
from scenescore.watch.hard import Jump
from scenescore.watch.strip import Strip

_BLACK = 24  # brightest spot, of 255, of a frame that counts as black
_NEAR = 8  # frames between a fade and the black, or the other fade, that it belongs to
_APART = 6  # frames between two cuts
_BROKEN_FRAMES = 5  # a cut inside a mix changes as much as five of its frames …
_BROKEN_SHARE = 1 / 6  # … and a sixth of all that it changes


@dataclass(frozen=True, slots=True)
class Change:
    """A change of picture in frames of the film: its start, where it counts, its end."""

    start: int
    frame: int
    end: int
    kind: CutKind


def join_cuts(strip: Strip, jumps: list[Jump], rate: Rate) -> tuple[Cut, ...]:
    """All cuts of a film in order, in frames of the edit.

    Black between two pictures is one cut, a fade at its middle, unless one side is a hard cut:
    then that is the cut. A dissolve counts at its middle. The fade that opens or closes a film is
    no cut, and nothing is cut in black or inside a mix.
    """
    mixes = [mix for mix in strip.mixes() if not _cut_through(mix, jumps)]
    blacks = _black_runs(strip)
    cuts = (jump.frame for jump in jumps)
    hard = [cut for cut in cuts if not _inside(cut, mixes) and not _within_black(cut, blacks)]
    faded = [change for run in blacks if (change := _fade(run, hard, mixes, len(strip)))]
    mixed = _mixed(mixes, blacks, len(strip))
    changes = [*(Change(cut, cut, cut, "hard") for cut in hard), *faded, *mixed]
    return tuple(_cut(change, strip, rate) for change in _apart(changes))


def _black_runs(strip: Strip) -> list[tuple[int, int]]:
    """[first, last) of the stretches of black frames."""
    black = np.concatenate(([0], strip.peaks < _BLACK, [0])).astype(np.int8)
    edges = np.flatnonzero(np.diff(black))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _cut_through(mix: Mix, jumps: list[Jump]) -> bool:
    """Whether a mix is broken by a cut: one frame changes as much as several would in a mix."""
    limit = mix.change * max(_BROKEN_FRAMES / (mix.end - mix.start), _BROKEN_SHARE)
    return any(jump.size > limit for jump in jumps if mix.start < jump.frame <= mix.end)


def _inside(cut: int, mixes: list[Mix]) -> bool:
    return any(mix.start < cut < mix.end for mix in mixes)


def _within_black(cut: int, blacks: list[tuple[int, int]]) -> bool:
    return any(first < cut < last for first, last in blacks)


def _fade(run: tuple[int, int], hard: list[int], mixes: list[Mix], frames: int) -> Change | None:
    """The fade through a run of black, if neither side of it is a hard cut or the film's end."""
    first, last = run
    if first == 0 or last >= frames or any(first <= cut <= last for cut in hard):
        return None
    out = next((mix.start for mix in mixes if abs(mix.end - first) <= _NEAR), first)
    into = next((mix.end for mix in mixes if abs(mix.start - last) <= _NEAR), last)
    return Change(min(out, first), (first + last) // 2, max(into, last), "fade")


def _mixed(mixes: list[Mix], blacks: list[tuple[int, int]], frames: int) -> list[Change]:
    """Dissolves, and fades through something other than black."""
    found: list[Change] = []
    waiting: Mix | None = None
    for mix in mixes:
        if waiting and mix.from_empty and mix.start - waiting.end <= _NEAR:
            found[-1] = Change(waiting.start, (waiting.end + mix.start) // 2, mix.end, "fade")
            waiting = None
        elif not _leads_to(mix, blacks, frames):
            found.append(Change(mix.start, mix.middle, mix.end, "dissolve"))
            waiting = mix if mix.to_empty else None
    return found


def _leads_to(mix: Mix, blacks: list[tuple[int, int]], frames: int) -> bool:
    """Whether a fade comes from or goes to black, or an end of the film, that already counts."""
    if any(first < mix.end and mix.start < last for first, last in blacks):
        return True
    runs = [(0, 0), *blacks, (frames, frames)]
    places = [mix.start] * mix.from_empty + [mix.end] * mix.to_empty
    return any(a - _NEAR <= place <= b + _NEAR for place in places for a, b in runs)


def _apart(changes: list[Change]) -> list[Change]:
    """Changes in order, none closer to another than `_APART`: the hard cut stays."""
    kept: list[Change] = []
    for change in sorted(changes, key=lambda change: (change.frame, change.kind != "hard")):
        if kept and change.frame - kept[-1].frame < _APART:
            if change.kind == "hard" and kept[-1].kind != "hard":
                kept[-1] = change
            continue
        kept.append(change)
    return kept


def _cut(change: Change, strip: Strip, rate: Rate) -> Cut:
    frame = strip.edit_frame(change.frame)
    if change.kind == "hard":
        return Cut(frame)
    start, end = strip.edit_frame(change.start), strip.edit_frame(change.end)
    return Cut(frame, change.kind, Span.of_frames(start, end, rate))

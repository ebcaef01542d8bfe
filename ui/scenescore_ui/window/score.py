"""The score as the timeline's lanes: each cue as the editor wants it, with what its take has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from scenescore.model import Hit
from scenescore.timebase import Rate
from scenescore.worker.answers import TakeMade
from scenescore.worker.orders import LocksOrder
from scenescore_ui.timeline import CueBlock, HitMark, Lane
from scenescore_ui.timeline.from_report import cue_block
from scenescore_ui.work.model import CueWork, cue_number

_LANES = "AB"
"""Cues lie on a second lane where one would sound into the next, as they will in the edit."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A cue and the take that sounds; `pending` says that another is being made."""

    cue: CueWork
    take: TakeMade | None
    pending: bool

    def same(self, other: Heard) -> bool:
        """Whether nothing has changed: these are frozen, so what is equal is the very same."""
        return self.cue is other.cue and self.take is other.take and self.pending == other.pending


Known = dict[str, tuple[Heard, CueBlock]]
"""Blocks of before by their cue's uid."""


def lanes_of(cues: Iterable[Heard], rate: Rate, known: Known) -> tuple[Lane, ...]:
    """Lanes with the cues in order, numbered as they run; what is `known` is not made again."""
    lanes: dict[str, list[CueBlock]] = {}
    for number, heard in enumerate(cues, start=1):
        block = _known(heard, cue_number(number), rate, known)
        free = (name for name in _LANES if not lanes.get(name) or _after(lanes[name][-1], block))
        lanes.setdefault(next(free, _LANES[-1]), []).append(block)
    return tuple(Lane(f"Score {name}", tuple(blocks)) for name, blocks in sorted(lanes.items()))


def _known(heard: Heard, name: str, rate: Rate, known: Known) -> CueBlock:
    uid = heard.cue.uid
    old, block = known.get(uid, (None, None))
    if old is None or block is None or block.id != name or not old.same(heard):
        block = _block(heard, name, rate)
        known[uid] = heard, block
    return block


def _after(before: CueBlock, block: CueBlock) -> bool:
    return block.lane_start >= before.lane_end


def _block(heard: Heard, name: str, rate: Rate) -> CueBlock:
    """What the take has, between the edges and with the hits that the editor wants."""
    recipe, take = heard.cue.recipe, heard.take
    block = cue_block(take.facts, rate) if take else _bare(heard.cue)
    hits = tuple(map(_mark, recipe.hits)) if heard.pending else block.hits
    return replace(
        block,
        id=name,
        uid=heard.cue.uid,
        start=recipe.in_frame,
        end=recipe.out_frame,
        lane_start=min(block.lane_start, recipe.in_frame),
        lane_end=max(block.lane_end, recipe.out_frame),
        hits=hits,
        take=recipe.number,
        locked=recipe.hand.locks != LocksOrder(),
        pending=heard.pending,
    )


def _bare(one: CueWork) -> CueBlock:
    """A cue of which nothing was made yet."""
    cue = one.cue
    return CueBlock(
        cue.in_frame,
        cue.out_frame,
        one.uid,
        cue.id,
        cue.in_frame,
        cue.out_frame,
        scene=cue.scene,
        style=cue.style,
    )


def _mark(hit: Hit) -> HitMark:
    return HitMark(hit.frame, hit.kind, hit.weight, hit.ordered, hit.label)

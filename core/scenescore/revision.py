"""Revising: which earlier score each cue has, and what the user keeps and changes of it.

Cues are told apart by their uid, the pictures under them; so a cue is found again after a re-edit,
whatever its number is now. Orders name cues as the earlier run did.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from scenescore.compose import DIALS, Hand, Locks
from scenescore.deliver import read_score
from scenescore.errors import BadArgument
from scenescore.model import Cue, Remark, Score
from scenescore.settings import ALL_CUES, DialOrder, LockOrder, Settings

_BARS = re.compile(r"bars?[ =:]*(\d+)(?:\s*[-–]\s*(\d+))?", re.IGNORECASE)
_WHOLE, _CHORDS, _THEME = "all", "chords", ("theme", "themes")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The scores that a run left: `uids` by the cues' ids then; read when they are asked for."""

    folder: Path
    uids: Mapping[str, str]

    def score(self, cue: str, take: int = 1) -> Score:
        """The score of a cue by its id. Raises BadArgument for a take that is not there."""
        inside = self.folder if take == 1 else self.folder / "takes" / str(take)
        path = inside / "cues" / cue / f"{cue}.score.json"
        if take > 1 and not path.is_file():
            there = len([*self.folder.glob(f"takes/*/cues/{cue}")]) + 1
            raise BadArgument(
                f"The earlier run has no take {take} of {cue}.", f"It has takes 1 to {there}."
            )
        return read_score(path)


@dataclass(frozen=True, slots=True)
class Handed:
    """A cue with the editor's hand on it: dials, locks, what they lock, and the take to place."""

    cue: Cue
    hand: Hand = field(default_factory=Hand)
    previous: Score | None = None
    take: int = 1


def read_earlier(settings: Settings) -> Earlier | None:
    """The earlier run that is to be kept something of. Raises BadArgument where it is none."""
    folder = settings.from_scores
    if folder is None:
        if settings.locks:
            raise BadArgument(
                "--lock keeps something of an earlier run, but none is given.",
                "Give its folder with --from-scores.",
            )
        return None
    paths = sorted(folder.glob("cues/*/*.score.json"))
    if not paths:
        raise BadArgument(
            f"There are no scores of an earlier run in {folder}.",
            "Give the folder that its -o named.",
        )
    if not (settings.locks or settings.chosen):
        raise BadArgument(
            "--from-scores keeps nothing by itself.",
            "Say what to keep: --lock all:all for every cue, or --lock and --take for some.",
        )
    return Earlier(folder, {path.parent.name: _uid(path) for path in paths})


def _uid(path: Path) -> str:
    """The cue that a score is of; "" where the file is damaged, which is told when it is needed."""
    try:
        return str(json.loads(path.read_text(encoding="utf-8-sig"))["cue"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def hand_out(
    cues: Sequence[Cue], earlier: Earlier | None, settings: Settings
) -> tuple[tuple[Handed, ...], tuple[Remark, ...]]:
    """Every cue with what the user ordered of it; remarks about cues that changed or are gone.

    Raises BadArgument for a cue, part or take that never was, and for what contradicts itself.
    """
    was = _earlier_ids(cues, earlier)
    names = {cue.uid: _names(cue, was.get(cue.uid), earlier) for cue in cues}
    remarks = _checked_names(settings, names, earlier)
    handed = []
    for cue in cues:
        orders = _Orders.of(names[cue.uid], settings)
        before = was.get(cue.uid)
        handed.append(_handed(cue, orders, before, earlier))
        if handed[-1].previous and earlier and before and earlier.uids[before] != cue.uid:
            remarks.append(_changed(cue))
    _check_parts_of_all(settings, handed)
    return tuple(handed), tuple(remarks)


def _earlier_ids(cues: Sequence[Cue], earlier: Earlier | None) -> dict[str, str]:
    """The ids that cues had, by uid now; one over other pictures is known by its place in order."""
    if earlier is None:
        return {}
    ids = {uid: name for name, uid in earlier.uids.items()}
    now = {cue.uid for cue in cues}
    found = {}
    for cue in cues:
        if cue.uid in ids:
            found[cue.uid] = ids[cue.uid]
        elif cue.id in earlier.uids and earlier.uids[cue.id] not in now:
            found[cue.uid] = cue.id
    return found


def _names(cue: Cue, was: str | None, earlier: Earlier | None) -> frozenset[str]:
    """What orders may call a cue: as the earlier run did, or as it is called now."""
    if was and earlier:
        return frozenset({cue.uid, was, earlier.uids[was]})
    taken = earlier is not None and cue.id in earlier.uids
    return frozenset({cue.uid} if taken else {cue.uid, cue.id})


def _checked_names(
    settings: Settings, names: Mapping[str, frozenset[str]], earlier: Earlier | None
) -> list[Remark]:
    """Remarks for orders whose cue is gone. Raises BadArgument for a cue that never was."""
    known = {ALL_CUES}.union(*names.values())
    gone = {*earlier.uids, *earlier.uids.values()} - known if earlier else set()
    remarks = {}
    named = [order.cue for order in settings.locks] + [order.cue for order in settings.dials]
    for name in (*named, *(order.cue for order in settings.chosen)):
        if name in gone:
            remarks[name] = Remark(
                "cue-gone",
                f"There is no cue any more where {name} was, so nothing of it is kept.",
                "Its score is still in the earlier run's folder.",
                name,
                skipped=True,
            )
        elif name not in known:
            ids = sorted(other for own in names.values() for other in own - names.keys())
            near = get_close_matches(name, ids, n=3, cutoff=0.3) or ids
            raise BadArgument(
                f"There is no cue “{name}”.", f"Perhaps {', '.join(near)}, or {ALL_CUES}."
            )
    return [*remarks.values()]


def _changed(cue: Cue) -> Remark:
    return Remark(
        "locked-cue-changed",
        f"Cue {cue.id} lies over other pictures than those that its locked music was written for.",
        "Look whether it still suits, or leave out its --lock.",
        cue.id,
    )


@dataclass(frozen=True, slots=True)
class _Orders:
    """What the user ordered of one cue: by its name, and with all others."""

    locks: tuple[LockOrder, ...]
    dials: Mapping[str, float]
    take: int | None
    named: bool
    """Whether something is to be kept of this cue by its name."""

    def hand(self, locks: Locks | None = None) -> Hand:
        energy, density, brightness, tension = (self.dials.get(name, 0.0) for name in DIALS)
        return Hand(energy, density, brightness, tension, locks or Locks())

    @classmethod
    def of(cls, names: frozenset[str], settings: Settings) -> _Orders:
        """What is said of a cue by its name stands above what is said of all."""
        own = [order for order in settings.locks if order.cue in names]
        common = [order for order in settings.locks if order.cue == ALL_CUES]
        turned = _dials([order for order in settings.dials if order.cue in names])
        if turned:  # else nothing could change it
            common = [order for order in common if order.what != _WHOLE]
        for_all = _dials([order for order in settings.dials if order.cue == ALL_CUES])
        takes = {order.number for order in settings.chosen if order.cue in names}
        named = bool(own or takes)
        takes = takes or {order.number for order in settings.chosen if order.cue == ALL_CUES}
        if len(takes) > 1:
            raise BadArgument(
                f"Takes {', '.join(map(str, sorted(takes)))} are chosen for one cue.",
                "Choose one of them.",
            )
        dials = {**for_all, **turned}
        return cls(tuple(own or common), dials, min(takes, default=None), named)


def _dials(orders: Sequence[DialOrder]) -> dict[str, float]:
    found: dict[str, float] = {}
    for order in orders:
        if found.get(order.dial, order.amount) != order.amount:
            raise BadArgument(
                f"“{order.dial}” of {order.cue} is turned twice, each time another way.",
                "Give one --more or --less for it.",
            )
        found[order.dial] = order.amount
    return found


def _handed(cue: Cue, orders: _Orders, was: str | None, earlier: Earlier | None) -> Handed:
    if earlier is None:
        return Handed(cue, orders.hand(), take=orders.take or 1)
    if was is None and not orders.named:  # a new cue: there is nothing to keep
        return Handed(cue, orders.hand())
    if was is None:
        raise BadArgument(
            f"The earlier run has no score of {cue.id}.", "Leave out what is to be kept of it."
        )
    if not orders.locks and orders.take is None:
        return Handed(cue, orders.hand())
    previous = replace(earlier.score(was, orders.take or 1), cue=cue.uid)
    locks = Locks(cue=True)
    if orders.locks:
        locks = _locks(orders.locks, previous, cue)
    return Handed(cue, orders.hand(locks), previous)


def _locks(orders: Sequence[LockOrder], previous: Score, cue: Cue) -> Locks:
    """The orders as locks. Raises BadArgument for a part that the cue does not have."""
    locks = Locks()
    for order in orders:
        what = order.what.casefold()
        if what == _WHOLE:
            locks = replace(locks, cue=True)
        elif what == _CHORDS:
            locks = replace(locks, chords=True)
        elif what in _THEME:
            locks = replace(locks, theme=True)
        elif match := _BARS.fullmatch(what):
            bars = (int(match[1]), int(match[2] or match[1]))
            locks = replace(locks, bars=(*locks.bars, bars))
        else:
            name = _part(order, previous, cue)
            locks = replace(locks, parts=(*locks.parts, name) if name else locks.parts)
    return locks


def _part(order: LockOrder, previous: Score, cue: Cue) -> str | None:
    """The part's name as the score has it; None where all cues were named and this lacks it."""
    names = [part.name for part in previous.parts]
    found = {name.casefold(): name for name in names}.get(order.what.casefold())
    if found or order.cue == ALL_CUES:
        return found
    near = get_close_matches(order.what, names, n=1, cutoff=0.4) or names
    raise BadArgument(
        f"There is no part “{order.what}” to lock in {cue.id}.",
        f"Perhaps {', '.join(near)}; or chords, theme, bars 3-6, all.",
    )


def _check_parts_of_all(settings: Settings, handed: Sequence[Handed]) -> None:
    """Raise BadArgument for a part that was to be locked in all cues, and that none has."""
    scores = [each.previous for each in handed if each.previous]
    names = sorted({part.name for score in scores for part in score.parts})
    words = {_WHOLE, _CHORDS, *_THEME, *(name.casefold() for name in names)}
    for order in settings.locks:
        what = order.what.casefold()
        if order.cue == ALL_CUES and what not in words and not _BARS.fullmatch(what):
            near = get_close_matches(order.what, names, n=1, cutoff=0.4) or names
            raise BadArgument(
                f"No cue has a part “{order.what}” to lock.",
                f"Perhaps {', '.join(near)}; or chords, theme, bars 3-6, all.",
            )

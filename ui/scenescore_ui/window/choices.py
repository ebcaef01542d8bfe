"""What submenus offer: palettes, moods, takes, locks, dials, the weights of a hit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from scenescore.model import Score
from scenescore.palettes import load_palettes
from scenescore.settings import EMOTIONS
from scenescore.tempomap import seconds_at
from scenescore.timebase import to_seconds
from scenescore.worker.orders import LocksOrder
from scenescore_ui.controller import Session
from scenescore_ui.window.spots import Spot
from scenescore_ui.work.changes import DIALS
from scenescore_ui.work.model import CueWork, Recipe


class Shown(Protocol):
    """The window as actions know it."""

    @property
    def session(self) -> Session: ...

    def score_of(self, uid: str) -> Score | None:
        """The score of the take of a cue that sounds now."""

    def show_score(self, uid: str) -> None:
        """Show a cue's notes."""

    def reveal(self, uid: str) -> None:
        """Show the files of a cue, or the edit, in the system's own program for files."""

    def export(self, what: str, uid: str) -> None:
        """Ask where to, and copy a cue's "midi" or "stems" there, or write the "film"."""

    def accept(self) -> None:
        """Write the music to where the edit came from."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of a submenu; `on` is whether it is ticked, None for one that never is."""

    text: str
    do: Callable[[], object]
    on: bool | None = None


_DIAL_STEP = 0.25

_WEIGHTS = (("weight_strong", 1.0), ("weight_middle", 0.6), ("weight_light", 0.3))


def palettes(shown: Shown, spot: Spot) -> Sequence[Choice]:
    """All palettes: of the cue that is there, or to score these frames with."""
    session = shown.session
    one = session.work.cue_work(spot.cue)
    now = one.recipe.style if one else None
    return [
        Choice(
            palette.name[session.strings.language],  # type: ignore[index]
            partial(score_with, shown, spot, name),
            name == now,
        )
        for name, palette in load_palettes().items()
    ]


def score_with(shown: Shown, spot: Spot, palette: str) -> None:
    """The cue in another palette, or music for frames that have none yet."""
    if spot.cue:
        shown.session.edits.style(spot.cue, palette)
    else:
        shown.session.score(scene=spot.scene, frames=_frames(spot), style=palette)


def score_here(shown: Shown, spot: Spot) -> None:
    """Music for a scene or a range."""
    shown.session.score(scene=spot.scene, frames=_frames(spot))


def _frames(spot: Spot) -> tuple[int, int] | None:
    return spot.frames if spot.scene is None else None


def moods(shown: Shown, spot: Spot) -> Sequence[Choice]:
    """The seven, and as it was analysed."""
    session, say = shown.session, shown.session.strings
    start, end = spot.frames or (0, 0)
    ordered = next(
        (
            mood.emotion
            for mood in reversed(session.work.feeling.moods)
            if mood.start_frame < end and mood.end_frame > start
        ),
        None,
    )
    lines: list[tuple[str, str | None]] = [(say("mood_as_analysed"), None)]
    lines += [(say(f"emotion_{name}"), name) for name in EMOTIONS]
    order = session.edits.order_mood
    return [Choice(text, partial(order, start, end, name), name == ordered) for text, name in lines]


def takes(shown: Shown, spot: Spot) -> Sequence[Choice]:
    """The takes that the editor keeps of a cue, to go back to one."""
    one = shown.session.work.cue_work(spot.cue)
    choose, now = shown.session.edits.choose_take, one.recipe if one else None
    return [
        Choice(name, partial(choose, spot.cue, index), recipe == now)
        for index, (name, recipe) in enumerate(_kept(shown, one))
    ]


def kept_takes(shown: Shown, spot: Spot) -> Sequence[Choice]:
    """The same takes, to keep one no longer."""
    drop, one = shown.session.edits.drop_take, shown.session.work.cue_work(spot.cue)
    return [
        Choice(name, partial(drop, spot.cue, index))
        for index, (name, _) in enumerate(_kept(shown, one))
    ]


def _kept(shown: Shown, one: CueWork | None) -> Iterator[tuple[str, Recipe]]:
    """Each kept take with its name."""
    say = shown.session.strings
    for place, recipe in enumerate(one.kept if one else (), start=1):
        yield say("take_number", number=recipe.number, place=place), recipe


def more(shown: Shown, spot: Spot) -> Sequence[Choice]:
    return _dials(shown, spot, _DIAL_STEP)


def less(shown: Shown, spot: Spot) -> Sequence[Choice]:
    return _dials(shown, spot, -_DIAL_STEP)


def _dials(shown: Shown, spot: Spot, step: float) -> Sequence[Choice]:
    """Each dial a step on, and where it stands."""
    one, say = shown.session.work.cue_work(spot.cue), shown.session.strings
    turn = shown.session.edits.turn
    found = []
    for dial in DIALS if one else ():
        now = _dial(one, dial)
        stands = f"  {now:+.2f}" if now else ""
        text = f"{say(f'dial_{dial}')}{stands}"
        found.append(Choice(text, partial(turn, spot.cue, dial, now + step)))
    return found


def _dial(one: CueWork | None, dial: str) -> float:
    return float(getattr(one.recipe.hand, dial)) if one else 0.0


def locks(shown: Shown, spot: Spot) -> Sequence[Choice]:
    """Theme, chords, the bar under the pointer or the bars of a range, each part, all of it."""
    session, say = shown.session, shown.session.strings
    one, score = session.work.cue_work(spot.cue), shown.score_of(spot.cue)
    if one is None or score is None:
        return ()
    now = one.recipe.hand.locks

    def line(text: str, on: bool, **change: object) -> Choice:
        wanted = now.model_copy(update=change)
        return Choice(text, partial(session.edits.lock, spot.cue, wanted), on)

    bars = _bars(one, score, spot)
    bar_words = say("lock_bars", first=bars[0], last=bars[1])
    parts = (part.name for part in score.parts if part.notes)
    return [
        line(say("lock_theme"), now.theme, theme=not now.theme),
        line(say("lock_chords"), now.chords, chords=not now.chords),
        line(bar_words, bars in now.bars, bars=_toggled(now.bars, bars)),
        line(say("lock_cue"), now.cue, cue=not now.cue),
        *(
            line(say.music(name), name in now.parts, parts=_toggled(now.parts, name))
            for name in dict.fromkeys(parts)
        ),
        Choice(
            say("lock_nothing"),
            partial(session.edits.lock, spot.cue, LocksOrder()),
            now == LocksOrder(),
        ),
    ]


def _toggled(items: tuple[object, ...], item: object) -> tuple[object, ...]:
    """With the item, or without it where it was."""
    return tuple(i for i in items if i != item) if item in items else (*items, item)


def _bars(one: CueWork, score: Score, spot: Spot) -> tuple[int, int]:
    """The bars, from 1, under a range, or that under the pointer."""
    span = (spot.frame, spot.frame) if spot.kind != "range" else spot.frames or (spot.frame,) * 2
    first, last = (_bar_at(one, score, frame) for frame in span)
    return first, max(first, last)


def _bar_at(one: CueWork, score: Score, frame: int) -> int:
    seconds = to_seconds(frame - one.recipe.in_frame, one.spotted.rate)
    return max(1, bisect_right(score.bars, seconds, key=lambda b: seconds_at(score.tempo, b.beat)))


def weights(shown: Shown, spot: Spot) -> Sequence[Choice]:
    """How much a hit weighs."""
    one, say = shown.session.work.cue_work(spot.cue), shown.session.strings
    hits = one.recipe.hits if one else ()
    now = next((hit.weight for hit in hits if hit.frame == spot.hit), None)
    rank = shown.session.edits.rank_hit
    return [
        Choice(say(key), partial(rank, spot.cue, spot.hit or 0, weight), weight == now)
        for key, weight in _WEIGHTS
    ]

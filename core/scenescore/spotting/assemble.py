"""Placed frames become cues: names, moods, styles, hits, dialogue, endings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import floor
from typing import Literal

from scenescore.model import Cue, Edit, MoodPoint, ThemeOrder
from scenescore.orders import Order
from scenescore.palettes import Palette
from scenescore.spotting.ground import Ground
from scenescore.spotting.hits import hits_of, moments_of
from scenescore.spotting.identity import uids
from scenescore.spotting.points import Placed
from scenescore.spotting.ranges import frames_of
from scenescore.spotting.style import choose_styles
from scenescore.timebase import Span


def cues_of(
    edit: Edit,
    ground: Ground,
    orders: Sequence[Order],
    placed: Sequence[Placed],
    palettes: Mapping[str, Palette],
    *,
    style: str | None,
    seed: int,
) -> tuple[Cue, ...]:
    """One cue for each placed range; `style` rules all, else markers and moods choose."""
    moments = moments_of(ground, orders)
    names = uids(edit, ((p.start, p.end) for p in placed))
    styles = _styles(ground, orders, placed, palettes, style)
    return tuple(
        Cue(
            id=f"1m{number:02}",
            uid=uid,
            in_frame=where.start,
            out_frame=where.end,
            rate=edit.rate,
            scene=_scene(ground, where),
            style=chosen,
            mood=ground.mood(where.start, where.end),
            moods=points_of(ground, where.start, where.end),
            hits=hits_of(ground, moments, where),
            dialogue=dialogue_of(ground, where.start, where.end),
            ending=_ending(ground, where),
            themes=_themes(ground, orders, where),
            seed=seed,
        )
        for number, (where, uid, chosen) in enumerate(
            zip(placed, names, styles, strict=True), start=1
        )
    )


def _scene(ground: Ground, where: Placed) -> int:
    """The scene that most of the cue lies in."""
    return max(
        ground.scenes,
        key=lambda s: min(s.end_frame, where.end) - max(s.start_frame, where.start),
    ).id


def points_of(ground: Ground, start: int, end: int) -> tuple[MoodPoint, ...]:
    """The mood between two frames as a cue has it."""
    numbers = ground.numbers.mood
    return ground.feeling.points(
        ground.seconds(start),
        ground.seconds(end),
        step=numbers.step,
        window=numbers.window,
        dwell=numbers.dwell,
    )


def dialogue_of(ground: Ground, start: int, end: int) -> tuple[Span, ...]:
    """Lines in and near a cue of these frames, clipped to its reach."""
    reach = floor(ground.numbers.lines.reach * ground.rate.fps)
    return ground.lines.near(max(start - reach, 0), end + reach, ground.rate)


def _ending(ground: Ground, where: Placed) -> Literal["ring", "stop", "fade"]:
    """Dead on STOP; dying away where it must be silent in time; else the last chord rings."""
    if where.stops:
        return "stop"
    return "fade" if where.dies else "ring"


def _themes(ground: Ground, orders: Iterable[Order], where: Placed) -> tuple[ThemeOrder, ...]:
    frames = [(o.value, frames_of(o.span, ground).start) for o in orders if o.kind == "theme"]
    return tuple(ThemeOrder(name, f) for name, f in frames if where.frames.holds(f))


def _styles(
    ground: Ground,
    orders: Iterable[Order],
    placed: Sequence[Placed],
    palettes: Mapping[str, Palette],
    style: str | None,
) -> tuple[str, ...]:
    """A palette for each cue: the run's, else a marker's in or over the cue, else by mood."""
    if style:
        return (style,) * len(placed)
    by_mood = choose_styles(
        [
            (
                ground.seconds(p.end - p.start),
                ground.feeling.emotions(ground.seconds(p.start), ground.seconds(p.end)),
            )
            for p in placed
        ],
        palettes,
        ground.numbers.style.badly,
    )
    ordered = [(frames_of(o.span, ground), o.value) for o in orders if o.kind == "style"]
    chosen = []
    for where, fitting in zip(placed, by_mood, strict=True):
        marked = [name for frames, name in ordered if frames.overlap(where.frames)]
        chosen.append(marked[0] if marked else fitting)
    return tuple(chosen)

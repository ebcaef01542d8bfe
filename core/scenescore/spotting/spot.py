"""From mood, shots and speech to cues: the room's work in its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scenescore.errors import BadArgument
from scenescore.model import Cue, Edit, Heard, MoodCurve, Remark, Scene, Seen
from scenescore.orders import OF_SCENES, Order, parse_orders
from scenescore.palettes import Palette, load_palettes
from scenescore.settings import EMOTIONS, Existing, MoodOrder, Settings
from scenescore.spotting.assemble import cues_of
from scenescore.spotting.feeling import feeling_of
from scenescore.spotting.following import follow
from scenescore.spotting.ground import Ground, ground_of
from scenescore.spotting.lines import lines_of
from scenescore.spotting.pieces import bounds_of, closed_ranges, cut_up, wanted_ranges
from scenescore.spotting.points import Placed, last_out, place
from scenescore.spotting.ranges import (
    Range,
    chosen_range,
    frames_of,
    music_ranges,
    reach_of,
    silent_ranges,
)
from scenescore.spotting.remarks import (
    mood_beside,
    music_there,
    nothing_scored,
    orders_not_followed,
    unknown_mood,
    unknown_style,
)
from scenescore.spotting.stretches import scored, something, stretches_of
from scenescore.spotting.style import style_named
from scenescore.spotting.table import load_numbers
from scenescore.timebase import Span


def spot(
    edit: Edit,
    seen: Seen,
    scenes: tuple[Scene, ...],
    heard: Heard,
    mood: MoodCurve,
    settings: Settings,
) -> tuple[tuple[Cue, ...], tuple[Remark, ...]]:
    """The cues of an edit in running order, apart from each other, and what is doubtful about them.

    A chosen scene or range gets exactly one cue, from its first frame to its last. Otherwise the
    orders in the markers are followed first, then scenes are scored by their need of music. `mood`
    obeys the run's `--mood` already; markers draw it further. Raises BadArgument for a scene,
    timecode or style that does not exist.
    """
    palettes = load_palettes()
    style = style_named(settings.style, palettes) if settings.style else None
    chosen = chosen_range(edit, scenes, settings)
    ground, orders, remarks = standing(edit, seen, scenes, heard, mood)
    music = music_ranges(heard, ground)
    closed = music if settings.existing is Existing.AVOID else ()
    placed = (
        _placed_in(ground, orders, closed, chosen)
        if chosen
        else _placed_anywhere(ground, orders, closed)
    )
    cues = cues_of(edit, ground, orders, placed, palettes, style=style, seed=settings.seed)
    remarks += orders_not_followed(edit, orders, cues, ground, chosen, closed)
    remarks += music_there(edit, music, cues, settings.existing)
    remarks += mood_beside(edit, orders, settings.mood is not None, ground)
    if settings.existing is Existing.FOLLOW:
        cues, told = follow(cues, edit, heard)
        remarks += (*told,)
    return cues, remarks if cues else (*remarks, nothing_scored(edit, ground))


def standing(
    edit: Edit, seen: Seen, scenes: tuple[Scene, ...], heard: Heard, mood: MoodCurve
) -> tuple[Ground, tuple[Order, ...], tuple[Remark, ...]]:
    """What spotting stands on, with the moods that markers order; the orders; what is doubtful."""
    ground = _ground(edit, seen, scenes, heard, mood)
    orders, remarks = _known(edit, parse_orders(edit.markers), ground, load_palettes())
    return _with_moods(ground, mood, orders), orders, remarks


def _ground(
    edit: Edit, seen: Seen, scenes: tuple[Scene, ...], heard: Heard, mood: MoodCurve
) -> Ground:
    numbers = load_numbers()
    lines = lines_of(heard, edit.rate, numbers.lines.gap)
    return ground_of(edit, seen, scenes, lines, feeling_of(mood), numbers)


def _known(
    edit: Edit,
    orders: Sequence[Order],
    ground: Ground,
    palettes: Mapping[str, Palette],
) -> tuple[tuple[Order, ...], tuple[Remark, ...]]:
    """The orders inside the edit whose moods and styles exist, and what is wrong with the rest."""
    known: list[Order] = []
    remarks: list[Remark] = []
    for order in orders:
        here = 0 <= frames_of(order.span, ground).start <= ground.total
        if not here or order.kind in OF_SCENES:
            continue
        if order.kind == "mood" and order.value not in EMOTIONS:
            remarks.append(unknown_mood(edit, order, ground))
        elif order.kind == "style":
            try:
                known.append(replace(order, value=style_named(order.value, palettes)))
            except BadArgument as error:
                remarks.append(unknown_style(edit, order, ground, error.hint))
        else:
            known.append(order)
    return tuple(known), tuple(remarks)


def _with_moods(ground: Ground, mood: MoodCurve, orders: Sequence[Order]) -> Ground:
    """The same ground with the moods that markers order."""
    ordered = []
    for order in orders:
        if order.kind == "mood":
            frames = reach_of(order, ground)
            span = Span.of_frames(frames.start, frames.end, ground.rate)
            ordered.append((span, MoodOrder(order.value, order.strength)))
    return replace(ground, feeling=feeling_of(mood, ordered)) if ordered else ground


def _placed_anywhere(
    ground: Ground, orders: Sequence[Order], music: Sequence[Range]
) -> tuple[Placed, ...]:
    """Cues wherever orders and need want them."""
    if ground.seconds(ground.total) < ground.numbers.cue.least_edit:
        return ()
    bounds = bounds_of(orders, ground)
    closed = closed_ranges(bounds, (*music, *silent_ranges(orders, ground)), ground)
    wanted = wanted_ranges(orders, ground)
    pieces = cut_up(ground, bounds, closed, wanted)
    stretches = stretches_of(ground, pieces, scored(ground, pieces))
    hits = sorted(
        frames_of(o.span, ground).start for o in orders if o.kind in ("hit", "note", "theme")
    )
    return place(ground, stretches, closed, hits) or place(
        ground, something(ground, pieces), closed, hits
    )


def _placed_in(
    ground: Ground, orders: Sequence[Order], music: Sequence[Range], chosen: Range
) -> tuple[Placed, ...]:
    """The one cue of a chosen range: all of it, up to a STOP, without music that is avoided."""
    bounds = bounds_of(orders, ground)
    free = _longest_free(chosen, music)
    shortest = ground.frames(ground.numbers.cue.least_edit)
    end = max(min(free.end, last_out(ground)), min(free.end, free.start + 1))
    stops = [f for f in bounds.stops if free.start + shortest <= f <= end]
    where = Range(free.start, stops[0] if stops else end)
    return (Placed(where.start, where.end, stops=bool(stops)),) if where.length > 0 else ()


def _longest_free(chosen: Range, taken: Sequence[Range]) -> Range:
    """The longest part of a range that nothing takes; empty where all is taken."""
    starts = [chosen.start, *(r.end for r in taken if chosen.holds(r.end))]
    free = [
        Range(start, min([chosen.end, *(r.start for r in taken if r.end > start)]))
        for start in starts
    ]
    return max(free, key=lambda r: (r.length, -r.start), default=chosen)

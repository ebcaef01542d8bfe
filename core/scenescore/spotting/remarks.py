"""What the editor should be told about the spotting: orders not followed, music already there."""

from __future__ import annotations

from collections.abc import Sequence

from scenescore.model import Cue, Edit, Remark
from scenescore.orders import Order, nearest_emotion
from scenescore.settings import EMOTIONS, Existing
from scenescore.spotting.ground import Ground
from scenescore.spotting.ranges import Range, frames_of, reach_of
from scenescore.timebase import format_timecode

_SHOWN = 5

_OBSTACLES = {
    "music": "music is there already, and --existing avoid writes none over it",
    "range": "the chosen range is one cue from its first frame to its last",
    "order": "another order rules there",
    "room": "there is no room for music",
}
_WAYS_ROUND = {
    "music": "Move the marker, or use --existing follow or replace.",
    "range": "Choose another range.",
    "order": "Move one of the markers.",
    "room": "Move the marker.",
}
"""Why an order did not happen, and what to do about it."""


def timecode(edit: Edit, frame: int) -> str:
    """The edit's timecode at a frame counted from its start."""
    return format_timecode(edit.start_frame + frame, edit.rate, edit.drop_frame)


def order_name(order: Order) -> str:
    """The order as it is written in CONTRACT form: `NO MUSIC`, `MOOD sad`."""
    return f"{order.kind.replace('_', ' ').upper()} {order.value}".strip()


def unknown_mood(edit: Edit, order: Order, ground: Ground) -> Remark:
    """A MOOD that names none of the seven."""
    near = nearest_emotion(order.value) or EMOTIONS[-1]
    return Remark(
        "unknown-mood",
        f"The marker {order_name(order)} names no mood that is known, so it was left aside.",
        f"Write MOOD {near}, or one of: {', '.join(EMOTIONS)}.",
        timecode(edit, frames_of(order.span, ground).start),
        skipped=True,
    )


def unknown_style(edit: Edit, order: Order, ground: Ground, hint: str) -> Remark:
    """A STYLE that names no palette."""
    return Remark(
        "unknown-style",
        f"The marker {order_name(order)} names no style that is known, so it was left aside.",
        hint,
        timecode(edit, frames_of(order.span, ground).start),
        skipped=True,
    )


def _is_followed(order: Order, cues: Sequence[Cue], frame: int) -> bool:
    """Whether what was ordered at `frame` happens in a cue."""
    if order.kind == "in":
        return any(cue.in_frame == frame for cue in cues)
    if order.kind in ("out", "stop"):
        return any(cue.out_frame == frame for cue in cues)
    if order.kind in ("hit", "note"):
        return any(hit.frame == frame and hit.ordered for cue in cues for hit in cue.hits)
    if order.kind == "no_music":
        return not any(cue.in_frame <= frame < cue.out_frame for cue in cues)
    return any(cue.in_frame <= frame < cue.out_frame for cue in cues)


def orders_not_followed(
    edit: Edit,
    orders: Sequence[Order],
    cues: Sequence[Cue],
    ground: Ground,
    chosen: Range | None,
    avoided: Sequence[Range] = (),
) -> tuple[Remark, ...]:
    """One remark for each order that lies where it counts and did not happen, and why it did not.

    `avoided` is the music of the edit that no cue may lie over.
    """
    asked = chosen or Range(0, ground.total + 1)
    missed = []
    for order in orders:
        frame = frames_of(order.span, ground).start
        if asked.start <= frame < asked.end and not _is_followed(order, cues, frame):
            why = _obstacle(order, frame, orders, ground, chosen, avoided)
            missed.append(_unfollowed(edit, order, frame, _OBSTACLES[why], _WAYS_ROUND[why]))
    return tuple(missed)


def _unfollowed(edit: Edit, order: Order, frame: int, why: str, hint: str) -> Remark:
    what = "marker" if order.kind == "note" else f"marker {order_name(order)}"
    return Remark(
        "order-not-followed",
        f"The {what} at {timecode(edit, frame)} was not followed: {why}.",
        hint,
        timecode(edit, frame),
        skipped=True,
    )


def _obstacle(
    order: Order,
    frame: int,
    orders: Sequence[Order],
    ground: Ground,
    chosen: Range | None,
    avoided: Sequence[Range],
) -> str:
    """Which of `_OBSTACLES` stood in the way of an order at `frame`."""
    near = ground.frames(ground.numbers.cue.least_edit)

    def is_near(there: Range) -> bool:
        return there.start - near <= frame < there.end + near

    if any(map(is_near, avoided)):
        return "music"
    if chosen and order.kind in ("in", "out"):
        return "range"
    others = (reach_of(other, ground) for other in orders if other is not order)
    return "order" if any(map(is_near, others)) else "room"


def music_there(
    edit: Edit, music: Sequence[Range], cues: Sequence[Cue], existing: Existing
) -> tuple[Remark, ...]:
    """Where the edit has music already under our cues, or kept us from writing any."""
    if existing is Existing.AVOID:
        kept = [r for r in music if r.length > 0]
        message, hint = "No cue lies over the music that is already there: {}.", ""
    else:
        kept = [r for r in music if any(_meet(cue, r) for cue in cues)]
        message = "There is music in the edit already, which will sound together with ours: {}."
        hint = "--existing avoid writes no cue there, follow takes its tempo, replace takes it out."
    if not kept or existing in (Existing.FOLLOW, Existing.REPLACE):
        return ()
    places = [f"{timecode(edit, r.start)}–{timecode(edit, r.end)}" for r in kept]
    where = timecode(edit, kept[0].start)
    return (Remark("music-in-edit", message.format(_listed(places)), hint, where),)


def mood_beside(
    edit: Edit, orders: Sequence[Order], asked: bool, ground: Ground
) -> tuple[Remark, ...]:
    """That MOOD markers count where they lie, though another mood was `asked` for the whole."""
    frames = [frames_of(order.span, ground).start for order in orders if order.kind == "mood"]
    if not asked or not frames:
        return ()
    places = [timecode(edit, frame) for frame in frames]
    return (
        Remark(
            "mood-markers",
            f"MOOD markers of the edit count beside --mood: {_listed(places)}.",
            "Take them out to have one mood throughout.",
            places[0],
        ),
    )


def nothing_scored(edit: Edit, ground: Ground) -> Remark:
    """No cue at all."""
    if ground.seconds(ground.total) < ground.numbers.cue.least_edit:
        return Remark(
            "no-cue",
            f"“{edit.name}” is too short for music.",
            "Choose a longer edit.",
            skipped=True,
        )
    return Remark(
        "no-cue",
        "No music was written: the edit leaves no place for it.",
        "Look at NO MUSIC markers, and at --existing avoid where there is music already.",
        skipped=True,
    )


def _listed(places: Sequence[str]) -> str:
    """The first places, and how many more there are."""
    more = [f"… +{len(places) - _SHOWN}"] if len(places) > _SHOWN else []
    return ", ".join([*places[:_SHOWN], *more])


def _meet(cue: Cue, there: Range) -> bool:
    return cue.in_frame < there.end and there.start < cue.out_frame

"""What the editor should be told about the spotting: orders not followed, music already there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scenescore.model import Cue, Edit, Remark
from scenescore.settings import EMOTIONS, Existing
from scenescore.spotting.ground import Ground
from scenescore.spotting.orders import Order, nearest_emotion
from scenescore.spotting.ranges import Range, frames_of
from scenescore.timebase import format_timecode

_SHOWN = 5


def timecode(edit: Edit, frame: int) -> str:
    """The edit's timecode at a frame counted from its start."""
    return format_timecode(edit.start_frame + frame, edit.rate, edit.drop_frame)


def order_name(order: Order) -> str:
    """The order as it is written in CONTRACT form: `NO MUSIC`, `MOOD sad`."""
    return f"{order.kind.replace('_', ' ').upper()} {order.value}".strip()


def unknown_mood(edit: Edit, order: Order, ground: Ground) -> Remark:
    """A MOOD that names none of the seven."""
    near = nearest_emotion(order.value) or "neutral"
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
    edit: Edit, orders: Iterable[Order], cues: Sequence[Cue], ground: Ground, chosen: Range | None
) -> tuple[Remark, ...]:
    """One remark for each order that lies where it counts and did not happen."""
    asked = chosen or Range(0, ground.total + 1)
    missed = []
    for order in orders:
        frame = frames_of(order.span, ground).start
        if asked.start <= frame < asked.end and not _is_followed(order, cues, frame):
            what = "marker" if order.kind == "note" else f"marker {order_name(order)}"
            missed.append(
                Remark(
                    "order-not-followed",
                    f"The {what} at {timecode(edit, frame)} was not followed: another order, or "
                    "the chosen range, rules there.",
                    "Move one of the markers, or choose another range.",
                    timecode(edit, frame),
                    skipped=True,
                )
            )
    return tuple(missed)


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
        hint = "--existing avoid writes no cue there."
    if not kept or existing in (Existing.FOLLOW, Existing.REPLACE):
        return ()
    places = [f"{timecode(edit, r.start)}–{timecode(edit, r.end)}" for r in kept]
    if len(places) > _SHOWN:
        places = [*places[:_SHOWN], f"… +{len(places) - _SHOWN}"]
    where = timecode(edit, kept[0].start)
    return (Remark("music-in-edit", message.format(", ".join(places)), hint, where),)


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


def _meet(cue: Cue, there: Range) -> bool:
    return cue.in_frame < there.end and there.start < cue.out_frame

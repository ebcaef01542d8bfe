"""Every change that an editor can make to the work: a work in, a work out."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from itertools import count

from scenescore.model import Cue, Hit
from scenescore.strokes import SpanMood, Stroke
from scenescore.worker.orders import AddedMarker, Feeling, LocksOrder, Studio
from scenescore_ui.work.model import CueWork, Recipe, Work

DIALS = ("energy", "density", "brightness", "tension")

NO_MUSIC, JOIN, SCENE = "NO MUSIC", "JOIN", "SCENE"
"""Orders in the words of markers (orders.toml)."""


# --- cues -----------------------------------------------------------------------------------------


def with_cues(work: Work, found: Iterable[Cue]) -> Work:
    """The work with cues that were spotted; they take the place of those that they overlap."""
    cues = [*found]
    left = [each for each in work.cues if not any(_overlap(each.cue, cue) for cue in cues)]
    for cue in cues:
        apart = replace(cue, uid=_apart(cue.uid, {each.uid for each in left}))
        left.append(CueWork(apart, Recipe.of(apart)))
    return replace(work, cues=_ordered(left))


def without_music(work: Work, start_frame: int, end_frame: int) -> Work:
    """No music in these frames: their cues go, and none is put there again."""
    left = tuple(
        each
        for each in work.cues
        if each.recipe.out_frame <= start_frame or each.recipe.in_frame >= end_frame
    )
    marker = AddedMarker(text=NO_MUSIC, start_frame=start_frame, end_frame=end_frame)
    return replace(work, cues=left, markers=(*work.markers, marker))


def with_music_again(work: Work, start_frame: int, end_frame: int) -> Work:
    """Takes back what `without_music` ordered in these frames."""
    kept = tuple(
        marker
        for marker in work.markers
        if marker.text != NO_MUSIC
        or marker.end_frame <= start_frame
        or marker.start_frame >= end_frame
    )
    return replace(work, markers=kept)


def without_cue(work: Work, uid: str) -> Work:
    return replace(work, cues=tuple(each for each in work.cues if each.uid != uid))


def moved_edges(work: Work, uid: str, in_frame: int, out_frame: int) -> Work:
    """The cue between these frames, as far as its neighbours and a single frame let it."""
    others = [each.recipe for each in work.cues if each.uid != uid]

    def moved(recipe: Recipe) -> Recipe:
        middle = (recipe.in_frame + recipe.out_frame) // 2
        low = max((o.out_frame for o in others if o.out_frame <= middle), default=0)
        high = min((o.in_frame for o in others if o.in_frame >= middle), default=out_frame)
        start = max(low, min(in_frame, out_frame - 1))
        return replace(recipe, in_frame=start, out_frame=max(min(out_frame, high), start + 1))

    return _changed(work, uid, moved)


def styled(work: Work, uid: str, style: str) -> Work:
    return _changed(work, uid, lambda recipe: replace(recipe, style=style))


def turned(work: Work, uid: str, dial: str, amount: float) -> Work:
    """One of `DIALS` at an amount from -1 (less) to 1 (more)."""
    bounded = round(max(-1.0, min(1.0, amount)), 3)

    def turn(recipe: Recipe) -> Recipe:
        return replace(recipe, hand=recipe.hand.model_copy(update={dial: bounded}))

    return _changed(work, uid, turn)


# --- takes ----------------------------------------------------------------------------------------


def new_take(work: Work, uid: str) -> Work:
    """The same cue by the next throw of the dice that is neither kept nor heard now."""
    one = work.cue_work(uid)
    used = [recipe.number for recipe in (one.recipe, *one.kept)] if one else []
    return _changed(work, uid, lambda recipe: replace(recipe, number=max(used) + 1))


def kept_take(work: Work, uid: str) -> Work:
    """The recipe as it stands among those that the editor keeps."""

    def keep(one: CueWork) -> CueWork:
        return one if one.recipe in one.kept else replace(one, kept=(*one.kept, one.recipe))

    return _with(work, uid, keep)


def dropped_take(work: Work, uid: str, index: int) -> Work:
    def drop(one: CueWork) -> CueWork:
        return replace(one, kept=one.kept[:index] + one.kept[index + 1 :])

    return _with(work, uid, drop)


def chosen_take(work: Work, uid: str, index: int) -> Work:
    """One of the kept takes is the one that is heard and goes on from here."""
    return _with(work, uid, lambda one: replace(one, recipe=one.kept[index]))


def locked(work: Work, uid: str, locks: LocksOrder, take: str | None) -> Work:
    """These locks, which keep from `take`, the one that is heard now."""
    kept_from = take if locks != LocksOrder() else None

    def lock(recipe: Recipe) -> Recipe:
        hand = recipe.hand.model_copy(update={"locks": locks})
        return replace(recipe, hand=hand, kept_from=kept_from)

    return _changed(work, uid, lock)


# --- hits -----------------------------------------------------------------------------------------


def with_hit(work: Work, uid: str, hit: Hit) -> Work:
    """A hit of the editor's; it takes the place of one on the same frame."""

    def add(recipe: Recipe) -> Recipe:
        others = [each for each in recipe.hits if each.frame != hit.frame]
        hits = sorted([*others, replace(hit, ordered=True)], key=lambda each: each.frame)
        return replace(recipe, hits=tuple(hits))

    return _changed(work, uid, add)


def without_hit(work: Work, uid: str, frame: int) -> Work:
    return _changed(
        work,
        uid,
        lambda recipe: replace(recipe, hits=tuple(h for h in recipe.hits if h.frame != frame)),
    )


def moved_hit(work: Work, uid: str, frame: int, to_frame: int) -> Work:
    """A hit on another frame, from now on the editor's own, which the music may not shift."""
    hit = _hit(work, uid, frame)
    if hit is None or frame == to_frame:
        return work
    return with_hit(without_hit(work, uid, frame), uid, replace(hit, frame=to_frame))


def ranked_hit(work: Work, uid: str, frame: int, weight: float) -> Work:
    """A hit's weight, 0…1."""
    hit = _hit(work, uid, frame)
    return work if hit is None else with_hit(work, uid, replace(hit, weight=weight))


def _hit(work: Work, uid: str, frame: int) -> Hit | None:
    one = work.cue_work(uid)
    hits = one.recipe.hits if one else ()
    return next((hit for hit in hits if hit.frame == frame and hit.kind != "entry"), None)


# --- mood and scenes ------------------------------------------------------------------------------


def bent(work: Work, stroke: Stroke) -> Work:
    """The mood curve with a stroke drawn over it."""
    strokes = (*_uncovered(work.feeling.strokes, stroke), stroke)
    return replace(work, feeling=Feeling(strokes=strokes, moods=work.feeling.moods))


def unbent(work: Work, start: float, end: float) -> Work:
    """The curve as it was analysed between two moments (seconds): strokes that touch it go."""
    strokes = tuple(s for s in work.feeling.strokes if s.end < start or s.start > end)
    return replace(work, feeling=Feeling(strokes=strokes, moods=work.feeling.moods))


def mood_ordered(work: Work, start_frame: int, end_frame: int, emotion: str | None) -> Work:
    """An emotion for these frames, or none: as it was analysed."""
    moods = tuple(
        each
        for each in work.feeling.moods
        if each.end_frame <= start_frame or each.start_frame >= end_frame
    )
    if emotion:
        moods = (*moods, SpanMood(start_frame, end_frame, emotion))
    return replace(work, feeling=Feeling(strokes=work.feeling.strokes, moods=moods))


def joined(work: Work, frame: int) -> Work:
    """The scenes that meet at a frame are one."""
    return _cut_of_scenes(work, frame, JOIN)


def split(work: Work, frame: int) -> Work:
    """A new scene begins at a frame."""
    return _cut_of_scenes(work, frame, SCENE)


def _cut_of_scenes(work: Work, frame: int, text: str) -> Work:
    others = tuple(m for m in work.markers if m.text not in (JOIN, SCENE) or m.start_frame != frame)
    marker = AddedMarker(text=text, start_frame=frame, end_frame=frame + 1)
    return replace(work, markers=(*others, marker))


def _uncovered(strokes: Iterable[Stroke], new: Stroke) -> tuple[Stroke, ...]:
    """The strokes of which anything is still seen below a new one."""
    return tuple(s for s in strokes if s.axis != new.axis or s.start < new.start or s.end > new.end)


# --- what plays -----------------------------------------------------------------------------------


def with_studio(work: Work, studio: Studio) -> Work:
    """Another SoundFont, loudness or themes: every take is made again when it is wanted."""
    return replace(work, studio=studio)


# --- helpers --------------------------------------------------------------------------------------


def _changed(work: Work, uid: str, change: Callable[[Recipe], Recipe]) -> Work:
    return _with(work, uid, lambda one: replace(one, recipe=change(one.recipe)))


def _with(work: Work, uid: str, change: Callable[[CueWork], CueWork]) -> Work:
    cues = [change(each) if each.uid == uid else each for each in work.cues]
    return replace(work, cues=_ordered(cues))


def _apart(uid: str, taken: Container[str]) -> str:
    """The uid, or where the same pictures lie under another cue already, that with a number."""
    names = (uid if number == 1 else f"{uid}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)


def _ordered(cues: Iterable[CueWork]) -> tuple[CueWork, ...]:
    return tuple(sorted(cues, key=lambda each: each.recipe.in_frame))


def _overlap(one: Cue, other: Cue) -> bool:
    return one.in_frame < other.out_frame and other.in_frame < one.out_frame

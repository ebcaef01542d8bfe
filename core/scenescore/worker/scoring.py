"""The orders that make music: to score all, a scene or a range; to compose one cue again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace

from scenescore.analysis import Analysis
from scenescore.compose import Hand, Locks
from scenescore.deliver import read_score
from scenescore.errors import BadArgument
from scenescore.job import Job, Progress
from scenescore.model import Cue, Score
from scenescore.music import compose_again, spot_with_themes
from scenescore.progress import Whole
from scenescore.revision import Handed
from scenescore.settings import Settings
from scenescore.spotting import reshaped
from scenescore.stages import Stages
from scenescore.timebase import format_timecode
from scenescore.worker.answers import Composed, Scored, TakeMade
from scenescore.worker.making import Booth, read_take, record_take, take_folder
from scenescore.worker.orders import ComposeOrder, HandOrder, ScoreOrder, next_entry
from scenescore.worker.preview import Preview
from scenescore.worker.protocol import Playable
from scenescore.worker.workshop import Workshop

Tell = Callable[[Playable], None]

TAKE = {"compose": 1.0, "render": 6.0, "level": 3.0}
"""Stages of a take and their usual shares of its time."""


def score(order: ScoreOrder, shop: Workshop, job: Job, tell: Tell) -> Scored:
    """Find cues and make a take of each; what was made stays where a later one fails."""
    analysis = shop.bent(order.source, order.feeling, job)
    themes = shop.themes(order.studio)
    cues, remarks = spot_with_themes(analysis, themes, _spotting(order, analysis))
    takes = []
    for index, each in enumerate(_orders(order, cues)):
        part = _folded(job.part(index, len(cues)), "render", TAKE)
        takes.append(_take(each, analysis, shop, part, None).take)
    return Scored(takes=tuple(takes), notes=tuple(asdict(remark) for remark in remarks))


def compose(order: ComposeOrder, shop: Workshop, job: Job, tell: Tell) -> Composed:
    """Make a take of one cue, heard while it is made."""
    if there := read_take(order.folder, order.take):
        return Composed(take=there)
    analysis = shop.bent(order.source, order.feeling, job)
    before = read_take(order.folder, order.before)
    path = order.folder / "preview" / f"{order.take}.f32"
    preview = Preview(path, before.level if before else None, tell)
    return Composed(take=_take(order, analysis, shop, job, preview))


def _take(
    order: ComposeOrder, analysis: Analysis, shop: Workshop, job: Job, preview: Preview | None
) -> TakeMade:
    if there := read_take(order.folder, order.take):
        return there
    with Stages(job).at("compose"):
        edit, heard, mood = analysis.edit, analysis.heard, analysis.mood
        cue = reshaped(order.cue, edit, analysis.seen, analysis.scenes, heard, mood)
        handed = Handed(cue, hand_of(order.hand), _previous(order), order.number)
        (music,), remarks = compose_again(handed, shop.themes(order.studio))
    booth = Booth(analysis, shop.font(order.studio), order.studio.loudness, order.folder)
    return record_take(
        booth, order.take, cue, music, remarks, job, next_frame=order.next_frame, preview=preview
    )


def hand_of(order: HandOrder) -> Hand:
    """The order as the composer takes it."""
    locks = Locks(**{each.name: getattr(order.locks, each.name) for each in fields(Locks)})
    return Hand(order.energy, order.density, order.brightness, order.tension, locks)


def _previous(order: ComposeOrder) -> Score | None:
    """The score that locks keep from, known as this cue's."""
    if order.previous is None:
        return None
    take = read_take(order.folder, order.previous)
    if take is None:
        raise BadArgument(
            f"The take that is to be kept of {order.cue.id} is not there any more.",
            "Unlock it, or make it again.",
        )
    return replace(read_score(take_folder(order.folder, take.take) / take.score), cue=order.cue.uid)


def _orders(order: ScoreOrder, cues: tuple[Cue, ...]) -> list[ComposeOrder]:
    """An order for each cue as the client would give it, so that takes have the same names."""
    entries = [cue.in_frame for cue in cues]
    return [
        ComposeOrder(
            source=order.source,
            folder=order.folder,
            cue=cue,
            feeling=order.feeling.within(cue),
            studio=order.studio,
            next_frame=next_entry(cue, entries),
        )
        for cue in cues
    ]


def _folded(job: Job, stage: str, weights: Mapping[str, float]) -> Job:
    """A job whose stages are told as one."""
    whole = Whole(weights)

    def listen(progress: Progress) -> None:
        job.listener(Progress(stage, whole.fraction(progress), progress.text))

    return replace(job, listener=listen)


def _spotting(order: ScoreOrder, analysis: Analysis) -> Settings:
    edit = analysis.edit

    def timecode(frame: int | None) -> str | None:
        if frame is None:
            return None
        return format_timecode(edit.start_frame + frame, edit.rate, edit.drop_frame)

    ranged = order.from_frame is not None
    return Settings(
        style=order.style,
        seed=order.seed,
        scene=None if ranged else order.scene,
        from_timecode=timecode(order.from_frame),
        to_timecode=timecode(order.to_frame),
        existing=order.existing,
    )

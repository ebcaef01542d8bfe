"""Accepting: the chosen takes become lanes of the edit, with all the files of a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace

from scenescore.deliver import all_remarks, lanes_of, read_score
from scenescore.errors import BadArgument
from scenescore.job import Job
from scenescore.model import Cue, Score
from scenescore.pipeline import place
from scenescore.worker.answers import Accepted
from scenescore.worker.making import read_take, take_folder
from scenescore.worker.orders import AcceptOrder
from scenescore.worker.protocol import Playable
from scenescore.worker.workshop import Workshop, settings_of

Tell = Callable[[Playable], None]


def accept(order: AcceptOrder, shop: Workshop, job: Job, tell: Tell) -> Accepted:
    """Play the chosen takes together, levelled as one, and write them into the target folder."""
    analysis = shop.bent(order.source, order.feeling, job)
    settings = replace(
        settings_of(order.source),
        loudness=order.studio.loudness,
        soundfont=order.studio.soundfont,
        themes=order.studio.themes,
        existing=order.existing,
        film=order.film,
        lanes=order.lanes,
        dry=order.dry,
        exchange=order.exchange,
    )
    chosen = [_chosen(order, take) for take in order.takes]
    cues = [
        replace(cue, id=f"1m{number:02}")
        for number, (cue, _) in enumerate(sorted(chosen, key=_in_frame), start=1)
    ]
    scores = tuple(score for _, score in sorted(chosen, key=_in_frame))
    outcome = place(analysis, cues, scores, order.target, settings, job)
    notes = tuple(asdict(remark) for remark in all_remarks(outcome.run))
    lanes = lanes_of(outcome.run.works, order.lanes)
    return Accepted(files=outcome.files, film=outcome.film, lanes=lanes, notes=notes)


def _in_frame(pair: tuple[Cue, Score]) -> int:
    return pair[0].in_frame


def _chosen(order: AcceptOrder, name: str) -> tuple[Cue, Score]:
    take = read_take(order.folder, name)
    if take is None:
        raise BadArgument(
            "A take that was chosen is not there any more.", "Make it again, then accept."
        )
    return take.cue, read_score(take_folder(order.folder, name) / take.score)

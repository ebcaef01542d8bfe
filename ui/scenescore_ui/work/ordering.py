"""From the work to the worker's orders."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from scenescore.worker.orders import (
    AcceptOrder,
    AnalyseOrder,
    ComposeOrder,
    ScoreOrder,
    Source,
    WarmOrder,
    next_entry,
)
from scenescore_ui.work.model import CueWork, Recipe, Work


def source_with(source: Source, work: Work) -> Source:
    """The edit with what the panel adds to its markers."""
    return source.model_copy(update={"markers": work.markers})


def warm_order(source: Source, work: Work) -> WarmOrder:
    return WarmOrder(source=source_with(source, work), studio=work.studio)


def analyse_order(source: Source, work: Work, folder: Path) -> AnalyseOrder:
    return AnalyseOrder(source=source_with(source, work), folder=folder)


def score_order(
    source: Source,
    work: Work,
    folder: Path,
    *,
    scene: int | None = None,
    frames: tuple[int, int] | None = None,
    style: str | None = None,
) -> ScoreOrder:
    """To score all, a scene or a range; in a style of its own, or in the work's."""
    return ScoreOrder(
        source=source_with(source, work),
        folder=folder,
        feeling=work.feeling,
        studio=work.studio,
        style=style or work.style,
        scene=scene,
        from_frame=frames[0] if frames else None,
        to_frame=frames[1] if frames else None,
        existing=work.existing,
    )


def compose_order(
    source: Source,
    work: Work,
    folder: Path,
    one: CueWork,
    *,
    recipe: Recipe | None = None,
    before: str | None = None,
) -> ComposeOrder:
    """To make the take of a cue's recipe, or of another of its recipes."""
    one = replace(one, recipe=recipe) if recipe else one
    return ComposeOrder(
        source=source_with(source, work),
        folder=folder,
        cue=one.cue,
        number=one.recipe.number,
        hand=one.recipe.hand,
        previous=one.recipe.kept_from,
        next_frame=next_frame(work, one),
        feeling=work.feeling.within(one.cue),
        studio=work.studio,
        before=before,
    )


def next_frame(work: Work, one: CueWork) -> int | None:
    """Where the cue after this one begins, if that is near."""
    first = bisect_right(work.cues, one.recipe.in_frame, key=lambda each: each.recipe.in_frame)
    later = (each.recipe.in_frame for each in work.cues[first : first + 2] if each.uid != one.uid)
    return next_entry(one.cue, later)


def accept_order(
    source: Source, work: Work, folder: Path, takes: Iterable[str], target: Path
) -> AcceptOrder:
    return AcceptOrder(
        source=source_with(source, work),
        folder=folder,
        takes=tuple(takes),
        target=target,
        feeling=work.feeling,
        studio=work.studio,
        existing=work.existing,
        lanes=work.lanes,
    )

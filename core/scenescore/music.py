"""The second half of the way: cues become scores, scores become sound, one take after another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

from scenescore.analysis import Analysis
from scenescore.compose import Motif, takes, themes_in, write_themes
from scenescore.model import Cue, Edit, Heard, Recording, Remark, Score, SoundFont, ThemeOrder
from scenescore.render import level_cues, render_cue
from scenescore.settings import Settings
from scenescore.stages import Stages
from scenescore.timebase import to_frames

RING_OVER_S = 1.5
"""How far a cue's last chord may ring into the next: 1-2 s is a ring-over, more is a clash."""

RING_UNDER_S = 0.5
"""How far it may ring into a line that begins after it, and how long it rings at least."""


@dataclass(frozen=True, slots=True)
class Take:
    """Every cue once: the scores, what was recorded of them, what could not be played."""

    scores: tuple[Score, ...]
    recordings: tuple[Recording, ...]
    remarks: tuple[Remark, ...]


def compose_takes(
    cues: Sequence[Cue], themes: Mapping[str, Motif], count: int, stages: Stages
) -> list[tuple[Score, ...]]:
    """Scores of all cues, `count` times over; the first is the one to place."""
    with stages.at("compose") as job:
        of_cues = [takes(cue, count, themes) for cue in job.track(cues, len(cues))]
    return [tuple(scores[number] for scores in of_cues) for number in range(count)]


def record(
    analysis: Analysis,
    cues: Sequence[Cue],
    scores: tuple[Score, ...],
    font: SoundFont,
    settings: Settings,
    folder: Path,
    scratch: Path,
    stages: Stages,
) -> Take:
    """Play one take and lay it under the dialogue; its files are written below `folder`/cues."""
    ends = lane_limits(cues, analysis.edit, analysis.heard)
    with stages.at("render") as job:
        raws = [
            render_cue(cue, score, font, scratch, job.part(i, len(cues)), last_frame=end)
            for i, (cue, score, end) in enumerate(zip(cues, scores, ends, strict=True))
        ]
    edit, heard = analysis.edit, analysis.heard
    with stages.at("level") as job:
        recordings = level_cues(raws, edit, heard, settings.loudness, folder, job, dry=settings.dry)
    remarks = dict.fromkeys(remark for raw in raws for remark in raw.remarks)
    return Take(scores, recordings, tuple(remarks))


def lane_limits(cues: Sequence[Cue], edit: Edit, heard: Heard) -> list[int]:
    """The frame by which each cue's ring-out has died away: soon into the next cue or line."""
    over, under = ceil(RING_OVER_S * edit.rate.fps), ceil(RING_UNDER_S * edit.rate.fps)
    entries = [cue.in_frame + over for cue in cues]
    lines = [to_frames(line.span.start, edit.rate) + under for line in heard.speech]
    ends = sorted((*entries, *lines))
    return [
        min([end for end in ends if end >= cue.out_frame + under] + [edit.duration_frames])
        for cue in cues
    ]


def with_named_themes(cue: Cue, edit: Edit, names: Collection[str]) -> Cue:
    """The cue with a theme ordered where a clip under it is first named after that theme.

    What a marker orders stands: a theme that the cue has already is not ordered again.
    """
    orders = {order.name: order for order in cue.themes}
    for clip in edit.picture:
        if clip.record.overlaps(cue.span):
            frame = max(to_frames(clip.record.start, edit.rate), cue.in_frame)
            for name in themes_in([clip.name], names):
                orders.setdefault(name, ThemeOrder(name, frame))
    return replace(cue, themes=tuple(sorted(orders.values(), key=lambda order: order.frame)))


def write_heard_themes(path: Path, scores: Sequence[Score]) -> None:
    """Write the themes that these scores use, for the next episode to share."""
    heard = {
        use.name: Motif(use.degrees, use.rhythm)
        for score in scores
        for use in score.themes
        if use.degrees
    }
    write_themes(path, heard)

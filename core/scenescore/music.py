"""The second half of the way: cues become scores, scores become sound, one take after another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

from scenescore.analysis import Analysis
from scenescore.compose import Locks, Motif, hits_let_go, takes, with_themes, write_themes
from scenescore.errors import LocksUnfit
from scenescore.model import Cue, Edit, Heard, Recording, Remark, Score, SoundFont
from scenescore.render import level_cues, render_cue
from scenescore.revision import Handed
from scenescore.settings import Settings
from scenescore.spotting import spot
from scenescore.stages import Stages
from scenescore.timebase import format_timecode, to_frames

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
    handed: Sequence[Handed], themes: Mapping[str, Motif], count: int, stages: Stages
) -> tuple[list[tuple[Score, ...]], tuple[Remark, ...]]:
    """Scores of all cues, `count` times over, the first to be placed; what could not be kept."""
    with stages.at("compose") as job:
        of_cues = [compose_again(each, themes, count) for each in job.track(handed, len(handed))]
    scores = [tuple(takes[number] for takes, _ in of_cues) for number in range(count)]
    return scores, tuple(remark for _, remarks in of_cues for remark in remarks)


def compose_again(
    handed: Handed, themes: Mapping[str, Motif], count: int = 1
) -> tuple[tuple[Score, ...], tuple[Remark, ...]]:
    """`count` takes of one cue with the editor's hand on it, the chosen one first.

    The chosen take changes places with the first. Where what is locked was written for other times
    than the cue has now, the cue is composed anew on its themes, and a remark says so. Raises
    BadArgument as `compose` does.
    """
    cue, hand = handed.cue, handed.hand
    remarks: tuple[Remark, ...] = ()
    number = max(count, handed.take)
    try:
        found = takes(cue, number, themes, hand=hand, previous=handed.previous)
    except LocksUnfit as error:
        hand = replace(hand, locks=Locks(theme=True))
        found = takes(cue, number, themes, hand=hand, previous=handed.previous)
        remarks = (Remark("lock-unfit", error.message, error.hint, cue.id, skipped=True),)
    placed = [*found]
    placed[0], placed[handed.take - 1] = found[handed.take - 1], found[0]
    return tuple(placed[:count]), remarks


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


def spot_with_themes(
    analysis: Analysis, themes: Collection[str], settings: Settings
) -> tuple[tuple[Cue, ...], tuple[Remark, ...]]:
    """The cues of an edit with the themes that markers, clips and media ask for, and remarks."""
    cues, remarks = spot(
        analysis.edit, analysis.seen, analysis.scenes, analysis.heard, analysis.mood, settings
    )
    return with_themes(cues, analysis.edit, themes), remarks


def let_go(edit: Edit, scores: Sequence[Score]) -> tuple[Remark, ...]:
    """What to tell of ordered hits that could not be met, in the edit's timecode."""

    def timecode(frame: int) -> str:
        return format_timecode(edit.start_frame + frame, edit.rate, edit.drop_frame)

    return hits_let_go(scores, timecode)


def write_shared_themes(path: Path, given: Mapping[str, Motif], scores: Sequence[Score]) -> None:
    """Write the given themes and those that these scores use, for the next episode to share."""
    heard = {
        use.name: Motif(use.degrees, use.rhythm)
        for score in scores
        for use in score.themes
        if use.degrees
    }
    write_themes(path, {**heard, **given})

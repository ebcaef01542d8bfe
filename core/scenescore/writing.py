"""What a run leaves behind, written into its staging folder and named as it will lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scenescore.compose import Motif
from scenescore.deliver import (
    Run,
    Work,
    lanes_of,
    place_works,
    write_cue_sheet,
    write_midi,
    write_score,
)
from scenescore.edit import write_exchange, write_scored
from scenescore.model import Cue, Edit, Lane, Recording, Stem
from scenescore.music import Take, write_shared_themes
from scenescore.settings import Settings
from scenescore.stages import Stages
from scenescore.staging import Staging


def write_cues(
    run: Run,
    beside: Sequence[Lane],
    given: Mapping[str, Motif],
    settings: Settings,
    staging: Staging,
    stages: Stages,
) -> tuple[Path, ...]:
    """MIDI, scores, themes, cue sheet and the edit with its lanes; returns where they will lie."""
    with stages.at("write"):
        write_scores(run.works, staging.folder, run.edit)
        themes = staging.folder / "themes.json"
        write_shared_themes(themes, given, [work.score for work in run.works])
        written = [themes, *write_cue_sheet(run, staging.folder)]
        lanes = (*_finally(beside, staging), *lanes_of(run.works, settings.lanes))
        written += [Path(lane.path) for lane in beside]
        scored = write_scored(run.edit, lanes, staging.folder, staging.target)
        kinds = settings.exchange
        written += (*scored, *write_exchange(scored[0], run.edit, lanes, staging.folder, kinds))
    return tuple(staging.final(path) for path in written)


def write_scores(works: Sequence[Work], folder: Path, edit: Edit) -> None:
    """Each cue as MIDI and as `score.json` beside its sound below `folder`/cues."""
    for work in works:
        name = folder / "cues" / work.cue.id / work.cue.id
        write_midi(work.score, work.cue, name.with_name(f"{work.cue.id}.mid"), edit=edit)
        write_score(name.with_name(f"{work.cue.id}.score.json"), work.score)


def works_of(cues: Sequence[Cue], take: Take, staging: Staging) -> tuple[Work, ...]:
    """The cues of one take with their music, each on its lane."""
    recordings = [_relocated(each, staging) for each in take.recordings]
    return place_works(cues, take.scores, recordings)


def _relocated(recording: Recording, staging: Staging) -> Recording:
    """The recording with its files where they will lie."""

    def moved(stem: Stem) -> Stem:
        return replace(stem, path=str(staging.final(stem.path)))

    return replace(
        recording,
        mix=moved(recording.mix),
        stems=tuple(map(moved, recording.stems)),
        dry=recording.dry and moved(recording.dry),
    )


def _finally(lanes: Sequence[Lane], staging: Staging) -> list[Lane]:
    """The lanes with their files where they will lie."""
    return [replace(lane, path=str(staging.final(lane.path))) for lane in lanes]

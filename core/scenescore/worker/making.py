"""Takes: a cue becomes a score and sound in a folder of its own, whole or not there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from scenescore.analysis import Analysis
from scenescore.cache import write_text
from scenescore.deliver import Run, Work, build_report, write_midi, write_score
from scenescore.job import Job
from scenescore.model import (
    Cue,
    Heard,
    LoudnessTrack,
    MoodCurve,
    Remark,
    Score,
    Seen,
    SoundFont,
)
from scenescore.music import lane_limits, let_go
from scenescore.render import level_cues, render_cue
from scenescore.settings import LoudnessPreset
from scenescore.stages import Stages
from scenescore.staging import staged
from scenescore.worker.answers import TakeMade
from scenescore.worker.preview import Preview, level_of
from scenescore.worker.shape import shape_of

TAKE_FILE = "take.json"


@dataclass(frozen=True, slots=True)
class Booth:
    """What every take of an edit is recorded with; `folder` holds the takes."""

    analysis: Analysis
    font: SoundFont
    loudness: LoudnessPreset
    folder: Path


def take_folder(folder: Path, take: str) -> Path:
    """Where a take of that name lies in a work's folder."""
    return folder / "takes" / take


def read_take(folder: Path, take: str | None) -> TakeMade | None:
    """A take that was finished, or None."""
    path = take_folder(folder, take) / TAKE_FILE if take else None
    if path is None or not path.is_file():
        return None
    return TakeMade.model_validate_json(path.read_bytes())


def record_take(
    booth: Booth,
    take: str,
    cue: Cue,
    score: Score,
    remarks: Iterable[Remark],
    job: Job,
    *,
    next_frame: int | None = None,
    preview: Preview | None = None,
) -> TakeMade:
    """Play a score, lay it under the dialogue and keep it as a take. Raises ScoreError."""
    edit, heard = booth.analysis.edit, booth.analysis.heard
    coming = () if next_frame is None else (replace(cue, in_frame=next_frame),)
    last = lane_limits((cue, *coming), edit, heard)[0]
    stages = Stages(job)
    with staged(take_folder(booth.folder, take)) as staging:
        with stages.at("render") as playing:
            if preview:
                preview.begin()
            listener = preview.feed if preview else None
            work = staging.scratch
            raw = render_cue(cue, score, booth.font, work, playing, last_frame=last, heard=listener)
        with stages.at("level") as levelling:
            target = booth.loudness
            (recording,) = level_cues([raw], edit, heard, target, staging.folder, levelling)
        inside = Path("cues") / cue.id
        write_score(staging.folder / inside / f"{cue.id}.score.json", score)
        write_midi(score, cue, staging.folder / inside / f"{cue.id}.mid", edit=edit)
        told = (*remarks, *let_go(edit, [score]), *raw.remarks)
        made = TakeMade(
            take=take,
            cue=cue,
            mix=str((inside / f"{cue.id}.wav").as_posix()),
            stems={s.name: (inside / "stems" / f"{s.name}.wav").as_posix() for s in raw.stems},
            score=(inside / f"{cue.id}.score.json").as_posix(),
            level=level_of(raw, recording),
            facts=_facts(Work(cue, score, recording), booth),
            notes=tuple(asdict(remark) for remark in dict.fromkeys(told)),
            shape=shape_of(score),
        )
        write_text(staging.folder / TAKE_FILE, made.model_dump_json(indent=1))
    return made


def _facts(work: Work, booth: Booth) -> dict[str, Any]:
    """The cue's entry in a report that holds nothing else."""
    heard = Heard((), (), (), LoudnessTrack(Fraction(1, 10), ()))
    mood = MoodCurve((), (), (), (), {})
    run = Run(
        booth.analysis.edit,
        Seen((), (), ()),
        (),
        heard,
        mood,
        works=(work,),
        soundfont=booth.font,
    )
    facts: dict[str, Any] = json.loads(json.dumps(build_report(run)["cues"][0]))
    return facts

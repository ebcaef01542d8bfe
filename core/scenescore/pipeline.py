"""The way through the house: every door in its order.

Nothing here knows how anything is done. All results are staged in a hidden folder and take their
places only when the whole run has ended well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from scenescore.analysis import Analysis, analyse_edit, check_files, read_input
from scenescore.brief import Brief, cue_of, seconds_of
from scenescore.compose import Motif, compose, hits_let_go, load_themes
from scenescore.deliver import Run, write_midi
from scenescore.edit import refuse_overwriting
from scenescore.errors import BadArgument
from scenescore.job import Job
from scenescore.media import write_film
from scenescore.model import Cue, Edit, EngineUse, Remark, Score, SoundFont
from scenescore.music import (
    Take,
    compose_takes,
    let_go,
    record,
    spot_with_themes,
)
from scenescore.palettes import load_palettes
from scenescore.render import (
    Programme,
    find_soundfont,
    load_soundfont,
    programme,
    write_wav,
)
from scenescore.replacing import Replaced, without_music
from scenescore.reporting import ANALYSIS, Outcome, write_reports
from scenescore.revision import hand_out, read_earlier
from scenescore.settings import Existing, Settings
from scenescore.spotting import style_named
from scenescore.stages import Stages
from scenescore.staging import Staging, refuse_foreign, staged
from scenescore.writing import works_of, write_cues, write_scores

_MUSIC = {"compose": 2.0, "separate": 4.0, "render": 8.0, "level": 3.0, "mix": 8.0}

SCORE = {**ANALYSIS, **_MUSIC, "write": 1.0}
"""Stages of a scoring run and their usual shares of its time."""


def score(source: Path, folder: Path, settings: Settings, job: Job) -> Outcome:
    """Score an edit: write CONTRACT's files into `folder`. Raises ScoreError."""
    check_files(settings)
    if settings.style:
        style_named(settings.style, load_palettes())
    themes = load_themes(settings.themes)
    earlier = read_earlier(settings)
    _check_film(settings.film)
    stages = Stages(job)
    font, font_remarks = find_soundfont(settings.soundfont)
    refuse_foreign(folder)
    edit = read_input(source, settings, stages)
    refuse_overwriting(edit, folder.resolve(), settings.film)
    with staged(folder) as staging, ThreadPoolExecutor(1, "soundfont") as pool:
        # Takes seconds, all of them outside the interpreter: ready by the time it is needed.
        loading = pool.submit(load_soundfont, font)
        analysis = analyse_edit(edit, settings, stages)
        cues, spot_remarks = spot_with_themes(analysis, themes, settings)
        handed, hand_remarks = hand_out(cues, earlier, settings)
        scores, lock_remarks = compose_takes(handed, themes, settings.takes, stages)
        loading.result()
        told = (*font_remarks, *spot_remarks, *hand_remarks, *lock_remarks)
        pieces = (cues, scores, themes, font, told)
        run, files = _delivered(analysis, *pieces, settings, staging, stages)
    return Outcome(folder, run, files, settings.film)


def place(
    analysis: Analysis,
    cues: Sequence[Cue],
    scores: tuple[Score, ...],
    folder: Path,
    settings: Settings,
    job: Job,
) -> Outcome:
    """Write what `score` writes, of cues and scores that were made before. Raises ScoreError."""
    _check_film(settings.film)
    refuse_foreign(folder)
    refuse_overwriting(analysis.edit, folder.resolve(), settings.film)
    font, told = find_soundfont(settings.soundfont)
    themes = load_themes(settings.themes)
    stages = Stages(job)
    with staged(folder) as staging:
        pieces = (cues, [scores], themes, font, told)
        run, files = _delivered(analysis, *pieces, settings, staging, stages)
    return Outcome(folder, run, files, settings.film)


def _delivered(
    analysis: Analysis,
    cues: Sequence[Cue],
    scores: Sequence[tuple[Score, ...]],
    themes: Mapping[str, Motif],
    font: SoundFont,
    remarks: tuple[Remark, ...],
    settings: Settings,
    staging: Staging,
    stages: Stages,
) -> tuple[Run, tuple[Path, ...]]:
    """All takes played and the first placed: the run, and where its files will lie."""
    under = _under_the_score(analysis, settings, staging, stages)
    placed, *others = (
        record(under.analysis, cues, each, font, settings, *staging.take(number), stages)
        for number, each in enumerate(scores, start=1)
    )
    placed, figures, mix_remarks = _mix(
        analysis.edit, under.analysis, placed, settings, staging, stages
    )
    let_go_of = let_go(analysis.edit, placed.scores)
    run = replace(
        analysis.as_run(),
        works=works_of(cues, placed, staging),
        programme=figures,
        soundfont=font,
        engines=(*under.engines, *_engines(font)),
        remarks=(*remarks, *let_go_of, *under.remarks, *placed.remarks, *mix_remarks),
    )
    for number, take in enumerate(others, start=2):
        write_scores(works_of(cues, take, staging), staging.take(number)[0], analysis.edit)
    files = write_cues(run, under.lanes, themes, settings, staging, stages)
    return run, files + write_reports(run, settings, staging, stages)


def compose_alone(
    brief: Brief, midi: Path, wav: Path | None, soundfont: Path | None, job: Job
) -> tuple[Remark, ...]:
    """Compose without a picture: write MIDI, and sound where it is asked for. Raises ScoreError.

    Returns what the composer could not do.
    """
    _check_midi(midi)
    _check_wav(wav)
    cue = cue_of(brief)
    music = compose(cue)
    if wav:
        font, _ = find_soundfont(soundfont)
        with TemporaryDirectory(prefix="scenescore-") as work:
            write_wav(cue, music, font, wav, Path(work), job.at("render"))
    write_midi(music, cue, midi)
    return hits_let_go([music], seconds_of)


def _under_the_score(
    analysis: Analysis, settings: Settings, staging: Staging, stages: Stages
) -> Replaced:
    """What the score is mixed with: the edit as it sounds, or as it sounds without its music."""
    if settings.existing is not Existing.REPLACE:
        return Replaced(analysis)
    with stages.at("separate") as job:
        return without_music(analysis, staging.folder, job)


def _mix(
    seen: Edit,
    analysis: Analysis,
    take: Take,
    settings: Settings,
    staging: Staging,
    stages: Stages,
) -> tuple[Take, Programme, tuple[Remark, ...]]:
    """The edit's sound with the music in it: its figures, and the film where one is asked for.

    `seen` is the edit as it was read, whose pictures a film shows. The take comes back with what is
    heard of its hits there.
    """
    edit, heard = analysis.edit, analysis.heard
    with stages.at("mix") as job:
        sound = programme(edit, heard, take.recordings, settings.loudness, job.part(0, 2))
        take = replace(take, recordings=sound.recordings)
        if settings.film is None:
            return take, sound.figures, sound.remarks
        blocks = sound.blocks(job.part(1, 2))
        remarks = write_film(seen, blocks, staging.place_of(settings.film), job.part(1, 2))
        return take, sound.delivered, (*sound.remarks, *remarks)


def _check_film(film: Path | None) -> None:
    """A film is written as MP4; anything else by that name is more likely a slip of the user's."""
    if film and (film.suffix.lower() != ".mp4" or film.is_dir()):
        raise BadArgument(f"--film writes an MP4, which {film.name} is not.", "Name it FILE.mp4.")


def _check_midi(path: Path) -> None:
    if path.suffix.lower() not in (".mid", ".midi") or path.is_dir():
        raise BadArgument(f"-o writes MIDI, which {path} is not.", "Name it FILE.mid.")


def _check_wav(path: Path | None) -> None:
    if path and (path.suffix.lower() != ".wav" or path.is_dir()):
        raise BadArgument(f"--wav writes a WAV, which {path} is not.", "Name it FILE.wav.")


def _engines(font: SoundFont) -> tuple[EngineUse, ...]:
    return (
        EngineUse("compose", "rules and tables", "no trained model and nobody's recordings"),
        EngineUse("render", f"FluidSynth, {font.name}", f"licence: {font.licence}"),
    )

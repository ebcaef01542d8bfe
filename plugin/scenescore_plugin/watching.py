"""`scenescore watch`: each edit that is exported into a folder is scored beside itself.

For programs that cannot be talked to, such as the free DaVinci Resolve from 21.1 on: the editor
exports, waits, and imports the file for their program from the folder of results.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from scenescore import cli_options as options
from scenescore.cli_values import parse_mood
from scenescore.errors import Cancelled, ScoreError
from scenescore.job import Job
from scenescore.settings import Exchange, Settings
from scenescore.stopping import stopped_by_signals
from scenescore.words import translated, users_language, words

Folder = Annotated[Path, typer.Argument(help="The folder that you export into.", metavar="FOLDER")]


def watch(
    folder: Folder,
    style: options.Style = None,
    mood: options.Mood = None,
    seed: options.Seed = 0,
    exchange: options.ExchangeFiles = None,
) -> None:
    """Score every edit that is exported into a folder from now on, until Ctrl-C."""
    from scenescore_plugin.hosts.files import exports

    kinds = tuple(exchange or Exchange)
    settings = Settings(style=style, mood=parse_mood(mood), seed=seed, exchange=kinds)
    job = Job()
    found = exports(folder, job)
    typer.echo(words("cli", users_language())["waiting"].format(folder=folder))
    with stopped_by_signals(job), suppress(Cancelled):  # Ctrl-C is how it ends
        for edit in found:
            _score(edit, settings, job)


def _score(edit: Path, settings: Settings, job: Job) -> None:
    """Score one edit and say what came of it; what is wrong with it ends nothing else."""
    from scenescore import pipeline
    from scenescore.progress import shown
    from scenescore.summary import summary
    from scenescore_plugin.hosts.files import results_of

    language = users_language()
    typer.echo(f"\n{edit.name}")
    try:
        with shown("bar", pipeline.SCORE, words("cli", language)) as listener:
            job.listener = listener
            outcome = pipeline.score(edit, results_of(edit), settings, job)
    except Cancelled:
        raise
    except ScoreError as error:
        for sentence in filter(None, (error.message, error.hint)):
            typer.echo(translated(sentence, language), err=True)
        return
    for line in summary(outcome, language):
        typer.echo(line)

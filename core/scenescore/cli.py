"""The command line: parses arguments, shows progress, turns errors into one sentence and a hint.

How anything is done stands in `pipeline`; nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from scenescore import __version__, models_cli, usage
from scenescore import cli_options as options
from scenescore.cli_values import (
    parse_dials,
    parse_locks,
    parse_mood,
    parse_takes,
    parse_themes,
)
from scenescore.errors import ScoreError, ToolMissing
from scenescore.job import Job
from scenescore.settings import EMOTIONS, Existing, Lanes, LoudnessPreset, Settings
from scenescore.stopping import stop_at_once, stopped_by_signals
from scenescore.threads import products_keep_to_one_thread
from scenescore.words import translated, users_language, words

if TYPE_CHECKING:
    from scenescore.reporting import Outcome

log = logging.getLogger(__name__)
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Original music for an edit, aligned to its cuts, written back as audio lanes.",
)
app.add_typer(models_cli.app, name="models")

DONE, PARTLY_DONE = 0, 3

_NEW_OBJECTS = 100_000
"""Between two searches for garbage: with the usual 700 they take a tenth of a short run."""


@app.command()
def score(
    source: options.Input,
    output: options.Output,
    style: options.Style = None,
    mood: options.Mood = None,
    scene: options.Scene = None,
    from_timecode: options.From = None,
    to_timecode: options.To = None,
    captions: options.Captions = None,
    words: options.Words = None,
    evidence: options.Evidence = None,
    loudness: options.Loudness = LoudnessPreset.EBU,
    seed: options.Seed = 0,
    film: options.Film = None,
    existing: options.ExistingMusic = Existing.IGNORE,
    theme: options.Themes = None,
    takes: options.Takes = 1,
    from_scores: options.FromScores = None,
    lock: options.Lock = None,
    take: options.Take = None,
    more: options.More = None,
    less: options.Less = None,
    lanes: options.LaneKind = Lanes.MIX,
    dry: options.Dry = False,
    exchange: options.ExchangeFiles = None,
    rate: options.Rate = None,
    timeline: options.Timeline = None,
    soundfont: options.Font = None,
    report: options.Report = "both",
    quiet: options.Quiet = False,
    json: options.JsonProgress = False,
) -> None:
    """Score an edit: new audio lanes, MIDI, stems, cue sheet, report."""
    settings = Settings(
        style=style,
        mood=parse_mood(mood),
        scene=scene,
        from_timecode=from_timecode,
        to_timecode=to_timecode,
        captions=captions,
        words=words,
        evidence=evidence,
        loudness=loudness,
        seed=seed,
        film=film,
        existing=existing,
        themes=parse_themes(theme or ()),
        takes=takes,
        from_scores=from_scores,
        locks=parse_locks(lock or ()),
        dials=parse_dials(more or (), less or ()),
        chosen=parse_takes(take or ()),
        lanes=lanes,
        dry=dry,
        exchange=tuple(exchange or ()),
        rate=rate,
        timeline=timeline,
        soundfont=soundfont,
        reports=_reports(report),
    )
    from scenescore import pipeline

    _run(lambda job: pipeline.score(source, output, settings, job), pipeline.SCORE, quiet, json)


@app.command()
def analyse(
    source: options.Input,
    output: options.Output,
    captions: options.Captions = None,
    words: options.Words = None,
    evidence: options.Evidence = None,
    rate: options.Rate = None,
    timeline: options.Timeline = None,
    report: options.Report = "both",
    quiet: options.Quiet = False,
    json: options.JsonProgress = False,
) -> None:
    """Report what is heard, seen and felt in an edit, without music."""
    settings = Settings(
        captions=captions,
        words=words,
        evidence=evidence,
        rate=rate,
        timeline=timeline,
        reports=_reports(report),
    )
    from scenescore import reporting

    _run(
        lambda job: reporting.analyse(source, output, settings, job), reporting.ANALYSE, quiet, json
    )


@app.command()
def compose(
    seconds: options.Seconds,
    output: options.MidiOutput,
    mood: options.Mood = None,
    style: options.Style = None,
    hits: options.Hits = "",
    seed: options.Seed = 0,
    wav: options.Wav = None,
    soundfont: options.Font = None,
) -> None:
    """Compose a piece of a given length without any picture."""
    from scenescore import pipeline
    from scenescore.brief import Brief

    brief = Brief(seconds, parse_mood(mood), style, hits, seed)
    with stopped_by_signals(job := Job()):
        remarks = pipeline.compose_alone(brief, output, wav, soundfont, job)
    for remark in remarks:
        for sentence in (remark.message, remark.hint):
            typer.echo(translated(sentence, users_language()), err=True)
    for path in filter(None, (output, wav)):
        typer.echo(path)


@app.command()
def styles(
    listen: options.Listen = None,
    soundfont: options.Font = None,
) -> None:
    """List the palettes that --style takes."""
    from scenescore.palettes import load_palettes

    palettes = load_palettes().values()
    for palette in palettes:
        typer.echo(f"{palette.id:<22} {palette.name['en']}  ·  {palette.name['ko']}")
    if listen:
        from scenescore.audition import write_auditions

        with stopped_by_signals(job := Job()):
            for path in write_auditions(listen, palettes, soundfont, job):
                typer.echo(path)


@app.command()
def moods(table: options.Table = False) -> None:
    """List the moods that --mood takes."""
    korean = words("report", "ko")
    for emotion in EMOTIONS:
        typer.echo(f"{emotion:<22} {korean[emotion]}")
    if table:
        from scenescore.deliver.links import links_text

        typer.echo(f"\n{links_text()}")


@app.command()
def doctor() -> None:
    """Check that everything a run needs is installed."""
    from scenescore import doctor as clinic

    language = users_language()
    findings = clinic.examine()
    for finding in findings:
        what, found = (translated(each, language) for each in (finding.what, finding.found))
        mark = "MISS" if not finding.well else "warn" if finding.doubtful else "ok"
        typer.echo(f"{mark:<5} {what}: {found}")
        if not finding.well or finding.doubtful:
            typer.echo(f"      {translated(finding.cure, language)}")
    raise typer.Exit(DONE if all(finding.well for finding in findings) else 2)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"scenescore {__version__}")
        raise typer.Exit


@app.callback()
def before(
    verbose: options.Verbose = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Say which version this is.",
            callback=_show_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """What stands before the command."""
    level = logging.INFO if verbose else logging.CRITICAL
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")


def _reports(choice: str) -> tuple[str, ...]:
    return ("json", "html") if choice == "both" else (choice,)


def _run(
    work: Callable[[Job], Outcome], weights: dict[str, float], quiet: bool, as_json: bool
) -> None:
    """Do the work with progress shown; say what came of it; exit as CONTRACT says."""
    from scenescore.progress import shown
    from scenescore.summary import skipped, summary

    vocabulary = words("cli", users_language())
    style = "json" if as_json else "quiet" if quiet else "bar"
    with shown(style, weights, vocabulary) as listener:
        job = Job(listener)
        with stopped_by_signals(job):
            outcome = work(job)
    if not quiet:
        for line in summary(outcome, users_language()):
            typer.echo(line)
    raise typer.Exit(PARTLY_DONE if skipped(outcome) else DONE)


def main() -> None:
    """Entry point: never a traceback for what a person can act on."""
    stop_at_once()
    products_keep_to_one_thread()
    _search_seldom()
    language = users_language()
    try:
        sys.exit(usage.run(app, language))
    except ScoreError as error:
        sys.exit(_told(error, language))
    except ModuleNotFoundError as error:
        missing = ToolMissing(
            f"The package {error.name} is not installed.",
            "SceneScore needs it since its last change: run make demo, or pip install -e . again.",
        )
        sys.exit(_told(missing, language))


def _search_seldom() -> None:
    """Look for garbage seldom: there is little, in all that is loaded."""
    gc.set_threshold(_NEW_OBJECTS)


def _told(error: ScoreError, language: str) -> int:
    """Say what went wrong; the exit code it stands for."""
    log.info("%s", error.detail)
    for sentence in filter(None, (error.message, error.hint)):
        sys.stderr.write(f"{translated(sentence, language)}\n")
    return error.exit_code

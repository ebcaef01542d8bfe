"""The command line: parses arguments, shows progress, turns errors into one sentence and a hint.

How anything is done stands in `pipeline`; nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scenescore import __version__, models_cli, usage
from scenescore.cli_values import (
    parse_dials,
    parse_locks,
    parse_mood,
    parse_takes,
    parse_themes,
)
from scenescore.errors import Cancelled, ScoreError
from scenescore.job import Job
from scenescore.settings import EMOTIONS, Existing, Lanes, LoudnessPreset, Settings
from scenescore.words import translated, users_language, words

if TYPE_CHECKING:
    from scenescore.pipeline import Outcome

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

Input = Annotated[Path, typer.Argument(help="An edit, a film, or sound alone.", metavar="INPUT")]
Output = Annotated[Path, typer.Option("-o", "--output", help="The folder for the results.")]
Style = Annotated[str | None, typer.Option(help="Palette; see `scenescore styles`.")]
MoodText = Annotated[str | None, typer.Option(help="NAME[:0..1]; see `scenescore moods`.")]
Seed = Annotated[int, typer.Option(help="Another seed gives another piece.")]
Captions = Annotated[Path | None, typer.Option(help="Words of the dialogue, .srt or .vtt.")]
Words = Annotated[str | None, typer.Option(help="Engine for the words; none: do without.")]
Evidence = Annotated[Path | None, typer.Option(help="A table of evidence of your own, .toml.")]
RateText = Annotated[str | None, typer.Option(help="Frame rate, where the format says none.")]
TimelineName = Annotated[str | None, typer.Option(help="Which timeline, where there are several.")]
Font = Annotated[Path | None, typer.Option(help="SoundFont to play with (.sf2, .sf3).")]
Report = Annotated[Literal["json", "html", "both"], typer.Option(help="Which reports to write.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress bar.")]
JsonProgress = Annotated[bool, typer.Option("--json", help="Progress as JSON lines on stderr.")]


@app.command()
def score(
    source: Input,
    output: Output,
    style: Style = None,
    mood: MoodText = None,
    scene: Annotated[int | None, typer.Option(help="Score only this scene.")] = None,
    from_timecode: Annotated[str | None, typer.Option("--from", help="Score from here.")] = None,
    to_timecode: Annotated[str | None, typer.Option("--to", help="Score up to here.")] = None,
    captions: Captions = None,
    words: Words = None,
    evidence: Evidence = None,
    loudness: Annotated[LoudnessPreset, typer.Option(help="Target.")] = LoudnessPreset.EBU,
    seed: Seed = 0,
    film: Annotated[Path | None, typer.Option(help="Also write the film (.mp4).")] = None,
    existing: Annotated[Existing, typer.Option(help="Music already there.")] = Existing.IGNORE,
    theme: Annotated[list[str] | None, typer.Option(help="A theme: NAME=FILE.mid.")] = None,
    takes: Annotated[int, typer.Option(min=1, max=20, help="Different takes of each cue.")] = 1,
    from_scores: Annotated[Path | None, typer.Option(help="An earlier run to keep from.")] = None,
    lock: Annotated[list[str] | None, typer.Option(help="What to keep: CUE:WHAT.")] = None,
    take: Annotated[list[str] | None, typer.Option(help="The take to place: CUE=N.")] = None,
    more: Annotated[list[str] | None, typer.Option(help="More of CUE:DIAL[=0..1].")] = None,
    less: Annotated[list[str] | None, typer.Option(help="Less of CUE:DIAL[=0..1].")] = None,
    lanes: Annotated[Lanes, typer.Option(help="A lane a cue, or a stem.")] = Lanes.MIX,
    dry: Annotated[bool, typer.Option(help="Also cues before yielding to dialogue.")] = False,
    rate: RateText = None,
    timeline: TimelineName = None,
    soundfont: Font = None,
    report: Report = "both",
    quiet: Quiet = False,
    json: JsonProgress = False,
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
        rate=rate,
        timeline=timeline,
        soundfont=soundfont,
        reports=_reports(report),
    )
    from scenescore import pipeline

    _run(lambda job: pipeline.score(source, output, settings, job), pipeline.SCORE, quiet, json)


@app.command()
def analyse(
    source: Input,
    output: Output,
    captions: Captions = None,
    words: Words = None,
    evidence: Evidence = None,
    rate: RateText = None,
    timeline: TimelineName = None,
    report: Report = "both",
    quiet: Quiet = False,
    json: JsonProgress = False,
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
    from scenescore import pipeline

    _run(lambda job: pipeline.analyse(source, output, settings, job), pipeline.ANALYSE, quiet, json)


@app.command()
def compose(
    seconds: Annotated[float, typer.Option(help="How long the music lasts.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The MIDI file to write.")],
    mood: MoodText = None,
    style: Style = None,
    hits: Annotated[str, typer.Option(help="Moments to hit: 3.2,7.5:soft,…")] = "",
    seed: Seed = 0,
    wav: Annotated[Path | None, typer.Option(help="Also render to this file.")] = None,
    soundfont: Font = None,
) -> None:
    """Compose a piece of a given length without any picture."""
    from scenescore import pipeline
    from scenescore.brief import Brief

    brief = Brief(seconds, parse_mood(mood), style, hits, seed)
    with _stopped_by_signals(job := Job()):
        remarks = pipeline.compose_alone(brief, output, wav, soundfont, job)
    for remark in remarks:
        for sentence in (remark.message, remark.hint):
            typer.echo(translated(sentence, users_language()), err=True)


@app.command()
def styles(
    listen: Annotated[
        Path | None, typer.Option(help="Write a few seconds of each style into this folder.")
    ] = None,
    soundfont: Font = None,
) -> None:
    """List the palettes that --style takes."""
    from scenescore.palettes import load_palettes

    palettes = load_palettes().values()
    for palette in palettes:
        typer.echo(f"{palette.id:<22} {palette.name['en']}  ·  {palette.name['ko']}")
    if listen:
        from scenescore.audition import write_auditions

        with _stopped_by_signals(job := Job()):
            for path in write_auditions(listen, palettes, soundfont, job):
                typer.echo(path)


@app.command()
def moods(
    table: Annotated[
        bool, typer.Option("--table", help="Also print what each evidence does to the music.")
    ] = False,
) -> None:
    """List the moods that --mood takes."""
    for emotion in EMOTIONS:
        typer.echo(emotion)
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
        typer.echo(f"{'ok  ' if finding.well else 'MISS'}  {what}: {found}")
        if not finding.well:
            typer.echo(f"      {translated(finding.cure, language)}")
    raise typer.Exit(DONE if all(finding.well for finding in findings) else 2)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"scenescore {__version__}")
        raise typer.Exit


@app.callback()
def options(
    verbose: Annotated[bool, typer.Option("--verbose", help="Details of what happens.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """What stands before the command."""
    level = logging.INFO if verbose else logging.CRITICAL
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")


def _reports(choice: str) -> tuple[str, ...]:
    return ("json", "html") if choice == "both" else (choice,)


@contextmanager
def _stopped_by_signals(job: Job) -> Iterator[None]:
    """Ctrl-C and SIGTERM ask the job to stop; a second one does not wait for its next step."""
    asked = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        job.cancel()
        if asked:
            raise Cancelled
        asked = True

    previous = {n: signal.signal(n, stop) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


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
        with _stopped_by_signals(job):
            outcome = work(job)
    if not quiet:
        for line in summary(outcome, users_language()):
            typer.echo(line)
    raise typer.Exit(PARTLY_DONE if skipped(outcome) else DONE)


def _stop(number: int, frame: FrameType | None) -> None:
    raise Cancelled


def main() -> None:
    """Entry point: never a traceback for what a person can act on."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    language = users_language()
    try:
        sys.exit(usage.run(app, language))
    except ScoreError as error:
        log.info("%s", error.detail)
        for sentence in filter(None, (error.message, error.hint)):
            sys.stderr.write(f"{translated(sentence, language)}\n")
        sys.exit(error.exit_code)

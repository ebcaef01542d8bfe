"""The first half of the way: an edit is read, heard, seen and felt."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from scenescore.cache import file_identity
from scenescore.deliver import Run
from scenescore.edit import read_edit, with_cuts
from scenescore.engines import NO_ENGINE, Choice, Task, choose
from scenescore.errors import BadArgument, ModelMissing, OutputUnwritable, ToolMissing
from scenescore.job import Job
from scenescore.listen import Transcript, listen, read_captions, transcribe, with_transcript
from scenescore.model import Edit, EngineUse, Heard, MoodCurve, Phrase, Remark, Scene, Seen
from scenescore.mood import Rules, feel, read_rules
from scenescore.mood.engine_evidence import EngineEvidence, picture_evidence, voice_evidence
from scenescore.mood.text import WordsRead, model_version, read_words, with_words
from scenescore.settings import Settings
from scenescore.stages import Stages
from scenescore.threads import one_thread_each
from scenescore.watch import group_scenes, scene_orders, watch

_UNUSABLE = (ModelMissing, ToolMissing, OutputUnwritable)
"""What may be wrong with an engine that nobody ordered without ending the run."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of an edit before any music."""

    edit: Edit
    heard: Heard
    seen: Seen
    scenes: tuple[Scene, ...]
    mood: MoodCurve
    weights: Rules | None = None

    def as_run(self) -> Run:
        """A run without music."""
        return Run(self.edit, self.seen, self.scenes, self.heard, self.mood, weights=self.weights)


def read_input(source: Path, settings: Settings, stages: Stages) -> Edit:
    """Read an edit, a film or a sound. Raises ScoreError."""
    with stages.at("read"):
        return read_edit(source, rate=settings.rate, timeline=settings.timeline)


def check_files(settings: Settings) -> None:
    """Raise ScoreError for captions or evidence that cannot be read, before anything is heard."""
    _identity_of(settings.captions)
    if settings.evidence:
        read_rules(settings.evidence)


def analyse_edit(edit: Edit, settings: Settings, stages: Stages) -> Analysis:
    """Hear, see and feel an edit.

    What was heard and seen is kept under the edit's content, so that another mood or style finds it
    again. Raises ScoreError.
    """
    weights = read_rules(settings.evidence) if settings.evidence else None
    words = choose("words", settings.words)  # first, so that an engine that is missing is told now
    heard, seen = _observe(edit, settings.captions, stages)
    heard = with_transcript(heard, _transcribed(edit, heard, words, settings.captions, stages))
    heard = with_words(heard, _read(heard.phrases, stages))
    if edit.format == "film":
        edit = with_cuts(edit, seen.cuts)
    by_voice, by_picture = _by_engines(edit, heard, seen, settings.without, stages)
    heard = replace(
        heard,
        engines=(*heard.engines, by_voice.engine),
        remarks=(*heard.remarks, *by_voice.remarks),
    )
    seen = replace(
        seen,
        engines=(*seen.engines, by_picture.engine),
        remarks=(*seen.remarks, *by_picture.remarks),
    )
    with stages.at("feel"):
        scenes = group_scenes(edit, seen, heard.speech, heard.sound, scene_orders(edit))
        told = (*by_voice.evidence, *by_picture.evidence)
        mood = feel(edit, seen, scenes, heard, settings.mood, told, weights)
    return Analysis(edit, heard, seen, scenes, mood, weights)


def _observe(edit: Edit, captions: Path | None, stages: Stages) -> tuple[Heard, Seen]:
    """Listen and watch side by side: they share no file position and both mostly decode."""
    words = _identity_of(captions)

    def hear(job: Job) -> Heard:
        return listen(edit, captions, job)

    def see(job: Job) -> Seen:
        return watch(edit, job)

    rooms = ("media", "edit")
    with one_thread_each(), ThreadPoolExecutor(2, "scenescore") as pool:
        heard = pool.submit(
            stages.kept, "listen", Heard, (edit.identity, words), ("listen", *rooms), hear
        )
        seen = pool.submit(stages.kept, "watch", Seen, (edit.identity,), ("watch", *rooms), see)
        return heard.result(), seen.result()


def _read(phrases: tuple[Phrase, ...], stages: Stages) -> WordsRead:
    """What the phrases say of feeling, kept under their words and the model that reads them."""
    told = tuple((p.span, p.text, p.language, p.english) for p in phrases)
    key, rooms = (told, model_version()), ("mood/text",)
    return stages.kept("words", WordsRead, key, rooms, lambda _: read_words(phrases))


def _transcribed(
    edit: Edit, heard: Heard, choice: Choice, captions: Path | None, stages: Stages
) -> Transcript:
    """The words that an engine finds, kept under the sound, the captions and its weights."""
    if choice.descriptor is None:
        return Transcript((), choice.use)
    key = (edit.identity, _identity_of(captions), choice.revision, choice.use)
    rooms = ("listen", "media", "edit", "engines")

    def make(job: Job) -> Transcript:
        return transcribe(edit, heard, choice, job)

    try:
        return stages.kept("transcribe", Transcript, key, rooms, make)
    except _UNUSABLE as error:
        if choice.ordered:
            raise
        remark = Remark("words-engine", error.message, error.hint)
        return Transcript((), EngineUse("words", "none", error.message), (remark,))


def _by_engines(
    edit: Edit, heard: Heard, seen: Seen, without: Collection[str], stages: Stages
) -> tuple[EngineEvidence, EngineEvidence]:
    """What the optional engines for voices and for pictures say, kept under their weights.

    Nobody is asked for the tasks of `without`.
    """

    def hear(choice: Choice, job: Job) -> EngineEvidence:
        return voice_evidence(edit, heard.phrases, choice, job)

    def see(choice: Choice, job: Job) -> EngineEvidence:
        return picture_evidence(edit, seen.shots, choice, job)

    spoken = tuple(phrase.span for phrase in heard.phrases)
    return (
        _asked("voice", without, (edit.identity, spoken), hear, stages),
        _asked("picture", without, (edit.identity, seen.shots), see, stages),
    )


def _asked(
    task: Task,
    without: Collection[str],
    depends: tuple[object, ...],
    ask: Callable[[Choice, Job], EngineEvidence],
    stages: Stages,
) -> EngineEvidence:
    """What an engine says, if there is one; one that cannot be opened is told of and left out."""
    choice = choose(task, NO_ENGINE if task in without else None)
    if choice.descriptor is None:
        return EngineEvidence((), choice.use)
    key, rooms = (*depends, choice.revision, choice.use), ("mood", "listen", "engines", "media")
    try:
        return stages.kept(task, EngineEvidence, key, rooms, lambda job: ask(choice, job))
    except _UNUSABLE as error:
        remark = Remark("engine-unusable", error.message, error.hint)
        return EngineEvidence((), replace(choice.use, used=NO_ENGINE, why=error.message), (remark,))


def _identity_of(captions: Path | None) -> str:
    """What tells captions apart. Raises BadArgument now, not after all has been watched."""
    if captions is None:
        return ""
    if not captions.is_file():
        raise BadArgument(
            f"The captions {captions} are not there.", "Give a .srt or .vtt file with --captions."
        )
    read_captions(captions)
    return file_identity(captions)

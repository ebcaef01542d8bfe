"""Choosing an engine for a task, and opening it: the only way from a room to a heavy model."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from scenescore.cache import file_identity, fingerprint
from scenescore.engines.places import folder_of, how_to_get, is_present, revision_of
from scenescore.engines.protocols import PictureReader, Separator, Transcriber, VoiceReader
from scenescore.engines.tables import Descriptor, Task, descriptors, engine_named
from scenescore.errors import BadArgument, ModelMissing, ToolMissing
from scenescore.model import EngineUse

NO_ENGINE = "none"
"""The name that a person gives to do without."""

_WEIGHTS = (".pt", ".pth", ".th", ".ckpt", ".bin", ".onnx", ".safetensors")
"""Suffixes of files of weights: what ends so is meant as a file, not as an engine's name."""

_TASKS: dict[Task, str] = {
    "words": "words",
    "separation": "separation",
    "voice": "voice engine",
    "picture": "picture engine",
}
"""What the tasks are called in the report."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which engine does a task (None: the baseline), where its weights lie, and what to say.

    `revision` is a hash of the weights, for caches: "" without an engine. `ordered` says that the
    user named it: then what is wrong with it ends the run, else it is a remark.
    """

    descriptor: Descriptor | None
    use: EngineUse
    place: Path | None = None
    revision: str = ""
    ordered: bool = False


def choose(task: Task, wanted: str | None = None, baseline: str = NO_ENGINE) -> Choice:
    """The best engine of a task that is installed and has its weights; else the baseline.

    `wanted` is an engine's id, a checkpoint or folder of the user's own, or `NO_ENGINE`; None
    leaves the choice, and passes over damaged weights. Raises BadArgument, ToolMissing or
    ModelMissing when what the user wants by name cannot be had.
    """
    if wanted == NO_ENGINE:
        return Choice(None, EngineUse(_TASKS[task], baseline, "no engine was wanted"))
    if wanted:
        return _wanted(task, wanted)
    damaged = ""
    for engine in _best_first(task):
        if is_present(engine) and not missing_packages(engine):
            try:
                return _chosen(engine)
            except ModelMissing as error:
                damaged = error.message
    return Choice(None, EngineUse(_TASKS[task], baseline, damaged or _what_is_missing(task)))


def missing_packages(descriptor: Descriptor) -> tuple[str, ...]:
    """The packages that an engine imports and that are not installed; imports nothing."""
    return tuple(p for p in descriptor.packages if importlib.util.find_spec(p) is None)


def open_transcriber(choice: Choice) -> Transcriber:
    """The chosen engine for words. Raises ToolMissing, ModelMissing."""
    engine: Transcriber = _open(choice, "words")
    return engine


def open_separator(choice: Choice) -> Separator:
    """The chosen engine for separation. Raises ToolMissing, ModelMissing."""
    engine: Separator = _open(choice, "separation")
    return engine


def open_voice_reader(choice: Choice) -> VoiceReader:
    """The chosen engine for the feeling of a voice. Raises ToolMissing, ModelMissing."""
    engine: VoiceReader = _open(choice, "voice")
    return engine


def open_picture_reader(choice: Choice) -> PictureReader:
    """The chosen engine for the feeling of pictures. Raises ToolMissing, ModelMissing."""
    engine: PictureReader = _open(choice, "picture")
    return engine


def _open(choice: Choice, task: Task) -> Any:
    """Each engine's module has one door, `load(descriptor, place)`."""
    descriptor = choice.descriptor
    if descriptor is None or choice.place is None or descriptor.task != task:
        raise ValueError(f"no engine was chosen for {task}")
    _require_packages(descriptor)
    module = import_module(f"scenescore.engines.{descriptor.module}")
    return module.load(descriptor, choice.place)


def _wanted(task: Task, wanted: str) -> Choice:
    known = descriptors().get(wanted)
    path = Path(wanted)
    if known is None and path.exists():
        return _own(task, path)
    if known is None and (path.parent != Path() or path.suffix in _WEIGHTS):
        raise BadArgument(
            f"The weights {wanted} are not there.", "Check the path, or give an engine's name."
        )
    descriptor = engine_named(wanted, task)
    _require_packages(descriptor)
    return replace(_chosen(descriptor), ordered=True)


def _own(task: Task, path: Path) -> Choice:
    """An engine with weights of the user's own, of the family that does the task."""
    family = _best_first(task)[0].model_copy(
        update={"id": path.name, "title": path.name, "files": (), "licence": "unknown"}
    )
    _require_packages(family)
    files = [path] if path.is_file() else sorted(p for p in path.iterdir() if p.is_file())
    if not files:
        raise BadArgument(f"The folder {path.name} holds no weights.", how_to_get(family))
    revision = fingerprint(*(f"{file.name}:{file_identity(file)}" for file in files))
    use = EngineUse(_TASKS[task], path.name, "weights of your own")
    return Choice(family, use, path, revision, ordered=True)


def _chosen(descriptor: Descriptor) -> Choice:
    best = suggested(descriptor.task)
    better = _what_is_better(best) if best.rank > descriptor.rank else ""
    use = EngineUse(_TASKS[descriptor.task], descriptor.title, better)
    return Choice(descriptor, use, folder_of(descriptor), revision_of(descriptor))


def _require_packages(descriptor: Descriptor) -> None:
    if missing := missing_packages(descriptor):
        raise ToolMissing(
            f"{descriptor.title} needs packages that are not installed: {', '.join(missing)}.",
            how_to_install(descriptor),
        )


def how_to_install(descriptor: Descriptor) -> str:
    """What a person does to have the packages."""
    return f"Run: pip install 'scenescore[{descriptor.extra}]'"


def _best_first(task: Task) -> list[Descriptor]:
    of_task = [each for each in descriptors().values() if each.task == task]
    return sorted(of_task, key=lambda each: -each.rank)


def suggested(task: Task) -> Descriptor:
    """The engine of a task that a person should have first."""
    best = _best_first(task)
    return next((each for each in best if each.suggested), best[0])


def _what_is_missing(task: Task) -> str:
    best = suggested(task)
    if not missing_packages(best):
        return _what_is_better(best)
    extra = best.extra
    if best.fetchable:
        return (
            f"{best.title} would be better: pip install 'scenescore[{extra}]', then "
            f"scenescore models fetch {best.id}"
        )
    return (
        f"{best.title} would be better: pip install 'scenescore[{extra}]', then "
        f"scenescore models where {best.id}"
    )


def _what_is_better(best: Descriptor) -> str:
    if best.fetchable:
        return f"{best.title} would be better: scenescore models fetch {best.id}"
    return f"{best.title} would be better: scenescore models where {best.id}"

"""A run's results are made in a hidden folder and take their places together at the end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from scenescore.errors import OutputUnwritable

_PREFIX = ".scenescore-"


@dataclass(frozen=True, slots=True)
class Staging:
    """`folder` is written to now; `target` is where everything will lie."""

    folder: Path
    target: Path
    elsewhere: dict[Path, Path] = field(default_factory=dict)
    """What is staged for a place outside the target, and that place."""

    def final(self, path: Path | str) -> Path:
        """Where a staged file will lie once the run is done."""
        return self.target / Path(path).relative_to(self.folder)

    def place_of(self, path: Path) -> Path:
        """Where to write a file of the user's choosing now. Raises `OutputUnwritable`."""
        path = path.resolve()
        if path.parent == self.target:
            return self.folder / path.name
        now = _hidden_folder(path.parent) / path.name
        self.elsewhere[now] = path
        return now

    def take(self, number: int) -> tuple[Path, Path]:
        """Where the files of a take go, and a folder for what is needed on the way.

        The first take lies in the results themselves, the others beside it, below `takes`.
        """
        scratch = self.scratch / f"take {number}"
        scratch.mkdir(exist_ok=True)
        return (self.folder if number == 1 else self.folder / "takes" / str(number)), scratch

    @property
    def scratch(self) -> Path:
        """A folder for what is thrown away at the end."""
        path = self.folder / ".scratch"
        path.mkdir(exist_ok=True)
        return path


@contextmanager
def staged(target: Path) -> Iterator[Staging]:
    """Everything staged inside the block is moved into `target` when it ends well, else deleted.

    What an earlier run left under the same names is replaced as a whole (a cue that no longer
    exists disappears); anything else in the folder is left alone. Raises `OutputUnwritable`.
    """
    target = target.resolve()
    if target.is_file():
        raise OutputUnwritable(
            f"{target} is a file, and the results need a folder.", "Name a folder with -o."
        )
    new = [folder for folder in (target, *target.parents) if not folder.exists()]
    staging = Staging(_hidden_folder(target), target)
    try:
        yield staging
        shutil.rmtree(staging.folder / ".scratch", ignore_errors=True)
        _take_places(staging)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        for folder in (staging.folder, *(path.parent for path in staging.elsewhere)):
            shutil.rmtree(folder, ignore_errors=True)
        for folder in new:
            with suppress(OSError):  # it holds the results
                folder.rmdir()


def _hidden_folder(parent: Path) -> Path:
    """A new folder inside `parent`, on the same disk as what will lie there."""
    try:
        parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    except OSError as error:
        raise _unwritable(parent, error) from error


def refuse_foreign(target: Path) -> None:
    """Raise `OutputUnwritable` if `cues` or `takes` there hold anything that no run put in them.

    They are replaced as a whole, and folders of the user's own may well have such names.
    """
    for folder, is_ours in ((target / "cues", _is_cue), (target / "takes", _is_take)):
        if not all(map(is_ours, _shown(folder))):
            raise OutputUnwritable(
                f"The folder {folder.name} in {target.absolute()} is not from an earlier run, so "
                "it is not replaced.",
                "Choose another folder with -o.",
            )


def _is_cue(item: Path) -> bool:
    return (item / f"{item.name}.score.json").is_file()


def _is_take(item: Path) -> bool:
    alone = [inside.name for inside in _shown(item)] == ["cues"]
    return item.name.isdecimal() and alone and all(map(_is_cue, _shown(item / "cues")))


def _shown(folder: Path) -> list[Path]:
    return [item for item in folder.glob("*") if not item.name.startswith(".")]


def _take_places(staging: Staging) -> None:
    """Move each result to its name; old ones step aside, so that a failure restores them."""
    inside = {item: staging.target / item.name for item in sorted(staging.folder.iterdir())}
    with ExitStack() as undo:
        for item, place in (inside | staging.elsewhere).items():
            old = item.with_name(f"{_PREFIX}{item.name}")
            if place.exists():
                place.rename(old)
                undo.callback(old.rename, place)
            item.rename(place)
            undo.callback(place.rename, item)
        undo.pop_all()


def _unwritable(target: Path, error: OSError) -> OutputUnwritable:
    return OutputUnwritable(
        f"The results cannot be written to {target}.",
        "Check that the folder can be written to and that the disk has room, or choose another "
        "with -o.",
        str(error),
    )

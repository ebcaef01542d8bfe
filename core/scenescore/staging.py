"""A run's results are made in a hidden folder and take their places together at the end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scenescore.errors import OutputUnwritable

_PREFIX = ".scenescore-"


@dataclass(frozen=True, slots=True)
class Staging:
    """`folder` is written to now; `target` is where everything will lie."""

    folder: Path
    target: Path

    def final(self, path: Path | str) -> Path:
        """Where a staged file will lie once the run is done."""
        return self.target / Path(path).relative_to(self.folder)

    def place_of(self, path: Path) -> Path:
        """Where to write a file of the user's choosing now: staged, if it lies in the target."""
        inside = path.resolve().parent == self.target
        return self.folder / path.name if inside else path

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
    existed = target.exists()
    try:
        target.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=target))
    except OSError as error:
        raise _unwritable(target, error) from error
    staging = Staging(folder, target)
    try:
        yield staging
        shutil.rmtree(folder / ".scratch", ignore_errors=True)
        _take_places(staging)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if not existed and not any(target.iterdir()):
            target.rmdir()


def _take_places(staging: Staging) -> None:
    """Move each result to its name; old ones step aside, so that a failure restores them."""
    aside = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=staging.target))
    placed: list[Path] = []
    try:
        for item in sorted(staging.folder.iterdir()):
            place = staging.target / item.name
            if place.exists():
                place.rename(aside / item.name)
            item.rename(place)
            placed.append(place)
    except OSError:
        for place in placed:
            place.rename(staging.folder / place.name)
        for old in aside.iterdir():
            old.rename(staging.target / old.name)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _unwritable(target: Path, error: OSError) -> OutputUnwritable:
    return OutputUnwritable(
        f"The results cannot be written to {target}.",
        "Check that the folder can be written to and that the disk has room, or choose another "
        "with -o.",
        str(error),
    )

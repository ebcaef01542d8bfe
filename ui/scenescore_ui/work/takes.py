"""Takes on disk: those that were finished, by name; what nobody needs any more is thrown away."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from scenescore.worker.answers import TakeMade

TAKE_FILE = "take.json"


class Takes:
    """The takes below a work's folder, each read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, TakeMade] = {}

    def get(self, name: str | None) -> TakeMade | None:
        """A finished take, or None where it was never made, was thrown away or is damaged."""
        if name is None or name in self._known:
            return self._known.get(name or "")
        with suppress(OSError, ValidationError):
            take = TakeMade.model_validate_json(self._place(name, TAKE_FILE).read_bytes())
            self._known[name] = take
        return self._known.get(name)

    def add(self, take: TakeMade) -> None:
        self._known[take.take] = take

    def path(self, take: TakeMade, relative: str) -> Path:
        """Where one of a take's files lies: its `mix`, its `score`, one of its `stems`."""
        return self._place(take.take, relative)

    def prune(self, keep: Collection[str], newest: int) -> None:
        """Throw away all takes but those to keep and the newest: they can be made again."""
        folders = [item for item in self.folder.glob("takes/*") if item.name not in keep]
        folders.sort(key=_age, reverse=True)
        for folder in folders[newest:]:
            self._known.pop(folder.name, None)
            shutil.rmtree(folder, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what a worker left that was killed at work: hidden folders and unfinished takes.

        Only for who alone has this work open.
        """
        left = [*self.folder.glob(".scenescore-*")]
        left += [t for t in self.folder.glob("takes/*") if not (t / TAKE_FILE).is_file()]
        left += self.folder.glob("takes/*/.scenescore-*")
        for item in left:
            shutil.rmtree(item, ignore_errors=True)

    def _place(self, name: str, relative: str) -> Path:
        return self.folder.joinpath("takes", name, relative)


def _age(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0

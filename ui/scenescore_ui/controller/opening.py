"""Opening an edit: the work that was saved beside it, and what the engine found then."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QLockFile

from scenescore.cache import file_identity
from scenescore.worker.orders import Source
from scenescore_ui.work.findings import Findings, read_findings
from scenescore_ui.work.places import Places, places_of, source_of
from scenescore_ui.work.saving import CameFrom, Document, WorkUnreadable, load
from scenescore_ui.work.start import Start
from scenescore_ui.work.takes import Takes


@dataclass(slots=True)
class Opened:
    """An edit with its work. `findings` are there where it was analysed before and has not changed.

    `told` are keys of the panel's words for what is not as it should be, with their gaps.
    """

    places: Places
    document: Document
    takes: Takes
    lock: QLockFile
    findings: Findings | None = None
    told: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    @property
    def source(self) -> Source:
        return self.document.source

    def read_as(self, **how: str | Path | tuple[str, ...] | None) -> bool:
        """From now on the edit is read with other fields of `Source`; whether they are others."""
        before = self.source
        self.document = replace(self.document, source=before.model_copy(update=how))
        return self.source != before

    def come_from(self, program: CameFrom) -> None:
        """Remember which program the edit was read from."""
        self.document = replace(self.document, came_from=program)

    def identify(self) -> None:
        """Remember which state of the edit the work is on: the one that lies there now."""
        self.document = replace(self.document, identity=file_identity(self.source.path))

    def close(self) -> None:
        self.lock.unlock()


def open_edit(path: Path, captions: Path | None, start: Start) -> Opened:
    """Open an edit, a film, or a saved work; a new one begins with `start`.

    Raises WorkUnreadable where that cannot be.
    """
    source = source_of(path.absolute())
    if not source.is_file():
        raise WorkUnreadable("edit_missing", name=source.name)
    places = places_of(source)
    try:
        places.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkUnreadable("folder_closed", name=str(places.folder.parent)) from error
    lock = QLockFile(str(places.folder / "open.lock"))
    if not lock.tryLock(0):
        raise WorkUnreadable("edit_open", name=source.name)
    identity = file_identity(source)
    fresh = Document(start.source(source, captions), start.work(), identity=identity)
    opened = Opened(places, fresh, Takes(places.folder), lock)
    if not places.beside:
        opened.told.append(("saved_elsewhere", {"folder": places.file.parent}))
    if places.file.is_file():
        _restore(opened, identity)
    opened.takes.sweep()
    return opened


def _restore(opened: Opened, identity: str) -> None:
    """Take over the saved work; one that cannot be read steps aside and is told."""
    file = opened.places.file
    try:
        opened.document = load(file)
    except WorkUnreadable as error:
        file.replace(file.with_name(f"{file.name}.old"))
        opened.told.append((error.key, error.gaps))
        return
    if opened.document.identity != identity:
        opened.told.append(("edit_changed", {"name": opened.document.source.path.name}))
        return
    with suppress(WorkUnreadable):  # it is analysed again
        opened.findings = read_findings(opened.places.folder)

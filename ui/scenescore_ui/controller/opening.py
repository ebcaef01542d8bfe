"""Opening an edit: the work that was saved beside it, and what the engine found then."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import rmtree

from PySide6.QtCore import QLockFile

from scenescore.cache import BUNDLED, source_identity
from scenescore.worker.orders import Source
from scenescore.worker.protocol import Failed
from scenescore_ui.work.findings import Findings, read_findings
from scenescore_ui.work.places import Places, places_of, source_of
from scenescore_ui.work.saving import CameFrom, Document, WorkUnreadable, load
from scenescore_ui.work.start import Start
from scenescore_ui.work.takes import Takes

_NO_EDIT = ("EditUnreadable", "MediaUnreadable")


@dataclass(slots=True)
class Opened:
    """An edit with its work. `findings` are there where it was analysed before and has not changed.

    `told` are keys of the panel's words for what is not as it should be, with their gaps; `new`
    says that nothing of ours lay beside the edit before, `instead_of` what was open then.
    """

    places: Places
    document: Document
    takes: Takes
    lock: QLockFile
    new: bool = False
    instead_of: Path | None = None
    findings: Findings | None = None
    told: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    @property
    def source(self) -> Source:
        return self.document.source

    @property
    def name(self) -> str:
        """What the edit is called: the timeline of the program that it came from, or the file."""
        return self.document.came_from.timeline or self.source.path.name

    def read_from(self, source: Source) -> None:
        """From now on the edit is read so."""
        self.document = replace(self.document, source=source)

    def come_from(self, program: CameFrom) -> None:
        """Remember which program the edit was read from."""
        self.document = replace(self.document, came_from=program)

    def identify(self, identity: str) -> None:
        """Remember which state of the edit the work is on (`identity_of`)."""
        self.document = replace(self.document, identity=identity)

    def close(self) -> None:
        self.lock.unlock()

    def is_none(self, failure: Failed) -> bool:
        """Whether that it cannot be read means that it is no edit, and was none before."""
        return self.new and failure.kind in _NO_EDIT

    def discard(self) -> None:
        """Close, and leave nothing beside what turned out to be no edit."""
        self.close()
        rmtree(self.places.folder, ignore_errors=True)
        self.places.file.unlink(missing_ok=True)


def identity_of(source: Path) -> str:
    """What tells the state that an edit is in; "" where it is gone."""
    try:
        return source_identity(source)
    except OSError:
        return ""


def open_edit(
    path: Path, captions: Path | None, start: Start, instead_of: Path | None = None
) -> Opened:
    """Open an edit, a film, or a saved work; a new one begins with `start`.

    Raises WorkUnreadable where that cannot be.
    """
    source = source_of(path.absolute())
    if not (source.is_file() or (source / BUNDLED).is_file()):
        key = "edit_folder" if source.is_dir() else "edit_missing"
        raise WorkUnreadable(key, name=source.name)
    places = places_of(source)
    new = not (places.folder.exists() or places.file.exists())
    try:
        places.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkUnreadable("folder_closed", name=str(places.folder.parent)) from error
    lock = QLockFile(str(places.folder / "open.lock"))
    lock.setStaleLockTime(0)  # it is held for as long as the edit is open
    if not lock.tryLock(0):
        raise WorkUnreadable("edit_open", name=source.name)
    identity = identity_of(source)
    fresh = Document(start.source(source, captions), start.work(), identity=identity)
    opened = Opened(places, fresh, Takes(places.folder), lock, new, instead_of)
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
        saved = load(file)
    except WorkUnreadable as error:
        file.replace(file.with_name(f"{file.name}.old"))
        opened.told.append((error.key, error.gaps))
        return
    source = saved.source.model_copy(update={"path": opened.source.path})  # it may be renamed
    opened.document = replace(saved, source=source)
    if saved.identity != identity:
        opened.told.append(("edit_changed", {"name": opened.document.source.path.name}))
        return
    with suppress(WorkUnreadable):  # it is analysed again
        opened.findings = read_findings(opened.places.folder)

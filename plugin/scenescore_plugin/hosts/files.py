"""Exchange by files, which always works: an edit opened, or the newest in a folder that is watched.

The editing program exports into the folder; the results lie beside the edit, in a folder of their
own, in every shape that some program imports. The edit's own file is never written to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree
from time import sleep

from scenescore.cache import file_sha256
from scenescore.edit import lanes_in, read_edit, write_exchange, write_scored
from scenescore.edit.exchange import FOLDER as EXCHANGE
from scenescore.edit.exchange import files_of
from scenescore.edit.formats import edit_file, format_of, is_edit
from scenescore.edit.lanes import MEDIA, outputs_of
from scenescore.errors import EditChanged, EditUnreadable, HostUnavailable
from scenescore.hosting import Answer, Capabilities, Clock, HostEdit, Laid, Receipt
from scenescore.job import Job
from scenescore.model import Edit, Lane
from scenescore.settings import Exchange
from scenescore.staging import staged
from scenescore_plugin.hosts.verify import as_lane, verify


@dataclass(frozen=True, slots=True)
class FilesHost:
    """An edit as a file. `path` is the file or a folder, `out` where the results go.

    Without `out` they go beside the edit, into a folder named after it (`results_of`).
    """

    path: Path | None = None
    out: Path | None = None
    exchange: tuple[Exchange, ...] = tuple(Exchange)

    id = "files"
    name = "Files"

    def at(self, path: Path) -> FilesHost:
        return replace(self, path=path)

    def check(self) -> Answer:
        try:
            file = self._file()
        except (EditUnreadable, HostUnavailable) as error:
            return Answer(False, error.message, cure=error.hint)
        return Answer(True, f"{file.name} in {file.absolute().parent} can be read.")

    def capabilities(self) -> Capabilities:
        return Capabilities("Files", opens=True, exchange=self.exchange)

    def read(self, folder: Path) -> HostEdit:
        """See `Host`; the engine reads the file itself, so that nothing is put into `folder`."""
        file = self._file()
        return HostEdit(read_edit(file), _key(file))

    def write(self, edit: HostEdit, lanes: Sequence[Lane]) -> Receipt:
        file = _unchanged(edit.key)
        before = self._lanes_before(file, edit.edit)
        if not lanes:
            _clear(self._paths(file, edit.edit))
            return Receipt(self.id, edit.key, before=before)
        laid, files = self._written(file, edit.edit, lanes)
        return Receipt(self.id, edit.key, laid, before, files)

    def remove(self, receipt: Receipt) -> None:
        file = _unchanged(receipt.key)
        if receipt.before:
            self._written(file, read_edit(file), receipt.before)
        else:
            _clear(map(Path, receipt.files))

    def _file(self) -> Path:
        """The edit that is opened: the file, or what was exported last into the folder."""
        if self.path is None:
            raise HostUnavailable(
                "No file is opened.", "Open an edit, or a folder into which you export."
            )
        if not self.path.is_dir() or self.path.suffix.lower() == ".fcpxmld":
            file = edit_file(self.path)
            format_of(file)  # refuses what is no edit
            return file
        edits = sorted(edits_in(self.path), key=lambda path: path.stat().st_mtime_ns)
        if not edits:
            raise EditUnreadable(f"{self.path.name} holds no edit.", "Export the timeline into it.")
        return edits[-1]

    def _results(self, file: Path) -> Path:
        return self.out or results_of(file)

    def _lanes_before(self, file: Path, edit: Edit) -> tuple[Lane, ...]:
        scored = self._results(file) / outputs_of(edit)[0]
        if not scored.exists():
            return ()
        found = map(as_lane, lanes_in(scored, edit.rate))
        return tuple(lane for lane in found if lane is not None)

    def _written(
        self, file: Path, edit: Edit, lanes: Sequence[Lane]
    ) -> tuple[tuple[Laid, ...], tuple[str, ...]]:
        """All files, written beside their places, read back, and only then moved there."""
        clock = Clock(edit.rate, edit.start_frame, edit.drop_frame)
        with staged(self._results(file)) as staging:
            paths = write_scored(edit, lanes, staging.folder, staging.target)
            paths += write_exchange(paths[0], edit, lanes, staging.folder, self.exchange)
            laid = [lanes_in(path, edit.rate) for path in paths]
            for path, found in zip(paths, laid, strict=True):
                verify(path.name, clock, lanes, found)
        return laid[0], tuple(str(staging.final(path)) for path in paths)

    def _paths(self, file: Path, edit: Edit) -> list[Path]:
        """All files that a write leaves."""
        out = self._results(file)
        names = (*outputs_of(edit), *(f"{EXCHANGE}/{name}" for name in files_of(self.exchange)))
        return [out / name for name in names]


def _clear(paths: Iterable[Path]) -> None:
    """Take files of ours away, and their folders if nothing else lies in them."""
    paths = list(paths)
    for path in paths:
        path.unlink(missing_ok=True)
    for folder in sorted({path.parent for path in paths}, reverse=True):
        rmtree(folder / MEDIA, ignore_errors=True)
        with suppress(OSError):  # it holds something else, or is not there
            folder.rmdir()


def results_of(file: Path) -> Path:
    """The folder beside an edit that takes its results."""
    return file.with_name(f"{file.stem} + SceneScore")


def _key(file: Path) -> str:
    """The content and the place of a file: another export is another edit."""
    return f"{file_sha256(file)} {file.resolve()}"


def _unchanged(key: str) -> Path:
    """The file that was read, as it was. Raises EditChanged, EditUnreadable."""
    file = edit_file(Path(key.partition(" ")[2]))
    if _key(file) != key:
        raise EditChanged(f"{file.name} was exported anew after it was read.", "Read it again.")
    return file


# --- watching -------------------------------------------------------------------------------------


def edits_in(folder: Path) -> list[Path]:
    """The edits that lie in a folder itself, by name."""
    return sorted(p for p in folder.iterdir() if is_edit(p) and not p.name.startswith("."))


def exports(folder: Path, job: Job, every_s: float = 1.0) -> Iterator[Path]:
    """Edits as they are exported into a folder from now on, each once it has stopped growing.

    Never ends by itself: raises Cancelled when the job is asked to stop. Raises EditUnreadable for
    what is no folder.
    """
    if not folder.is_dir():
        raise EditUnreadable(f"{folder.name} is no folder.", "Give the folder you export into.")
    return _exports(folder, job, every_s, _stamps(folder))


def _exports(
    folder: Path, job: Job, every_s: float, known: dict[Path, tuple[int, int]]
) -> Iterator[Path]:
    growing: dict[Path, tuple[int, int]] = {}
    while True:
        job.check()
        now = _stamps(folder)
        for path, stamp in now.items():
            if stamp[0] and known.get(path) != stamp == growing.get(path):
                known[path] = stamp
                yield path
        growing = now
        sleep(every_s)


def _stamps(folder: Path) -> dict[Path, tuple[int, int]]:
    """Size and time of each edit in the folder; one that is being replaced is left out."""
    stamps = {}
    for path in edits_in(folder):
        with suppress(FileNotFoundError):
            stat = path.stat()
            stamps[path] = (stat.st_size, stat.st_mtime_ns)
    return stamps

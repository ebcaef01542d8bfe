"""The contract on files: an edit on disk, the lanes in every file that is offered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import sleep
from typing import Any
from zipfile import ZipFile

import pytest

from scenescore.cache import file_sha256
from scenescore.edit import ToldEdit, lanes_in, write_exchange, write_told
from scenescore.errors import Cancelled, EditUnreadable, HostUnavailable, OutputUnwritable
from scenescore.hosting import Clock, Laid, UserState, find_hosts, host_named
from scenescore.job import Job
from scenescore.model import Edit, Lane
from scenescore_plugin.hosts import files
from scenescore_plugin.hosts.files import FilesHost, exports, results_of

from .contract import HostContract, World
from .stage import PLAIN, Stage


class FilesRig:
    """An edit in a folder with somebody's other file; our files are looked at past the host."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.edit = folder / "릴 3 🌙.otio"
        self.host = FilesHost(self.edit)
        self.rate = PLAIN.rate
        self._monkeypatch = monkeypatch
        (folder / "메모.txt").write_text("theirs", encoding="utf-8")

    def cannot(self, clock: Clock) -> str:
        return ""

    def open(self, told: ToldEdit) -> None:
        self.rate = told.rate
        write_told(told, self.edit)

    def world(self) -> World:
        results = results_of(self.edit)
        paths = [path for path in self.folder.rglob("*") if path.is_file()]
        ours = [path for path in paths if results in path.parents]
        theirs = {path: file_sha256(path) for path in paths if path not in ours}
        return World((theirs, results.exists() and not ours), self._laid(ours), UserState())

    def _laid(self, ours: Sequence[Path]) -> tuple[Laid, ...]:
        """Our lanes, which must be the same in every file, to half a frame inside their sounds."""
        each = [self._placed(lanes_in(path, self.rate)) for path in sorted(ours)]
        assert all(set(found) == set(each[0]) for found in each)
        scored = results_of(self.edit) / "scored.otio"
        return lanes_in(scored, self.rate) if scored in ours else ()

    @staticmethod
    def _placed(lanes: Sequence[Laid]) -> list[Laid]:
        return [replace(each, source=1, hits=(), id="") for each in lanes]

    def fail_after(self, lanes: int) -> None:
        def half(scored: Path, edit: Edit, laid: Any, folder: Path, kinds: Any) -> Any:
            write_exchange(scored, edit, laid, folder, kinds[:lanes])
            raise OutputUnwritable("The disk is full.", "Free some space.")

        self._once(half)

    def misplace(self) -> None:
        def late(
            scored: Path, edit: Edit, lanes: Sequence[Lane], folder: Path, kinds: Any
        ) -> tuple[Path, ...]:
            moved = [
                replace(x, start_frame=x.start_frame + 1, end_frame=x.end_frame + 1) for x in lanes
            ]
            return write_exchange(scored, edit, moved, folder, kinds)

        self._once(late)

    def _once(self, wrong: Callable[..., Any]) -> None:
        def write(*arguments: Any) -> Any:
            self._monkeypatch.setattr(files, "write_exchange", write_exchange)
            return wrong(*arguments)

        self._monkeypatch.setattr(files, "write_exchange", write)


class TestFiles(HostContract):
    @pytest.fixture
    def rig(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FilesRig:
        folder = tmp_path / "내보내기 #1"
        folder.mkdir()
        return FilesRig(folder, monkeypatch)


def test_it_is_found_by_its_entry_point() -> None:
    assert "files" in [host.id for host in find_hosts()]
    host = host_named("files")
    assert isinstance(host, FilesHost)
    assert host.capabilities().opens
    answer = host.check()
    assert not answer.answers
    assert answer.said == "No file is opened."
    assert answer.cure == "Open an edit, or a folder into which you export."
    with pytest.raises(HostUnavailable):
        host.read(Path())


def test_of_a_folder_the_newest_export_is_read(stage: Stage, tmp_path: Path) -> None:
    host = FilesHost().at(tmp_path)
    with pytest.raises(EditUnreadable, match="no edit"):
        host.read(tmp_path)
    for name in ("하나", "둘"):
        write_told(stage.reel(PLAIN, name=name), tmp_path / f"{name}.otio")
        sleep(0.02)
    (tmp_path / "영화.mp4").touch()
    (tmp_path / "results").mkdir()
    assert host.read(tmp_path).edit.name == "둘"
    assert host.check().answers


def test_of_a_file_that_is_gone_it_is_told(tmp_path: Path) -> None:
    answer = FilesHost(tmp_path / "없다.otio").check()
    assert not answer.answers
    assert "없다.otio is not there" in answer.said
    (tmp_path / "note.txt").write_text("x")
    assert not FilesHost(tmp_path / "note.txt").check().answers


def test_exports_are_told_once_they_have_stopped_growing(stage: Stage, tmp_path: Path) -> None:
    write_told(stage.reel(PLAIN), tmp_path / "옛것.otio")
    job = Job()
    found = exports(tmp_path, job, every_s=0.02)
    before = threading.active_count()
    new = write_told(stage.reel(PLAIN), tmp_path / "새것 🎬.otio")
    assert next(found) == new
    (tmp_path / "빈.otio").touch()  # an export that has only begun
    write_told(stage.reel(PLAIN, name="다시"), new)
    assert next(found) == new
    assert threading.active_count() == before
    job.cancel()
    with pytest.raises(Cancelled):
        next(found)
    with pytest.raises(EditUnreadable, match="no folder"):
        exports(new, job)


def test_a_bundle_is_scored_and_leaves_nothing_when_undone(stage: Stage, tmp_path: Path) -> None:
    plain = write_told(stage.reel(PLAIN), tmp_path / "plain.otio")
    bundle = tmp_path / "묶음.otioz"
    with ZipFile(bundle, "w") as archive:
        archive.write(plain, "content.otio")
    host = FilesHost(bundle)
    receipt = host.write(host.read(tmp_path), stage.lanes(PLAIN.rate))
    assert len(receipt.files) == 8
    assert all(Path(path).exists() for path in receipt.files)
    host.remove(receipt)
    assert not results_of(bundle).exists()


@pytest.mark.parametrize("name", ["premiere_generators.xml", "hiero_xml_export.xml"])
def test_final_cut_xml_gets_its_own_kind_back(
    shared_data: Path, stage: Stage, tmp_path: Path, name: str
) -> None:
    edit = tmp_path / name
    edit.write_bytes((shared_data / "edits" / "fcp7_xml" / name).read_bytes())
    host = FilesHost(edit, exchange=())
    read = host.read(tmp_path)
    rate = read.edit.rate
    lanes = (
        stage.lane("1m01", "Score A", 3, 20, rate),
        stage.lane("1m02", "Score B", 12, 30, rate),
    )
    receipt = host.write(read, lanes)
    assert [Path(path).name for path in receipt.files] == ["scored.otio", "scored.xml"]
    host.remove(receipt)
    assert not results_of(edit).exists()

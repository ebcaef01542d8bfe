"""The editing programs by way of the worker: listed, read, written to, undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.hosts.stage import PLAIN, Stage
from tests.worker.conftest import Talk

from scenescore.cache import to_json
from scenescore.edit import lanes_in, write_told
from scenescore.errors import LanesRefused
from scenescore.hosting import Capabilities
from scenescore.job import Job
from scenescore.worker import hosts
from scenescore.worker.host_orders import HostsOrder
from scenescore.worker.workshop import Workshop
from scenescore_plugin.hosts.files import FilesHost


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    folder = tmp_path / "media"
    folder.mkdir()
    return Stage(folder)


def test_an_edit_goes_through_a_host_and_back(worker: Talk, stage: Stage, tmp_path: Path) -> None:
    path = write_told(stage.reel(PLAIN), tmp_path / "릴 3 🌙.otio")
    found = worker.done("a", "hosts", path=str(path))["hosts"]
    (files,) = [host for host in found if host["id"] == "files"]
    assert files["answers"]
    assert files["can"]["opens"]
    about = {"host": "files", "path": str(path)}
    folder = tmp_path / "work"
    read = worker.done("b", "host_read", **about, folder=str(folder))
    assert (read["source"], read["name"]) == (str(path), "릴 3 “밤” 🌙")
    lanes = [json.loads(to_json(lane)) for lane in stage.lanes(PLAIN.rate)]
    receipt = worker.done("c", "host_write", **about, folder=str(folder), lanes=lanes)["receipt"]
    scored = Path(receipt["files"][0])
    assert len(lanes_in(scored, PLAIN.rate)) == len(lanes)
    worker.done("d", "host_undo", **about, receipt=receipt)
    assert not scored.parent.exists()


def test_what_cannot_be_is_told(worker: Talk, tmp_path: Path) -> None:
    found = worker.done("a", "hosts")["hosts"]
    (files,) = [host for host in found if host["id"] == "files"]
    assert not files["answers"]
    assert files["cure"]
    worker.start("b", "host_read", host="nobody", folder=str(tmp_path))
    assert worker.answer("b")["message"] == "No host is called “nobody”."
    worker.start("c", "host_read", host="files", folder=str(tmp_path))
    assert worker.answer("c")["kind"] == "HostUnavailable"
    worker.start("d", "host_write", host="files", folder=str(tmp_path), lanes=[])
    assert worker.answer("d")["message"] == "Nothing was read from there."


def test_a_program_that_fails_leaves_the_others_in_the_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Broken(FilesHost):
        def capabilities(self) -> Capabilities:
            raise LanesRefused("It did not do as told.")

    monkeypatch.setattr(hosts, "find_hosts", lambda: iter((Broken(), FilesHost())))
    found = hosts.find(HostsOrder(), Workshop(), Job(), lambda playable: None).hosts
    assert [host.can is None for host in found] == [True, False]

"""The order of things that all live hosts share, on a program in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenescore.errors import HostUnavailable, LanesRefused

from .contract import HostContract, ReadContract, RefusalContract
from .memory import MemoryRig
from .stage import PLAIN, Stage


class TestMemory(HostContract):
    @pytest.fixture
    def rig(self) -> MemoryRig:
        return MemoryRig()


class TestClosed(ReadContract, RefusalContract):
    """An edition that can be read and not written to."""

    @pytest.fixture
    def rig(self) -> MemoryRig:
        return MemoryRig("This edition takes no music; import the files instead.")


def test_one_call_at_a_time(stage: Stage, tmp_path: Path) -> None:
    rig = MemoryRig()
    rig.open(stage.reel(PLAIN))
    with rig.host._at_the_desk(), pytest.raises(HostUnavailable, match="busy"):
        rig.host.read(tmp_path)
    rig.host.read(tmp_path)


def test_what_cannot_be_taken_back_is_told(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = MemoryRig()
    rig.open(stage.reel(PLAIN))
    edit = rig.host.read(tmp_path)

    def refuse(*_: object) -> None:
        raise LanesRefused("The program does not answer any more.", "Start it again.")

    monkeypatch.setattr(rig.program, "lay", refuse)
    rig.host.write(edit, ())
    monkeypatch.undo()
    rig.host.write(edit, stage.lanes(PLAIN.rate))
    monkeypatch.setattr(rig.program, "lay", refuse)
    with pytest.raises(LanesRefused, match="not all could be taken back") as caught:
        rig.host.write(edit, stage.lanes(PLAIN.rate, take="b"))
    assert "does not answer" in caught.value.detail

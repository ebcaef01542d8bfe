"""What the doctor says of the bridge: real bridges, running, dead and badly kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.bridge.conftest import Running, bridge_in, panel_at

from scenescore.model import Finding
from scenescore_plugin.bridge.findings import examine_bridge


def _found(monkeypatch: pytest.MonkeyPatch, file: Path) -> Finding:
    monkeypatch.setenv("SCENESCORE_BRIDGE", str(file))
    (finding,) = examine_bridge()
    return finding


def test_a_bridge_that_runs_is_well(bridge: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _found(monkeypatch, bridge.file).well
    with panel_at(bridge, host="premiere"):
        assert "connected: premiere" in _found(monkeypatch, bridge.file).found


def test_none_is_well_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _found(monkeypatch, tmp_path / "bridge.json").found == "it does not run now"


def test_what_a_killed_bridge_left_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with bridge_in(tmp_path) as killed:
        os.kill(killed.process.pid, signal.SIGKILL)
        killed.process.wait()
        found = _found(monkeypatch, killed.file)
    assert not found.well
    assert found.cure == "Start it again: scenescore bridge."


def test_a_token_that_others_may_read_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bridge_in(tmp_path) as bridge:
        bridge.file.chmod(0o644)
        found = _found(monkeypatch, bridge.file)
    assert not found.well
    assert "other users" in found.found


def test_a_file_that_says_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "bridge.json"
    file.touch(0o600)
    assert not _found(monkeypatch, file).well


@pytest.mark.parametrize("command", ["doctor", "hosts"])
def test_without_the_bridges_packages_all_else_is_told(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a plain installation: nothing but the bridge needs them."""
    program = (
        "import sys\n"
        "for name in ('starlette', 'fastapi', 'uvicorn', 'websockets'):\n"
        "    sys.modules[name] = None\n"
        f"sys.argv = ['scenescore', {command!r}]\n"
        "from scenescore.cli import main\n"
        "main()"
    )
    monkeypatch.setenv("SCENESCORE_BRIDGE", str(tmp_path / "bridge.json"))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "since its last change" not in done.stderr
    assert "Premiere Pro: The bridge to the editing programs does not answer." in done.stdout

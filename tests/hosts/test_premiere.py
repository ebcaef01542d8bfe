"""The contract on Premiere's panel: its own logic over a strict fake, through a real bridge."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.bridge.conftest import bridge_in

import scenescore
import scenescore_premiere
from scenescore.errors import EditUnreadable, HostUnavailable, LanesRefused
from scenescore_plugin.hosts.premiere import PremiereHost

from .contract import HostContract
from .premiere_bench import PANEL, PremiereRig, compiled, needs_node, rig_in
from .stage import PLAIN, Stage


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PremiereRig]:
    with rig_in(tmp_path_factory.mktemp("다리"), "26.3") as rig:
        yield rig


@pytest.fixture(scope="module")
def oldest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PremiereRig]:
    with rig_in(tmp_path_factory.mktemp("다리"), "25.6") as rig:
        yield rig


class TestPremiere(HostContract):
    """26.3: writes OpenTimelineIO itself, names tracks."""

    @pytest.fixture
    def rig(self, newest: PremiereRig) -> PremiereRig:
        return newest


class TestPremiere256(HostContract):
    """25.6: the panel tells the edit itself, tracks cannot be named."""

    @pytest.fixture
    def rig(self, oldest: PremiereRig) -> PremiereRig:
        return oldest


def test_the_panels_logic_in_node() -> None:
    tests = sorted(str(each) for each in compiled().glob("*.test.js"))
    env = {**os.environ, "PREMIERE_PANEL": str(PANEL)}
    done = subprocess.run([needs_node(), "--test", *tests], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_what_is_installed_is_compiled_from_the_source(tmp_path: Path) -> None:
    tsc = PANEL / "node_modules" / "typescript" / "bin" / "tsc"
    command = [needs_node(), str(tsc), "-p", str(PANEL), "--outDir", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    for made in tmp_path.glob("*.js"):
        kept = scenescore_premiere.PANEL / made.name
        assert made.read_bytes() == kept.read_bytes(), f"run npm run build: {made.name}"


def test_the_package_holds_the_panel(tmp_path: Path) -> None:
    packed = scenescore_premiere.pack(tmp_path)
    assert packed.name == "scenescore.premiere_premierepro.ccx"
    with zipfile.ZipFile(packed) as package:
        manifest = json.loads(package.read("manifest.json"))
        page = package.read(manifest["main"]).decode()
        names = set(package.namelist())
    assert manifest["version"] == scenescore.__version__
    assert manifest["host"] == {"app": "premierepro", "minVersion": "25.6.0"}
    assert all(
        "127.0.0.1" in each for each in manifest["requiredPermissions"]["network"]["domains"]
    )
    assert {"main.js", "panel.css", "start.js"} <= names
    assert "start.js" in page
    first = packed.read_bytes()
    assert scenescore_premiere.pack(tmp_path).read_bytes() == first


def test_nothing_open_is_said(newest: PremiereRig, tmp_path: Path) -> None:
    newest.bench("close")
    assert newest.host.check().said == "No sequence is open in Premiere Pro."
    with pytest.raises(EditUnreadable):
        newest.host.read(tmp_path)


def test_an_import_that_is_only_said_to_be_done_changes_nothing(
    newest: PremiereRig, stage: Stage, tmp_path: Path
) -> None:
    rig = newest
    rig.open(stage.reel(PLAIN))
    edit, before = rig.host.read(tmp_path), rig.world()
    rig.bench("refuse_imports", refuse=True)
    with pytest.raises(LanesRefused, match="did not import"):
        rig.host.write(edit, stage.lanes(PLAIN.rate))
    rig.bench("refuse_imports", refuse=False)
    assert rig.world() == before


def test_without_the_panel_it_says_what_to_do(tmp_path: Path) -> None:
    with bridge_in(tmp_path) as running:
        host = PremiereHost(lambda: running.announcement)
        assert host.check().cure == "Open it there: Window ▸ UXP Plugins ▸ SceneScore."
        with pytest.raises(HostUnavailable):
            host.capabilities()
        with pytest.raises(HostUnavailable):
            host.read(tmp_path)

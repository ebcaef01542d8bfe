"""The way to Resolve on each system, and which edition stands behind it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scenescore.errors import HostUnavailable
from scenescore_plugin.hosts.resolve import ResolveHost
from scenescore_plugin.hosts.resolve.door import OutsideDoor, places
from scenescore_plugin.hosts.resolve.editions import program_of
from scenescore_plugin.hosts.resolve.host import python_doubts

from .resolve_double import face_of
from .resolve_rig import EDITIONS, ResolveRig, edition_name

MODULE = "DaVinciResolveScript"


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of scripting modules of our own, which Resolve's is not in yet."""
    folder = tmp_path / "개발자 Scripting"
    (folder / "Modules").mkdir(parents=True)
    monkeypatch.setenv("RESOLVE_SCRIPT_API", str(folder))
    monkeypatch.setenv("RESOLVE_SCRIPT_LIB", "")
    monkeypatch.setitem(sys.modules, MODULE, None)
    monkeypatch.delitem(sys.modules, MODULE)
    return folder


def _write(api: Path, text: str) -> None:
    (api / "Modules" / f"{MODULE}.py").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("system", "api", "lib"),
    [
        ("darwin", "/Library/Application Support/Blackmagic Design", "fusionscript.so"),
        ("win32", "D:/Data/Blackmagic Design", "fusionscript.dll"),
        ("linux", "/opt/resolve/Developer", "fusionscript.so"),
    ],
)
def test_each_system_has_its_places(system: str, api: str, lib: str) -> None:
    found = places(system, {"PROGRAMDATA": "D:/Data"})
    assert found.module.as_posix().startswith(api)
    assert found.module.name == f"{MODULE}.py"
    assert found.lib.name == lib


def test_the_environment_names_others() -> None:
    found = places("linux", {"RESOLVE_SCRIPT_API": "/home/resolve/S", "RESOLVE_SCRIPT_LIB": "/l"})
    assert (found.module, found.lib) == (Path(f"/home/resolve/S/Modules/{MODULE}.py"), Path("/l"))


def test_the_module_is_loaded_by_its_place_alone(api: Path) -> None:
    _write(api, "def scriptapp(name):\n    return [name]\n")
    paths = list(sys.path)
    assert OutsideDoor().installed()
    assert OutsideDoor().resolve() == ["Resolve"]
    assert sys.path == paths


def test_the_module_may_put_its_library_in_its_place(api: Path) -> None:
    text = "import sys, types\nlib = types.ModuleType('fusionscript')\n"
    _write(api, text + "lib.scriptapp = lambda name: None\nsys.modules[__name__] = lib\n")
    assert OutsideDoor().resolve() is None


def test_a_module_that_does_not_load_is_a_closed_door(
    api: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(api, "raise ImportError('no fusionscript')\n")
    assert OutsideDoor().resolve() is None
    assert MODULE not in sys.modules
    monkeypatch.setattr(OutsideDoor, "running", lambda door: True)
    host = ResolveHost()
    assert "External scripting" in host.check().cure
    (finding,) = host.check().findings
    assert (finding.well, finding.doubtful) == (True, True)
    assert host.capabilities().exchange
    with pytest.raises(HostUnavailable, match="takes no scripts from outside"):
        host.read(api)


def test_a_python_that_crashes_is_named() -> None:
    (finding,) = python_doubts("win32", (3, 13))
    assert "3.13" in finding.found
    assert finding.cure
    assert python_doubts("win32", (3, 12)) == python_doubts("linux", (3, 13)) == ()


def test_without_resolve_it_is_said(api: Path) -> None:
    host = ResolveHost()
    assert host.check().said == "DaVinci Resolve is not found."
    with pytest.raises(HostUnavailable, match="not found"):
        host.capabilities()


@pytest.mark.skipif(sys.platform == "win32", reason="processes are listed by another program")
def test_a_running_program_is_seen(tmp_path: Path) -> None:
    assert shutil.which("ps"), "ps lists the processes"
    program = shutil.copy(str(shutil.which("sleep")), tmp_path / "resolve")
    assert not OutsideDoor().running()
    process = subprocess.Popen([program, "60"])
    try:
        assert OutsideDoor().running()
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("edition", EDITIONS, ids=edition_name)
def test_the_edition_is_asked_by_calls_that_all_have(
    edition: tuple[tuple[int, ...], bool],
) -> None:
    version, studio = edition
    rig = ResolveRig(version, studio)
    program = program_of(face_of(rig.program.resolve))
    assert (program.version, program.studio) == (version, studio)
    assert program.closed == (version >= (21, 1) and not studio)
    asked = {call.partition(".")[2] for call in rig.program.calls}
    assert asked == {"GetVersion", "IsStudio" if version >= (21, 1) else "GetProductName"}

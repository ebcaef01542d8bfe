"""The installer: where things go on each system, what it takes away, and what it spares."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

INSTALLER = Path(__file__).resolve().parents[2] / "installer"


@pytest.fixture(scope="module")
def installer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("install", INSTALLER / "install.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "install", module)  # dataclasses look their module up
        spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("system", "env", "engine", "command", "python"),
    [
        ("linux", {}, ".local/share/scenescore/engine", ".local/bin/scenescore", "bin/python"),
        (
            "linux",
            {"XDG_DATA_HOME": "{home}/다른 곳"},
            "다른 곳/scenescore/engine",
            ".local/bin/scenescore",
            "bin/python",
        ),
        (
            "darwin",
            {},
            "Library/Application Support/SceneScore/engine",
            ".local/bin/scenescore",
            "bin/python",
        ),
        (
            "win32",
            {"LOCALAPPDATA": "{home}/Lokal"},
            "Lokal/SceneScore/engine",
            "Lokal/SceneScore/scenescore.cmd",
            "Scripts/python.exe",
        ),
        (
            "win32",
            {},
            "AppData/Local/SceneScore/engine",
            "AppData/Local/SceneScore/scenescore.cmd",
            "Scripts/python.exe",
        ),
    ],
)
def test_each_system_has_its_places(
    installer: ModuleType,
    tmp_path: Path,
    system: str,
    env: dict[str, str],
    engine: str,
    command: str,
    python: str,
) -> None:
    home = tmp_path / "집 🏠"
    found = installer.places(system, home, {k: v.format(home=home) for k, v in env.items()})
    assert found.engine == home / engine
    assert found.command == home / command
    assert found.python == home / engine / python


@pytest.fixture(params=["linux", "win32"])
def installed(installer: ModuleType, tmp_path: Path, request: pytest.FixtureRequest) -> object:
    """What an install leaves, but for the packages."""
    to = installer.places(request.param, tmp_path / "집", {})
    to.engine.mkdir(parents=True)
    (to.engine / installer.MARK).write_text("ours")
    installer.make_command(to)
    return to


def test_removing_leaves_nothing(installer: ModuleType, installed: object, tmp_path: Path) -> None:
    installer.remove(installed)
    assert [path for path in tmp_path.rglob("*") if path.is_file() or path.is_symlink()] == []
    installer.remove(installed)  # there is nothing left to remove, and that is well


def test_a_folder_that_is_not_ours_is_neither_used_nor_removed(
    installer: ModuleType, tmp_path: Path
) -> None:
    to = installer.places("linux", tmp_path, {})
    to.engine.mkdir(parents=True)
    (to.engine / "thesis.odt").write_text("theirs")
    to.command.parent.mkdir(parents=True)
    to.command.write_text("theirs")
    with pytest.raises(SystemExit, match="holds something else"):
        installer._refuse_foreign(to)
    installer.remove(to)
    assert (to.engine / "thesis.odt").read_text() == "theirs"
    assert to.command.read_text() == "theirs"


@pytest.mark.parametrize("kind", ["file", "link", "dead link"])
def test_a_command_that_is_not_ours_stops_the_install_before_anything_is_made(
    installer: ModuleType, tmp_path: Path, kind: str
) -> None:
    to = installer.places("linux", tmp_path / "집", {})
    theirs = tmp_path / "pipx" / "venvs" / "bin" / "scenescore"
    theirs.parent.mkdir(parents=True)
    to.command.parent.mkdir(parents=True)
    if kind == "file":
        to.command.write_text("theirs")
    else:
        to.command.symlink_to(theirs)
    if kind == "link":
        theirs.write_text("theirs")
    with pytest.raises(SystemExit, match="is not ours"):
        installer._refuse_foreign(to)
    installer.remove(to)
    assert to.command.is_symlink() is (kind != "file")
    assert not to.engine.exists()


def test_a_command_of_an_earlier_install_is_renewed(
    installer: ModuleType, installed: object, tmp_path: Path
) -> None:
    installer.make_command(installed)
    moved = installer.Places(tmp_path / "다른 곳" / "engine", installed.command)  # type: ignore[attr-defined]
    installer._refuse_foreign(moved)
    installer.make_command(moved)
    assert installer._is_our_command(moved)


def test_the_command_of_windows_is_ascii_whatever_the_user_is_called(
    installer: ModuleType, tmp_path: Path
) -> None:
    to = installer.places("win32", tmp_path / "홍길동 🎬", {})
    installer.make_command(to)
    text = to.command.read_bytes().decode("ascii")
    assert text.startswith('@"%~dp0engine')
    assert text.endswith('scenescore.exe" %*\r\n')


def test_windows_starts_the_same_file() -> None:
    text = (INSTALLER / "install.cmd").read_bytes().decode("ascii")
    assert text.count("\r\n") == text.count("\n")
    assert 'py -3 "%~dp0install.py" %*' in text

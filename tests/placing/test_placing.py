"""Parts are put where programs look on each system, and every file of them is taken away again."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenescore.errors import OutputUnwritable
from scenescore_plugin.placing import System, parts_for, place, placed_parts, remove
from scenescore_plugin.placing.findings import examine_parts
from scenescore_plugin.placing.folders import PLACES, Kind, folders_for

HOMES = {
    "linux": {
        "blender": ".config/blender/4.5/scripts/addons",
        "resolve": ".local/share/DaVinciResolve/Fusion/Scripts/Utility",
    },
    "macos": {
        "blender": "Library/Application Support/Blender/4.5/scripts/addons",
        "resolve": "Library/Application Support/Blackmagic Design/DaVinci Resolve"
        "/Fusion/Scripts/Utility",
    },
    "windows": {
        "blender": "AppData/Roaming/Blender Foundation/Blender/4.5/scripts/addons",
        "resolve": "AppData/Roaming/Blackmagic Design/DaVinci Resolve"
        "/Support/Fusion/Scripts/Utility",
    },
}
"""Where each program looks, as its own documents say."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "집 with spaces & 이모지 🎬"


def _system(kind: Kind, home: Path) -> System:
    return System(kind, home, home / "AppData/Roaming" if kind == "windows" else home)


def _run_once(folder: Path, inside: str) -> None:
    """A program that has run has made its own folder, not yet the one inside for others."""
    parts = folder.parts
    cut = len(parts) - len(Path(inside).parts)
    Path(*parts[:cut]).mkdir(parents=True)


@pytest.mark.parametrize("kind", list(HOMES))
@pytest.mark.parametrize("program", ["blender", "resolve"])
def test_each_program_is_found_where_it_looks(kind: Kind, program: str, home: Path) -> None:
    system = _system(kind, home)
    assert folders_for(program, system) == ()
    _run_once(home / HOMES[kind][program], PLACES[program, kind][0].inside)
    (found,) = folders_for(program, system)
    assert found.folder == home / HOMES[kind][program]
    assert not found.sandboxed


def test_every_version_of_a_program_gets_the_part(home: Path) -> None:
    for version in ("3.4", "4.5", "5.0"):
        (home / ".config/blender" / version).mkdir(parents=True)
    (home / ".config/blender/not a version").mkdir()
    wanted = parts_for(_system("linux", home))
    folders = [each.found.folder.parents[1].name for each in wanted]
    assert folders == ["3.4", "4.5", "5.0"]


@pytest.mark.parametrize("kind", ["macos", "windows"])
def test_premiere_gets_a_package_that_its_user_opens(
    kind: Kind, home: Path, tmp_path: Path
) -> None:
    system = _system(kind, home)
    base = PLACES["premiere", kind][0].base.format(home=system.home, roaming=system.roaming)
    Path(base).mkdir(parents=True)
    (placed,) = place(parts_for(system), tmp_path / "receipt.json").folders
    (package,) = placed.glob("*.ccx")
    with zipfile.ZipFile(package) as panel:
        assert "manifest.json" in panel.namelist()
    assert remove(tmp_path / "receipt.json").kept == ()
    assert _tree(home) == {}


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    return tmp_path / "data" / "placed.json"


@pytest.fixture
def system(home: Path) -> System:
    (home / ".config/blender/4.5").mkdir(parents=True)
    (home / ".local/share/DaVinciResolve").mkdir(parents=True)
    return _system("linux", home)


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_placed_parts_know_the_engine_and_go_without_a_trace(system: System, receipt: Path) -> None:
    theirs = system.home / ".config/blender/4.5/scripts/addons/other.py"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs")
    before = _tree(system.home)
    place(parts_for(system), receipt)
    add_on = theirs.with_name("scenescore_addon")
    assert (add_on / "__init__.py").is_file()
    engine = json.loads((add_on / "engine.json").read_text(encoding="utf-8"))
    assert engine["python"] == sys.executable
    assert dict(engine["palettes"])["romance"]
    assert set(placed_parts(receipt)) == {
        system.home / name for name in _tree(system.home).keys() - before.keys()
    }
    (add_on / "__pycache__").mkdir()
    (add_on / "__pycache__" / "ui.cpython-311.pyc").write_bytes(b"x")
    remove(receipt)
    assert _tree(system.home) == before
    assert not add_on.exists()
    assert not receipt.exists()
    assert theirs.parent.is_dir()


def test_placing_again_renews_and_adds_nothing(system: System, receipt: Path) -> None:
    place(parts_for(system), receipt)
    first = _tree(system.home)
    add_on = system.home / ".config/blender/4.5/scripts/addons/scenescore_addon"
    assert place(parts_for(system), receipt).kept == ()
    assert _tree(system.home) == first
    assert add_on.is_dir()


def test_a_file_of_somebody_else_is_never_touched(system: System, receipt: Path) -> None:
    place(parts_for(system), receipt)
    own = system.home / ".config/blender/4.5/scripts/addons/scenescore_addon/words.py"
    own.write_text("mine now", encoding="utf-8")
    assert place(parts_for(system), receipt).kept == (own,)
    assert remove(receipt).kept == (own,)
    assert own.read_text(encoding="utf-8") == "mine now"


def test_a_file_that_was_there_before_us_stays(system: System, receipt: Path) -> None:
    foreign = system.home / ".config/blender/4.5/scripts/addons/scenescore_addon/ui.py"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("somebody else's")
    assert place(parts_for(system), receipt).kept == (foreign,)
    remove(receipt)
    assert foreign.read_text() == "somebody else's"


def test_what_a_later_version_has_no_more_goes(system: System, receipt: Path) -> None:
    wanted = parts_for(system)
    blender = next(each for each in wanted if each.part.program == "blender")
    old = blender.found.folder / "scenescore_addon" / "old.py"
    blender.files[old] = b"of an earlier version"
    place(wanted, receipt)
    cache = old.parent / "__pycache__"
    cache.mkdir()
    (cache / "old.cpython-311.pyc").write_bytes(b"ours")
    (cache / "theirs.cpython-311.pyc").write_bytes(b"theirs")
    assert place(parts_for(system), receipt).kept == ()
    assert not old.exists()
    assert [path.name for path in cache.iterdir()] == ["theirs.cpython-311.pyc"]
    assert old not in placed_parts(receipt)


@pytest.mark.parametrize("what", ["folder", "dead link"])
def test_what_is_no_file_and_in_the_way_is_told(system: System, receipt: Path, what: str) -> None:
    way = system.home / ".config/blender/4.5/scripts/addons/scenescore_addon/ui.py"
    way.parent.mkdir(parents=True)
    way.mkdir() if what == "folder" else way.symlink_to("nowhere")
    with pytest.raises(OutputUnwritable, match=r"ui\.py"):
        place(parts_for(system), receipt)
    remove(receipt)
    assert [path.name for path in way.parent.iterdir()] == ["ui.py"]


@pytest.mark.parametrize("name", ["[집]", "a*b", "{home}"])
def test_a_home_may_have_any_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name / ".config/blender/4.5").mkdir(parents=True)
    assert len(folders_for("blender", _system("linux", tmp_path / name))) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_closed_is_told(system: System, receipt: Path) -> None:
    (system.home / ".config/blender/4.5").chmod(0o500)
    with pytest.raises(OutputUnwritable):
        place(parts_for(system), receipt)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(order=st.lists(st.sampled_from(["place", "remove", "run"]), max_size=8))
def test_in_any_order_nothing_is_left(
    tmp_path_factory: pytest.TempPathFactory, order: list[str]
) -> None:
    home = tmp_path_factory.mktemp("home")
    (home / ".config/blender/4.5").mkdir(parents=True)
    system, receipt = _system("linux", home), home / "receipt.json"
    for step in order:
        if step == "place":
            place(parts_for(system), receipt)
        elif step == "remove":
            remove(receipt)
        else:
            (home / ".config/blender/5.0").mkdir(exist_ok=True)
    remove(receipt)
    assert _tree(home) == {}


# --- what the doctor says -------------------------------------------------------------------------


@pytest.fixture
def here(system: System, monkeypatch: pytest.MonkeyPatch) -> System:
    monkeypatch.setattr("scenescore_plugin.placing.findings.this_system", lambda: system)
    return system


def test_the_doctor_finds_what_is_wrong_with_a_part(here: System, receipt: Path) -> None:
    def blender() -> tuple[bool, bool, str]:
        found = next(each for each in examine_parts() if each.what == "Blender")
        return found.well, found.doubtful, found.found

    assert blender()[:2] == (True, True)
    place(parts_for(here), receipt)
    assert blender()[:2] == (True, False)
    add_on = here.home / ".config/blender/4.5/scripts/addons/scenescore_addon"
    (add_on / "ui.py").write_text("# of another version")
    assert not blender()[0]
    assert "another version" in blender()[2]
    (add_on / "engine.json").write_text('{"python": "/gone/python"}')
    assert blender()[2] == "The engine is not at /gone/python any more."


def test_a_sandboxed_build_gets_no_part_and_is_told_with_its_cure(
    here: System, receipt: Path
) -> None:
    box = here.home / ".var/app/org.blender.Blender/config/blender/4.5"
    box.mkdir(parents=True)
    place(parts_for(here), receipt)
    assert _tree(box) == {}
    cures = [each.cure for each in examine_parts() if each.doubtful]
    assert cures == ["Install the program from its maker instead of a store."]

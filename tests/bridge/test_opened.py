"""What orders may name: nothing outside the folder of the edit that was opened."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from scenescore.cache import to_json
from scenescore.errors import BadArgument
from scenescore.hosting import Laid, Receipt
from scenescore.model import Cue, Lane, Mood
from scenescore.timebase import Rate
from scenescore.worker.host_orders import HostReadOrder
from scenescore.worker.orders import ORDERS, AcceptOrder, ScoreOrder, Source
from scenescore_plugin.bridge.opened import COMMANDS, Opened, leads_into, open_edit, order_of
from scenescore_plugin.bridge.protocol import FROM_CLIENT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "내 영화 🎬"
    place.mkdir()
    (place / "edit.otio").write_text("{}")
    return place


@pytest.fixture
def opened(folder: Path) -> Opened:
    return open_edit(Source(path=folder / "edit.otio"))


def test_the_bridge_fills_in_edit_and_folder(opened: Opened) -> None:
    order = order_of("score", {"style": "romance"}, opened)
    assert isinstance(order, ScoreOrder)
    assert order.source.path == opened.source.path
    assert order.folder == opened.folder


@pytest.mark.parametrize("field", ["source", "folder"])
def test_a_client_cannot_say_them_itself(opened: Opened, field: str) -> None:
    with pytest.raises(BadArgument, match=field):
        order_of("score", {field: "/"}, opened)


@pytest.mark.parametrize("command", [*sorted(set(ORDERS) - set(COMMANDS)), "", "eval", "exec"])
def test_what_a_client_may_not_order_is_refused(opened: Opened, command: str) -> None:
    with pytest.raises(BadArgument, match="cannot be ordered"):
        order_of(command, {}, opened)


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"engines", "doctor"}))
def test_nothing_is_made_before_an_edit_is_open(command: str) -> None:
    with pytest.raises(BadArgument, match="No edit is open"):
        order_of(command, {}, None)


def test_only_a_programs_own_panel_has_it_read_and_written_to(opened: Opened) -> None:
    order = order_of("host_read", {}, opened, "premiere")
    assert isinstance(order, HostReadOrder)
    assert (order.host, order.folder, order.path) == ("premiere", opened.folder, None)
    with pytest.raises(BadArgument, match="Only the panel"):
        order_of("host_read", {}, opened)
    for field in ("host", "path"):
        with pytest.raises(BadArgument, match=field):
            order_of("host_read", {field: "blender"}, opened, "premiere")


@pytest.mark.parametrize("name", ["path", "files", "before", "laid"])
def test_no_file_outside_is_laid_or_taken_away(opened: Opened, folder: Path, name: str) -> None:
    def given(file: Path) -> tuple[str, dict[str, object]]:
        lane = Lane("A", "1m01", "uid", str(file), 1, 0, 24)
        laid = Laid("A", "1m01", "uid", str(file), 0, 24)
        if name == "path":
            return "host_write", {"lanes": [json.loads(to_json(lane))]}
        held = {"files": (str(file),), "before": (lane,), "laid": (laid,)}[name]
        receipt = replace(Receipt("premiere", "key"), **{name: held})
        return "host_undo", {"receipt": json.loads(to_json(receipt))}

    assert order_of(*given(folder / "안.wav"), opened, "premiere")
    for outside in (Path("/etc/passwd"), folder / ".." / "x", Path("x")):
        with pytest.raises(BadArgument, match="outside the folder"):
            order_of(*given(outside), opened, "premiere")


@pytest.mark.parametrize("host", ["files", "blender", "resolve", "", "../x"])
def test_nobody_answers_for_a_program_that_has_no_panel_here(host: str) -> None:
    hello = {"type": "hello", "protocol": 1, "name": "n", "version": "1", "host": host}
    with pytest.raises(ValidationError):
        FROM_CLIENT.validate_python(hello)


OUTSIDE = ("/etc/passwd", "{folder}/../other", "{folder}/../내 영화 🎬2/x", "{folder}/link/x", "x")


@pytest.mark.parametrize("outside", OUTSIDE)
@pytest.mark.parametrize("field", ["target", "film", "soundfont"])
def test_a_path_outside_is_refused(opened: Opened, folder: Path, outside: str, field: str) -> None:
    (folder / "link").symlink_to("/etc")
    path = outside.format(folder=folder)
    given: dict[str, object] = {"takes": [], "target": str(folder / "scored")}
    given |= {"studio": {"soundfont": path}} if field == "soundfont" else {field: path}
    with pytest.raises(BadArgument, match="outside the folder"):
        order_of("accept", given, opened)


def test_a_path_inside_is_taken(opened: Opened, folder: Path) -> None:
    order = order_of("accept", {"takes": [], "target": str(folder / "받은 것")}, opened)
    assert isinstance(order, AcceptOrder)
    assert order.target == folder / "받은 것"


@pytest.mark.parametrize("take", ["../../etc", "gone", "", "0" * 31 + "/", "0" * 32 + "\n"])
def test_a_take_is_a_name_not_a_path(opened: Opened, folder: Path, take: str) -> None:
    with pytest.raises(BadArgument, match="takes"):
        order_of("accept", {"takes": [take], "target": str(folder / "x")}, opened)


def test_the_folder_of_the_work_may_be_a_link_of_the_users(folder: Path, tmp_path: Path) -> None:
    disk = tmp_path / "다른 디스크"
    disk.mkdir()
    (folder / "edit.otio.scenescore-files").symlink_to(disk)
    opened = open_edit(Source(path=folder / "edit.otio"))
    target = folder / "edit.otio.scenescore-files" / "music"
    assert order_of("accept", {"takes": [], "target": str(target)}, opened)


@pytest.mark.parametrize("id", ["/var/evil", "../../evil", "..", "", "a\\b", "C:evil", "1m01\n"])
def test_a_cue_is_a_name_not_a_path(opened: Opened, id: str) -> None:
    with pytest.raises(BadArgument, match="cue"):
        order_of("compose", {"cue": cue_named(id)}, opened)
    assert order_of("compose", {"cue": cue_named("1m01")}, opened)


def cue_named(id: str) -> object:
    """A cue as a client would say it."""
    spans: dict[str, tuple[()]] = {"moods": (), "hits": (), "dialogue": ()}
    rate, calm = Rate.of(25), Mood(0.0, 0.0, 0.0, "neutral")
    return json.loads(to_json(Cue(id, "uid", 0, 100, rate, 1, "romance", calm, **spans)))


def test_captions_and_engines_are_looked_at_when_opening(folder: Path) -> None:
    with pytest.raises(BadArgument, match="outside the folder"):
        open_edit(Source(path=folder / "edit.otio", captions=Path("/etc/passwd")))
    for words in ("/var/weights.pt", "weights.pt", "tests", "..", ""):
        with pytest.raises(BadArgument, match="not a file"):
            open_edit(Source(path=folder / "edit.otio", words=words))
    assert open_edit(Source(path=folder / "edit.otio", words="none"))
    assert open_edit(Source(path=folder / "edit.otio", words="whisper-small"))


@pytest.mark.parametrize(
    "path", ["edit.otio", "/nowhere/edit.otio", "/", "/a\0b", "/" + "x" * 5000]
)
def test_only_a_file_that_is_there_can_be_opened(path: str) -> None:
    with pytest.raises(BadArgument, match="is not there"):
        open_edit(Source(path=Path(path)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(st.sampled_from(["..", ".", "a", "link", "../", "", "한", "..."]), max_size=8)
)
def test_no_way_of_writing_a_path_leads_out(tmp_path: Path, parts: list[str]) -> None:
    inside = tmp_path / "in"
    inside.mkdir(exist_ok=True)
    if not (inside / "link").is_symlink():
        (inside / "link").symlink_to(tmp_path)
    path = Path(f"{inside}/{'/'.join(parts)}")
    # The truth by the system: what the path is once everything in it has been followed.
    assert leads_into(path, (inside,)) == (inside in [path.resolve(), *path.resolve().parents])

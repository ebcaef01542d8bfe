"""What is done for a client: an edit opened, scored, accepted, and nothing of it mixed up."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.bridge.conftest import Panel, Running, bridge_in, panel_at
from tests.worker.conftest import SMALL_FONT
from websockets.exceptions import ConnectionClosed

from scenescore_plugin.bridge import limits
from scenescore_plugin.bridge.calling import call_host, connected_hosts

DEMO = Path(__file__).resolve().parents[2] / "examples" / "demo"


@pytest.fixture
def edit(tmp_path: Path) -> Path:
    """The demo edit in a folder of its own, with a SoundFont that loads in no time beside it."""
    folder = tmp_path / "드라마 1화 🎬"
    folder.mkdir()
    for name in ("demo.otio", "demo.mp4", "demo.srt"):
        (folder / name).symlink_to(DEMO / name) if name == "demo.mp4" else (
            folder / name
        ).write_bytes((DEMO / name).read_bytes())
    (folder / "font.sf2").write_bytes(SMALL_FONT.read_bytes())
    return folder / "demo.otio"


@pytest.mark.slow
def test_a_scene_is_scored_and_accepted(panel: Panel, edit: Path) -> None:
    before = edit.read_bytes()
    opened = panel.ask("open", "o", source={"path": str(edit)})
    assert opened["type"] == "opened"
    studio = {"soundfont": str(edit.with_name("font.sf2"))}
    scored = panel.order("s", "score", studio=studio)
    assert scored["type"] == "done", scored
    takes = scored["result"]["takes"]
    assert all((Path(opened["folder"]) / "takes" / take).is_dir() for take in takes)
    totals = [m["total"] for m in panel.heard if m["type"] == "progress"]
    assert totals == sorted(totals)
    target = edit.with_name("받은 음악")
    accepted = panel.order("a", "accept", takes=takes, target=str(target), studio=studio)
    assert accepted["type"] == "done", accepted
    assert (target / "scored.otio").exists()
    assert edit.read_bytes() == before


def test_orders_of_two_panels_are_not_mixed_up(bridge: Running, panel: Panel) -> None:
    with panel_at(bridge) as other:
        panel.say(type="start", id="same", command="engines", arguments={})
        other.say(type="start", id="same", command="doctor", arguments={})
        mine = panel.until(lambda m: m["type"] == "done")
        others = other.until(lambda m: m["type"] == "done")
    assert "engines" in mine["result"]
    assert "findings" in others["result"]


def test_a_panel_that_leaves_takes_its_orders_along(tmp_path: Path, edit: Path) -> None:
    with bridge_in(tmp_path) as bridge, panel_at(bridge) as stays:
        with panel_at(bridge) as leaves:
            leaves.ask("open", "o", source={"path": str(edit)})
            leaves.say(type="start", id="long", command="score", arguments={})
            leaves.until(lambda m: m["type"] == "progress")
        began = time.monotonic()
        assert stays.order("next", "engines")["type"] == "done"
        assert time.monotonic() - began < 30
        takes = edit.with_name("demo.otio.scenescore-files") / "takes"
        assert not [take for take in takes.glob("*") if not (take / "take.json").exists()]


def test_an_order_is_cancelled(panel: Panel, edit: Path) -> None:
    panel.ask("open", "o", source={"path": str(edit)})
    panel.say(type="start", id="long", command="score", arguments={})
    panel.until(lambda m: m["type"] == "progress")
    assert panel.ask("cancel", "long")["type"] == "cancelled"


def test_an_id_that_is_in_use_and_too_much_waiting_are_refused(panel: Panel, edit: Path) -> None:
    panel.ask("open", "o", source={"path": str(edit)})
    for number in range(limits.WAITING):
        panel.say(type="start", id=f"n{number}", command="analyse", arguments={})
    assert "Too much" in panel.order("one more", "doctor")["message"]
    twice = panel.order("n0", "doctor")
    assert twice["message"] == "This id is in use."


def test_a_refusal_is_one_sentence_and_the_panel_goes_on(panel: Panel) -> None:
    failed = panel.order("x", "score")
    assert (failed["kind"], failed["message"]) == ("BadArgument", "No edit is open.")
    assert "Traceback" not in str(failed)
    assert panel.order("y", "engines")["type"] == "done"


def test_many_messages_at_once_are_too_many(panel: Panel) -> None:
    with pytest.raises(ConnectionClosed):
        for _ in range(1000):
            panel.say(type="cancel", id="nothing")
        panel.until(lambda m: False)


def test_a_message_that_is_too_long_ends_the_talk(panel: Panel) -> None:
    with pytest.raises(ConnectionClosed) as closed:
        panel.say(type="cancel", id="x" * (limits.MESSAGE_BYTES + 1))
        panel.until(lambda m: False)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


def test_what_a_client_is_told_comes_in_its_language(bridge: Running, edit: Path) -> None:
    with panel_at(bridge, language="ko") as panel:
        panel.ask("open", "o", source={"path": str(edit)})
        assert panel.ask("scenes", "s")["message"] == "아직 분석하지 않은 편집본입니다."
        panel.order("a", "analyse")
        found = panel.ask("scenes", "s")
        assert found["scenes"][0]["number"] == 1
        assert found["scenes"][0]["start"] == "01:00:00:00"
        assert any(ord(sign) > 0xAC00 for sign in found["scenes"][0]["summary"])


# --- calls ----------------------------------------------------------------------------------------


def test_a_call_reaches_the_programs_panel_and_its_answer_the_caller(bridge: Running) -> None:
    with panel_at(bridge, host="premiere") as program, panel_at(bridge) as caller:
        assert connected_hosts(bridge.announcement) == ("premiere",)
        caller.say(type="call", id="c", host="premiere", name="read", arguments={"a": 1})
        call = program.until(lambda m: m["type"] == "call")
        assert (call["name"], call["arguments"]) == ("read", {"a": 1})
        caller.say(type="answer", id=call["id"], result={"forged": True})  # not its to answer
        program.say(type="answer", id=call["id"], result={"tracks": 3})
        answer = caller.until(lambda m: m["type"] == "answer")
        assert (answer["id"], answer["result"]) == ("c", {"tracks": 3})


def test_a_program_that_leaves_has_failed_its_calls(bridge: Running) -> None:
    with panel_at(bridge) as caller:
        with panel_at(bridge, host="premiere") as program:
            caller.say(type="call", id="c", host="premiere", name="read", arguments={})
            program.until(lambda m: m["type"] == "call")
        answer = caller.until(lambda m: m["type"] == "answer")
    assert answer["kind"] == "HostUnavailable"
    assert call_host("premiere", "read", {}, bridge.announcement).kind == "HostUnavailable"

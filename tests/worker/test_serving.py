"""The worker as a process: it answers every line, stops when told, and ends with its input."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic

import pytest
from tests.worker.conftest import STUCK, Talk

from scenescore import __version__
from scenescore.worker.commands import COMMANDS
from scenescore.worker.orders import ORDERS
from scenescore.worker.protocol import FROM_WORKER, PROTOCOL, Said


def stuck_worker(cache: Path, what: str) -> Talk:
    talk = Talk(cache, [sys.executable, "-X", "utf8", "-u", "-c", STUCK.format(what=what)])
    talk.until(lambda message: message["type"] == "ready")
    return talk


def test_it_says_what_it_is(worker: Talk, worker_cache: Path) -> None:
    (ready,) = worker.heard
    assert (ready["protocol"], ready["version"]) == (PROTOCOL, __version__)
    assert ready["commands"] == list(ORDERS) == list(COMMANDS)
    assert ready["log"] == str(worker_cache / "worker.log")


def test_the_end_of_its_input_ends_it(worker: Talk) -> None:
    assert worker.end_input() == 0


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        '{"type": "sing"}',
        '{"type": "start", "id": 3}',
        '{"type": "start", "id": "a", "command": "doctor", "colour": "red"}',
        b"\xff\xfe{",
        "{" * 5000,
    ],
)
def test_a_bad_line_is_answered_with_a_sentence(worker: Talk, line: str | bytes) -> None:
    worker.say(line)
    said = worker.until(lambda message: True)
    assert (said["type"], said["id"]) == ("failed", None)
    assert said["message"].startswith("The worker was sent a line that is no message.")
    assert said["hint"]
    assert worker.done("d", "doctor")["findings"]


def test_an_order_that_makes_no_sense_is_refused(worker: Talk, tmp_path: Path) -> None:
    worker.start("a", "sing")
    said = worker.answer("a")
    assert said["message"] == "The worker knows no command “sing”."
    assert "compose" in said["hint"]
    worker.start("b", "analyse", source={"path": "x"})
    assert worker.answer("b")["message"] == "“analyse” cannot take “folder” as it was given."
    worker.start("c", "analyse", source={"path": str(tmp_path / "없음.mp4")}, folder=str(tmp_path))
    said = worker.answer("c")
    assert (said["type"], said["kind"]) == ("failed", "EditUnreadable")
    assert "없음.mp4" in said["message"]
    worker.start("d", "fetch", engine="nobody")
    assert worker.answer("d")["kind"] == "BadArgument"
    assert list(tmp_path.iterdir()) == []


def test_what_the_set_up_is(worker: Talk) -> None:
    findings = worker.done("d", "doctor")["findings"]
    assert {"Python", "FluidSynth", "SoundFont"} <= {each["what"] for each in findings}
    engines = worker.done("e", "engines")["engines"]
    assert all(each["how"] or each["usable"] for each in engines)
    stages = [m for m in worker.heard if m["type"] == "progress" and m["id"] == "d"]
    totals = [m["total"] for m in stages]
    assert totals == sorted(totals)


def test_what_is_said_fits_the_protocol(worker: Talk) -> None:
    worker.done("d", "doctor")
    for message in worker.heard:
        assert isinstance(FROM_WORKER.validate_python(message), Said)


def test_a_library_that_prints_does_not_disturb(worker_cache: Path) -> None:
    talk = stuck_worker(worker_cache, 'print("hello"); import os; os.write(1, b"from C")')
    assert talk.done("d", "doctor") == {"findings": []}
    assert talk.end_input() == 0
    talk.close()


def test_what_nobody_expected_goes_to_the_log(worker_cache: Path) -> None:
    talk = stuck_worker(worker_cache, "raise LookupError('비밀 🎬')")
    talk.start("d", "doctor")
    said = talk.answer("d")
    assert said["message"] == "Something failed that SceneScore did not expect."
    assert "비밀" not in str(said)
    log = (worker_cache / "worker.log").read_text(encoding="utf-8")
    assert "LookupError: 비밀 🎬" in log
    assert talk.done("e", "engines")["engines"]
    talk.close()


def test_an_order_stops_at_its_next_step(worker_cache: Path) -> None:
    loop = "[job.step(i / 1e9) for i in range(10**9)]"
    talk = stuck_worker(worker_cache, loop)
    talk.start("d", "doctor")
    talk.start("waits", "engines")
    talk.start("goes", "doctor")
    talk.until(lambda message: message["type"] == "progress")
    talk.say({"type": "cancel", "id": "goes"})
    assert talk.answer("goes")["type"] == "cancelled"
    talk.say({"type": "cancel", "id": "unknown"})
    talk.say({"type": "cancel", "id": "d"})
    assert talk.answer("d")["type"] == "cancelled"
    assert talk.answer("waits")["type"] == "done"
    talk.start("d", "doctor")
    talk.start("d", "doctor")
    assert talk.until(lambda m: m["type"] == "failed")["message"] == "There is an order d already."
    talk.close()


@pytest.mark.parametrize(
    "what",
    [
        "import time; time.sleep(3600)",
        "[job.step(i / 1e9) for i in range(10**9)]",
        "import ctypes; ctypes.CDLL(None).sleep(3600)",
    ],
)
def test_it_ends_with_its_input_whatever_it_does(worker_cache: Path, what: str) -> None:
    talk = stuck_worker(worker_cache, what)
    talk.start("d", "doctor")
    talk.start("e", "engines")
    before = monotonic()
    assert talk.end_input() == 0
    assert monotonic() - before < 60  # not an hour
    talk.close()

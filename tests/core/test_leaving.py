"""A process that is left: what waits for its end is done, and what was said is read."""

from __future__ import annotations

import os
import subprocess
import sys

_LEFT = """
import atexit
from scenescore.stopping import leave
atexit.register(print, "끝")
print("말함", end=" ")
leave({code})
"""


_BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


def _process(code: int) -> list[str]:
    return [sys.executable, "-X", "utf8", "-c", _LEFT.format(code=code)]


def test_what_was_said_is_read_and_the_end_is_waited_for() -> None:
    left = subprocess.run(_process(3), capture_output=True, encoding="utf-8", check=False)
    assert (left.returncode, left.stdout.split(), left.stderr) == (3, ["말함", "끝"], "")


def test_a_reader_that_is_gone_changes_no_exit_code() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(_process(2), stdout=pipe, stderr=pipe, env=_BUFFERED) as left:
        assert left.stdout
        assert left.stderr
        left.stdout.close()
        assert left.stderr.read() == b""
    assert left.returncode == 2


def test_streams_that_were_closed_before_change_no_exit_code() -> None:
    """As `>&-` closes them: Python then has none."""
    closed = "sys.stdout = sys.stderr = None"
    code = f"import sys; {closed}; from scenescore.stopping import leave; leave(4)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 4

"""Ten thousand bad messages: refused in a sentence, nothing written, the bridge up."""

from __future__ import annotations

import json
import random
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.bridge.conftest import Running, bridge_in, panel_at
from websockets.exceptions import ConnectionClosed

from scenescore_plugin.bridge.opened import COMMANDS

BAD_MESSAGES = 10_000
A_TALK = 15
"""Messages to a connection, below what is let go for."""

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.just("/etc/passwd"),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    ["type", "id", "command", "arguments", "source", "path", "host", "name", "result", "protocol"]
)
TYPES = st.sampled_from(
    ["hello", "open", "start", "cancel", "call", "answer", "welcome", "eval", ""]
)


@st.composite
def near_messages(draw: st.DrawFn) -> str:
    """Almost a message: a known type with fields of any kind."""
    message: dict[str, Any] = draw(st.dictionaries(FIELDS, JSON, max_size=5))
    message["type"] = draw(TYPES)
    if draw(st.booleans()):
        message |= {"id": draw(st.text(max_size=70)), "command": draw(st.sampled_from(COMMANDS))}
        message["arguments"] = draw(
            st.dictionaries(st.sampled_from(["takes", "target", "film", "cue", "studio"]), JSON)
        )
    return json.dumps(message)


BAD = st.one_of(
    near_messages(),
    JSON.map(json.dumps),
    st.text(max_size=200),
    st.integers(1, 5000).map(lambda deep: "[" * deep),
    st.integers(1, 5000).map(lambda deep: '{"a":' * deep),
)


def test_bad_messages_change_nothing(tmp_path: Path) -> None:
    (edit_folder := tmp_path / "edit").mkdir()
    edit = edit_folder / "demo.otio"
    edit.write_text('{"OTIO_SCHEMA": "Timeline.1"}')
    before = sorted(edit_folder.rglob("*"))
    sent = refused = 0

    @settings(
        max_examples=BAD_MESSAGES // A_TALK + 1,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(messages=st.lists(BAD, min_size=A_TALK, max_size=A_TALK))
    def talk(messages: list[str]) -> None:
        nonlocal sent, refused
        with panel_at(bridge) as panel:
            panel.say(type="open", id="o", source={"path": str(edit)})
            for message in messages:
                panel.socket.send(message)
                sent += 1
            with suppress(ConnectionClosed):  # it may be let go for what it said
                panel.order("last", "engines")
            said = [m for m in panel.heard if m["type"] == "failed"]
            refused += len(said)
            assert "Traceback" not in json.dumps(said)

    with bridge_in(tmp_path) as bridge:
        talk()
        with panel_at(bridge) as panel:
            assert panel.order("alive", "engines")["type"] == "done"
    assert sent >= BAD_MESSAGES
    assert refused > BAD_MESSAGES / 2
    assert sorted(edit_folder.rglob("*")) == before
    assert edit.read_text() == '{"OTIO_SCHEMA": "Timeline.1"}'
    assert "Traceback" not in bridge.log.read_text()


def test_bytes_that_are_no_requests_are_borne(bridge: Running) -> None:
    rng = random.Random("bytes that are no requests")
    for _ in range(300):
        with socket.create_connection(("127.0.0.1", bridge.port), timeout=5) as line:
            start = rng.choice(
                [b"", b"GET ", b"GET /v1/socket HTTP/1.1\r\n", b"POST / HTTP/1.1\r\n"]
            )
            with suppress(OSError):
                line.sendall(start + rng.randbytes(rng.randrange(1, 3000)))
                if rng.random() < 0.5:
                    line.shutdown(socket.SHUT_WR)
                    line.recv(4096)
    with panel_at(bridge) as panel:
        assert panel.order("alive", "engines")["type"] == "done"
    assert "Traceback" not in bridge.log.read_text()

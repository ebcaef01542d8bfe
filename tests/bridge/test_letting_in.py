"""Who is let in: as an attacker would try it, over real sockets."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import stat
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from tests.bridge.conftest import Panel, Running, bridge_in, panel_at
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from scenescore.errors import HostUnavailable
from scenescore_plugin.bridge import limits
from scenescore_plugin.bridge.calling import connected_hosts
from scenescore_plugin.bridge.protocol import SPEAKS, TOKEN

HELLO = "/v1/hello"


def _status(bridge: Running, headers: list[tuple[str, str]], path: str = HELLO) -> int:
    line = http.client.HTTPConnection("127.0.0.1", bridge.port, timeout=10)
    try:
        line.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            line.putheader(name, value)
        line.endheaders()
        return line.getresponse().status
    finally:
        line.close()


def _socket_status(bridge: Running, token: str, **headers: str) -> int:
    """The status that answers a handshake: 101 is let in."""
    try:
        with connect(
            f"ws://127.0.0.1:{bridge.port}/v1/socket",
            subprotocols=[SPEAKS, f"{TOKEN}{token}"],  # type: ignore[list-item]
            additional_headers=headers,
            proxy=None,
        ):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def _right(bridge: Running) -> dict[str, str]:
    return {"Host": f"127.0.0.1:{bridge.port}", "Authorization": f"Bearer {bridge.token}"}


def test_who_knows_the_token_is_let_in(bridge: Running) -> None:
    assert _status(bridge, list(_right(bridge).items())) == 200
    assert _socket_status(bridge, bridge.token) == 101


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "Bearer " + "0" * 64),
        ("Authorization", "Bearer "),
        ("Authorization", "Basic {token}"),
        ("Authorization", "Bearer {token}0"),
        ("Authorization", "Bearer é"),
        ("Authorization", ""),
        ("Host", "evil.example:{port}"),
        ("Host", "localhost:{port}"),
        ("Host", "127.0.0.1"),
        ("Host", "127.0.0.1:{port}.evil.example"),
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
        ("Origin", "http://127.0.0.1:{port}"),
    ],
)
def test_a_wrong_header_is_refused(bridge: Running, name: str, value: str) -> None:
    wrong = value.format(port=bridge.port, token=bridge.token)
    headers = {**_right(bridge), name: wrong}
    assert _status(bridge, list(headers.items())) == 403


@pytest.mark.parametrize("name", ["Host", "Authorization", "Origin"])
def test_a_header_said_twice_is_refused(bridge: Running, name: str) -> None:
    headers = [*_right(bridge).items(), (name, _right(bridge).get(name, "https://a.example"))] * 2
    assert _status(bridge, headers) in {400, 403}


def test_no_path_answers_a_stranger(bridge: Running) -> None:
    host = [("Host", f"127.0.0.1:{bridge.port}")]
    for path in ("/", HELLO, "/docs", "/openapi.json", "/v1/socket", "/../../etc/passwd"):
        assert _status(bridge, host, path) == 403


def test_sockets_need_token_origin_and_host_too(bridge: Running) -> None:
    assert _socket_status(bridge, "0" * 64) == 403
    assert _socket_status(bridge, "") == 403
    assert _socket_status(bridge, bridge.token, Origin="https://evil.example") == 403
    assert _socket_status(bridge, bridge.token, Host="evil.example") in {400, 403}


def test_an_origin_is_let_in_by_name(tmp_path: Path) -> None:
    with bridge_in(tmp_path, "--allow-origin", "https://panel.example") as bridge:
        assert _socket_status(bridge, bridge.token, Origin="https://panel.example") == 101
        assert _socket_status(bridge, "0" * 64, Origin="https://panel.example") == 403
        assert _socket_status(bridge, bridge.token, Origin="https://panel.example.evil") == 403


def test_it_listens_on_this_computer_alone(bridge: Running) -> None:
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("only Linux tells by a file who listens")
    rows = (line.split() for line in listening.read_text().splitlines()[1:])
    places = {row[1].split(":")[0] for row in rows if int(row[1].split(":")[1], 16) == bridge.port}
    assert places == {"0100007F"}


def test_only_its_user_may_read_where_it_listens(bridge: Running) -> None:
    assert stat.S_IMODE(bridge.file.stat().st_mode) == 0o600
    assert [path.name for path in bridge.file.parent.iterdir()] == ["bridge.json"]


def test_the_announcement_goes_with_the_bridge(tmp_path: Path) -> None:
    with bridge_in(tmp_path) as bridge:
        first = bridge.announcement
        assert connected_hosts(first) == ()
    assert not bridge.file.exists()
    assert bridge.process.returncode == 0
    assert "Traceback" not in bridge.log.read_text()
    with pytest.raises(HostUnavailable):
        connected_hosts(first)
    with bridge_in(tmp_path) as bridge:
        assert bridge.announcement.token != first.token


def test_a_killed_bridge_is_replaced(tmp_path: Path) -> None:
    with bridge_in(tmp_path) as killed:
        os.kill(killed.process.pid, signal.SIGKILL)
        killed.process.wait()
        assert killed.file.exists()
    with bridge_in(tmp_path) as bridge:
        assert connected_hosts(bridge.announcement) == ()


def test_a_thousand_connections_are_borne(bridge: Running, panel: Panel) -> None:
    with ExitStack() as crowd:
        for _ in range(1000):
            with suppress(OSError):
                line = socket.create_connection(("127.0.0.1", bridge.port), timeout=5)
                crowd.callback(line.close)
                line.send(b"GET /v1/hello HTTP/1.1\r\nHost: half")
        assert panel.order("in the crowd", "doctor")["type"] == "done"
    end = time.monotonic() + 30
    while _status(bridge, list(_right(bridge).items())) != 200:  # until they have been let go
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.parametrize("half", [b"", b"GET /v1/hello HTTP/1.1\r\nHost: half"])
def test_half_a_request_holds_no_place_for_ever(bridge: Running, half: bytes) -> None:
    with socket.create_connection(("127.0.0.1", bridge.port), timeout=30) as line:
        line.sendall(half)
        with suppress(ConnectionResetError):
            assert line.recv(1) == b""  # the bridge hangs up, well before the client gives up


def test_no_more_panels_than_there_is_room_for(bridge: Running) -> None:
    with ExitStack() as room:
        for _ in range(limits.CLIENTS):
            room.enter_context(panel_at(bridge))
        assert _socket_status(bridge, bridge.token) == 403
    end = time.monotonic() + 10
    while _socket_status(bridge, bridge.token) != 101:
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ('{"type": "start", "id": "1", "command": "doctor"}', 1008),
        ('{"type": "hello", "protocol": 99, "name": "later", "version": "9"}', 4001),
    ],
)
def test_a_panel_that_says_no_hello_or_another_is_let_go(
    bridge: Running, first: str, code: int
) -> None:
    with connect(
        f"ws://127.0.0.1:{bridge.port}/v1/socket",
        subprotocols=[SPEAKS, f"{TOKEN}{bridge.token}"],  # type: ignore[list-item]
        proxy=None,
    ) as client:
        client.send(first)
        with pytest.raises(ConnectionClosed) as closed:
            client.recv(timeout=10)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == code

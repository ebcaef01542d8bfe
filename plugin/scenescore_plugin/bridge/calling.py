"""Calling an editing program through the bridge from another process, as its `Host` does."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.error import URLError

from pydantic import ValidationError

from scenescore import __version__
from scenescore.errors import HostUnavailable
from scenescore_plugin.bridge import limits
from scenescore_plugin.bridge.announce import Announcement, find_bridge
from scenescore_plugin.bridge.protocol import (
    PROTOCOL,
    SPEAKS,
    TO_CLIENT,
    TOKEN,
    Answer,
    Call,
    Hello,
)

_HELLO_S = 2.0


def connected_hosts(bridge: Announcement | None = None) -> tuple[str, ...]:
    """The editing programs whose panels are connected to the user's bridge.

    Raises HostUnavailable where no bridge answers.
    """
    bridge = _running(bridge)
    request = urllib.request.Request(
        f"http://127.0.0.1:{bridge.port}/v1/hello",
        headers={"Authorization": f"Bearer {bridge.token}"},
    )
    # Not through a proxy that the environment names: this is a call within the computer.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=_HELLO_S) as reply:
            return tuple(map(str, json.load(reply)["hosts"]))
    except (URLError, OSError, ValueError, KeyError) as error:
        raise _silent(str(error)) from error


def call_host(
    host: str,
    name: str,
    arguments: Mapping[str, Any],
    bridge: Announcement | None = None,
    timeout: float = limits.CALL_S,
) -> Answer:
    """Have the panel of an editing program do something and wait for its answer.

    Raises HostUnavailable where no bridge answers; all else is in the answer.
    """
    from websockets.exceptions import WebSocketException
    from websockets.sync.client import connect
    from websockets.typing import Subprotocol

    bridge = _running(bridge)
    subprotocols = [Subprotocol(SPEAKS), Subprotocol(f"{TOKEN}{bridge.token}")]
    try:
        with connect(
            f"ws://127.0.0.1:{bridge.port}/v1/socket",
            subprotocols=subprotocols,
            open_timeout=_HELLO_S,
            proxy=None,
            max_size=None,
        ) as socket:
            hello = Hello(protocol=PROTOCOL, name="scenescore", version=__version__)
            socket.send(hello.model_dump_json())
            call = Call(id="1", host=host, name=name, arguments=dict(arguments))
            socket.send(call.model_dump_json())
            while True:
                said = TO_CLIENT.validate_json(socket.recv(timeout))
                if isinstance(said, Answer):
                    return said
    except (WebSocketException, OSError, TimeoutError, ValidationError) as error:
        raise _silent(str(error)) from error


def _running(bridge: Announcement | None) -> Announcement:
    found = bridge or find_bridge()
    if found is None:
        raise _silent("no announcement")
    return found


def _silent(detail: str) -> HostUnavailable:
    return HostUnavailable(
        "The bridge to the editing programs does not answer.",
        "Start it: scenescore bridge.",
        detail,
    )

"""A headless Chromium, driven by the DevTools protocol."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

PATIENCE_S = 120


def find_chromium() -> str:
    """The browser; skips where there is none, but never in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        assert not os.environ.get("CI"), "Chromium is missing"
        pytest.skip("Chromium is missing: make test installs it")
    return found


class Page:
    """A page of the browser."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._number = socket, 0
        self.errors: list[str] = []
        self("Runtime.enable")
        self("Page.enable")

    def __call__(self, method: str, **parameters: object) -> Any:
        self._number += 1
        asked = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(asked))
        while True:
            said = json.loads(self._socket.recv(PATIENCE_S))
            if said.get("method") == "Runtime.exceptionThrown":
                details = said["params"]["exceptionDetails"]
                self.errors.append(str(details.get("exception", {}).get("description", details)))
            if said.get("id") == self._number:
                assert "error" not in said, said
                return said["result"]

    def value(self, script: str) -> Any:
        """What a script gives."""
        got = self("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in got, got["exceptionDetails"]
        return got["result"].get("value")

    def until(self, script: str) -> None:
        """Wait until a script gives something true."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if self.value(f"Boolean({script})"):
                return
            time.sleep(0.05)
        raise AssertionError(f"{script}\n{self.text()}\n{self.errors}")

    def text(self) -> str:
        return str(self.value("document.body?.innerText"))

    def click(self, selector: str) -> None:
        """A real click in the middle of an element, when it is there."""
        name = json.dumps(selector)
        self.until(f"document.querySelector({name})")
        x, y = self.value(
            f"(box => [box.x + box.width / 2, box.y + box.height / 2])"
            f"(document.querySelector({name}).getBoundingClientRect())"
        )
        for type in ("mousePressed", "mouseReleased"):
            self("Input.dispatchMouseEvent", type=type, x=x, y=y, button="left", clickCount=1)

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self("Page.captureScreenshot")["data"]))


@contextmanager
def page_in(folder: Path, width: int, height: int) -> Iterator[Page]:
    """An empty page of a browser whose profile lies in `folder`."""
    command = [find_chromium(), "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    command += ["--remote-debugging-port=0", f"--user-data-dir={folder}"]
    command += ["--disable-dev-shm-usage", f"--window-size={width},{height}", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with connect(_address(folder / "DevToolsActivePort"), proxy=None, max_size=None) as socket:
            page = Page(socket)
            size = {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": False}
            page("Emulation.setDeviceMetricsOverride", **size)
            yield page
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _address(file: Path) -> str:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if file.exists() and (lines := file.read_text().splitlines()):
            with urllib.request.urlopen(f"http://127.0.0.1:{lines[0]}/json") as reply:
                pages = [each for each in json.load(reply) if each["type"] == "page"]
            if pages:
                return str(pages[0]["webSocketDebuggerUrl"])
        time.sleep(0.05)
    raise AssertionError("the browser does not start")

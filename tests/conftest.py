"""What every test relies on: a cache of its own, the sample data, and silence in the log."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile  # noqa: F401 - before pretty_midi, as SceneScore loads it: see render/fluid.py

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    """Real films, sounds and edits; they lie beside the project, not in it."""
    if not DATA.is_dir():
        pytest.skip("the sample data (../shared/data) is not beside the project")
    return DATA


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCENESCORE_CACHE", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(autouse=True)
def _nothing_logged_as_error(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    errors = [r for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    assert not errors, f"logged as error: {[r.getMessage() for r in errors]}"


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [t.name for t in threading.enumerate() if t not in before and not t.daemon]
    assert not left, f"threads still alive: {left}"

"""Fetching weights, from a server on this machine that behaves as badly as real ones do."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scenescore.engines import downloading
from scenescore.engines.fetching import fetch, fetch_file
from scenescore.engines.places import folder_of, is_present, revision_of
from scenescore.engines.tables import Descriptor, ModelFile, engine_named
from scenescore.errors import Cancelled, ModelMissing, OutputUnwritable
from scenescore.job import Job, Progress

WEIGHTS = bytes(range(256)) * 6000  # 1.5 MB: several blocks


@dataclass
class Server:
    """What the server does, and what it was asked for."""

    url: str = ""
    weights: bytes = WEIGHTS
    cut_after: list[int] = field(default_factory=list)
    ranges: bool = True
    length: bool = True
    status: int = 200
    asked: list[str | None] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range")
            told.asked.append(asked)
            if told.status != 200:
                self.send_error(told.status)
                return
            start = int(asked[6:-1]) if asked and told.ranges else 0
            if start >= len(told.weights):
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            if told.length:
                self.send_header("Content-Length", str(len(told.weights) - start))
            self.end_headers()
            stop = told.cut_after.pop(0) if told.cut_after else len(told.weights)
            self.wfile.write(told.weights[start : start + stop])

        def log_message(self, *_: object) -> None:
            """Silence."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{running.server_port}/모델.pt"
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield told
    running.shutdown()
    running.server_close()
    thread.join()


def _file(url: str, weights: bytes = WEIGHTS, name: str = "weights.pt") -> ModelFile:
    # Not validated: only https addresses may stand in the table.
    ascii_url = url.encode("ascii", "replace").decode().replace("?", "x")
    return ModelFile.model_construct(
        name=name, mb=1.5, url=ascii_url, sha256=hashlib.sha256(weights).hexdigest()
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "모델 と 🎙" / "weights.pt"


def test_a_file_comes_whole_and_is_remembered(server: Server, place: Path) -> None:
    seen: list[Progress] = []
    fetch_file(_file(server.url), place, Job(seen.append))
    assert place.read_bytes() == WEIGHTS
    assert sorted(path.name for path in place.parent.iterdir()) == ["verified.json", "weights.pt"]
    assert seen[-1].fraction == 1
    assert [p.fraction for p in seen] == sorted(p.fraction for p in seen)


def test_a_cut_connection_is_gone_on_with(server: Server, place: Path) -> None:
    server.cut_after = [400_000, 300_000]
    fetch_file(_file(server.url), place, Job())
    assert place.read_bytes() == WEIGHTS
    assert server.asked == [None, "bytes=400000-", "bytes=700000-"]


def test_a_later_call_goes_on_where_an_earlier_one_was_stopped(server: Server, place: Path) -> None:
    job = Job(lambda progress: job.cancel() if progress.fraction > 0.3 else None)
    with pytest.raises(Cancelled):
        fetch_file(_file(server.url), place, job)
    assert not place.exists()
    kept = place.with_name("weights.pt.part").stat().st_size
    assert 0 < kept < len(WEIGHTS)
    fetch_file(_file(server.url), place, Job())
    assert place.read_bytes() == WEIGHTS
    assert server.asked[-1] == f"bytes={kept}-"


@pytest.mark.parametrize("length", [True, False])
def test_a_server_that_cannot_go_on_starts_over(server: Server, place: Path, length: bool) -> None:
    server.ranges, server.length = False, length
    place.parent.mkdir()
    place.with_name("weights.pt.part").write_bytes(b"older and other bytes")
    fetch_file(_file(server.url), place, Job())
    assert place.read_bytes() == WEIGHTS


def test_a_part_that_is_whole_already_is_only_verified(server: Server, place: Path) -> None:
    place.parent.mkdir()
    place.with_name("weights.pt.part").write_bytes(WEIGHTS)
    fetch_file(_file(server.url), place, Job())
    assert place.read_bytes() == WEIGHTS


def test_wrong_bytes_are_thrown_away(server: Server, place: Path) -> None:
    server.weights = WEIGHTS[:-1] + b"x"
    with pytest.raises(ModelMissing, match="SHA-256 is wrong") as caught:
        fetch_file(_file(server.url), place, Job())
    assert "again" in caught.value.hint
    assert list(place.parent.iterdir()) == []


def test_a_server_that_sends_nothing_more_is_told_and_what_came_is_kept(
    server: Server, place: Path
) -> None:
    server.cut_after = [1000, 0, 0]
    with pytest.raises(ModelMissing, match="does not answer") as caught:
        fetch_file(_file(server.url), place, Job())
    assert "what has come is kept" in caught.value.hint
    assert place.with_name("weights.pt.part").stat().st_size == 1000


def test_without_network_it_is_told(place: Path) -> None:
    with pytest.raises(ModelMissing, match="network does not answer"):
        fetch_file(_file("http://127.0.0.1:9/x.pt"), place, Job())


def test_a_file_that_has_moved_is_told(server: Server, place: Path) -> None:
    server.status = 404
    with pytest.raises(ModelMissing, match="answers 404"):
        fetch_file(_file(server.url), place, Job())


def test_a_full_disk_is_told_before_anything_is_written(
    server: Server, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil._ntuple_diskusage(10**9, 10**9 - 1000, 1000)  # type: ignore[attr-defined]
    monkeypatch.setattr(downloading.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(OutputUnwritable, match=r"no room for weights\.pt: 2 MB"):
        fetch_file(_file(server.url), place, Job())
    assert list(place.parent.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(server: Server, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("in the way")
    with pytest.raises(OutputUnwritable, match="cannot be written"):
        fetch_file(_file(server.url), tmp_path / "a file" / "w.pt", Job())


@pytest.fixture
def engine(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Descriptor:
    """An engine of two files, whose folder is this test's own."""
    monkeypatch.setenv("SCENESCORE_MODELS", str(tmp_path / "모델"))
    files = tuple(_file(server.url, name=name) for name in ("a.pt", "b.pt"))
    return engine_named("whisper-tiny").model_copy(update={"files": files})


def test_only_what_is_missing_of_an_engine_is_fetched(server: Server, engine: Descriptor) -> None:
    folder_of(engine).mkdir(parents=True)
    (folder_of(engine) / "a.pt").write_bytes(WEIGHTS)
    assert not is_present(engine)
    paths = fetch(engine, Job())
    assert [path.read_bytes() == WEIGHTS for path in paths] == [True, True]
    assert len(server.asked) == 1
    assert is_present(engine)
    before = revision_of(engine)
    fetch(engine, Job())
    assert (len(server.asked), revision_of(engine)) == (1, before)


def test_weights_that_were_changed_are_refused_and_fetched_again(engine: Descriptor) -> None:
    path, _ = fetch(engine, Job())
    path.write_bytes(WEIGHTS[:100])
    with pytest.raises(ModelMissing, match="SHA-256 is wrong") as caught:
        revision_of(engine)
    assert caught.value.hint == "Run: scenescore models fetch whisper-tiny"
    fetch(engine, Job())
    assert path.read_bytes() == WEIGHTS

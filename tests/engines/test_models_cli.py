"""`scenescore models`: what a person sees and is asked."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from scenescore.cli import app
from scenescore.engines import descriptors, engine_named, tables
from scenescore.engines.tables import ModelFile
from scenescore.errors import BadArgument, Cancelled, ModelMissing

WEIGHTS = b"weights" * 1000
runner = CliRunner()


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "내 모델"
    monkeypatch.setenv("SCENESCORE_MODELS", str(folder))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return folder


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whisper tiny, as a few bytes on a server of this machine."""
    web = tmp_path / "web"
    web.mkdir()
    (web / "tiny.pt").write_bytes(WEIGHTS)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=os.fspath(web)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/tiny.pt"
    sha256 = hashlib.sha256(WEIGHTS).hexdigest()
    file = ModelFile.model_construct(name="tiny.pt", mb=75.6, url=url, sha256=sha256)
    tiny = engine_named("whisper-tiny").model_copy(update={"files": (file,)})
    table = MappingProxyType({**descriptors(), tiny.id: tiny})
    monkeypatch.setattr(tables, "descriptors", lambda: table)
    yield
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_list_says_what_each_is_for_its_size_and_its_licence() -> None:
    shown = runner.invoke(app, ["models", "list"]).stdout
    for each in descriptors().values():
        assert each.id in shown
        assert each.licence in shown
    assert "484 MB · MIT (commercial use allowed)" in shown
    assert "CC BY-NC-SA 4.0 (no commercial use)" in shown
    assert "Run: scenescore models fetch whisper-small" in shown


def test_the_list_speaks_korean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    shown = runner.invoke(app, ["models", "list"]).stdout
    assert "받아쓰기 · 484 MB · MIT (상업적 이용 가능)" in shown
    assert "실행하세요: scenescore models fetch whisper-small" in shown


def test_where_names_the_folder_and_what_belongs_into_it(models: Path) -> None:
    assert runner.invoke(app, ["models", "where"]).stdout.strip() == str(models)
    shown = runner.invoke(app, ["models", "where", "wav2vec2-emotion"]).stdout
    assert str(models / "wav2vec2-emotion") in shown
    assert "model.safetensors (661 MB): missing" in shown
    assert "https://huggingface.co/audeering/" in shown


def test_fetching_asks_first(served: None, models: Path) -> None:
    asked = runner.invoke(app, ["models", "fetch", "whisper-tiny"], input="n\n")
    assert "Whisper tiny: 76 MB to fetch" in asked.stdout
    assert "Licence: MIT (commercial use allowed)" in asked.stdout
    assert isinstance(asked.exception, Cancelled)
    assert not models.exists()


def test_fetching_with_a_yes(served: None, models: Path) -> None:
    done = runner.invoke(app, ["models", "fetch", "whisper-tiny"], input="y\n")
    assert done.exit_code == 0, done.output
    assert (models / "whisper-tiny" / "tiny.pt").read_bytes() == WEIGHTS
    assert "Fetched and verified." in done.stdout


def test_fetching_without_being_asked(served: None, models: Path) -> None:
    done = runner.invoke(app, ["models", "fetch", "whisper-tiny", "--yes", "--quiet"])
    assert done.exit_code == 0, done.output
    assert (models / "whisper-tiny" / "tiny.pt").is_file()


@pytest.mark.parametrize(
    ("arguments", "kind", "words"),
    [
        (["fetch", "whisper-tiny"], BadArgument, "Nobody is there to say yes."),
        (["fetch", "wav2vec2-emotion", "--yes"], BadArgument, "nobody publishes their SHA-256"),
        (["fetch", "whisper-gigantic", "--yes"], BadArgument, "There is no engine"),
        (["where", "whisper-gigantic"], BadArgument, "There is no engine"),
    ],
)
def test_what_cannot_be_done_is_told(
    arguments: list[str], kind: type[Exception], words: str
) -> None:
    error = runner.invoke(app, ["models", *arguments], input="").exception
    assert isinstance(error, kind)
    assert words in str(error)


def test_an_engine_that_is_missing_ends_the_run_before_it_listens(tmp_path: Path) -> None:
    sound = tmp_path / "소리.wav"
    soundfile.write(sound, np.zeros(48_000), 48_000)
    out = tmp_path / "out"
    wanted = ["analyse", str(sound), "-o", str(out), "--quiet", "--words", "whisper-tiny"]
    assert isinstance(runner.invoke(app, wanted).exception, ModelMissing)
    assert not out.exists()

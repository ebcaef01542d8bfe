"""One file from its server, resumed where an earlier attempt ended."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from scenescore.engines.tables import ModelFile
from scenescore.errors import ModelMissing, OutputUnwritable
from scenescore.job import Job

log = logging.getLogger(__name__)

_BLOCK = 1 << 18
_PATIENCE_S = 30.0
_NOT_SATISFIABLE = 416
_AGAIN = "Run the same command again: what has come is kept, and only the rest is fetched."
_ROOM = 64 << 20
"""Bytes to leave on the disk beside the file."""


def brought(file: ModelFile, url: str, part: Path, job: Job) -> str:
    """Bring `part` to its end, going on after a cut connection as long as more comes; its hash.

    Raises ModelMissing, OutputUnwritable where there is no room, Cancelled.
    """
    while True:
        before = part.stat().st_size if part.exists() else 0
        try:
            with _answer(url, before) as answer:
                total = _total(answer, before)
                if total is not None:
                    _require_room(part, total - before)
                _append(answer, part, total or int(file.mb * 1e6), job)
                total = total or part.stat().st_size  # a server that does not say ends when it ends
        except HTTPError as error:
            if error.code == _NOT_SATISFIABLE:  # nothing is left to send: the hash decides
                return _hash(part, job)
            raise _refused(file, error) from error
        except (URLError, HTTPException, TimeoutError, ConnectionError) as error:
            log.info("%s: %s", url, error)
            total = None
        have = part.stat().st_size if part.exists() else 0
        if total is not None and have >= total:
            return _hash(part, job)
        if have <= before:
            raise ModelMissing(
                f"{file.name} cannot be fetched: the network does not answer.", _AGAIN, url
            )


@contextmanager
def _answer(url: str, start: int) -> Iterator[HTTPResponse]:
    headers = {"User-Agent": "scenescore", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    with urlopen(Request(url, headers=headers), timeout=_PATIENCE_S) as answer:
        yield answer


def _total(answer: HTTPResponse, start: int) -> int | None:
    """Bytes of the whole file, if the server says; a server that starts over sends them all."""
    length = answer.headers.get("Content-Length")
    if length is None:
        return None
    return int(length) + (start if answer.status == 206 else 0)


def _append(answer: HTTPResponse, part: Path, total: int, job: Job) -> None:
    """Write what comes behind what is there, or from the start if the server starts over."""
    with part.open("ab" if answer.status == 206 else "wb") as out:
        while block := answer.read(_BLOCK):
            out.write(block)
            job.step(out.tell() / max(total, 1), part.stem)


def _hash(part: Path, job: Job) -> str:
    digest = hashlib.sha256()
    with part.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            job.check()
    return digest.hexdigest()


def _require_room(part: Path, wanted: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if free < wanted + _ROOM:
        raise OutputUnwritable(
            f"There is no room for {part.stem}: {wanted / 1e6:.0f} MB are wanted and "
            f"{free / 1e6:.0f} MB are free in {part.parent}.",
            "Free some space, or set SCENESCORE_MODELS to a folder on another disk.",
        )


def _refused(file: ModelFile, error: HTTPError) -> ModelMissing:
    return ModelMissing(
        f"{file.name} cannot be fetched: the server answers {error.code}.",
        "Try again later; a newer SceneScore may know where the file has moved.",
        f"{file.url}: {error}",
    )

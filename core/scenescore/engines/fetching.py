"""Fetching weights when a person asked for it: resumed, verified, whole or not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scenescore.engines.places import folder_of, is_verified, partial, remember_verified
from scenescore.engines.tables import Descriptor, ModelFile
from scenescore.errors import ModelMissing, OutputUnwritable
from scenescore.job import Job


def fetch(descriptor: Descriptor, job: Job) -> tuple[Path, ...]:
    """Fetch what is missing of an engine's weights; the files, each whole and verified.

    Asking the person comes before. Raises ModelMissing when a file cannot be had or is not the one
    its authors published, OutputUnwritable when there is no room for it, Cancelled; what has come
    stays beside as NAME.part, and the next call goes on from there.
    """
    folder = folder_of(descriptor)
    paths = []
    for index, file in enumerate(descriptor.files):
        path = folder / file.name
        if not is_verified(file, path):
            fetch_file(file, path, job.part(index, len(descriptor.files)))
        paths.append(path)
    return tuple(paths)


def fetch_file(file: ModelFile, path: Path, job: Job) -> None:
    """Fetch one file to `path`. Raises as `fetch` does."""
    from scenescore.engines.downloading import brought

    if file.url is None or file.sha256 is None:
        raise ModelMissing(f"{file.name} cannot be fetched.", "Put it into its folder by hand.")
    part = partial(path)
    with _disk(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = brought(file, file.url, part, job)
        if digest != file.sha256:
            part.unlink()
            raise ModelMissing(
                f"{file.name} came damaged or is not what its authors published: its SHA-256 is "
                "wrong, so it was thrown away.",
                "Run the same command again; if it happens twice, the server or the way there is "
                "not to be trusted.",
                f"{file.url}: {digest} instead of {file.sha256}",
            )
        part.replace(path)
    remember_verified(path, file.sha256)


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    """What the disk refuses, in one sentence; errors of the network are told where they happen."""
    try:
        yield
    except OSError as error:
        raise OutputUnwritable(
            f"{path.name} cannot be written in {path.parent}.",
            "Free some space, or set SCENESCORE_MODELS to a folder on another disk.",
            str(error),
        ) from error

"""Where weights lie, and whether they are those that their authors published."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

import platformdirs

from scenescore.cache import file_identity, file_sha256, fingerprint, from_json, write_text
from scenescore.engines.tables import Descriptor, ModelFile
from scenescore.errors import ModelMissing, OutputUnwritable

_VERIFIED = "verified.json"
"""What was hashed before, so that gigabytes are read once: {file: [identity, sha256]}."""


def models_folder() -> Path:
    """Where weights are kept: $SCENESCORE_MODELS, else the system's folder for the user's data."""
    given = os.environ.get("SCENESCORE_MODELS")
    return Path(given or Path(platformdirs.user_data_dir("scenescore")) / "models")


def folder_of(descriptor: Descriptor) -> Path:
    """The folder of one engine's files."""
    return models_folder() / descriptor.id


def is_present(descriptor: Descriptor) -> bool:
    """Whether all its files are there; their content is looked at by `revision_of`."""
    folder = folder_of(descriptor)
    return all((folder / file.name).is_file() for file in descriptor.files)


def revision_of(descriptor: Descriptor) -> str:
    """A hash of the engine's weights, for caches.

    Raises ModelMissing for a file that is absent or not the one its authors published.
    """
    folder = folder_of(descriptor)
    return fingerprint(*(_verified_hash(descriptor, file, folder) for file in descriptor.files))


def is_verified(file: ModelFile, path: Path) -> bool:
    """Whether a file is there and the one its authors published; hashes it at most once."""
    return path.is_file() and file.sha256 in (None, _hash_of(path))


def remember_verified(path: Path, sha256: str) -> None:
    """Note that a file has this hash, as long as it is not touched."""
    known = _remembered(path.parent)
    known[path.name] = (file_identity(path), sha256)
    with suppress(OutputUnwritable):  # a folder shared read-only: then it is hashed every time
        write_text(path.parent / _VERIFIED, json.dumps(known, ensure_ascii=False))


def kept_of(descriptor: Descriptor) -> int:
    """Bytes of an engine's files that are here, finished or not."""
    return sum(path.stat().st_size for path in _files(descriptor) if path.is_file())


def remove(descriptor: Descriptor) -> int:
    """Throw away an engine's files, finished or not; what else lies in its folder stays.

    Returns the bytes that are free now. Raises OutputUnwritable where the system holds a file.
    """
    freed, folder = kept_of(descriptor), folder_of(descriptor)
    try:
        for path in (*_files(descriptor), folder / _VERIFIED):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputUnwritable(
            f"The weights of {descriptor.title} cannot be removed.",
            "Close what uses them, or remove the folder by hand.",
            str(error),
        ) from error
    with suppress(OSError):  # something of the user's lies there, too
        folder.rmdir()
    return freed


def _files(descriptor: Descriptor) -> list[Path]:
    """Where an engine's files lie, and what of them is still being fetched."""
    paths = [folder_of(descriptor) / file.name for file in descriptor.files]
    return [*paths, *(partial(path) for path in paths)]


def partial(path: Path) -> Path:
    """Where a file lies as long as it is not whole."""
    return path.with_name(f"{path.name}.part")


def _verified_hash(descriptor: Descriptor, file: ModelFile, folder: Path) -> str:
    path = folder / file.name
    cure = how_to_get(descriptor)
    if not path.is_file():
        raise ModelMissing(f"The weights of {descriptor.title} are not here.", cure)
    known = _hash_of(path)
    if file.sha256 not in (None, known):
        raise ModelMissing(
            f"{path.name} is damaged, half-downloaded or another model: its SHA-256 is wrong.",
            cure,
            f"{path}: {known} instead of {file.sha256}",
        )
    return known


def _hash_of(path: Path) -> str:
    identity, known = _remembered(path.parent).get(path.name, ("", ""))
    if identity != file_identity(path):
        known = file_sha256(path)
        remember_verified(path, known)
    return known


def how_to_get(descriptor: Descriptor) -> str:
    """What a person does to have the weights."""
    if descriptor.fetchable:
        return f"Run: scenescore models fetch {descriptor.id}"
    return f"Run: scenescore models where {descriptor.id}"


def _remembered(folder: Path) -> dict[str, tuple[str, str]]:
    with suppress(OSError, ValueError):
        return from_json((folder / _VERIFIED).read_bytes(), dict[str, tuple[str, str]])
    return {}

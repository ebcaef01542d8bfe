"""Demucs checkpoints read without running anything that they hold.

A published `.safetensors` file holds numbers, and the class and its arguments as JSON in its
metadata (demucs 4.1, `demucs/hf.py`). An older `.th` file is a pickle of {klass, args, kwargs,
state}: it is read with torch's restricted unpickler (`weights_only`), in which the names of the two
model classes stand for inert markers. Nothing in either is called, and no module that it names is
imported: arguments are checked to be plain values, and the model is built by us.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenescore.engines.places import how_to_get
from scenescore.engines.tables import Descriptor
from scenescore.errors import ModelMissing

if TYPE_CHECKING:
    import torch


class HTDemucsMarker:
    """Stands for `demucs.htdemucs.HTDemucs` in a checkpoint."""


class HDemucsMarker:
    """Stands for `demucs.hdemucs.HDemucs` in a checkpoint."""


_KLASSES = {HTDemucsMarker: "demucs.htdemucs.HTDemucs", HDemucsMarker: "demucs.hdemucs.HDemucs"}
_SAFE = ".safetensors"
_LONGEST_S = 60
"""No model was trained on longer pieces; more would be an attack on memory."""


def read_model(descriptor: Descriptor, place: Path) -> torch.nn.Module:
    """The model of a checkpoint, or of the one in a folder.

    Raises ModelMissing for weights that are absent, damaged or not of this family.
    """
    path = _checkpoint(descriptor, place)
    _check_name(path, descriptor)
    package = (_opened if path.suffix == _SAFE else _unpickled)(path, descriptor)
    try:
        model = _built(package)
    except (KeyError, TypeError, ValueError, RuntimeError, AssertionError) as error:
        raise _unusable(path, descriptor, error) from error
    return model


def _checkpoint(descriptor: Descriptor, place: Path) -> Path:
    if place.is_file():
        return place
    named = [place / file.name for file in descriptor.files]
    found = named or sorted((*place.glob("*.th"), *place.glob(f"*{_SAFE}")))
    if len(found) != 1 or not found[0].is_file():
        raise ModelMissing(
            f"{place.name} does not hold one Demucs checkpoint (.safetensors or .th).",
            how_to_get(descriptor),
        )
    return found[0]


def _check_name(path: Path, descriptor: Descriptor) -> None:
    """Published names end in the first eight digits of the file's SHA-256: `SIGNATURE-8726e21a`."""
    _, dash, wanted = path.stem.rpartition("-")
    if not dash or len(wanted) != 8 or set(wanted) - set("0123456789abcdef"):
        return
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if not found.startswith(wanted):
        raise ModelMissing(
            f"{path.name} is damaged or half-downloaded: its SHA-256 is wrong.",
            how_to_get(descriptor),
            f"{path}: {found}",
        )


def _unpickled(path: Path, descriptor: Descriptor) -> Mapping[str, Any]:
    import pickle

    import torch
    from torch.serialization import safe_globals

    known = [Fraction, *((marker, name) for marker, name in _KLASSES.items())]
    try:
        with safe_globals(known):
            package = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _unusable(path, descriptor, error) from error
    if not isinstance(package, dict):
        raise _unusable(path, descriptor, TypeError("no package"))
    return package


def _opened(path: Path, descriptor: Descriptor) -> Mapping[str, Any]:
    from safetensors import SafetensorError, safe_open

    markers = {name: marker for marker, name in _KLASSES.items()}
    try:
        with safe_open(path, framework="pt") as file:
            said = file.metadata() or {}
            names = file.keys()
            state = {name: file.get_tensor(name) for name in names}
        args, kwargs = (json.loads(said[key], object_hook=_fraction) for key in ("args", "kwargs"))
        return {"klass": markers[said["klass"]], "args": args, "kwargs": kwargs, "state": state}
    except (SafetensorError, OSError, KeyError, ValueError, TypeError) as error:
        raise _unusable(path, descriptor, error) from error


def _fraction(value: dict[str, Any]) -> object:
    """A length of pieces such as 39/5 s, as Demucs writes it into JSON."""
    if value.get("_type") != "fraction":
        return value
    return Fraction(value["numerator"], value["denominator"])


def _built(package: Mapping[str, Any]) -> torch.nn.Module:
    from demucs.hdemucs import HDemucs
    from demucs.htdemucs import HTDemucs

    klass = {HTDemucsMarker: HTDemucs, HDemucsMarker: HDemucs}[package["klass"]]
    args, kwargs = tuple(package["args"]), dict(package["kwargs"])
    for value in (*args, *kwargs.values()):
        _check_plain(value)
    # Published models carry settings of older versions; demucs itself drops them in the same way.
    parameters = inspect.signature(klass).parameters
    model = klass(*args, **{key: kwargs[key] for key in kwargs if key in parameters})
    if not 0 < float(model.segment) <= _LONGEST_S:
        raise ValueError(f"pieces of {model.segment} s")
    model.load_state_dict(package["state"])
    return model


def _check_plain(value: object) -> None:
    """Numbers, text and lists of them are all that the published models are built from."""
    if isinstance(value, list | tuple):
        for each in value:
            _check_plain(each)
    elif not (value is None or isinstance(value, bool | int | float | str | Fraction)):
        raise TypeError(f"{type(value).__name__} among the model's arguments")


def _unusable(path: Path, descriptor: Descriptor, error: BaseException) -> ModelMissing:
    return ModelMissing(
        f"{path.name} is no Demucs model that can be used, or it is damaged.",
        how_to_get(descriptor),
        str(error),
    )

"""Demucs as it is published today: numbers in safetensors, the class and its arguments as JSON."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import torch
from demucs.hf import load_safetensors_model
from demucs.htdemucs import HTDemucs
from safetensors.torch import save_file

from scenescore.engines import engine_named
from scenescore.engines.demucs_weights import read_model
from scenescore.errors import ModelMissing

ENGINE = engine_named("htdemucs")
SIZES = {"channels": 8, "nfft": 2048, "depth": 4, "t_layers": 1, "t_heads": 2}
SIZES |= {"bottom_channels": 32, "growth": 2}


def _in_json(value: object) -> object:
    """As Demucs' own export writes what JSON does not know."""
    if isinstance(value, Fraction):
        return {"_type": "fraction", "numerator": value.numerator, "denominator": value.denominator}
    raise TypeError(value)


def _published(folder: Path, **changes: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(7)
    kwargs = {**SIZES, "segment": Fraction(3, 2)}
    sources = ["drums", "bass", "other", "vocals"]
    state = {name: value.half() for name, value in HTDemucs(sources, **kwargs).state_dict().items()}
    said = {
        "klass": "demucs.htdemucs.HTDemucs",
        "args": json.dumps([sources]),
        "kwargs": json.dumps({**kwargs, "a_gone_setting": 1}, default=_in_json),
    }
    path = folder / ENGINE.files[0].name
    save_file(state, path, metadata={**said, **changes})
    return path


def test_it_is_the_model_that_demucs_itself_reads(tmp_path: Path) -> None:
    path = _published(tmp_path / "가중치 🎚")
    ours, theirs = read_model(ENGINE, path.parent), load_safetensors_model(path)
    assert ours.segment == theirs.segment == Fraction(3, 2)
    for (name, value), other in zip(
        ours.state_dict().items(), theirs.state_dict().values(), strict=True
    ):
        assert torch.equal(value, other), name


@pytest.mark.parametrize(
    "changes",
    [
        {"klass": "subprocess.Popen"},
        {"args": '[["vocals"], {}]'},
        {"args": "no json"},
        {"kwargs": '{"channels": 5}'},
    ],
)
def test_what_its_metadata_names_is_not_called(tmp_path: Path, changes: dict[str, str]) -> None:
    with pytest.raises(ModelMissing, match="no Demucs model"):
        read_model(ENGINE, _published(tmp_path, **changes))


def test_a_truncated_file_is_told(tmp_path: Path) -> None:
    path = _published(tmp_path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ModelMissing, match="no Demucs model"):
        read_model(ENGINE, path)

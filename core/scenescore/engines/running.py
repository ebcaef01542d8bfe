"""What every network needs: weights read without running code, a device, a way to stop."""

from __future__ import annotations

import pickle
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scenescore.errors import ModelMissing
from scenescore.job import Job

_NO_MEMORY = ("can't allocate memory", "not enough memory", "alloc_cpu")
"""What torch says in a plain RuntimeError when the processor's memory is used up."""


def best_device() -> str:
    """ "cuda" where a GPU can be used, else "cpu"."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def is_out_of_memory(error: BaseException) -> bool:
    """Whether torch failed for want of memory, on a GPU or not."""
    import torch

    known = isinstance(error, torch.OutOfMemoryError | MemoryError)
    return known or any(text in str(error) for text in _NO_MEMORY)


def read_checkpoint(path: Path, cure: str) -> dict[str, Any]:
    """A checkpoint of tensors and plain values; nothing in it is run, whatever it holds.

    Raises ModelMissing for a file that is absent, cut off, or holds anything else.
    """
    import torch

    if not path.is_file():
        raise ModelMissing(f"The weights {path.name} are not here.", cure)
    try:
        # Mapped, so that a model of 3 GB is not held twice; old formats are no zip files.
        mapped = zipfile.is_zipfile(path)
        held = torch.load(path, map_location="cpu", weights_only=True, mmap=mapped)
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise unusable(path, cure, error) from error
    if not isinstance(held, dict):
        raise unusable(path, cure, type(held))
    return held


def unusable(path: Path, cure: str, why: object) -> ModelMissing:
    """The error for weights that are damaged, of another kind, or hold code."""
    return ModelMissing(
        f"{path.name} is damaged, half-downloaded, or no checkpoint that can be loaded safely.",
        cure,
        f"{path}: {why}",
    )


@contextmanager
def watched(network: Any, job: Job) -> Iterator[None]:
    """While a network runs, `job` is asked before every module; Cancelled comes out of the run."""

    def ask(*_: object) -> None:
        job.check()

    hooks = [module.register_forward_pre_hook(ask) for module in network.modules()]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()

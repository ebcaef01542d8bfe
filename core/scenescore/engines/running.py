"""What every network needs: weights read without running code, a device, a way to stop."""

from __future__ import annotations

import pickle
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from scenescore.errors import ModelMissing, ToolMissing
from scenescore.job import Job
from scenescore.model import Remark

T = TypeVar("T")

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


class Runner:
    """Runs a network where it runs best, on the processor when the GPU has too little memory."""

    def __init__(self, network: Any, title: str) -> None:
        self.network = network
        self._title = title
        self._remarks: list[Remark] = []
        self._move(best_device())

    @property
    def device(self) -> str:
        """ "cuda" or "cpu"."""
        return self._device

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What could not be done as it would have been best."""
        return tuple(self._remarks)

    def run(self, work: Callable[[], T], job: Job) -> T:
        """The work, which uses `network` on `device`. Raises Cancelled, ToolMissing."""
        try:
            with watched(self.network, job):
                return work()
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            self._give_way(error)
        return self.run(work, job)

    def _give_way(self, error: BaseException) -> None:
        if self._device == "cpu":
            raise ToolMissing(
                f"There is not enough memory for {self._title}.",
                "Close other programs, or choose a smaller engine.",
                str(error),
            ) from error
        self._remarks.append(
            Remark(
                "engine-on-processor",
                f"The GPU's memory ran out: {self._title} went on slowly, on the processor.",
                "Choose a smaller engine, or close what else uses the GPU.",
            )
        )
        self._move("cpu")

    def _move(self, device: str) -> None:
        self._device = device
        self.network.to(device)

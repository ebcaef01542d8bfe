"""Demucs: dialogue (its `vocals`) taken apart from all other sound, piece by piece.

HTDemucs and HDemucs of `demucs` 4.1 (Rouard, Massa & Défossez, ICASSP 2023; MIT). The whole sound
is never held: pieces as long as the model was trained on overlap by a quarter and are faded into
one another with triangles, as `demucs.apply.apply_model` does. Random shifts are left out, so that
the same sound gives the same samples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from scenescore.engines.demucs_weights import read_model
from scenescore.engines.protocols import Stems, Stereo
from scenescore.engines.running import best_device, is_out_of_memory, watched
from scenescore.engines.tables import Descriptor
from scenescore.errors import ModelMissing, ToolMissing
from scenescore.job import Job
from scenescore.model import Remark

if TYPE_CHECKING:
    import torch

_OVERLAP = 0.25
_SHORTEST_S = 1.0
"""Below this a piece holds too little context to be worth its own run."""


def load(descriptor: Descriptor, place: Path) -> DemucsSeparator:
    """The separator whose weights lie at `place`, a .th file or a folder with one.

    Raises ModelMissing for weights that are absent, damaged or not of this family.
    """
    return DemucsSeparator(read_model(descriptor, place))


class DemucsSeparator:
    """A `Separator`: `vocals` is the dialogue, all that is left of the mix is the rest."""

    def __init__(self, model: torch.nn.Module) -> None:
        import torch

        self._device = torch.device(best_device())
        self._model: Any = model.eval()
        if "vocals" not in self._model.sources or self._model.audio_channels != 2:
            raise ModelMissing(
                "This Demucs model does not tell voices from the rest in stereo.",
                "Use htdemucs, or another model with a source named vocals.",
            )
        self._voice = list(self._model.sources).index("vocals")
        self._remarks: list[Remark] = []

    @property
    def sample_rate(self) -> int:
        return int(self._model.samplerate)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return tuple(self._remarks)

    def separate(self, blocks: Iterable[Stereo], samples: int, job: Job) -> Iterator[Stems]:
        """Take blocks (n, 2) apart as they come; see `Separator`. Raises Cancelled."""
        with watched(self._model, job):
            yield from self._separated(_Feed(blocks), samples, job)

    def _separated(self, feed: _Feed, samples: int, job: Job) -> Iterator[Stems]:
        faded = _Fade()
        begin = 0
        while True:
            piece = feed.peek(self._length)
            if not len(piece):
                return
            job.step(min(begin / max(samples, 1), 1.0))
            voice = self._voice_of(piece)
            piece = piece[: len(voice)]  # the model may just have been cut to smaller pieces
            faded.add(voice)
            last = len(piece) < self._length or feed.ends_within(len(piece))
            stride = len(piece) if last else int((1 - _OVERLAP) * self._length)
            mix, dialogue = feed.take(stride), faded.take(stride)
            yield Stems(dialogue, mix - dialogue)
            begin += stride

    @property
    def _length(self) -> int:
        """Samples of a piece."""
        return int(self._model.segment * self._model.samplerate)

    def _voice_of(self, piece: Stereo) -> Stereo:
        """The voice in one piece, or in its beginning where memory allows no more."""
        while True:
            try:
                return self._run(piece[: self._length])
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                self._shorten(error)

    def _run(self, piece: Stereo) -> Stereo:
        import torch

        sound = np.zeros((2, self._length), np.float32)
        sound[:, : len(piece)] = piece.T
        with torch.inference_mode():
            self._model.to(self._device)
            out = self._model(torch.from_numpy(sound)[None].to(self._device))
            voice = out[0, self._voice, :, : len(piece)].float().cpu().numpy()
        return np.ascontiguousarray(voice.T, np.float32)

    def _shorten(self, error: BaseException) -> None:
        """Half the length of a piece; when that is too short, from the GPU to the processor."""
        import torch

        shorter = float(self._model.segment) / 2
        if self._device.type == "cuda":
            torch.cuda.empty_cache()
        if shorter >= _SHORTEST_S:
            self._model.segment = shorter
            self._say("separation-smaller", "Memory ran out: the separation went on in pieces of "
                      f"{shorter:.1f} s, which may sound a little rougher.")  # fmt: skip
        elif self._device.type == "cuda":
            self._device = torch.device("cpu")
            self._say("separation-cpu", "The GPU's memory ran out: the separation went on slowly, "
                      "on the processor.")  # fmt: skip
        else:
            raise ToolMissing(
                "There is not enough memory to separate dialogue from music.",
                "Close other programs, or do without a separation engine.",
                str(error),
            ) from error

    def _say(self, code: str, message: str) -> None:
        self._remarks = [remark for remark in self._remarks if remark.code != code]
        self._remarks.append(Remark(code, message))


class _Feed:
    """Blocks of any length as one stream of which a little can be looked at ahead."""

    def __init__(self, blocks: Iterable[Stereo]) -> None:
        self._blocks = iter(blocks)
        self._held = np.zeros((0, 2), np.float32)
        self._ended = False

    def peek(self, count: int) -> Stereo:
        """The next samples, at most `count`; fewer only at the end."""
        held = [self._held]
        missing = count - len(self._held)
        while missing > 0 and not self._ended:
            block = next(self._blocks, None)
            self._ended = block is None
            if block is not None:
                held.append(block)
                missing -= len(block)
        self._held = np.concatenate(held) if len(held) > 1 else self._held
        return self._held[:count]

    def ends_within(self, count: int) -> bool:
        """Whether nothing follows the next `count` samples."""
        return len(self.peek(count + 1)) <= count

    def take(self, count: int) -> Stereo:
        taken, self._held = self._held[:count], self._held[count:]
        return taken


class _Fade:
    """Overlapping pieces, weighted by triangles and summed, from the first sample not yet taken."""

    def __init__(self) -> None:
        self._sum = np.zeros((0, 2), np.float32)
        self._weight = np.zeros(0, np.float32)

    def add(self, piece: Stereo) -> None:
        """Lay a piece at the first sample not yet taken."""
        ramp = np.minimum(np.arange(1, len(piece) + 1), np.arange(len(piece), 0, -1))
        weight = (ramp / ramp.max()).astype(np.float32)
        longer = len(piece) - len(self._weight)
        if longer > 0:
            self._sum = np.pad(self._sum, ((0, longer), (0, 0)))
            self._weight = np.pad(self._weight, (0, longer))
        self._sum[: len(piece)] += piece * weight[:, None]
        self._weight[: len(piece)] += weight

    def take(self, count: int) -> Stereo:
        out = self._sum[:count] / self._weight[:count, None]
        self._sum, self._weight = self._sum[count:], self._weight[count:]
        return np.asarray(out, np.float32)

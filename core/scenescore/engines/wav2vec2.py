"""How a voice feels: wav2vec 2.0 fine-tuned on dimensions of emotion (Wagner et al. 2023).

Takes folders as its authors publish them (`transformers`: config.json, model.safetensors): a
Wav2Vec2 encoder, the mean over time, and a head of two layers whose outputs, about 0…1, the
configuration names arousal, dominance, valence.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from scenescore.engines.places import how_to_get
from scenescore.engines.protocols import Mono, VoiceReading
from scenescore.engines.running import Runner, unusable
from scenescore.engines.tables import Descriptor
from scenescore.engines.transforming import WEIGHTS, pretrained, tensors
from scenescore.job import Job
from scenescore.model import Remark

_HEAD = ("classifier.dense.weight", "classifier.dense.bias")
_OUT = ("classifier.out_proj.weight", "classifier.out_proj.bias")
_SHORTEST = 400
"""Samples that the encoder's convolutions need for one frame."""


def load(descriptor: Descriptor, place: Path) -> Wav2Vec2Reader:
    """The model in that folder. Raises ModelMissing for one that is damaged or of another kind."""
    from transformers import Wav2Vec2Model

    cure = how_to_get(descriptor)
    encoder = pretrained(Wav2Vec2Model, place, cure)
    head = tensors(place, (*_HEAD, *_OUT), cure)
    names = [str(name).lower() for _, name in sorted(encoder.config.id2label.items())]
    if not {"arousal", "valence"} <= set(names) or len(names) != len(head[_OUT[0]]):
        raise unusable(place / WEIGHTS, cure, names)
    return Wav2Vec2Reader(_with_head(encoder, head), names, descriptor.title)


def _with_head(encoder: Any, head: dict[str, Any]) -> Any:
    """Encoder and head as one network, so that they move between devices together."""
    import torch

    layers = [torch.nn.Linear(*reversed(head[weight].shape)) for weight, _ in (_HEAD, _OUT)]
    for layer, (weight, bias) in zip(layers, (_HEAD, _OUT), strict=True):
        layer.load_state_dict({"weight": head[weight], "bias": head[bias]})
    dense, out = layers
    parts = {"encoder": encoder, "head": torch.nn.Sequential(dense, torch.nn.Tanh(), out)}
    return torch.nn.ModuleDict(parts).eval()


class Wav2Vec2Reader:
    """A `VoiceReader`."""

    def __init__(self, network: Any, names: list[str], title: str) -> None:
        self._runner = Runner(network, title)
        self._arousal, self._valence = names.index("arousal"), names.index("valence")

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return self._runner.remarks

    def read(self, sound: Mono, job: Job) -> VoiceReading:
        """Valence and arousal of a phrase. Raises Cancelled, ToolMissing."""
        heard = np.pad(sound, (0, max(0, _SHORTEST - len(sound))))
        heard = (heard - heard.mean()) / np.sqrt(heard.var() + 1e-7)
        said = self._runner.run(lambda: self._outputs(heard.astype(np.float32)), job)
        return VoiceReading(_signed(said[self._valence]), _signed(said[self._arousal]))

    def _outputs(self, sound: Mono) -> list[float]:
        import torch

        network = self._runner.network
        with torch.inference_mode():
            given = torch.from_numpy(sound)[None].to(self._runner.device)
            state = network["encoder"](given).last_hidden_state.mean(dim=1)
            values: list[float] = network["head"](state)[0].float().cpu().tolist()
        return values


def _signed(value: float) -> float:
    """0…1 as -1…1."""
    return min(1.0, max(-1.0, 2 * value - 1))

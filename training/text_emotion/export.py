"""The ONNX file that ships: `python -m training.text_emotion.export DATA CHECKPOINT… OUT`.

The weights are the mean of the checkpoints: between a network and what it became by fine-tuning on
fewer texts lie networks that know both (Wortsman et al. 2022, CVPR, WiSE-FT). It has a last layer
for GoEmotions, `logits`, and one for lines of films, `film` (film_head.py).

Its outputs are put into the order of `settings.EMOTIONS`, weights and vocabulary into 8 bits.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch

from scenescore.settings import EMOTIONS
from training.text_emotion.data import LABELS
from training.text_emotion.film_head import film_head
from training.text_emotion.model import LONGEST, EmotionOfText, restored, tokenizer, tokens

OURS = {"joy": "happy", "sadness": "sad"}
"""The data's names where they are not the program's."""


def columns() -> list[int]:
    """For each of `settings.EMOTIONS` its place in LABELS."""
    named = [OURS.get(label, label) for label in LABELS]
    return [named.index(emotion) for emotion in EMOTIONS]


def reordered(head: torch.nn.Linear) -> torch.nn.Linear:
    """A last layer with its outputs in the program's order."""
    with torch.no_grad():
        head.weight.copy_(head.weight[columns()])
        head.bias.copy_(head.bias[columns()])
    return head


def mean_of(checkpoints: Sequence[Path]) -> EmotionOfText:
    """The network whose weights are the mean of these."""
    model = restored(checkpoints[0])
    states = [restored(one).state_dict() for one in checkpoints]
    model.load_state_dict({k: sum(s[k] for s in states) / len(states) for k in states[0]})
    return model


def export(data: Path, checkpoints: Sequence[Path], out: Path) -> None:
    """Write `model.onnx` and `tokenizer.json` into the folder `out`."""
    model = mean_of(checkpoints).eval()
    film = film_head(model, data)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "exact.onnx"
        _to_onnx(OneText(model, film), exact)
        _quantise(exact, out / "model.onnx")
    vocabulary = tokenizer()
    vocabulary.no_padding()
    vocabulary.save(str(out / "tokenizer.json"), pretty=False)


class OneText(torch.nn.Module):
    """The trained network for texts of one length, without a mask: ids (n, length) to two logits.

    It has no more places than it reads.

    8-bit numbers are scaled by the largest value of a batch, so that texts answered together would
    colour one another; the program asks for one text at a time.
    """

    def __init__(self, model: EmotionOfText, film: torch.nn.Linear) -> None:
        super().__init__()
        self.encoder = model.encoder
        self.head, self.film = reordered(model.head), reordered(film)
        places = self.encoder.embeddings.position_embeddings
        places.weight = torch.nn.Parameter(places.weight[:LONGEST].clone())

    def forward(self, input_ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        words = self.encoder(input_ids).last_hidden_state.mean(1)
        return self.head(words), self.film(words)


def _to_onnx(model: OneText, path: Path) -> None:
    ids, _ = tokens(tokenizer(), ["I'll see you at seven."])
    torch.onnx.export(
        model, (ids,), path, input_names=["input_ids"], output_names=["logits", "film"],
        dynamic_axes={
            "input_ids": {0: "texts", 1: "tokens"}, "logits": {0: "texts"}, "film": {0: "texts"},
        },
        opset_version=17, dynamo=False,
    )  # fmt: skip


def _quantise(exact: Path, path: Path) -> None:
    """8 bits, a scale a row; 7 of them are used, so that no processor without VNNI overflows."""
    from onnxruntime.quantization import QuantType, quant_pre_process, quantize_dynamic

    prepared = exact.with_name("prepared.onnx")
    quant_pre_process(exact, prepared, skip_symbolic_shape=True)
    quantize_dynamic(
        prepared, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
    )  # fmt: skip


def main() -> None:
    wants = argparse.ArgumentParser(description=__doc__)
    wants.add_argument("data", type=Path, help="folder with train.tsv")
    wants.add_argument("checkpoints", type=Path, nargs="+")
    wants.add_argument("out", type=Path, help="resources/scenescore_resources/models/words_emotion")
    given = wants.parse_args()
    export(given.data, given.checkpoints, given.out)


if __name__ == "__main__":
    main()

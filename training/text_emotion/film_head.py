"""A second last layer for lines of films, on the encoder as it is.

GoEmotions are comments of whole sentences, each with one or more emotions; a line of a film is
short, and one emotion leads. Both are read from the same 384 numbers, each by a layer of its own:
what films need costs the other nothing.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.text_emotion.data import LABELS, Example, read, targets
from training.text_emotion.model import EmotionOfText, tokenizer, tokens

FILM_LINES = Path(__file__).with_name("film_lines.tsv")
_SAMPLE, _SEED = 4000, 1
_DATA_WEIGHT = 0.1
"""Of a text of GoEmotions beside a line of a film; chosen on film_dev and scenes_dev, as are:"""
_NEUTRAL_WEIGHT = 2 / 3
"""Of a neutral line: such lines are easily written, and are no more frequent in films for that."""
_PULL = 0.003
"""Towards the layer for GoEmotions, where the fit begins: a few thousand lines are few."""


def film_head(model: EmotionOfText, data: Path) -> nn.Linear:
    """The layer that serves the film lines best; outputs in the order of LABELS."""
    some = random.Random(_SEED).sample(read(data / "train.tsv"), _SAMPLE)
    lines = read(FILM_LINES)
    examples = (*lines, *some)
    wanted = torch.from_numpy(targets(examples))
    plain = LABELS.index("neutral")
    weights = [_NEUTRAL_WEIGHT if plain in line.labels else 1.0 for line in lines]
    weight = torch.tensor(weights + [_DATA_WEIGHT] * len(some))
    head = nn.Linear(model.head.in_features, model.head.out_features)
    head.load_state_dict(model.head.state_dict())
    _fit(head, _numbers(model, examples), wanted / wanted.sum(1, keepdim=True), weight)
    return head


def _fit(head: nn.Linear, numbers: Tensor, wanted: Tensor, weight: Tensor) -> None:
    """Multinomial logistic regression, pulled towards where it begins."""
    begin = head.weight.detach().clone()
    optimiser = torch.optim.LBFGS(head.parameters(), max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        miss = -(wanted * torch.log_softmax(head(numbers), 1)).sum(1)
        total = (weight * miss).sum() / weight.sum() + _PULL * ((head.weight - begin) ** 2).sum()
        total.backward()
        return total

    optimiser.step(loss)


def _numbers(model: EmotionOfText, examples: Sequence[Example]) -> Tensor:
    """What the encoder makes of each text, (n, 384)."""
    coder = tokenizer()
    order = sorted(range(len(examples)), key=lambda place: len(examples[place].text))
    out = np.zeros((len(examples), model.head.in_features), np.float32)
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            rows = order[start : start + 64]
            out[rows] = model.numbers(*tokens(coder, [examples[row].text for row in rows])).numpy()
    return torch.from_numpy(out)

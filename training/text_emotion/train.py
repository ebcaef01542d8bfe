"""Fine-tune the encoder: `python -m training.text_emotion.train DATA OUT` (see README.md)."""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR, LRScheduler
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from training.text_emotion.data import Example, batches, read, roughened, targets
from training.text_emotion.film_head import FILM_LINES
from training.text_emotion.model import EmotionOfText, fresh, restored, tokenizer, tokens
from training.text_emotion.score import best_thresholds, f1_per_class

log = logging.getLogger("training")
AVERAGED_EVERY = 8
"""Steps between two updates of the running mean of weights (its half-life: 230 steps)."""


def _arguments() -> argparse.Namespace:
    wants = argparse.ArgumentParser(description=__doc__)
    wants.add_argument("data", type=Path, help="folder with train.tsv and dev.tsv")
    wants.add_argument("out", type=Path, help="folder for a checkpoint an epoch")
    wants.add_argument("--epochs", type=int, default=3)
    wants.add_argument("--batch", type=int, default=32)
    wants.add_argument("--rate", type=float, default=1e-4, help="learning rate at its highest")
    wants.add_argument("--end", type=float, default=0.0, help="share of that rate kept at the end")
    wants.add_argument("--seed", type=int, default=7)
    wants.add_argument("--sample", type=int, help="only so many texts of the data, drawn at random")
    wants.add_argument("--film-copies", type=int, default=2, help="times the film lines are shown")
    wants.add_argument("--start", type=Path, help="a checkpoint to go on from")
    wants.add_argument("--bfloat16", action="store_true", help="half as many bits, where quick")
    return wants.parse_args()


def _share(step: int, steps: int, end: float) -> float:
    """Share of the highest learning rate: a tenth of the way up, then straight down to `end`."""
    warm = steps // 10
    return min((step + 1) / warm, end + (1 - end) * (steps - step) / (steps - warm))


def answers(model: torch.nn.Module, examples: tuple[Example, ...]) -> np.ndarray:
    """The model's probabilities, (n, 7)."""
    model.eval()
    coder = tokenizer()
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].text))
    out = np.zeros((len(examples), 7), dtype=np.float32)
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            rows = order[start : start + 64]
            ids, mask = tokens(coder, [examples[i].text for i in rows])
            out[rows] = torch.sigmoid(model(ids, mask)).numpy()
    return out


def main() -> None:
    wants = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", force=True)
    wants.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(wants.seed)
    examples = read(wants.data / "train.tsv")
    if wants.sample:
        examples = tuple(random.Random(wants.seed).sample(examples, wants.sample))
    examples += read(FILM_LINES) * wants.film_copies
    model = restored(wants.start) if wants.start else fresh()
    _fit(model, examples, read(wants.data / "dev.tsv"), wants)


def _fit(
    model: EmotionOfText,
    examples: tuple[Example, ...],
    dev: tuple[Example, ...],
    wants: argparse.Namespace,
) -> None:
    rng = random.Random(wants.seed)
    steps = wants.epochs * -(-len(examples) // wants.batch)
    optimisers = _optimisers(model, wants.rate)
    share = partial(_share, steps=steps, end=wants.end)
    schedules = [LambdaLR(one, share) for one in optimisers]
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.976))
    for epoch in range(1, wants.epochs + 1):
        _one_epoch(model, mean, (*optimisers, *schedules), examples, rng, wants)
        torch.save(mean.module.state_dict(), wants.out / f"epoch{epoch}.pt")
        said = answers(mean.module, dev)
        f1 = f1_per_class(said, targets(dev), best_thresholds(said, targets(dev)))
        log.info("epoch %d: dev macro-F1 %.4f %s", epoch, f1.mean(), f1.round(3))


def _optimisers(model: EmotionOfText, rate: float) -> list[Optimizer]:
    """One for the vocabulary, of which a batch touches a few hundred rows, one for all the rest.

    Weights decay; biases, norms and the vocabulary do not.
    """
    vocabulary = model.encoder.embeddings.word_embeddings
    vocabulary.sparse = True
    rest = [p for p in model.parameters() if p is not vocabulary.weight]
    groups = [
        {"params": [p for p in rest if p.ndim > 1], "weight_decay": 0.01},
        {"params": [p for p in rest if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return [
        torch.optim.AdamW(groups, lr=rate, fused=True),
        torch.optim.SparseAdam([vocabulary.weight], lr=rate),
    ]


def _one_epoch(
    model: EmotionOfText,
    mean: AveragedModel,
    steppers: Sequence[Optimizer | LRScheduler],
    examples: tuple[Example, ...],
    rng: random.Random,
    wants: argparse.Namespace,
) -> None:
    """Show every example once, roughened anew."""
    model.train()
    coder = tokenizer()
    wanted = torch.from_numpy(targets(examples))
    texts = [roughened(example.text, rng) for example in examples]
    losses = []
    for step, rows in enumerate(batches([len(t) for t in texts], wants.batch, rng), start=1):
        ids, mask = tokens(coder, [texts[i] for i in rows])
        with torch.autocast("cpu", torch.bfloat16, enabled=wants.bfloat16):
            logits = model(ids, mask)
        loss = binary_cross_entropy_with_logits(logits.float(), wanted[rows])
        _learn(model, loss, steppers)
        losses.append(loss.item())
        if step % AVERAGED_EVERY == 0:
            mean.update_parameters(model)
        if step % 100 == 0:
            log.info("step %d loss %.4f", step, np.mean(losses[-100:]))


def _learn(
    model: EmotionOfText, loss: torch.Tensor, steppers: Sequence[Optimizer | LRScheduler]
) -> None:
    loss.backward()
    dense = [p for p in model.parameters() if p.grad is not None and not p.grad.is_sparse]
    torch.nn.utils.clip_grad_norm_(dense, 1.0)
    for stepper in steppers:
        stepper.step()
    model.zero_grad()


if __name__ == "__main__":
    main()

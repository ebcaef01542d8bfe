"""Learn to tell music: `python -m training.sound_kinds.train DATA WORK` (see README.md)."""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from scenescore.listen.judge import steadied
from scenescore.listen.network import averaged
from training.sound_kinds.examples import Example, learned_from, of_recordings
from training.sound_kinds.net import Lines

log = logging.getLogger("training")
WEIGHTS = Path(__file__).parents[2] / "resources" / "scenescore_resources" / "sound_kinds.json"

EPOCHS = 12
BATCH = 4
FASTEST = 3e-3
DECAY = 0.02
PITCHES = 5
"""Quarter tones up or down that a batch is heard at."""


def main() -> None:
    """Learn, measure on the data's recordings, write the weights."""
    wants = argparse.ArgumentParser(description=__doc__)
    wants.add_argument("data", type=Path, help="folder with music/ and speech/")
    wants.add_argument("work", type=Path, help="folder for rendered music and for examples")
    given = wants.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(1)
    network = learned(learned_from(given.data, given.work))
    for name, examples in of_recordings(given.data):
        log.info("%-60s F1 %.2f", name, f1(network, examples))
    _write(network)


def learned(examples: Sequence[Example], seed: int = 0) -> Lines:
    """A network that was shown every example `EPOCHS` times, at other pitches each time."""
    torch.manual_seed(seed)
    network = Lines()
    steps = torch.optim.AdamW(network.parameters(), lr=FASTEST, weight_decay=DECAY)
    batches = len(examples) // BATCH
    pace = torch.optim.lr_scheduler.OneCycleLR(steps, FASTEST, total_steps=EPOCHS * batches + 1)
    for epoch in range(EPOCHS):
        total = 0.0
        for chosen in torch.randperm(len(examples))[: batches * BATCH].split(BATCH):
            batch = [examples[int(place)] for place in chosen]
            sights, spoken = _sights(batch)
            moved = int(torch.randint(-PITCHES, PITCHES + 1, (1,)))
            music = torch.tensor(np.stack([e.music for e in batch]), dtype=torch.float32)
            loss = binary_cross_entropy_with_logits(
                network(torch.roll(sights, moved, 3), spoken), music
            )
            steps.zero_grad()
            loss.backward()
            steps.step()
            pace.step()
            total += loss.item()
        log.info("epoch %d: loss %.4f", epoch + 1, total / batches)
    network.eval()
    return network


def _sights(examples: Sequence[Example]) -> tuple[Tensor, Tensor]:
    sights = np.stack([averaged(each.decibels) for each in examples])
    return torch.tensor(sights), torch.tensor(np.stack([each.spoken for each in examples]))


def f1(network: Lines, examples: Sequence[Example]) -> float:
    """Harmonic mean of recall and precision over all half seconds."""
    hits = claimed = there = 0
    for each in examples:
        with torch.no_grad():
            logits = network(*_sights([each]))[0].numpy().astype(float)
        said = steadied(logits)
        hits += int((said & each.music).sum())
        claimed += int(said.sum())
        there += int(each.music.sum())
    return 2 * hits / max(claimed + there, 1)


def _write(network: Lines) -> None:
    """The weights by layer, biases beside them, as `listen/network.py` reads them."""
    data = {
        name.replace(".weight", "").replace(".", "_"): np.round(
            values.numpy().astype(float), 4
        ).tolist()
        for name, values in network.state_dict().items()
    }
    WEIGHTS.write_text(json.dumps(data) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

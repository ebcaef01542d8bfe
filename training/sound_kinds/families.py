"""Learn families of instruments: `python -m training.sound_kinds.families WORK` (see README.md)."""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from scenescore.listen.music import MusicMeter
from scenescore.listen.music.families import traits_of
from scenescore.palettes import load_palettes
from training.sound_kinds.mixes import RATE, Mono
from training.sound_kinds.sources import cue_of, stems_of

log = logging.getLogger("training")
WEIGHTS = Path(__file__).parents[2] / "resources" / "scenescore_resources" / "families.json"

FAMILIES = ("strings", "winds", "plucked", "percussion")
STEMS = {"drums": "percussion", "brass": "winds", "keys": "plucked"}
"""Stems that are one family under other names; brass is a wind, a piano struck strings."""

MOODS = ("sad", "happy", "neutral", "fear", "anger", "surprise")
OF_A_PALETTE = 24
SECONDS = 12
DECAY = 0.03
SURE = 0.7


def main() -> None:
    """Print what is right of what is named, leaving a palette out; write the weights of all."""
    wants = argparse.ArgumentParser(description=__doc__)
    wants.add_argument("work", type=Path, help="folder for rendered stems")
    work = wants.parse_args().work
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    rows = [row for palette in load_palettes() for row in _rows(palette, work)]
    palettes = np.array([palette for palette, _, _ in rows])
    traits = np.array([values for _, values, _ in rows])
    data = {}
    for family in FAMILIES:
        there = np.array([family in names for _, _, names in rows], float)
        chances = np.zeros(len(rows))
        for palette in set(palettes):
            rest = palettes != palette
            chances[~rest] = _chances(_learned(traits[rest], there[rest]), traits[~rest])
        named = chances >= SURE
        right = there[named].mean() if named.any() else 0.0
        found = there[named].sum() / there.sum()
        log.info("%-12s named %d, right %.2f, found %.2f", family, named.sum(), right, found)
        data[family] = _learned(traits, there)
    WEIGHTS.write_text(json.dumps(data) + "\n", encoding="utf-8")


def _rows(palette: str, work: Path) -> Iterator[tuple[str, np.ndarray, frozenset[str]]]:
    """(palette, traits, families) of stems of one cue, alone and in mixes of up to three."""
    stems = _kept_stems(palette, work / "stems")
    number = sorted(load_palettes()).index(palette)
    random = np.random.default_rng(number)
    for turn in range(OF_A_PALETTE):
        count = 1 if turn < 6 else random.integers(1, min(4, len(stems) + 1))
        start = random.integers(0, 20) * RATE
        mix, names = np.zeros(SECONDS * RATE), set()
        for name in random.permutation(sorted(stems))[:count]:
            part = stems[name][start : start + SECONDS * RATE]
            if (loud := float(np.std(part))) > 1e-4:
                mix[: len(part)] += part / loud * 0.05 * 10 ** (random.uniform(-10, 0) / 20)
                names.add(STEMS.get(name, name))
        if names:
            yield palette, _traits(mix.astype(np.float32)), frozenset(names)


def _kept_stems(palette: str, folder: Path) -> Mapping[str, Mono]:
    path = folder / f"{palette}.npz"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        place = sorted(load_palettes()).index(palette)
        np.savez(path, **stems_of(cue_of(MOODS[(5 * place + 1) % 6], palette, 100 + place)))
    with np.load(path) as stems:
        return {name: stems[name] for name in stems if np.square(stems[name]).mean() > 1e-8}


def _traits(sound: Mono) -> np.ndarray:
    meter = MusicMeter()
    meter.feed(sound)
    heard = meter.finish()
    return traits_of(heard.onsets, heard.levels, heard.colours, heard.pitches)


def _learned(traits: np.ndarray, there: np.ndarray) -> dict[str, list[float] | float]:
    """A logistic regression, regularised by `DECAY`."""
    mean, spread = traits.mean(axis=0), traits.std(axis=0) + 1e-6
    sights = torch.tensor((traits - mean) / spread)
    truth = torch.tensor(there)
    weights = torch.zeros(traits.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.zeros((), dtype=torch.float64, requires_grad=True)
    steps = torch.optim.LBFGS([weights, bias], max_iter=200)

    def loss() -> torch.Tensor:
        steps.zero_grad()
        misfit = binary_cross_entropy_with_logits(sights @ weights + bias, truth)
        total = misfit + DECAY / 2 * weights.square().sum()
        total.backward()
        return total

    steps.step(loss)
    values = {"mean": mean, "spread": spread, "weights": weights.detach().numpy()}
    rounded = {name: np.round(each, 4).tolist() for name, each in values.items()}
    return {**rounded, "bias": round(float(bias.detach()), 4)}


def _chances(learned: Mapping[str, object], traits: np.ndarray) -> np.ndarray:
    mean, spread, weights, bias = (
        np.array(learned[key], float) for key in ("mean", "spread", "weights", "bias")
    )
    return 1 / (1 + np.exp(-((traits - mean) / spread @ weights + bias)))


if __name__ == "__main__":
    main()

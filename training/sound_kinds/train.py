"""Learn to tell music: `python -m training.sound_kinds.train DATA WORK` (see README.md)."""

from __future__ import annotations

import argparse
import json
import logging
import pickle
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import soxr
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from scenescore.listen import KindMeter, VoiceDetector
from scenescore.listen.judge import inputs, steadied
from scenescore.listen.lines import feature_names
from training.sound_kinds import mixes
from training.sound_kinds.mixes import RATE, Flags, Levels, Mix, Mono
from training.sound_kinds.sources import own_music, recordings

log = logging.getLogger("training")
WEIGHTS = Path(__file__).parents[2] / "resources" / "scenescore_resources" / "sound_kinds.json"

SECONDS = 48
OVER_SPEECH = (9, 3, 0, -3, -6, -9, -12, -15)
OVER_NOISE = (40, 20, 12, 9, 6, 3, 0, -3, -6, -9, -12)
PITCHES = (1.0, 0.84, 1.19)
"""Recordings are heard at other pitches and speeds too."""

OF_A_RECORDING = 15
HIDDEN = 16
EPOCHS = 30
DECAY = 0.1
JITTER = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One mix as the network sees it; `piece` is what must not be on both sides of a test."""

    piece: str
    seen: np.ndarray
    music: Flags


def main() -> None:
    """Mix, measure leaving one recording out at a time, learn from all, write the weights."""
    wants = argparse.ArgumentParser(description=__doc__)
    wants.add_argument("data", type=Path, help="folder with music/ and speech/")
    wants.add_argument("work", type=Path, help="folder for rendered music and for examples")
    given = wants.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(1)
    real = recordings(given.data / "music")
    examples = _kept(given.work / "examples.pickle", lambda: _examples(given.data, given.work))
    for piece in real:
        rest = [e for e in examples if e.piece != piece]
        own = [e for e in examples if e.piece == piece]
        log.info("%-60s F1 %.2f", piece, f1(_learned(rest), own))
    _write(_learned(examples))


def _kept(path: Path, make: Callable[[], Iterable[Example]]) -> list[Example]:
    if not path.is_file():
        path.write_bytes(pickle.dumps(list(make())))
    kept: list[Example] = pickle.loads(path.read_bytes())  # written by this very script
    return kept


def _examples(data: Path, work: Path) -> Iterable[Example]:
    voices = [
        heard_at(voice, pitch)
        for voice in recordings(data / "speech").values()
        for pitch in (1.0, 0.88, 1.14)
    ]
    noises = (
        *(mixes.pink, mixes.room_tone) * 2,
        mixes.wind, mixes.steps_and_blows, mixes.white, mixes.crowd(voices),
    )  # fmt: skip
    pieces = [
        (name, heard_at(sound, PITCHES[turn % len(PITCHES)]))
        for name, sound in recordings(data / "music").items()
        for turn in range(OF_A_RECORDING)
    ]
    pieces += own_music(work / "rendered").items()
    for number, (name, music) in enumerate(pieces):
        random = np.random.default_rng(number)
        levels = Levels(random.choice(OVER_SPEECH), random.choice(OVER_NOISE))
        noise = noises[random.integers(len(noises))](SECONDS * RATE, random)
        mix = mixes.mixed(music, voices, noise, levels, random)
        yield Example(name, seen(mix), mix.music)
        log.info("%d of %d: %s", number + 1, len(pieces), name)


def heard_at(sound: Mono, pitch: float) -> Mono:
    """Higher and faster, or lower and slower."""
    return np.asarray(soxr.resample(sound, RATE, round(RATE / pitch)), np.float32)


def seen(mix: Mix) -> np.ndarray:
    """What the network sees of a mix, with speech as the shipped detector finds it."""
    kinds, voice = KindMeter(), VoiceDetector()
    kinds.feed(mix.sound)
    kinds.finish()
    voice.feed(mix.sound)
    voice.finish()
    end = Fraction(len(mix.sound), RATE)
    return inputs(*kinds.evidence(voice.speech(end), end))


def _learned(examples: Sequence[Example], seed: int = 0) -> dict[str, np.ndarray]:
    """Weights by the names in sound_kinds.json."""
    torch.manual_seed(seed)
    table = np.concatenate([e.seen for e in examples])
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
    sights = torch.tensor((table - mean) / spread, dtype=torch.float32)
    truth = torch.tensor(np.concatenate([e.music for e in examples]), dtype=torch.float32)
    network = torch.nn.Sequential(
        torch.nn.Linear(table.shape[1], HIDDEN), torch.nn.Tanh(), torch.nn.Linear(HIDDEN, 1)
    )
    steps = torch.optim.AdamW(network.parameters(), lr=5e-3, weight_decay=DECAY)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(truth)).split(256):
            sight = sights[batch] + JITTER * torch.randn_like(sights[batch])
            loss = binary_cross_entropy_with_logits(network(sight)[:, 0], truth[batch])
            steps.zero_grad()
            loss.backward()
            steps.step()
    inward, out = (layer for layer in network if isinstance(layer, torch.nn.Linear))
    tensors = {"inward": inward.weight.T, "bias": inward.bias, "out": out.weight[0],
               "out_bias": out.bias[0]}  # fmt: skip
    learned = {name: tensor.detach().numpy() for name, tensor in tensors.items()}
    return {"mean": mean, "spread": spread, **learned}


def f1(weights: dict[str, np.ndarray], examples: Sequence[Example]) -> float:
    """Harmonic mean of recall and precision over all half seconds."""
    hits = claimed = there = 0
    for example in examples:
        sight = (example.seen - weights["mean"]) / weights["spread"]
        hidden = np.tanh(sight @ weights["inward"] + weights["bias"])
        said = steadied(hidden @ weights["out"] + weights["out_bias"])
        hits += int((said & example.music).sum())
        claimed += int(said.sum())
        there += int(example.music.sum())
    return 2 * hits / max(claimed + there, 1)


def _write(weights: dict[str, np.ndarray]) -> None:
    data = {"features": feature_names()}
    data |= {name: np.round(values, 4).tolist() for name, values in weights.items()}
    WEIGHTS.write_text(json.dumps(data) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

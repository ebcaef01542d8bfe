"""Texts with their emotions: reading, roughening towards captions, batching by length."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

LABELS = ("anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise")
"""The order of the data's own labels.txt; the model's outputs keep it."""

NAMES = (
    "anna", "ben", "clara", "david", "emma", "frank", "grace", "henry", "isaac", "jane", "kate",
    "leo", "maria", "nick", "olivia", "paul", "rosa", "sam", "tom", "vera", "will", "zoe",
    "min-jun", "ji-woo", "soo-jin", "miguel", "fatima", "yusuf", "chen", "priya",
)  # fmt: skip
"""What a place holder for a name may become in training."""

_PLACE_HOLDER = re.compile(r"\[NAME\]")
_PUNCTUATION = re.compile(r"[.,;:!?\"“”]+")


@dataclass(frozen=True, slots=True)
class Example:
    """One text and the indices of its emotions in LABELS."""

    text: str
    labels: tuple[int, ...]


def read(path: Path) -> tuple[Example, ...]:
    """The examples of a tab-separated file: text, labels (numbers or names, comma between)."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line)
    return tuple(Example(row[0], tuple(map(_index, row[1].split(",")))) for row in rows)


def _index(label: str) -> int:
    return int(label) if label.isdigit() else LABELS.index(label)


def targets(examples: tuple[Example, ...]) -> np.ndarray:
    """What should be answered: (n, 7) of 0 and 1, float32."""
    out = np.zeros((len(examples), len(LABELS)), dtype=np.float32)
    for row, example in enumerate(examples):
        out[row, list(example.labels)] = 1.0
    return out


def roughened(text: str, rng: random.Random) -> str:
    """The text nearer to a caption: now and then a name for the place holder, no punctuation.

    The vocabulary knows no capitals, so that shouting needs no examples of its own.
    """
    if rng.random() < 0.5:
        text = _PLACE_HOLDER.sub(lambda _: rng.choice(NAMES), text)
    draw = rng.random()
    if draw < 0.12:
        return _PUNCTUATION.sub("", text)
    if draw < 0.16:
        return text.rstrip(".!? ") + "..."
    return text


def batches(lengths: list[int], size: int, rng: random.Random) -> Iterator[list[int]]:
    """Every index once, in shuffled batches of texts of like length.

    Fifty batches are drawn at random and sorted among themselves, so that little is padded.
    """
    order = list(range(len(lengths)))
    rng.shuffle(order)
    pool = size * 50
    found: list[list[int]] = []
    for start in range(0, len(order), pool):
        some = sorted(order[start : start + pool], key=lengths.__getitem__)
        found += [some[i : i + size] for i in range(0, len(some), size)]
    rng.shuffle(found)
    return iter(found)

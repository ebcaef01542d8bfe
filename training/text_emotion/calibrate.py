"""Read the exported network rightly: `python -m training.text_emotion.calibrate DATA OUT`.

Through the code that ships; on the data's dev part: for each emotion a scale and a bias of its
logit (Platt 1999) and the threshold that serves F1 best; on the films' dev lines: one scale of the
logits for lines of films (Guo et al. 2017, ICML). Writes `calibration.json` beside it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import log_softmax

from scenescore.cache import file_sha256
from scenescore.mood.text.english import WordsEmotion
from scenescore.settings import EMOTIONS
from training.text_emotion.data import read, targets
from training.text_emotion.export import columns
from training.text_emotion.score import best_thresholds

FILM_DEV = [Path(__file__).with_name(f"{name}.tsv") for name in ("film_dev", "scenes_dev")]


def platt(logits: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Scale and bias under which the logistic of one class's logits is likeliest."""

    def loss(line: np.ndarray) -> float:
        z = line[0] * logits + line[1]
        return float(np.mean(np.logaddexp(0, z) - truth * z))

    scale, bias = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return float(scale), float(bias)


def film_scale(logits: np.ndarray, truth: np.ndarray) -> float:
    """The scale under which the softmax of the logits is likeliest."""
    wanted = truth / truth.sum(1, keepdims=True)

    def loss(scale: float) -> float:
        return float(-np.mean((wanted * log_softmax(scale * logits, axis=1)).sum(1)))

    return float(minimize_scalar(loss, bounds=(0.05, 2.0), method="bounded").x)


def logistic(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def main() -> None:
    wants = argparse.ArgumentParser(description=__doc__)
    wants.add_argument("data", type=Path)
    wants.add_argument("out", type=Path, help="the folder that export wrote")
    given = wants.parse_args()
    dev = read(given.data / "dev.tsv")
    truth = targets(dev)[:, columns()]
    reader = WordsEmotion(place=given.out)
    logits = reader.logits([example.text for example in dev])
    film = tuple(example for path in FILM_DEV for example in read(path))
    of_film = reader.logits([example.text for example in film], "film")
    lines = [platt(logits[:, place], truth[:, place]) for place in range(len(EMOTIONS))]
    scale, bias = (np.array(column) for column in zip(*lines, strict=True))
    said = logistic(logits * scale + bias)
    table = {
        "emotions": EMOTIONS,
        "scale": scale.round(4).tolist(),
        "bias": bias.round(4).tolist(),
        "thresholds": best_thresholds(said, truth).round(3).tolist(),
        "film_scale": round(film_scale(of_film, targets(film)[:, columns()]), 4),
        "sha256": file_sha256(given.out / "model.onnx"),
    }
    (given.out / "calibration.json").write_text(json.dumps(table, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""The emotion of words, measured with what ships: `python bench/words.py [FOLDER]`.

FOLDER holds GoEmotions in seven classes (test.tsv, dev.tsv). Prints F1 by class at the shipped
thresholds, the calibration error, sizes, and the time of 1,000 phrases on one core; then lines of
film dialogue written for this project, by the emotion that leads: those on which choices were made
(`_dev`), and those that were only ever measured on; and Korean lines of drama, by the lexicon.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from scenescore.model import Phrase
from scenescore.mood.text import WordsEmotion, read_words
from scenescore.mood.text.lexicon import korean
from scenescore.mood.text.model_files import folder
from scenescore.mood.text.timeline import leading
from scenescore.settings import EMOTIONS
from scenescore.timebase import Span

PROJECT = Path(__file__).resolve().parents[1]
DATA = PROJECT.parent / "shared" / "data" / "text_emotion"
FILM = PROJECT / "training" / "text_emotion"
LABELS = ("anger", "disgust", "fear", "happy", "neutral", "sad", "surprise")
"""The classes in the order of the data's numbers, by the program's names."""
DATAS_NAMES = {"joy": "happy", "sadness": "sad"}
BINS = 15


def read(path: Path) -> tuple[list[str], np.ndarray]:
    """Texts, and their emotions as 0 and 1 (n, 7) in the program's order."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row[:2] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    named = [{_name(label) for label in row[1].split(",")} for row in rows]
    return [row[0] for row in rows], np.array([[e in names for e in EMOTIONS] for names in named])


def _name(label: str) -> str:
    return LABELS[int(label)] if label.isdigit() else DATAS_NAMES.get(label, label)


def table(title: str, said: np.ndarray, truth: np.ndarray, thresholds: np.ndarray) -> None:
    """Precision, recall and F1 of each class, and their mean."""
    named = said >= thresholds
    hits, found, true = (named & truth).sum(0), named.sum(0), truth.sum(0)
    f1 = 2 * hits / np.maximum(found + true, 1)
    print(f"\n{title}: {len(truth)} texts\n{'':10} precision  recall      F1       n")
    for place, emotion in enumerate(EMOTIONS):
        precision, recall = hits[place] / max(found[place], 1), hits[place] / max(true[place], 1)
        print(f"{emotion:10} {precision:9.3f} {recall:7.3f} {f1[place]:7.3f} {true[place]:7}")
    print(f"{'macro':10} {'':17} {f1.mean():7.4f}")
    print(f"calibration error {calibration_error(said, truth):.4f}")


def calibration_error(said: np.ndarray, truth: np.ndarray) -> float:
    """Mean distance of probability and frequency over 15 bins, all classes together.

    Naeini, Cooper & Hauskrecht 2015 (AAAI).
    """
    place = np.minimum((said * BINS).astype(int), BINS - 1).ravel()
    gap = np.bincount(place, said.ravel(), BINS) - np.bincount(place, truth.ravel(), BINS)
    return float(np.abs(gap).sum() / place.size)


def leads(title: str, texts: list[str], shares: np.ndarray, truth: np.ndarray) -> None:
    """How well the leading emotion is right, by class, and what neutral swallows or loses."""
    leader, neutral = shares.argmax(1), EMOTIONS.index("neutral")
    table(title, shares, truth, shares.max(1, keepdims=True))
    right = truth[np.arange(len(truth)), leader].mean()
    plain = truth[:, neutral]
    print(f"the leading one is right: {right:.3f}; neutral lines left neutral: "
          f"{(leader[plain] == neutral).mean():.3f}; emotional lines called neutral: "
          f"{(leader[~plain] == neutral).mean():.3f}")  # fmt: skip
    for text, row in zip(texts[:: len(texts) // 12], shares[:: len(texts) // 12], strict=True):
        print(f"  {text[:52]:52} {EMOTIONS[row.argmax()]:9} {row.max():.2f}")


def speed(texts: list[str]) -> None:
    """Seconds for a thousand phrases, opening the model included."""
    phrases = [Phrase(Span(i, i + 1), text, "en") for i, text in enumerate(texts[:1000])]  # type: ignore[arg-type]
    wall, cpu = perf_counter(), process_time()
    read_words(phrases)
    wall, cpu = perf_counter() - wall, process_time() - cpu
    print(f"\n{len(phrases)} phrases: {wall:.2f} s, {cpu:.2f} s of one core")


def korean_lines(title: str, texts: list[str], truth: np.ndarray) -> None:
    """How often the lexicon is right, wrong, and silent because it finds nothing."""
    said = [korean().shares(text) for text in texts]
    named = [leading(shares) if shares else None for shares in said]
    right = [
        name is not None and bool(row[EMOTIONS.index(name)])
        for name, row in zip(named, truth, strict=True)
    ]
    silent = named.count(None)
    wrong = len(texts) - sum(right) - silent
    print(f"\n{title}: {sum(right)} right, {wrong} wrong, {silent} silent of {len(texts)}")


def main() -> None:
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    sizes = {file.name: (folder() / file.name).stat().st_size for file in folder().iterdir()}  # type: ignore[attr-defined]
    print(", ".join(f"{name} {size / 1e6:.2f} MB" for name, size in sorted(sizes.items())))
    texts, truth = read(data / "test.tsv")
    speed(texts)
    reader = WordsEmotion()
    thresholds = np.array(reader.calibration.thresholds)
    table("GoEmotions test", reader.classify(texts), truth, thresholds)
    for name in ("film_dev", "film_held_out", "scenes_dev", "scenes_test"):
        texts, truth = read(FILM / f"{name}.tsv")
        leads(name, texts, reader.shares(texts), truth)
    for name in ("korean_lines", "korean_dev", "korean_held_out"):
        korean_lines(name, *read(FILM / f"{name}.tsv"))


if __name__ == "__main__":
    main()

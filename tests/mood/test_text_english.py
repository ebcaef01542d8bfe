"""The model that ships: its files belong together, and it reads as well as its card says."""

from __future__ import annotations

import csv
import hashlib
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from scenescore.mood.text import WordsEmotion
from scenescore.mood.text.model_files import Calibration, read_calibration
from scenescore.settings import EMOTIONS

PLACE = files("scenescore_resources") / "models" / "words_emotion"
LABELS = ("anger", "disgust", "fear", "happy", "neutral", "sad", "surprise")


@pytest.fixture(scope="module")
def reader() -> WordsEmotion:
    return WordsEmotion()


def test_the_files_belong_together_and_are_small() -> None:
    sizes = {file.name: len(file.read_bytes()) for file in PLACE.iterdir()}
    assert set(sizes) == {"model.onnx", "tokenizer.json", "calibration.json", "MODEL_CARD.md"}
    assert sum(sizes.values()) <= 25_000_000
    told = read_calibration(PLACE).sha256
    assert told == hashlib.sha256((PLACE / "model.onnx").read_bytes()).hexdigest()


@pytest.mark.parametrize(
    "wrong", [{"emotions": EMOTIONS[::-1]}, {"scale": (1.0,) * 6}, {"scale": (0.0,) * 7}]
)
def test_a_calibration_that_does_not_fit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Calibration.model_validate({**read_calibration(PLACE).model_dump(), **wrong})


@pytest.mark.parametrize(
    ("emotion", "text"),
    [
        ("neutral", "I'll see you at seven."),
        ("neutral", "The keys are in the drawer."),
        ("neutral", "He said he would be back by noon."),
        ("happy", "This is the happiest day of my life!"),
        ("happy", "Thank you, that is so kind of you."),
        ("sad", "I miss her every day. I cannot stop crying."),
        ("anger", "Shut up and get out of my house, you liar!"),
        ("fear", "Please, don't hurt me. I'm so scared."),
        ("surprise", "Oh my God, what? I can't believe it!"),
        ("disgust", "Ugh, that is disgusting."),
    ],
)
def test_a_plain_line_is_read_plainly(reader: WordsEmotion, emotion: str, text: str) -> None:
    said = reader.classify([text])
    assert said.shape == (1, len(EMOTIONS))
    assert EMOTIONS[int(said[0].argmax())] == emotion


@pytest.mark.parametrize(
    ("emotion", "line"),
    [
        ("neutral", "Take the second street on the left."),
        ("neutral", "Who else was in the office?"),
        ("neutral", "Sit down, please."),
        ("happy", "She said yes! We're getting married!"),
        ("sad", "I never got to say goodbye to him."),
        ("anger", "Get out of my house!"),
        ("fear", "Somebody's in the house. I can hear him."),
        ("surprise", "You're alive? How is that possible?"),
        ("disgust", "There's a dead rat in the soup."),
    ],
)
def test_a_plain_line_of_a_film_is_led_by_its_emotion(
    reader: WordsEmotion, emotion: str, line: str
) -> None:
    shares = reader.shares([line])
    assert shares.shape == (1, len(EMOTIONS))
    assert shares.sum() == pytest.approx(1)
    assert EMOTIONS[int(shares[0].argmax())] == emotion


def test_a_text_is_read_alike_in_any_company(reader: WordsEmotion) -> None:
    texts = ["No!", "word " * 400, "", "🎬", "한국어", "I'll see you at seven."]
    together = reader.classify(texts)
    assert np.all((together >= 0) & (together <= 1))
    for text, row in zip(texts, together, strict=True):
        assert np.array_equal(reader.classify([text])[0], row)
    assert np.array_equal(reader.shares(texts)[3], reader.shares([texts[3]])[0])
    assert reader.classify([]).shape == (0, len(EMOTIONS))
    assert reader.shares([]).shape == (0, len(EMOTIONS))


def test_it_reaches_its_figure_on_texts_it_never_saw(
    reader: WordsEmotion, shared_data: Path
) -> None:
    """Macro-F1 of the seven classes on GoEmotions test, at the shipped thresholds."""
    with (shared_data / "text_emotion" / "test.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    names = [{LABELS[int(label)] for label in row[1].split(",")} for row in rows]
    truth = np.array([[emotion in named for emotion in EMOTIONS] for named in names])
    named = reader.classify([row[0] for row in rows]) >= np.array(reader.calibration.thresholds)
    f1 = 2 * (named & truth).sum(0) / (named.sum(0) + truth.sum(0))
    assert len(rows) == 5427
    assert f1.mean() >= 0.63
    assert f1.min() >= 0.45


def test_lines_of_films_are_led_by_their_emotion() -> None:
    """Macro-F1 of the leading emotion on lines that nothing was learned from or chosen by."""
    lines = Path(__file__).parents[2] / "training" / "text_emotion"
    names = {"joy": "happy", "sadness": "sad"}
    rows = [
        line.split("\t")
        for name in ("film_held_out.tsv", "scenes_test.tsv")
        for line in (lines / name).read_text("utf-8").splitlines()
    ]
    given = [{names.get(label, label) for label in row[1].split(",")} for row in rows]
    truth = np.array([[emotion in labels for emotion in EMOTIONS] for labels in given])
    leader = WordsEmotion().shares([row[0] for row in rows]).argmax(1)
    said = np.eye(len(EMOTIONS), dtype=bool)[leader]
    f1 = 2 * (said & truth).sum(0) / (said.sum(0) + truth.sum(0))
    assert len(rows) == 260
    assert f1.mean() >= 0.45

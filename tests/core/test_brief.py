"""Composing without a picture: what is asked for wrongly is said in a sentence with a way out."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import mido
import pytest

from scenescore.brief import LONGEST_S, SHORTEST_S, Brief, cue_of
from scenescore.cli import parse_mood, parse_themes
from scenescore.errors import BadArgument
from scenescore.job import Job
from scenescore.palettes import load_palettes
from scenescore.pipeline import compose_alone
from scenescore.settings import EMOTIONS, MoodOrder
from scenescore.words import words


@pytest.mark.parametrize("hits", ["25", "-3", "0", "nan", "1e400", "x", "20.001"])
def test_a_hit_outside_the_piece_is_refused_with_its_bounds(hits: str) -> None:
    with pytest.raises(BadArgument, match="no moment inside the piece") as refusal:
        cue_of(Brief(20, hits=hits))
    assert "up to 20." in refusal.value.hint


@pytest.mark.parametrize(
    ("brief", "offered"),
    [
        (Brief(20, hits="3.2:hrad"), "hard, soft"),
        (Brief(20, hits="5,5.0"), "Keep one"),
        (Brief(20, style="pianno"), "“intimate_piano”"),
        (Brief(1.4), "1.5 to 1800"),
        (Brief(float("nan")), "1.5 to 1800"),
    ],
)
def test_what_cannot_be_composed_is_refused_with_what_can(brief: Brief, offered: str) -> None:
    with pytest.raises(BadArgument) as refusal:
        cue_of(brief)
    assert offered in refusal.value.hint


@pytest.mark.parametrize("seconds", [SHORTEST_S, LONGEST_S])
def test_the_shortest_and_the_longest_are_cues(seconds: float) -> None:
    assert cue_of(Brief(seconds)).out_frame == seconds * 1000


def test_an_unknown_mood_offers_the_nearest() -> None:
    with pytest.raises(BadArgument) as refusal:
        parse_mood("hapy")
    assert refusal.value.hint.startswith("Did you mean “happy”? ")
    with pytest.raises(BadArgument) as refusal:
        parse_mood("슬퓸:0.5")
    assert refusal.value.hint.startswith("Did you mean “슬픔”? ")


@pytest.mark.parametrize(
    ("text", "emotion", "strength"),
    [
        ("SAD", "sad", 1.0),
        ("행복", "happy", 1.0),
        ("기쁨:0.3", "happy", 0.3),
        (" 두려움 ： 0.5 ", "fear", 0.5),
        ("공포", "fear", 1.0),
        (unicodedata.normalize("NFD", "분노"), "anger", 1.0),
        *((words("report", "ko")[emotion], emotion, 1.0) for emotion in EMOTIONS),
    ],
)
def test_a_mood_is_named_in_english_or_korean(text: str, emotion: str, strength: float) -> None:
    assert parse_mood(text) == MoodOrder(emotion, strength)


@pytest.mark.parametrize("strength", ["2", "-0.1", "nan", "half"])
def test_a_strength_lies_between_nothing_and_all(strength: str) -> None:
    with pytest.raises(BadArgument, match="not a number from 0 to 1"):
        parse_mood(f"슬픔:{strength}")


def test_a_style_may_be_named_by_its_title_in_either_language() -> None:
    for palette in load_palettes().values():
        for title in palette.name.values():
            assert cue_of(Brief(8, style=title.upper())).style == palette.id


def test_a_themes_file_may_stand_alone_but_nothing_else_may() -> None:
    assert parse_themes(["a=b.mid", "시즌 1/themes.json"]) == (
        ("a", Path("b.mid")),
        ("", Path("시즌 1/themes.json")),
    )
    for text in ("b.mid", "=b.mid", "a=", ""):
        with pytest.raises(BadArgument):
            parse_themes([text])


def test_thirty_hits_in_two_seconds_give_music_and_a_word_about_them(tmp_path: Path) -> None:
    hits = ",".join(f"{5 + place / 15:.3f}" for place in range(30))
    midi = tmp_path / "곡 🎬.mid"
    (remark,) = compose_alone(Brief(12, hits=hits), midi, None, None, Job())
    assert mido.MidiFile(midi).length > 10
    assert "of the 30 hits" in remark.message
    assert "5.067" in remark.message


def test_hits_that_are_met_need_no_word(tmp_path: Path) -> None:
    assert compose_alone(Brief(20, hits="5,11"), tmp_path / "a.mid", None, None, Job()) == ()


@pytest.mark.parametrize("name", ["a.mp3", "folder.wav", "."])
def test_sound_is_written_to_wav_files_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.wav").mkdir()
    with pytest.raises(BadArgument, match="writes a WAV"):
        compose_alone(Brief(5), tmp_path / "곡.mid", tmp_path / name, None, Job())
    assert not (tmp_path / "곡.mid").exists()


@pytest.mark.parametrize("name", ["a.wav", "folder.mid", "."])
def test_midi_is_written_to_midi_files_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.mid").mkdir()
    with pytest.raises(BadArgument, match="writes MIDI"):
        compose_alone(Brief(5), tmp_path / name, None, None, Job())

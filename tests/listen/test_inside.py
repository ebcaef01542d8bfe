"""Captions inside films are found where the edit uses them, and need no engine."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from tests.media.subtitled import Line, subtitled_film

from scenescore.edit import read_edit
from scenescore.job import Job
from scenescore.listen import listen
from scenescore.listen.inside import captions_inside
from scenescore.model import Clip, Edit, Media
from scenescore.timebase import Rate, Span

ENGLISH: list[Line] = [(500, 1500, "{\\i1}Hello,\\Nyou. [door slams]"), (2000, 2500, "Bye.")]
KOREAN: list[Line] = [(500, 1500, "안녕하세요."), (2000, 2500, "♪ 라라라 ♪")]


@pytest.mark.parametrize(("suffix", "codec"), [("mkv", "srt"), ("mp4", "mov_text"), ("mkv", "ass")])
def test_english_captions_of_any_kind_are_preferred(
    tmp_path: Path, suffix: str, codec: str
) -> None:
    film = tmp_path / f"영화 と 🎬.{suffix}"
    subtitled_film(film, codec, [("kor", KOREAN), ("eng", ENGLISH)])
    heard = listen(read_edit(film), None, Job())
    assert [(p.text, p.language) for p in heard.phrases] == [("Hello, you.", "en"), ("Bye.", "en")]
    assert heard.phrases[0].span == Span(Fraction(1, 2), Fraction(3, 2))
    assert [e.used for e in heard.engines if e.task == "words"] == ["captions"]


def test_korean_captions_are_known_by_their_script(tmp_path: Path) -> None:
    film = subtitled_film(tmp_path / "a.mkv", "srt", [("und", KOREAN)])
    (phrase,) = captions_inside(read_edit(film)).phrases
    assert (phrase.text, phrase.language) == ("안녕하세요.", "ko")


def test_given_captions_win(tmp_path: Path) -> None:
    film = subtitled_film(tmp_path / "a.mkv", "srt", [("eng", ENGLISH)])
    given = tmp_path / "b.srt"
    given.write_text("00:00:00,100 --> 00:00:01,000\nGiven.\n")
    assert [p.text for p in listen(read_edit(film), given, Job()).phrases] == ["Given."]


def test_captions_before_the_damage_are_read(tmp_path: Path) -> None:
    """The table of an MP4 says that its fourth caption has two gigabytes."""
    lines = [(500 * k, 500 * k + 400, f"Line {k}.") for k in range(5)]
    film = subtitled_film(tmp_path / "a.mp4", "mov_text", [("eng", lines)])
    data = bytearray(film.read_bytes())
    sizes = data.rindex(b"stsz") + 16
    data[sizes + 3 * 8 : sizes + 3 * 8 + 4] = (0x7FFFFFF0).to_bytes(4, "big")
    film.write_bytes(data)
    read = [phrase.text for phrase in captions_inside(read_edit(film)).phrases]
    assert read == ["Line 0.", "Line 1.", "Line 2."]


def _clip(film: Path, record: tuple[int, int], source: Fraction, speed: int = 1) -> Clip:
    span = Span(Fraction(record[0]), Fraction(record[1]))
    return Clip("클립", Media(str(film), film.name), span, source, Fraction(speed))


def test_captions_follow_the_cut(tmp_path: Path) -> None:
    film = subtitled_film(tmp_path / "a.mkv", "srt", [("eng", ENGLISH)])
    clips = (
        _clip(film, (0, 2), Fraction(0)),  # the first caption; the second is cut away
        _clip(film, (0, 2), Fraction(0)),  # the other side of a stereo pair
        _clip(film, (10, 11), Fraction(1), speed=2),  # half of the first and all of the second
        _clip(film, (20, 21), Fraction(2), speed=-1),
    )
    edit = Edit("e", Rate.of(25), 0, 750, False, "", "otio", "x", sound=clips)
    found = [
        (p.text, float(p.span.start), float(p.span.end)) for p in captions_inside(edit).phrases
    ]
    assert found == [("Hello, you.", 0.5, 1.5), ("Hello, you.", 10, 10.25), ("Bye.", 10.5, 10.75)]


def test_films_without_captions_have_none(shared_data: Path) -> None:
    for name in ("friday.mp4", "sintel_trailer.mp4"):
        assert captions_inside(read_edit(shared_data / "film" / name)).phrases == ()

"""Captions in the shapes and encodings in which people have them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.errors import BadArgument
from scenescore.listen import language_of, read_captions
from scenescore.listen.captions import captions_in

SRT = """1
00:00:01,000 --> 00:00:02,500
<i>안녕하세요</i>

2
00:00:03,000 --> 00:00:04,000
두 번째 줄
그리고 다음
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_korean_subtitles_are_read_in_every_encoding(
    tmp_path: Path, encoding: str, line_end: str
) -> None:
    path = tmp_path / "내 자막 🎬.srt"
    path.write_bytes(SRT.replace("\n", line_end).encode(encoding))
    phrases = read_captions(path).phrases
    assert [p.text for p in phrases] == ["안녕하세요", "두 번째 줄 그리고 다음"]
    assert [p.language for p in phrases] == ["ko", "ko"]
    assert phrases[0].span.start == 1
    assert phrases[0].span.end == Fraction(5, 2)


def test_the_exact_captions_of_a_real_film(shared_data: Path) -> None:
    phrases = read_captions(shared_data / "film" / "friday.vtt").phrases
    assert phrases
    assert all(p.text and p.span.duration > 0 for p in phrases)
    assert [p.span.start for p in phrases] == sorted(p.span.start for p in phrases)


def test_notes_styles_sounds_and_songs_are_nobodys_words() -> None:
    text = """WEBVTT - a title

NOTE 00:01.000 --> 00:02.000 is not a caption

STYLE
::cue { color: red }

intro
00:01.000 --> 00:02.000 align:start
[door slams]

00:03.000 --> 00:04.000
♪ la la la ♪

00:05.000 --> 00:06.000
<v Mary>(sighs) I <b>know</b> &amp; you know
"""
    assert [p.text for p in captions_in(text).phrases] == ["I know & you know"]


def test_a_missing_blank_line_does_not_join_two_captions() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:02,000 --> 00:00:03,000\nTwo\n"
    assert [p.text for p in captions_in(text).phrases] == ["One", "Two"]


def test_unreadable_times_cost_their_caption_and_are_told() -> None:
    text = (
        "1\nsoon --> later\nLost\n\n2\n00:00:05,000 --> 00:00:04,000\nBackwards\n\n"
        "3\n00:00:06,000 --> 00:00:07,000\nKept\n"
    )
    captions = captions_in(text)
    assert [p.text for p in captions.phrases] == ["Kept"]
    assert [(r.code, r.skipped) for r in captions.remarks] == [("captions-skipped", True)]
    assert "2 captions" in captions.remarks[0].message


def test_overlapping_captions_come_in_order_and_end_with_the_edit() -> None:
    text = (
        "00:00:04,000 --> 00:00:09,000\nB\n\n00:00:01,000 --> 00:00:06,000\nA\n\n"
        "00:00:20,000 --> 00:00:21,000\nC\n"
    )
    captions = captions_in(text, Fraction(8))
    assert [p.text for p in captions.phrases] == ["A", "B"]
    assert captions.phrases[1].span.end == 8
    assert [r.code for r in captions.remarks] == ["captions-late"]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\xff\x00" * 50, b"no times at all\n"])
def test_what_holds_no_caption_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.srt"
    path.write_bytes(content)
    with pytest.raises(BadArgument):
        read_captions(path)


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="nowhere"):
        read_captions(tmp_path / "nowhere.srt")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("밥 먹었어? OK!", "ko"),
        ("ありがとう、東京", "ja"),
        ("你好", "zh"),
        ("Hello", None),
        ("", None),
    ],
)
def test_scripts_name_languages(text: str, language: str | None) -> None:
    assert language_of(text) == language


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    for phrase in captions_in(text + "\n\n00:01.000 --> 00:02.000\nx\n").phrases:
        assert phrase.text
        assert phrase.span.duration > 0


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_known_by_its_zeros(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "자막.srt"
    path.write_bytes(SRT.encode(encoding))
    assert read_captions(path) == captions_in(SRT, None, path.name)


@pytest.mark.parametrize("encoding", ["cp949", "utf-8", "utf-16"])
def test_an_encoding_that_was_assumed_is_told(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "자막 🎬.srt"
    path.write_bytes(SRT.encode(encoding))
    told = [(r.code, encoding in r.message) for r in read_captions(path).remarks]
    assert told == ([("captions-encoding", True)] if encoding == "cp949" else [])


def test_times_of_any_length_are_read_or_left_out() -> None:
    text = f"{'9' * 5000}:00:01,000 --> 00:00:02,000\nlost\n\n00:00:03,000 --> 0:00:04\nkept\n"
    found = captions_in(text)
    assert [phrase.text for phrase in found.phrases] == ["kept"]
    assert [remark.code for remark in found.remarks] == ["captions-skipped"]

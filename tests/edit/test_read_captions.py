"""Captions in the edit itself: FCPXML, FCP 7 XML, OTIO; exact in time, and told from titles."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest

from scenescore.edit import read_edit
from scenescore.job import Job
from scenescore.listen import listen
from scenescore.model import Edit

FILES = Path(__file__).parent / "captions"


def frames(edit: Edit) -> list[tuple[int, int, str]]:
    """(first frame, frame after the last, text) of the captions; fails between frames."""
    found = []
    for each in edit.captions:
        first, last = (moment * edit.rate.fps for moment in (each.span.start, each.span.end))
        assert first.denominator == last.denominator == 1
        found.append((int(first), int(last), " ".join(each.text.split())))
    return found


def test_captions_of_final_cut_are_on_their_frames() -> None:
    """Nested styles, CDATA, two blocks of text, one that is off, one inside a compound clip."""
    edit = read_edit(FILES / "final_cut.fcpxml")
    assert frames(edit) == [
        (5, 50, "우리 <지금> 가야 & 산다"),
        (60, 84, "왜 이제 왔어?"),
        (120, 144, "[문 닫히는 소리]"),
        (264, 312, "복합 클립 안에서도 말한다"),
    ]
    assert {each.language for each in edit.captions} == {"ko"}


def test_captions_of_the_edit_are_the_words_and_the_report_says_so() -> None:
    heard = listen(read_edit(FILES / "final_cut.fcpxml"), None, Job())
    assert [p.text for p in heard.phrases] == [
        "우리 <지금> 가야 & 산다",
        "왜 이제 왔어?",
        "복합 클립 안에서도 말한다",
    ]
    assert {p.language for p in heard.phrases} == {"ko"}
    (words,) = [use for use in heard.engines if use.task == "words"]
    assert (words.used, words.why) == ("captions", "they lie in the edit")


def test_captions_that_are_given_win(tmp_path: Path) -> None:
    given = tmp_path / "대사.srt"
    given.write_text("00:00:00,100 --> 00:00:01,000\n다른 말.\n", encoding="utf-8")
    heard = listen(read_edit(FILES / "final_cut.fcpxml"), given, Job())
    assert [p.text for p in heard.phrases] == ["다른 말."]


def test_a_track_of_text_generators_holds_captions_and_a_lone_text_is_a_title() -> None:
    edit = read_edit(FILES / "text_generators.xml")
    assert frames(edit) == [
        (13, 53, "너 미쳤어? 당장 나가!"),
        (60, 90, "정말 <미안>해요."),
        (100, 125, "괜찮아."),
    ]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_of_several_languages_english_is_read_or_else_the_fullest(
    tmp_path: Path, language: str
) -> None:
    text = (FILES / "final_cut.fcpxml").read_text(encoding="utf-8")
    other = "en" if language == "en" else "ja"
    one = text.replace('name="two"', 'name="two" ').replace("ITT.ko", f"ITT.{other}", 1)
    path = tmp_path / "두 언어.fcpxml"
    path.write_text(one, encoding="utf-8")
    found = read_edit(path).captions
    assert {each.language for each in found} == {language}
    assert len(found) == (1 if language == "en" else 3)


def timeline(*tracks: otio.schema.Track) -> otio.schema.Timeline:
    picture = otio.schema.Track("V1", kind="Video", children=[clip("그림", 0, 240)])
    made = otio.schema.Timeline("자막 편집")
    made.tracks.extend([picture, *tracks])
    return made


def clip(name: str, start: int, length: int, reference: object = None) -> otio.schema.Clip:
    time = otio.opentime.RationalTime
    span = otio.opentime.TimeRange(time(start, 24), time(length, 24))
    media = reference or otio.schema.ExternalReference("file:///Volumes/a.mov")
    return otio.schema.Clip(name, media, span)


def gap(length: int) -> otio.schema.Gap:
    return otio.schema.Gap(duration=otio.opentime.RationalTime(length, 24))


def written(folder: Path, made: otio.schema.Timeline) -> Edit:
    path = folder / "자막 🎬.otio"
    otio.adapters.write_to_file(made, str(path))
    return read_edit(path)


def test_a_subtitle_track_of_otio_names_its_clips_by_what_they_say(tmp_path: Path) -> None:
    missing = otio.schema.MissingReference()
    track = otio.schema.Track(
        "자막 1",
        kind="Subtitle",
        children=[gap(10), clip("거기 누구야?", 0, 30, missing), clip("나야.", 0, 20, missing)],
    )
    edit = written(tmp_path, timeline(track))
    assert frames(edit) == [(10, 40, "거기 누구야?"), (40, 60, "나야.")]
    assert [c.name for c in edit.picture] == ["그림"]


def test_texts_on_a_track_that_says_it_holds_captions(tmp_path: Path) -> None:
    """Text in a generator's parameters, or deeper in the metadata of the program that wrote it."""
    by_parameter = otio.schema.GeneratorReference(
        "Text", generator_kind="Text+", parameters={"StyledText": "살려 줘!"}
    )
    by_metadata = otio.schema.GeneratorReference("Text", generator_kind="Text+")
    by_metadata.metadata["Resolve_OTIO"] = {"Effects": [{"Parameters": {"Text": "도망쳐!"}}]}
    track = otio.schema.Track(
        "Subtitles",
        kind="Video",
        children=[clip("a", 0, 24, by_parameter), gap(24), clip("b", 0, 24, by_metadata)],
    )
    edit = written(tmp_path, timeline(track))
    assert frames(edit) == [(0, 24, "살려 줘!"), (48, 72, "도망쳐!")]


def test_titles_that_nothing_calls_captions_are_not_spoken(tmp_path: Path) -> None:
    card = otio.schema.GeneratorReference(
        "Title", generator_kind="Title", parameters={"text": "끝"}
    )
    track = otio.schema.Track("V2", kind="Video", children=[gap(200), clip("끝", 0, 40, card)])
    edit = written(tmp_path, timeline(track))
    assert edit.captions == ()


def test_captions_in_a_sped_up_compound_are_where_they_show(tmp_path: Path) -> None:
    missing = otio.schema.MissingReference()
    track = otio.schema.Track(
        "Captions", kind="Caption", children=[gap(48), clip("빨리!", 0, 48, missing)]
    )
    picture = otio.schema.Track("V", kind="Video", children=[clip("a", 0, 240)])
    inner = otio.schema.Stack("안", children=[picture, track])
    inner.source_range = otio.opentime.TimeRange(
        otio.opentime.RationalTime(24, 24), otio.opentime.RationalTime(60, 24)
    )
    inner.effects.append(otio.schema.LinearTimeWarp(time_scalar=2))
    outer = otio.schema.Track("V1", kind="Video", children=[gap(12), inner])
    made = otio.schema.Timeline("속도")
    made.tracks.append(outer)
    (found,) = written(tmp_path, made).captions
    assert (found.span.start, found.span.end) == (Fraction(24, 24), Fraction(48, 24))


@pytest.mark.parametrize(
    "kept",
    ["captions", {"captions": 3}, {"captions": ["a", {"text": "b"}]},
     {"captions": [{"text": "c", "start": "1/0", "end": "2", "language": ""}]},
     {"captions": [{"text": "d", "start": "5", "end": "2", "language": None}]}],
)  # fmt: skip
def test_what_somebody_else_wrote_under_the_name_of_captions(tmp_path: Path, kept: object) -> None:
    made = timeline()
    made.tracks.metadata["fcpxml"] = kept
    assert written(tmp_path, made).captions == ()


def test_captions_are_kept_through_otio(tmp_path: Path) -> None:
    """A scored edit is read again: what was FCPXML is OTIO then."""
    from scenescore.edit import load_timeline

    read = load_timeline(FILES / "final_cut.fcpxml")
    again = tmp_path / "다시.otio"
    otio.adapters.write_to_file(read, str(again))
    assert read_edit(again).captions == read_edit(FILES / "final_cut.fcpxml").captions


def test_a_frozen_compound_says_nothing(tmp_path: Path) -> None:
    track = otio.schema.Track(kind="Video", children=[clip("a", 0, 99)])
    inner = otio.schema.Stack("안", children=[track])
    inner.metadata["fcpxml"] = {
        "captions": [{"text": "x", "start": "0", "end": "1", "language": ""}]
    }
    inner.effects.append(otio.schema.FreezeFrame())
    made = timeline(otio.schema.Track("V2", kind="Video", children=[inner]))
    assert written(tmp_path, made).captions == ()

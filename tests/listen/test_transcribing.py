"""The words of an edit: languages voted for, times in the edit, captions first, inventions out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from tests.engines.tiny_models import tiny_whisper

from scenescore.engines import Choice, Mono, SaidWord, Segment, choose
from scenescore.errors import Cancelled
from scenescore.job import Job, Progress
from scenescore.listen import Transcript, listen, transcribe, transcribing, with_transcript
from scenescore.model import (
    Clip,
    Edit,
    EngineUse,
    Heard,
    LoudnessTrack,
    Media,
    Phrase,
    Remark,
    Speech,
    Voice,
)
from scenescore.timebase import Rate, Span

RATE = 16_000
CHOICE = Choice(None, EngineUse("words", "scripted"))


def _span(start: float, end: float) -> Span:
    return Span(Fraction(start).limit_denominator(1000), Fraction(end).limit_denominator(1000))


class Scripted:
    """An engine that hears how loud each stretch is: words are its level, times are its edges."""

    multilingual = True

    def __init__(self, languages: Sequence[Mapping[str, float]]) -> None:
        self.guesses = list(languages)
        self.asked: list[str] = []
        self.remarks = (Remark("engine-on-processor", "slow"),)

    def languages(self, sound: Mono, job: Job) -> Mapping[str, float]:
        return self.guesses[round(float(np.abs(sound).max()) * 10) % len(self.guesses)]

    def transcribe(self, sound: Mono, language: str, job: Job) -> Sequence[Segment]:
        job.check()
        self.asked.append(language)
        loud = np.flatnonzero(np.abs(sound) > 0.01)
        groups = np.split(loud, np.flatnonzero(np.diff(loud) > RATE // 4) + 1)
        words = tuple(
            SaidWord(
                f"level{round(float(np.abs(sound[group]).max()) * 10)}",
                group[0] / RATE,
                group[-1] / RATE,
                0.9,
            )
            for group in groups
        )
        text = " ".join(word.text for word in words)
        return [Segment(text, words[0].start, words[-1].end, words, -0.2)]

    def translate(self, sound: Mono, language: str, job: Job) -> Sequence[Segment]:
        self.asked.append(f"{language} to en")
        (said,) = self.transcribe(sound, language, job)
        self.asked.pop()
        return [Segment(f"EN {w.text}", w.start, w.end, (), -0.2) for w in said.words]


def _heard(tmp_path: Path, levels: Sequence[tuple[float, float, int]]) -> tuple[Edit, Heard]:
    """An edit of a minute with tones of (start, end, level in tenths), all of them speech."""
    sound = np.zeros(RATE * 60, np.float32)
    for start, end, level in levels:
        count = round((end - start) * RATE)
        sound[round(start * RATE) :][:count] = level / 10
    path = tmp_path / "소리 🎬.wav"
    soundfile.write(path, sound, RATE, subtype="FLOAT")
    whole = Span(Fraction(0), Fraction(60))
    clip = Clip("c", Media(str(path), path.name), whole, Fraction(0))
    edit = Edit("e", Rate.of(25), 0, 1500, False, "", "otio", "x", sound=(clip,))
    speech = tuple(Speech(_span(start, end)) for start, end, _ in levels)
    voice = Voice(0.5, 4, 200, -23)
    phrases = tuple(Phrase(each.span, voice=voice) for each in speech)
    uses = (EngineUse("speech", "x"), EngineUse("words", "none"))
    return edit, Heard(speech, phrases, (), LoudnessTrack(Fraction(1, 10), ()), uses)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    scripted = Scripted([{"ko": 0.9, "en": 0.1}])
    monkeypatch.setattr(transcribing, "open_transcriber", lambda _: scripted)
    return scripted


LEVELS = [(1.0, 3.0, 2), (20.0, 21.5, 4), (50.0, 52.0, 6)]


def test_words_come_back_at_the_edits_times_with_their_english(
    tmp_path: Path, engine: Scripted
) -> None:
    edit, heard = _heard(tmp_path, LEVELS)
    transcript = transcribe(edit, heard, CHOICE, Job())
    assert engine.asked == ["ko", "ko to en"]
    assert [(p.text, p.english, p.language) for p in transcript.phrases] == [
        (f"level{level}", f"EN level{level}", "ko") for *_, level in LEVELS
    ]
    for phrase, (start, end, _) in zip(transcript.phrases, LEVELS, strict=True):
        assert abs(phrase.span.start - Fraction(start)) < Fraction(1, 100)
        assert abs(phrase.span.end - Fraction(end)) < Fraction(1, 100)
        assert phrase.words[0].span == phrase.span
        assert phrase.confidence == pytest.approx(0.9)


def test_words_take_the_place_of_bare_speech_and_keep_its_voice(
    tmp_path: Path, engine: Scripted
) -> None:
    edit, heard = _heard(tmp_path, [*LEVELS, (55.0, 57.0, 0)])
    found = with_transcript(heard, transcribe(edit, heard, CHOICE, Job()))
    assert [p.text for p in found.phrases] == ["level2", "level4", "level6", None]
    assert all(phrase.voice for phrase in found.phrases)
    assert [use.used for use in found.engines] == ["x", "scripted"]
    assert [remark.code for remark in found.remarks] == ["engine-on-processor"]


def test_english_is_not_translated(tmp_path: Path, engine: Scripted) -> None:
    engine.guesses = [{"en": 1.0}]
    edit, heard = _heard(tmp_path, LEVELS)
    phrases = transcribe(edit, heard, CHOICE, Job()).phrases
    assert engine.asked == ["en"]
    assert [(p.language, p.english) for p in phrases] == [("en", None)] * 3


def test_where_the_vote_is_split_each_piece_is_heard_for_itself(
    tmp_path: Path, engine: Scripted
) -> None:
    levels = [(0.0, 20.0, 1), (22.0, 38.0, 2), (40.0, 58.0, 4)]
    engine.guesses = [
        {},
        {"ko": 0.9, "en": 0.1},
        {"en": 0.9, "ko": 0.1},
        {},
        {"cy": 0.5, "ko": 0.5},
    ]
    edit, heard = _heard(tmp_path, levels)
    phrases = transcribe(edit, heard, CHOICE, Job()).phrases
    assert [p.language for p in phrases] == ["ko", "en", "ko"]


def test_captions_win_and_the_engine_only_adds_their_english(
    tmp_path: Path, engine: Scripted
) -> None:
    edit, heard = _heard(tmp_path, LEVELS)
    written = (
        Phrase(_span(0.8, 3.2), "안녕", "ko"),
        Phrase(_span(20, 21.5), "Salut", None),
        Phrase(_span(50, 52), "Bye", "en"),
    )
    uses = (EngineUse("words", "captions"),)
    heard = Heard(heard.speech, written, (), heard.loudness, uses)
    found = with_transcript(heard, transcribe(edit, heard, CHOICE, Job()))
    assert [(p.text, p.english) for p in found.phrases] == [
        ("안녕", "EN level2"),
        ("Salut", None),
        ("Bye", None),
    ]
    english = EngineUse("words", CHOICE.use.used, "the captions in English, from the sound")
    assert found.engines == (*uses, english)


def test_without_an_engine_the_captions_stay(tmp_path: Path) -> None:
    _, heard = _heard(tmp_path, LEVELS)
    written = (Phrase(_span(0.8, 3.2), "안녕", "ko"), heard.phrases[1])
    heard = Heard(heard.speech, written, (), heard.loudness, (EngineUse("words", "captions"),))
    assert with_transcript(heard, Transcript((), EngineUse("words", "none"))) == heard


def test_korean_captions_of_english_speech_get_what_was_said(
    tmp_path: Path, engine: Scripted
) -> None:
    engine.guesses = [{"en": 1.0}]
    edit, heard = _heard(tmp_path, LEVELS[:1])
    heard = Heard(heard.speech, (Phrase(_span(1, 3), "안녕", "ko"),), (), heard.loudness)
    (phrase,) = transcribe(edit, heard, CHOICE, Job()).phrases
    assert (phrase.text, phrase.english) == ("안녕", "level2")
    assert engine.asked == ["en"]


def test_without_speech_no_engine_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(transcribing, "open_transcriber")
    edit, heard = _heard(tmp_path, [])
    assert transcribe(edit, heard, CHOICE, Job()).phrases == ()


def test_progress_rises_and_a_stop_is_heard(tmp_path: Path, engine: Scripted) -> None:
    levels = [(i * 6.0, i * 6.0 + 5.0, 2) for i in range(10)]
    edit, heard = _heard(tmp_path, levels)
    seen: list[Progress] = []
    transcribe(edit, heard, CHOICE, Job(seen.append))
    fractions = [progress.fraction for progress in seen]
    assert fractions == sorted(fractions)
    assert len(engine.asked) == 6  # three pieces, each in both languages
    engine.asked.clear()
    job = Job(lambda progress: job.cancel() if progress.fraction > 0.5 else None)
    with pytest.raises(Cancelled):
        transcribe(edit, heard, CHOICE, job)
    assert len(engine.asked) == 4  # of six


def test_a_real_engine_makes_up_nothing_of_speech_it_cannot_know(
    shared_data: Path, tmp_path: Path
) -> None:
    film = shared_data / "speech" / "jfk.flac"
    whole = Span(Fraction(0), Fraction(4))
    clip = Clip("c", Media(str(film), film.name), whole, Fraction(0))
    edit = Edit("e", Rate.of(25), 0, 100, False, "", "otio", "x", sound=(clip,))
    heard = listen(edit, None, Job())
    choice = choose("words", str(tiny_whisper(tmp_path / "아무 말.pt")))
    found = with_transcript(heard, transcribe(edit, heard, choice, Job()))
    assert all(phrase.text is None for phrase in found.phrases)
    assert [remark.code for remark in found.remarks] == ["words-invented"]
    assert [use.used for use in found.engines if use.task == "words"] == ["아무 말.pt"]

"""What voice and picture engines say becomes evidence; without them there is none."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile

from scenescore.edit import read_edit
from scenescore.engines import Choice, Mono, VoiceReading, descriptors
from scenescore.job import Job
from scenescore.model import Clip, Edit, EngineUse, Media, Phrase, Remark, Shot
from scenescore.mood import engine_evidence
from scenescore.mood.engine_evidence import picture_evidence, prompts, voice_evidence
from scenescore.settings import EMOTIONS
from scenescore.timebase import Rate, Span

RATE = 16_000
NONE = Choice(None, EngineUse("voice", "none"))
VOICE = Choice(descriptors()["wav2vec2-emotion"], EngineUse("voice", "w"))
CLIP = Choice(descriptors()["clip-large"], EngineUse("picture", "c"))


class _Loud:
    """Hears arousal in the level."""

    remarks = (Remark("engine-on-processor", "slow"),)

    def read(self, sound: Mono, job: Job) -> VoiceReading:
        job.check()
        return VoiceReading(0.25, float(np.abs(sound).mean()))


class _Bright:
    """Sees fear in the dark and happiness in the light."""

    remarks = ()

    def match(self, pictures: Sequence[np.ndarray], words: Sequence[str], job: Job) -> np.ndarray:
        texts = prompts().descriptions
        rows = []
        for picture in pictures:
            wanted = texts["fear"] if picture.mean() < 100 else texts["happy"]
            fits = np.array([word in wanted for word in words], np.float32)
            rows.append(fits / fits.sum())
        return np.stack(rows)


@pytest.fixture(autouse=True)
def _engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_evidence, "open_voice_reader", lambda _: _Loud())
    monkeypatch.setattr(engine_evidence, "open_picture_reader", lambda _: _Bright())


def _phrase(start: float, end: float, confidence: float = 1.0) -> Phrase:
    return Phrase(Span(Fraction(start), Fraction(end)), confidence=confidence)


def _edit(path: Path) -> Edit:
    whole = Span(Fraction(0), Fraction(40))
    clip = Clip("c", Media(str(path), path.name), whole, Fraction(0))
    return Edit("e", Rate.of(25), 0, 1000, False, "", "otio", "x", sound=(clip,))


def test_each_phrase_is_heard_by_itself(tmp_path: Path) -> None:
    sound = np.zeros(RATE * 40, np.float32)
    sound[RATE * 2 : RATE * 4] = 0.25
    sound[RATE * 10 : RATE * 11] = 0.75
    path = tmp_path / "소리.wav"
    soundfile.write(path, sound, RATE, subtype="FLOAT")
    phrases = [
        _phrase(2, 4),
        _phrase(3, 5),
        _phrase(8, 8.25),
        _phrase(10, 11, 0.5),
        _phrase(20, 38),
    ]
    told = voice_evidence(_edit(path), phrases, VOICE, Job())
    assert [(float(e.span.start), float(e.span.end)) for e in told.evidence] == [
        (2, 4),
        (10, 11),
        (20, 35),
    ]
    assert [e.arousal for e in told.evidence] == pytest.approx([0.25, 0.75, 0], abs=0.01)
    assert told.evidence[1].confidence == told.evidence[0].confidence / 2
    assert told.remarks == _Loud.remarks


def test_without_an_engine_or_phrases_there_is_no_evidence(tmp_path: Path) -> None:
    edit = _edit(tmp_path / "gone.wav")
    assert voice_evidence(edit, [_phrase(1, 2)], NONE, Job()).evidence == ()
    assert voice_evidence(edit, [], VOICE, Job()).engine == VOICE.use
    assert picture_evidence(edit, [Shot(0, 1000)], NONE, Job()).evidence == ()


def test_shots_of_a_film_are_looked_at(shared_data: Path) -> None:
    edit = read_edit(shared_data / "film" / "sintel_trailer.mp4")
    shots = [Shot(0, 20), Shot(300, 500), Shot(500, 600)]
    told = picture_evidence(edit, shots, CLIP, Job())
    spans = [Span.of_frames(s.start_frame, s.end_frame, edit.rate) for s in shots]
    assert [e.span for e in told.evidence] == spans
    dark = told.evidence[0]
    assert dark.emotions is not None
    assert EMOTIONS[int(np.argmax(dark.emotions))] == "fear"
    assert dark.valence is not None
    assert dark.valence < 0
    assert dark.tension is not None
    assert dark.tension > 0
    assert all(0 < e.confidence <= prompts().confidence for e in told.evidence)


def test_missing_pictures_are_left_out(tmp_path: Path) -> None:
    media = Media(str(tmp_path / "gone.mp4"), "gone.mp4")
    clip = Clip("c", media, Span(Fraction(0), Fraction(4)), Fraction(0))
    edit = Edit("e", Rate.of(25), 0, 200, False, "", "otio", "x", picture=(clip,))
    assert picture_evidence(edit, [Shot(0, 100), Shot(100, 200)], CLIP, Job()).evidence == ()


def test_an_undecided_engine_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    alike = np.full(len(EMOTIONS), 1 / len(EMOTIONS), np.float32)
    span = Span(Fraction(0), Fraction(1))
    assert engine_evidence._evidence(span, [alike]) is None
    sure = np.eye(len(EMOTIONS), dtype=np.float32)[0]
    found = engine_evidence._evidence(span, [sure])
    assert found is not None
    assert found.valence == pytest.approx(0.76)

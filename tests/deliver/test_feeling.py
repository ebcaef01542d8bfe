"""The figure of feeling: stills, words, music, evidence and silence, bounded, in both languages."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from scenescore.deliver.html import report_html
from scenescore.deliver.report import build_report
from scenescore.deliver.svg import Axis
from scenescore.deliver.svg_evidence import cells
from scenescore.deliver.svg_feeling import contradiction_sentence, feeling_figure
from scenescore.model import Abstention, Contradiction, Evidence, FoundMusic, MoodCurve, Still
from scenescore.mood import rules
from scenescore.timebase import Span
from scenescore.words import words

from .runs import make_run


def _span(start: float, end: float) -> Span:
    return Span(Fraction(start), Fraction(end))


CLASH = Contradiction(_span(6, 12), "valence", "picture", -0.61, "words", 0.48)


def _run(folder: Path, seconds: int = 52):
    run = make_run(seconds=seconds, music=False)
    stills = []
    for shot in range(0, len(run.seen.shots), 3):
        path = folder / f"샷 {shot} 🎞.jpg"
        path.write_bytes(f"jpeg {shot}".encode())
        stills.append(Still(shot, str(path)))
    mood = replace(
        run.mood,
        evidence=(
            Evidence("brightness", _span(0, 20), 0.4, None, -0.3),
            Evidence("brightness", _span(20, seconds), -0.4, None, 0.3),
            Evidence("words", _span(6, 10), 0.7, 0.4, -0.4, (0.9, 0, 0, 0, 0, 0, 0.1)),
        ),
        abstained=(Abstention("voice", _span(0, seconds), "no_speech"),),
        contradictions=(CLASH,),
    )
    music = (FoundMusic(_span(4, 30), -21, 0.6, 96.0, None, "D minor", valence=-0.4, arousal=0.2),)
    heard = replace(run.heard, music=music)
    return replace(run, mood=mood, heard=heard, seen=replace(run.seen, stills=tuple(stills)))


def test_all_that_was_felt_is_on_the_page(tmp_path: Path) -> None:
    run = _run(tmp_path)
    page = report_html(run, build_report(run))
    assert f"data:image/jpeg;base64,{b64encode(b'jpeg 3').decode()}" in page
    for language in ("en", "ko"):
        told = words("report", language)
        for key in ("feeling", "why_no_speech", "brightness", "lever_register", "darker_counts"):
            assert told[key] in page
    assert "D minor" in page
    assert "−" in page
    figure = feeling_figure(run)
    assert figure is not None
    names = [row.name for row in figure.rows]
    assert names[:6] == ["timecode", "shots", "words", "music_there", "mood", "sure"]
    assert names[6:] == ["brightness", "voice", "words"]


def test_a_contradiction_is_said_in_both_languages() -> None:
    english, korean = (contradiction_sentence(CLASH, language) for language in ("en", "ko"))
    assert english.startswith("Valence: words +0.5, picture -0.6.")
    assert "darker" in english
    assert "대사의 뜻 +0.5" in korean
    assert "less sure" in contradiction_sentence(replace(CLASH, axis="arousal"), "en")


def test_every_reason_evidence_and_side_has_its_words() -> None:
    table = rules()
    sides = table.contradiction.sides
    for language in ("en", "ko"):
        told = words("report", language)
        assert {*table.features, *table.direct, *table.witnesses, *sides} <= set(told)


def test_the_report_tells_programs_the_same(tmp_path: Path) -> None:
    mood = build_report(_run(tmp_path))["mood"]
    assert mood["evidence"][0]["witness"] == "light"
    assert mood["abstained"] == [
        {"witness": "voice", "start": 0.0, "end": 52.0, "why": "no_speech"}
    ]
    assert mood["contradictions"] == [
        {"axis": "valence", "start": 6.0, "end": 12.0, "low": "picture", "low_value": -0.61,
         "high": "words", "high_value": 0.48}
    ]  # fmt: skip


def test_stills_that_are_gone_are_left_out(tmp_path: Path) -> None:
    run = _run(tmp_path)
    for still in run.seen.stills:
        Path(still.path).unlink()
    figure = feeling_figure(run)
    assert figure is not None
    assert "shots" not in [row.name for row in figure.rows]


def test_a_long_film_stays_a_page(tmp_path: Path) -> None:
    """Two hours with evidence for each shot and second, and stills as large as they come."""
    run = _run(tmp_path, seconds=7200)
    for still in run.seen.stills:
        Path(still.path).write_bytes(bytes(9_000))
    rng = np.random.default_rng(1)
    evidence = tuple(
        Evidence(name, _span(s, s + 5), *rng.uniform(-0.5, 0.5, 3))
        for name in rules().features
        for s in range(0, 7200, 5)
    )
    silent = tuple(Abstention("words", _span(s, s + 4), "no_words") for s in range(0, 7200, 8))
    run = replace(run, mood=replace(run.mood, evidence=evidence, abstained=silent))
    figure = feeling_figure(run)
    assert figure is not None
    assert len(str(figure.svg)) < 1_500_000


def test_nothing_felt_has_no_figure() -> None:
    run = make_run(music=False)
    assert feeling_figure(replace(run, mood=MoodCurve((), (), (), (), {}))) is None


def test_cells_are_means_of_what_is_known() -> None:
    axis = Axis(0.0, 10.0)
    said = [Evidence("face", _span(0, 5), None, 0.4), Evidence("face", _span(2.5, 5), None, 0.2)]
    values = cells(said, "arousal", axis)
    assert len(values) == 40
    assert np.allclose(values[:10], 0.4)
    assert np.allclose(values[10:20], 0.3)
    assert np.isnan(values[20:]).all()
    assert np.isnan(cells(said, "valence", axis)).all()

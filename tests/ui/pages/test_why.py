"""Why: a moment, a cue and a hit explained in sentences, in both languages, as the work changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.deliver.runs import make_run
from tests.ui.pages.conftest import PATIENCE_MS, Make, said
from tests.worker.conftest import SMALL_FONT

from scenescore.deliver.report import build_report
from scenescore.model import (
    Abstention,
    Contradiction,
    Evidence,
    FoundMusic,
    Hit,
    MoodPoint,
)
from scenescore.strokes import SpanMood, Stroke
from scenescore.timebase import Span
from scenescore.worker.answers import TakeMade
from scenescore.worker.orders import Feeling, Studio
from scenescore_ui.pages import Desk, WhyPage
from scenescore_ui.pages.why.bars import Bars, ShapeOfTake
from scenescore_ui.pages.why.blocks import Fold
from scenescore_ui.pages.why.cue import explain_cue, explain_hit
from scenescore_ui.pages.why.moment import explain_moment
from scenescore_ui.pages.why.section import Section, percent, signed, term
from scenescore_ui.strings import Strings
from scenescore_ui.timeline import Target
from scenescore_ui.work.model import CueWork, Recipe, Work
from scenescore_ui.work.report import Report

WHOLE = Span(Fraction(0), Fraction(10))
LATE = Span(Fraction(20), Fraction(30))


def _report() -> Report:
    """An edit in whose first ten seconds a dark picture contradicts glad words."""
    run = make_run(52)
    evidence = (
        Evidence("brightness", WHOLE, -0.3, None, 0.25),
        Evidence("contrast", WHOLE, None, 0.01, 0.01),
        Evidence("words", WHOLE, 0.8, 0.4, -0.2, None, 0.9),
        Evidence("loudness", LATE, None, 0.4, 0.2),
    )
    mood = replace(
        run.mood,
        evidence=evidence,
        abstained=(
            Abstention("voice", WHOLE, "no_speech"),
            Abstention("talk", WHOLE, "no_speech"),
            Abstention("faces", WHOLE, "no_face"),
        ),
        contradictions=(Contradiction(WHOLE, "valence", "picture", -0.3, "words", 0.8),),
    )
    music = FoundMusic(WHOLE, -13.6, 0.9, 92.0, None, "D minor", vocal=True)
    heard = replace(run.heard, music=(music,))
    report = build_report(replace(run, mood=mood, heard=heard))
    return Report.model_validate_json(json.dumps(report))


REPORT = _report()


def _text(sections: Iterable[Section]) -> str:
    return "\n".join(
        f"{section.title}\n"
        + "\n".join(f"{line.head}|{line.text}|{line.aside}" for line in section.lines)
        for section in sections
    )


# --- a moment -------------------------------------------------------------------------------------


def test_who_said_what_by_weight_and_who_said_nothing(say: Strings) -> None:
    sections = explain_moment(REPORT, Work(), 24, say)
    titles = [section.title for section in sections]
    assert titles[0].startswith(REPORT.edit.timecode(24))
    assert titles[1:] == [say(f"why_{key}") for key in ("said", "contradicted", "silent", "here")]
    told = sections[1]
    # Words that are contradicted by what is darker count for less.
    assert [line.head for line in told.lines] == [term("light", say), term("words", say)]
    shares = [sum(e.weight or 0 for e in REPORT.mood.evidence if e.witness == who)
              for who in ("light", "words")]  # fmt: skip
    assert [line.aside for line in told.lines] == [
        say("why_counts", share=percent(share)) for share in shares
    ]
    assert sum(shares) == pytest.approx(1.0, abs=1e-3)
    assert told.lines[1].text.split(", ") == [
        say("why_valence_up"),
        say("why_arousal_up"),
        say("why_tension_down"),
    ]
    assert say("why_valence_down") in told.lines[0].text
    assert say("why_arousal_up") not in told.lines[0].text  # of contrast there is next to nothing
    assert len(told.details) == 3
    silent = sections[3]
    assert silent.lines[0].text == term("why_no_speech", say)
    assert silent.lines[0].head == ", ".join(term(who, say) for who in ("voice", "talk"))
    assert term("darker_counts", say) in sections[2].lines[0].text


def test_what_lies_there_is_named(say: Strings) -> None:
    here = _text(explain_moment(REPORT, Work(), 24, say)[-1:])
    music = f"{say.music('D minor')} · 92 BPM · −14 LUFS"
    for words in (music, say("scene", number=1), term("sung", say)):
        assert words in here
    spoken = [phrase for phrase in REPORT.speech if phrase.text]
    frame = round(spoken[0].start * 24) + 1
    assert f"“{spoken[0].text}”" in _text(explain_moment(REPORT, Work(), frame, say))


def test_the_editors_own_hand_is_told(say: Strings) -> None:
    feeling = Feeling(
        strokes=(Stroke("arousal", ((0.0, 1.0), (5.0, 1.0))),),
        moods=(SpanMood(0, 100, "fear"),),
    )
    text = _text(explain_moment(REPORT, Work(feeling=feeling), 24, say)[:1])
    assert say("why_drawn", axes=term("arousal", say)) in text
    assert say("why_ordered", emotion=say("emotion_fear")) in text
    assert say("why_drawn", axes=term("arousal", say)) not in _text(
        explain_moment(REPORT, Work(feeling=feeling), 1000, say)
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(frame=st.integers(0, 52 * 24 - 1))
def test_any_moment_can_be_explained(say: Strings, frame: int) -> None:
    sections = explain_moment(REPORT, Work(), frame, say)
    assert all(section.title and section.lines for section in sections)
    for section in sections:
        for line in section.lines:
            assert all(-1 <= bar.value <= 1 for bar in line.bars)


def test_a_report_of_before_has_no_weights_and_is_explained_all_the_same(say: Strings) -> None:
    old = json.loads(REPORT.model_dump_json())
    for each in old["mood"]["evidence"]:
        del each["weight"], each["witness"]
    del old["mood"]["abstained"], old["mood"]["contradictions"]
    sections = explain_moment(Report.model_validate(old), Work(), 24, say)
    assert [section.title for section in sections][1:] == [say("why_said"), say("why_here")]


def test_an_edit_without_a_curve_says_so(say: Strings) -> None:
    mood = REPORT.mood.model_copy(
        update={"times": (), "valence": (), "arousal": (), "tension": (), "evidence": ()}
    )
    sections = explain_moment(REPORT.model_copy(update={"mood": mood}), Work(), 24, say)
    assert sections[0].lines[0].text == say("why_no_mood")


def test_figures_have_their_signs() -> None:
    assert (signed(-0.254), signed(0.254), percent(0.256)) == ("−0.25", "+0.25", "26 %")


# --- a cue ----------------------------------------------------------------------------------------


def test_a_cue_tells_the_moods_that_its_bars_go_through(say: Strings) -> None:
    run = make_run(52)
    cue, facts = run.works[0].cue, build_report(run)["cues"][0]
    sad, fear = cue.mood, replace(cue.mood, emotion="fear")
    moods = tuple(MoodPoint(at, fear if at >= 8 else sad) for at in (0.0, 4.0, 7.99, 8.0, 12.0))
    one = CueWork(cue, Recipe.of(cue))
    shape = ((0.0, 1.0), (4.0, 0.5), (7.99, 0.2), (12.0, 0.0))
    take = TakeMade.model_construct(
        cue=replace(cue, moods=moods), facts=facts, shape=shape, stems={"strings": "a.wav"}
    )
    sections = explain_cue(REPORT.edit, one, take, say)
    text = _text(sections)
    assert say("why_course", bars=3) in text
    course = [("sad", 1), ("fear", 3)]
    told = [say("why_from_bar", emotion=say(f"emotion_{e}"), bar=bar) for e, bar in course]
    assert " · ".join(told) in text
    for words in (say.music(facts["key"]), "MuseScore_General_Lite", term("ring", say)):
        assert words in text
    assert sections[0].shape is not None
    waiting = _text(explain_cue(REPORT.edit, one, None, say))
    assert say("why_making") in waiting


# --- a hit ----------------------------------------------------------------------------------------


def _take(hit: dict[str, object] | None) -> TakeMade:
    facts = {"hits": [hit] if hit else []}
    return TakeMade.model_construct(facts=facts)


@pytest.mark.parametrize(
    ("error", "key", "near"),
    [
        (6.3, "why_late", "why_within"),
        (-50.0, "why_early", "why_beyond"),
        (None, "why_unheard", None),
    ],
)
def test_a_hit_tells_what_it_answers_and_how_far_off_it_is(
    say: Strings, error: float | None, key: str, near: str | None
) -> None:
    hit = Hit(222, "hard", 0.92, "scene", ordered=True, label="문")
    facts = {"frame": 222, "heard_error_ms": error, "bar": 4, "beat": 10.0, "on_barline": True}
    (section,) = explain_hit(REPORT.edit, hit, _take(facts), say)
    text = _text([section])
    assert term("hard", say) in section.title
    for words in (say("why_answers_scene"), say("why_hit_ordered"), "문"):
        assert words in text
    frames = "" if error is None else f"{abs(error) * 24 / 1000:.2f}"
    ms = "" if error is None else f"{abs(error):.1f}"
    assert say(key, ms=ms, frames=frames) in text
    assert near is None or say(near) in text


def test_a_hit_that_the_music_let_go_or_that_waits_says_so(say: Strings) -> None:
    hit = Hit(222, "soft", 0.4, "of tomorrow")
    assert say("why_let_go") in _text(explain_hit(REPORT.edit, hit, _take(None), say))
    text = _text(explain_hit(REPORT.edit, hit, None, say))
    assert say("why_making") in text
    assert say("why_answers_other") in text


# --- the page -------------------------------------------------------------------------------------


def test_an_empty_page_says_what_to_do(make: Make, desk: Desk, say: Strings) -> None:
    page = make("why")
    assert say("empty") in said(page)
    assert say("why_hint") in said(page)
    desk.texts.speak(say)
    assert say("empty_hint") in said(page)


@pytest.mark.parametrize("say", ["ko"], indirect=True)
def test_what_is_clicked_is_explained_and_stays_so_as_the_work_changes(
    make: Make, desk: Desk, say: Strings, other: Strings, qtbot: QtBot, own_film: Path
) -> None:
    page, session = make("why"), desk.session
    assert isinstance(page, WhyPage)
    assert session.open(own_film)
    qtbot.waitUntil(lambda: say("why_analyse_first") in said(page), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: session.report is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: say("why_nothing_hint") in said(page), timeout=PATIENCE_MS)
    page.explain(Target("curve", 24))
    assert say("why_said") in said(page)
    assert page.findChild(Bars) is not None
    session.edits.bend(Stroke("arousal", ((0.5, 1.0), (2.0, 1.0))))
    drawn = say("why_drawn", axes=term("arousal", say))
    qtbot.waitUntil(lambda: drawn in said(page), timeout=PATIENCE_MS)
    session.edits.set_studio(Studio(soundfont=SMALL_FONT))
    session.score(frames=(0, 120))
    qtbot.waitUntil(lambda: bool(session.work.cues), timeout=PATIENCE_MS)
    one = session.work.cues[0]
    qtbot.waitUntil(lambda: session.take(one) is not None, timeout=PATIENCE_MS)
    page.explain(Target("cue", 30, cue=one.uid))
    text = said(page)
    for words in ("TimGM6mb", "GPL-2.0", "LUFS", say("why_music_head")):
        assert words in text
    assert page.findChild(ShapeOfTake) is not None
    fold = next(each for each in page.findChildren(Fold) if each.isVisibleTo(page))
    qtbot.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    desk.texts.speak(other)
    qtbot.waitUntil(lambda: other("why_music_head") in said(page), timeout=PATIENCE_MS)
    folds = [each for each in page.findChildren(Fold) if each.isVisibleTo(page)]
    assert [each.button.isChecked() for each in folds] == [True, False]
    page.explain(Target("hit", 0, cue=one.uid, hit=0))
    assert other("why_answers_start") in said(page)
    page.grab()  # everything is painted without a warning
    session.close()
    qtbot.waitUntil(lambda: other("empty") in said(page), timeout=PATIENCE_MS)

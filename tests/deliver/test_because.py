"""Why a cue is as it is: the same in both languages, by what counts most, with its markers."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from scenescore.deliver.because import reasons
from scenescore.deliver.report import build_report
from scenescore.deliver.run import Run, Work
from scenescore.deliver.svg import Axis
from scenescore.deliver.svg_mood import followed_row, mood_row
from scenescore.model import Evidence, Hit, Marker, Mood, MoodPoint
from scenescore.timebase import Span

from .runs import make_run

FEAR = Mood(-0.6, 0.5, 0.7, "fear")
HAPPY = Mood(0.6, 0.4, -0.3, "happy")


def told(run: Run, work: Work, language: str = "en") -> dict[str, str]:
    found = {}
    for name, said in reasons(run, work, build_report(run)):
        mine = re.findall(f'<span class="{language}">(.*?)</span>', said)
        found[name] = mine[0] if mine else str(said)
    return found


def with_cue(run: Run, **changes: object) -> tuple[Run, Work]:
    first, *others = run.works
    work = replace(first, cue=replace(first.cue, **changes))  # type: ignore[arg-type]
    return replace(run, works=(work, *others)), work


def test_the_moods_are_told_by_their_bars() -> None:
    run, work = with_cue(make_run(), moods=(MoodPoint(0.0, FEAR), MoodPoint(12.0, HAPPY)))
    english = told(run, work)["mood"]
    found = re.fullmatch(r"fear from bar 1 · happy from bar (\d+)", english)
    assert found, english
    bar = work.score.bars[int(found[1]) - 1]
    assert 12 <= float(bar.beat) * 60 / 84 < 12 + 4 * 60 / 83
    assert told(run, work, "ko")["mood"].startswith("마디 1부터 공포 · 마디")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("gap", "It enters in a pause of the dialogue."),
        ("marker", "A marker asks for it."),
        ("comet", "It answers what is seen here."),
    ],
)
def test_what_the_music_enters_on(source: str, said: str) -> None:
    run = make_run()
    start = run.works[0].cue.in_frame
    run, work = with_cue(run, hits=(Hit(start, "entry", 1.0, source),))
    assert told(run, work)["begins"] == said
    run, work = with_cue(run, hits=())
    assert "begins" not in told(run, work)


def test_who_counts_most_is_named_first() -> None:
    run = make_run()
    whole = Span(Fraction(0), run.works[0].cue.span.end)
    loud = Evidence("brightness", whole, -0.6, None, 0.5, None, 1.0)
    weak = Evidence("warmth", Span(Fraction(0), Fraction(1)), 0.9, None, None, None, 0.01)
    run = replace(run, mood=replace(run.mood, evidence=(weak, loud)))
    said = told(run, run.works[0])["told_by"]
    assert re.match(r"light \d+% \(darker, more tension\)", said), said
    silent = replace(run, mood=replace(run.mood, evidence=()))
    assert "told_by" not in told(silent, silent.works[0])


def test_markers_inside_the_cue_are_told() -> None:
    run = make_run()
    end = run.works[0].cue.span.end
    inside = Marker("MOOD fear\n<here>", Span(Fraction(3), Fraction(3)))
    behind = Marker("MOOD happy", Span(end, end))
    run = replace(run, edit=replace(run.edit, markers=(inside, behind)))
    assert told(run, run.works[0])["markers"] == "“MOOD fear &lt;here&gt;”"


def test_the_curve_shows_what_the_music_follows() -> None:
    run, _ = with_cue(make_run(cues=1), moods=(MoodPoint(0.0, FEAR), MoodPoint(20.0, HAPPY)))
    axis = Axis(0.0, float(run.edit.duration))
    felt, followed = mood_row(run, axis), followed_row(run, axis)
    assert felt is not None
    assert followed is not None
    # The box counts from the top: fear's tension of 0.7 lies at 15 % of its height.
    drawn = re.findall(r'points="0,(\d+) ', str(followed.drawing))
    assert [int(y) / 1000 for y in drawn[-3:]] == pytest.approx([0.8, 0.25, 0.15], abs=0.01)
    without = replace(run, works=())
    assert followed_row(without, axis) == mood_row(without, axis)

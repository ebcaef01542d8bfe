"""The page: one file without network, complete in both languages, bounded for long edits."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.deliver.html import report_html
from scenescore.deliver.html_cues import hit_accuracy
from scenescore.deliver.look import HIT, part_colours
from scenescore.deliver.report import build_report
from scenescore.deliver.svg import Axis, tag, thinned
from scenescore.deliver.svg_cue import cue_figure
from scenescore.deliver.svg_timeline import timeline_figure
from scenescore.model import (
    GainCurve,
    Heard,
    HeardHit,
    LoudnessTrack,
    Marker,
    MoodCurve,
    Seen,
)
from scenescore.pipeline import SCORE
from scenescore.reporting import ANALYSE
from scenescore.timebase import Span
from scenescore.words import LANGUAGES, words

from .runs import LINES, make_run

VOID = {"meta", "input", "br"}


class Checker(HTMLParser):
    """Fails on tags that do not match; keeps what the page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.fetched: list[str] = []
        self.targets: list[str] = []

    def handle_starttag(self, name, attributes):
        if name not in VOID:
            self.open.append(name)
        values = dict(attributes)
        self.ids += [values["id"]] if "id" in values else []
        self.fetched += [values[key] for key in ("src", "srcset", "data") if key in values]
        if not (name == "image" and values["href"].startswith("data:image/jpeg;base64,")):
            self.targets += [values["href"]] if "href" in values else []

    def handle_startendtag(self, name, attributes):
        self.handle_starttag(name, attributes)
        if name not in VOID:
            self.handle_endtag(name)

    def handle_endtag(self, name):
        assert self.open.pop() == name


def page(run) -> str:
    return report_html(run, build_report(run))


@pytest.fixture(scope="module")
def checked() -> tuple[str, Checker]:
    text = page(make_run())
    checker = Checker()
    checker.feed(text)
    return text, checker


def test_the_page_is_well_formed_and_alone(checked):
    text, checker = checked
    assert checker.open == []
    assert checker.fetched == []
    assert all(target.startswith("#") for target in checker.targets)
    assert {target[1:] for target in checker.targets} <= set(checker.ids)
    assert len(set(checker.ids)) == len(checker.ids)
    assert "@import" not in text
    assert "url(" not in text


def test_words_of_the_edit_are_never_markup(checked):
    text, _ = checked
    assert text.count("<script>") == 1
    assert "&lt;script&gt;alert" in text
    assert "소피의 &lt;편집&gt; &amp; co" in text


def test_all_that_was_found_is_on_it(checked):
    text, _ = checked
    for found in (*LINES[:2], "1m01", "1m02", "01:00:00:00", "D minor", "+4.2 ms", "Taiko", "−1"):
        assert found in text
    assert "1m09 was not rendered." in text
    assert "MuseScore_General_Lite" in text


def test_every_word_is_there_in_both_languages(checked):
    text, _ = checked
    english, korean = (words("report", language) for language in LANGUAGES)
    assert set(english) == set(korean)
    templates = (files("scenescore.deliver") / "templates").iterdir()
    source = "".join(each.read_text(encoding="utf-8") for each in templates)
    used = re.findall(r't\("(\w+)"\)', source)
    assert len(set(used)) > 60
    assert set(used) <= set(english)
    assert text.count('class="en"') == text.count('class="ko"')
    assert "긴장" in text


def test_every_stage_of_a_run_has_its_name():
    stages = {*SCORE, *ANALYSE, "words"}
    for language in LANGUAGES:
        assert {f"stage_{name}" for name in stages} <= set(words("report", language))


def test_styles_are_called_by_their_titles():
    run = make_run()
    work = replace(run.works[0], score=replace(run.works[0].score, style="orchestral_drama"))
    text = page(replace(run, works=(work, *run.works[1:])))
    assert "orchestral_drama" not in text
    assert '<span class="en">Orchestral drama</span>' in text
    assert "오케스트라 드라마" in text
    assert "strings" in text  # a style that no palette has any more


def test_keys_and_players_are_korean_in_korean(checked):
    text, _ = checked
    for english, korean in (("D minor", "D단조"), ("Violas", "비올라"), ("Harp", "하프")):
        assert f'<span class="en">{english}</span><span class="ko">{korean}</span>' in text


@pytest.mark.parametrize("count", [1, 2, 12, 17, 40])
def test_no_two_players_share_a_colour(count):
    colours = part_colours(count)
    assert len(set(colours)) == count
    if count > 1:  # neighbours in the legend differ in more than their hue
        assert all(a.split()[1:] != b.split()[1:] for a, b in pairwise(colours))


def test_a_legend_holds_what_is_there():
    run = make_run(cues=1)
    shots = tuple(replace(shot, cut="hard") for shot in run.seen.shots)
    work = run.works[0]
    score = replace(work.score, hits=tuple(h for h in work.score.hits if h.hit.kind != "swell"))
    work = replace(work, score=score, recording=replace(work.recording, hits=()))
    text = page(replace(run, seen=replace(run.seen, shots=shots), works=(work,)))
    legend = text[text.index('class="legend"') :].partition("</p>")[0]
    assert "cut" in legend
    assert "dissolve" not in legend
    shown = {kind for kind in HIT if f'class="en">{kind}<' in legend}
    assert shown == {hit.hit.kind for hit in score.hits} == set(HIT) - {"swell"}


@pytest.mark.parametrize(("lift", "told"), [(0.0, "-9.0 dB"), (6.0, "-9.0 … +6.0 dB")])
def test_a_lift_lies_inside_the_gain_curve(lift, told):
    run = make_run()
    duck = GainCurve(((1.0, 0.0), (2.0, lift), (3.0, -9.0), (4.0, 0.0)))
    recording = replace(run.works[0].recording, duck=duck)
    figure = cue_figure(run, replace(run.works[0], recording=recording))
    points = re.search(r'points="([^"]+)"[^>]*class="gain"', str(figure.svg))[1]
    heights = [int(point.split(",")[1]) for point in points.split()]
    assert min(heights) == 0
    assert max(heights) == pytest.approx(1000 * (lift + 9) / (lift + 18), abs=1)
    assert f">{told}<" in figure.svg


def test_markers_at_one_moment_are_all_readable():
    run = make_run()
    moment = Span(Fraction(14), Fraction(14))
    there = (Marker("HIT", moment), Marker("MOOD sad", moment))
    figure = timeline_figure(replace(run, edit=replace(run.edit, markers=there)))
    assert ">HIT · MOOD sad</text>" in figure.svg


def test_string_tables_say_each_key_once():
    for language in LANGUAGES:
        place = files("scenescore_resources") / "strings" / f"report.{language}.toml"
        tomllib.loads(place.read_text(encoding="utf-8"))  # doubled keys are an error in TOML


def test_without_music_sound_or_picture_there_is_still_a_page():
    run = make_run(music=False)
    empty = replace(
        run,
        seen=Seen((), (), ()),
        heard=Heard((), (), (), LoudnessTrack(run.edit.rate.frame, ())),
        mood=MoodCurve((), (), (), (), {}),
        scenes=(),
        remarks=(),
        edit=replace(run.edit, markers=(), remarks=(), duration_frames=0),
    )
    text = page(empty)
    assert "Analysis only" in text
    assert "Nothing was skipped" in text


def test_a_two_hour_edit_stays_bounded():
    run = make_run(seconds=7200, cues=4)
    figure = timeline_figure(run)
    assert figure.width == 12_000
    assert str(figure.svg).count("<") < 40_000
    assert (
        max(len(points.split()) for points in re.findall(r'points="([^"]*)"', figure.svg)) <= 1500
    )


def test_hit_accuracy_is_of_hits_on_the_picture():
    run = make_run()
    work = run.works[0]
    on_picture = [h for h in work.recording.hits if h.hit.hit.kind in ("hard", "entry")]
    late = tuple(HeardHit(h.hit, ms) for h, ms in zip(on_picture, (10.0, -50.0, None), strict=True))
    accuracy = hit_accuracy(
        replace(run, works=(replace(work, recording=replace(work.recording, hits=late)),))
    )
    assert accuracy is not None
    assert (accuracy["count"], accuracy["measured"]) == (3, 2)
    assert accuracy["within_frame"] == 50
    assert accuracy["mean_ms"] == -20
    assert hit_accuracy(make_run(music=False)) is None


@pytest.mark.parametrize(("clear", "told"), [(True, False), (False, True), (None, False)])
def test_a_hit_that_the_edit_covers_is_told(clear, told):
    run = make_run(cues=1)
    hit = HeardHit(run.works[0].score.hits[0], 5.0, clear)
    recording = replace(run.works[0].recording, hits=(hit,))
    text = page(replace(run, works=(replace(run.works[0], recording=recording),)))
    assert (f'<span class="ko">{words("report", "ko")["covered"]}</span>' in text) == told


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=400), st.integers(2, 50))
def test_a_thinned_curve_keeps_its_mean(values, most):
    times = [i / 4 for i in range(len(values))]
    thin_times, thin = thinned(times, values, most)
    assert len(thin_times) == len(thin) <= max(most, 1) or len(values) <= most
    assert (np.diff(thin_times) > 0).all()
    assert min(values) - 1e-9 <= thin.min() <= thin.max() <= max(values) + 1e-9


def test_attributes_are_escaped_and_positions_are_shares():
    assert (
        tag("text", 'a<b & "c"', class_='x"y')
        == '<text class="x&#34;y">a&lt;b &amp; &#34;c&#34;</text>'
    )
    axis = Axis(10.0, 30.0)
    assert (axis.x(15.0), axis.width(15.0, 25.0), axis.x(10.0)) == ("25%", "50%", "0%")

"""Contradictions are found, told and lived with; silence is told with its reason."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.errors import BadArgument
from scenescore.model import (
    Clip,
    Edit,
    Evidence,
    FoundMusic,
    Heard,
    LoudnessTrack,
    MoodCurve,
    Phrase,
    Picture,
    Scene,
    Seen,
    Shot,
    Speech,
    Voice,
)
from scenescore.mood import feel, read_rules, rules
from scenescore.mood.tables import AXES
from scenescore.settings import EMOTIONS
from scenescore.timebase import Rate, Span

SECONDS = 60
DARK = Picture(
    0, 0.06, 0.35, 0.03, -0.1, 0.38, action=0.15, lighting_key=-0.95, camera=0.3, subject=0.3
)
BRIGHT = replace(DARK, brightness=0.75, saturation=0.3, warmth=0.2, lighting_key=0.6)
PLAIN = replace(DARK, brightness=0.35, saturation=0.16, lighting_key=-0.35)


def _edit(seconds: int = SECONDS) -> Edit:
    clip = Clip("a", None, _span(0, seconds), Fraction(0))
    return Edit("e", Rate.of(25), 0, 25 * seconds, False, "", "otio", "x", (clip,))


def _span(start: float, end: float) -> Span:
    return Span(Fraction(start), Fraction(end))


def _seen(picture: Picture) -> Seen:
    shots = tuple(Shot(i * 250, (i + 1) * 250) for i in range(6))
    return Seen((), shots, tuple(replace(picture, shot=i) for i in range(6)))


def _said(emotion: str, *spans: tuple[float, float], voice: float | None = None) -> Heard:
    shares = tuple(0.88 if e == emotion else 0.02 for e in EMOTIONS)
    manner = None if voice is None else Voice(voice, 4.0, 200.0, -20.0)
    phrases = tuple(
        Phrase(_span(*span), "…", "en", shares if emotion else None, voice=manner) for span in spans
    )
    return Heard(
        tuple(Speech(phrase.span) for phrase in phrases),
        phrases,
        (),
        LoudnessTrack(Fraction(1, 10), ()),
    )


SILENT = _said("")
LINES = ((20, 22), (23, 26), (27.5, 30))


def _curve(picture: Picture, heard: Heard = SILENT, told: tuple[Evidence, ...] = ()) -> MoodCurve:
    scene = Scene(1, 0, 25 * SECONDS, tuple(range(6)))
    return feel(_edit(), _seen(picture), (scene,), heard, None, told)


def _over(values: tuple[float, ...], start: float = 21, end: float = 29) -> float:
    return float(np.mean(values[int(4 * start) : int(4 * end)]))


def test_cheerful_words_in_a_dark_picture_are_told_and_the_dread_stays() -> None:
    dark, told = _curve(DARK), _curve(DARK, _said("happy", *LINES))
    (valence,) = [each for each in told.contradictions if each.axis == "valence"]
    assert (valence.low, valence.high) == ("picture", "words")
    assert valence.low_value < -0.3 < 0.3 < valence.high_value
    assert 19 < valence.span.start < 21
    assert 29 < valence.span.end < 31
    assert _over(told.confidence) < _over(_curve(DARK, _said("fear", *LINES)).confidence)
    assert _over(told.valence) < 0
    assert _over(told.tension) > _over(dark.tension) / 2 > 0
    assert not dark.contradictions


def test_sad_words_in_a_bright_picture_weigh_more_than_the_sun() -> None:
    sunny, told = _curve(BRIGHT), _curve(BRIGHT, _said("sad", *LINES))
    (valence,) = [each for each in told.contradictions if each.axis == "valence"]
    assert (valence.low, valence.high) == ("words", "picture")
    assert _over(told.valence) < _over(sunny.valence) - 0.6
    assert min(told.valence) < 0.1
    leader = max(EMOTIONS, key=lambda emotion: _over(told.emotions[emotion]))
    assert leader == "sad"


def test_words_that_agree_with_the_picture_contradict_nobody() -> None:
    assert not _curve(DARK, _said("fear", *LINES)).contradictions
    assert not _curve(BRIGHT, _said("happy", *LINES)).contradictions


def test_one_short_line_is_no_contradiction() -> None:
    assert not _curve(DARK, _said("happy", (20, 22))).contradictions


def test_the_voice_moves_arousal_and_nothing_of_valence() -> None:
    calm, loud = (_curve(PLAIN, _said("", *LINES, voice=a)) for a in (-0.8, 0.8))
    assert _over(loud.arousal) > _over(calm.arousal) + 0.3
    assert _over(loud.valence) == pytest.approx(_over(calm.valence))


def test_music_that_is_there_and_engines_draw_the_curve_by_their_weight() -> None:
    glad = FoundMusic(_span(0, SECONDS), -20, 0.7, key="C major", valence=0.8, arousal=0.6)
    alone, with_music = _curve(DARK), _curve(DARK, replace(SILENT, music=(glad,)))
    assert _over(alone.valence) < _over(with_music.valence)
    assert [each.source for each in with_music.evidence if each.source == "music"] == ["music"]
    keyless = _curve(DARK, replace(SILENT, music=(replace(glad, key=None),)))
    assert _over(keyless.valence) == pytest.approx(_over(alone.valence))
    engine = Evidence("picture engine", _span(0, SECONDS), -0.6, 0.6, 0.85, None, 1.0)
    assert _over(_curve(BRIGHT, told=(engine,)).tension) > _over(_curve(BRIGHT).tension)


def test_faces_are_close_ups_where_they_are_and_abstain_where_they_are_not() -> None:
    near = replace(BRIGHT, faces=1, face=0.7)
    sources = {each.source for each in _curve(near).evidence}
    assert "face" in sources
    assert _over(_curve(near).arousal) > _over(_curve(replace(near, face=0.15)).arousal)
    silent = {(each.witness, each.why) for each in _curve(BRIGHT).abstained}
    assert ("faces", "no_face") in silent


def test_a_film_without_colours_says_nothing_by_them() -> None:
    grey = replace(PLAIN, saturation=0.01, warmth=0.0)
    colours = {"saturation", "warmth"}
    assert not colours & {each.source for each in _curve(grey).evidence}
    assert colours <= {each.source for each in _curve(PLAIN).evidence}
    pale = replace(_seen(grey), pictures=(*_seen(grey).pictures[:-1], replace(PLAIN, shot=5)))
    mixed = feel(_edit(), pale, (Scene(1, 0, 25 * SECONDS, tuple(range(6))),), SILENT, None)
    assert colours <= {each.source for each in mixed.evidence}


def test_silence_is_told_with_its_reason() -> None:
    unread = _said("", (10, 20))
    wordless = replace(unread, phrases=(replace(unread.phrases[0], text=None),))
    for heard, why in ((unread, "words_unread"), (wordless, "no_words")):
        told = {(a.witness, a.why, a.span) for a in _curve(DARK, heard).abstained}
        assert ("words", why, _span(10, 20)) in told
        assert ("words", "no_speech", _span(0, 10)) in told
        assert ("words", "no_speech", _span(20, SECONDS)) in told
        assert ("voice", "not_measured", _span(10, 20)) in told
        assert ("music", "no_music", _span(0, SECONDS)) in told
        assert ("sound", "inaudible", _span(0, SECONDS)) in told
    blind = feel(_edit(), Seen((), (), ()), (), SILENT, None).abstained
    assert {"light", "movement", "faces"} <= {a.witness for a in blind if a.why == "not_seen"}


phrases = st.lists(
    st.tuples(
        st.integers(0, 55), st.integers(1, 12), st.sampled_from(("", *EMOTIONS)), st.booleans()
    ),
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(phrases, st.booleans(), st.lists(st.integers(0, 5), max_size=6))
def test_every_moment_of_every_witness_is_said_or_silent_with_a_reason(
    lines: list[tuple[int, int, str, bool]], dark: bool, seen_shots: list[int]
) -> None:
    said = [_said(emotion, (a, min(60, a + b)), voice=0.5 if v else None) for a, b, emotion, v in
            sorted(lines)]  # fmt: skip
    heard = replace(SILENT, phrases=tuple(each.phrases[0] for each in said),
                    speech=tuple(each.speech[0] for each in said))  # fmt: skip
    seen = _seen(DARK if dark else BRIGHT)
    seen = replace(seen, pictures=tuple(p for p in seen.pictures if p.shot in seen_shots))
    scene = Scene(1, 0, 25 * SECONDS, tuple(range(6)))
    curve = feel(_edit(), seen, (scene,), heard, None)
    table = rules()
    for witness in table.witnesses:
        spoke = [e.span for e in curve.evidence if table.witness_of(e.source) == witness]
        silent = [a.span for a in curve.abstained if a.witness == witness]
        assert not any(one.overlaps(other) for one in spoke for other in silent)
        assert not any(a.overlaps(b) for i, a in enumerate(silent) for b in silent[i + 1 :])
        covered = sum(span.duration for span in silent)
        told = sum((b - a for a, b in _merged(spoke)), Fraction(0))
        short = SECONDS - covered - told  # stretches too short to be told
        assert 0 <= short <= 2 * (len(spoke) + len(heard.phrases) + len(seen.pictures) + 2)
    for each in curve.contradictions:
        assert each.axis in AXES
        assert each.low_value < 0 < each.high_value
        assert each.span.duration >= rules().contradiction.shortest_s


def _merged(spans: list[Span]) -> list[tuple[Fraction, Fraction]]:
    merged: list[tuple[Fraction, Fraction]] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span.end))
        else:
            merged.append((span.start, span.end))
    return merged


def test_a_table_of_ones_own_is_read_over_ours_and_checked(tmp_path) -> None:
    own = tmp_path / "내 근거 📐.toml"
    own.write_text("[features.brightness]\nvalence = -0.9\n", "utf-8")
    table = read_rules(own)
    assert table.features["brightness"].valence == -0.9
    assert table.features["brightness"].tension == rules().features["brightness"].tension
    scene = Scene(1, 0, 25 * SECONDS, tuple(range(6)))
    turned = feel(_edit(), _seen(BRIGHT), (scene,), SILENT, None, table=table)
    assert _over(turned.valence) < _over(_curve(BRIGHT).valence)
    row = "[features.brightness]\n"
    for text in (f"{row}valence = 3", f"{row}centre = nan", "[features.smell]\nvalence = 1", "["):
        own.write_text(text, "utf-8")
        with pytest.raises(BadArgument):
            read_rules(own)
    with pytest.raises(BadArgument):
        read_rules(tmp_path / "none.toml")

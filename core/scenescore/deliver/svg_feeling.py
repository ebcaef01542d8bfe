"""Feeling on one figure: pictures, words and music above the curve, all its evidence below it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from scenescore.deliver.figure import Figure, Row, figure_of, ruler, timecode, width_for
from scenescore.deliver.languages import hovered, in_a_row, in_languages, musical_in, word
from scenescore.deliver.look import CONTRADICTION, EMOTION, SOUND
from scenescore.deliver.run import Run
from scenescore.deliver.svg import (
    Axis,
    area_path,
    block,
    curve_box,
    group,
    line_path,
    tag,
    thinned,
    tip,
)
from scenescore.deliver.svg_evidence import evidence_rows
from scenescore.deliver.svg_mood import mood_row
from scenescore.deliver.svg_timeline import MOST_BLOCKS, PIXELS_PER_SECOND
from scenescore.model import Contradiction, FoundMusic, Phrase
from scenescore.settings import EMOTIONS
from scenescore.timebase import to_frames, to_seconds

_STILL = (114, 64)
"""Pixels of a still: what is wider than its shot is cut off on both sides."""

_MOST_STILL_BYTES = 400_000
_MOST_PHRASES = 1500
_MOST_POINTS = 1000


def feeling_figure(run: Run) -> Figure | None:
    """What was felt and why; None where nothing was."""
    if not run.mood.times:
        return None
    seconds = max(float(run.edit.duration), 1e-3)
    axis, width = Axis(0.0, seconds), width_for(seconds, PIXELS_PER_SECOND)
    makers: tuple[Callable[[Run, Axis], Row | None], ...] = (_stills, _words, _music, _mood, _sure)
    rows = [ruler(run.edit, axis, width), *(make(run, axis) for make in makers)]
    return figure_of([*filter(None, rows), *evidence_rows(run, axis)], axis, width)


def _stills(run: Run, axis: Axis) -> Row | None:
    shown = list(_read(run))
    if not shown:
        return None
    width, height = _STILL
    bounds = [
        float(to_seconds(run.seen.shots[shot].start_frame, run.edit.rate)) for shot, _ in shown
    ]
    pieces = []
    for (shot, uri), span in zip(shown, pairwise([*bounds, axis.end]), strict=True):
        code = timecode(run.edit, run.seen.shots[shot].start_frame)
        picture = tag(
            "image", tip(shot + 1, code), href=uri, x="50%", y=2, width=width, height=height,
            transform=f"translate({-width / 2} 0)", preserveAspectRatio="xMidYMid slice",
        )  # fmt: skip
        pieces.append(block(axis, span, 0, height + 4, picture))
    return Row("shots", height + 6, group(pieces))


def _read(run: Run) -> Iterator[tuple[int, str]]:
    """(shot, its picture as text) of the stills that are still on disk, within a page's measure."""
    left = _MOST_STILL_BYTES
    for still in run.seen.stills:
        with suppress(OSError):
            data = Path(still.path).read_bytes()
            left -= len(data)
            if left > 0 and still.shot < len(run.seen.shots):
                yield still.shot, f"data:image/jpeg;base64,{b64encode(data).decode()}"


def _words(run: Run, axis: Axis) -> Row | None:
    """Phrases in the colour of their leading emotion, the stronger the surer it is."""
    told = [phrase for phrase in run.heard.phrases if phrase.text][:_MOST_PHRASES]
    if not told:
        return None
    pieces = []
    for phrase in told:
        emotion, share = _leading(phrase)
        span = float(phrase.span.start), float(phrase.span.end)
        felt = f"{in_a_row(emotion)} {share:.0%}" if emotion else in_a_row("why_words_unread")
        pieces.append(
            block(
                axis, span, 4, 26,
                tag("rect", tip(phrase.text, felt), width="100%", height=26, rx=3,
                    fill=EMOTION.get(emotion, "#323b45"), fill_opacity=f"{0.35 + 0.6 * share:.2f}"),
                tag("text", phrase.text or "", x=5, y=17, class_="words"),
            )
        )  # fmt: skip
    return Row("words", 34, group(pieces))


def _leading(phrase: Phrase) -> tuple[str, float]:
    if not phrase.emotions:
        return "", 0.0
    share = max(phrase.emotions)
    return EMOTIONS[phrase.emotions.index(share)], share


def _music(run: Run, axis: Axis) -> Row | None:
    """Music that the edit holds already, with its tempo and key."""
    found = run.heard.music[:MOST_BLOCKS]
    if not found:
        return None
    pieces = [
        block(
            axis, (float(each.span.start), float(each.span.end)), 3, 22,
            hovered("rect", partial(_music_words, each), "", width="100%", height=22, rx=3,
                    fill=SOUND["music"], fill_opacity=0.45),
            tag("text", in_languages(partial(_label, each), "tspan"), x=6, y=15, class_="label"),
        )
        for each in found
    ]  # fmt: skip
    return Row("music_there", 28, group(pieces))


def _label(music: FoundMusic, language: str) -> str:
    return " · ".join(_facts(music, language))


def _facts(music: FoundMusic, language: str) -> list[str]:
    tempo = f"{music.tempo_bpm:.0f} bpm" if music.tempo_bpm else ""
    key = musical_in(music.key or "", language)
    return [fact for fact in (tempo, key, f"{music.loudness_lufs:.0f} LUFS") if fact]


def _music_words(music: FoundMusic, language: str) -> tuple[str, ...]:
    axes = (("valence", music.valence), ("arousal", music.arousal))
    felt = [f"{word(name, language)} {value:+.2f}" for name, value in axes if value is not None]
    return (word("music_there", language), *_facts(music, language), *felt)


def _mood(run: Run, axis: Axis) -> Row | None:
    """The curve, on bands where witnesses contradict each other."""
    row = mood_row(run, axis)
    if row is None:
        return None
    bands = [
        hovered("rect", partial(_told, run, each), "contradiction", y=2, height=row.height - 4,
                x=axis.x(float(each.span.start)), fill=CONTRADICTION,
                width=axis.width(float(each.span.start), float(each.span.end)))
        for each in run.mood.contradictions[:MOST_BLOCKS]
    ]  # fmt: skip
    return Row(row.name, row.height, group([row.drawing, *bands]))


def _told(run: Run, each: Contradiction, language: str) -> tuple[str]:
    return (contradiction_sentence(each, language),)


def contradiction_sentence(each: Contradiction, language: str) -> str:
    """Who says what, and what comes of it."""
    named = {name: word(getattr(each, name), language).lower() for name in ("axis", "high", "low")}
    said = word("contradicts", language).format(
        high_value=f"{each.high_value:+.1f}", low_value=f"{each.low_value:+.1f}", **named
    )
    after = word("less_sure" if each.axis == "arousal" else "darker_counts", language)
    return f"{said[:1].upper()}{said[1:]} {after}"


def contradiction_place(run: Run, each: Contradiction) -> str:
    """Timecodes from and to."""
    frames = (to_frames(moment, run.edit.rate) for moment in (each.span.start, each.span.end))
    return "–".join(timecode(run.edit, frame) for frame in frames)


def _sure(run: Run, axis: Axis) -> Row | None:
    if not run.mood.confidence:
        return None
    times, values = thinned(run.mood.times, run.mood.confidence, _MOST_POINTS)
    shares = np.array([axis.share(t) for t in times])
    shapes = (
        area_path(shares, np.zeros_like(values), values, class_="sure-area"),
        line_path(shares, values, class_="sure"),
    )
    return Row("sure", 26, curve_box(*shapes, y=2, height=22))

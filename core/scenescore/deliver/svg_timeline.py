"""The edit on one figure: what is seen, what is said, what is felt, and where the music lies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby, pairwise

import numpy as np
from markupsafe import Markup

from scenescore.deliver.figure import Figure, Row, figure_of, ruler, timecode, width_for
from scenescore.deliver.languages import (
    hovered,
    in_a_row,
    in_languages,
    musical_in,
    style_title,
    word,
)
from scenescore.deliver.look import HIT, SOUND, shot_colour
from scenescore.deliver.notation import key_name
from scenescore.deliver.report import heard_hits
from scenescore.deliver.run import Run, Work
from scenescore.deliver.svg import (
    Axis,
    area_path,
    block,
    curve_box,
    group,
    line_path,
    percent,
    tag,
    tip,
)
from scenescore.deliver.svg_mood import emotions_row, followed_row
from scenescore.model import HeardHit, Scene, Shot
from scenescore.timebase import Span, to_seconds
from scenescore.words import scene_summary

MOST_BLOCKS = 3000
"""Blocks drawn in one row; a feature film has about 1500 shots and 2000 lines."""

PIXELS_PER_SECOND = 14
"""Of figures of the whole edit at first sight."""

_LOWEST_DB = -18.0
"""Gain at the bottom of its curve; what is lower is drawn there."""


def timeline_figure(run: Run) -> Figure:
    """The whole edit. Rows that would be empty are left out."""
    seconds = max(float(run.edit.duration), 1e-3)
    axis = Axis(0.0, seconds)
    width = width_for(seconds, PIXELS_PER_SECOND)
    makers: list[Callable[[Run, Axis], Row | None]] = [
        _scenes,
        _shots,
        _markers,
        _speech,
        _sound,
        followed_row,
        emotions_row,
    ]
    rows = [ruler(run.edit, axis, width), *(make(run, axis) for make in makers)]
    rows += [_lane(run, axis, lane) for lane in sorted({work.lane for work in run.works})]
    return figure_of([row for row in rows if row is not None], axis, width)


def _seconds(run: Run, frame: int) -> float:
    return float(to_seconds(frame, run.edit.rate))


def _pair(span: Span) -> tuple[float, float]:
    return float(span.start), float(span.end)


def _scenes(run: Run, axis: Axis) -> Row | None:
    if not run.scenes:
        return None
    pieces = []
    for scene in run.scenes[:MOST_BLOCKS]:
        span = _seconds(run, scene.start_frame), _seconds(run, scene.end_frame)
        pieces.append(
            block(
                axis, span, 3, 20,
                hovered("rect", partial(_scene_words, run, scene), "scene",
                        x=0.5, width="100%", height=20, rx=4),
                tag("text", in_languages(partial(_scene_label, scene), "tspan"),
                    x=7, y=14, class_="label"),
            )
        )  # fmt: skip
    return Row("scenes", 26, group(pieces))


def _scene_label(scene: Scene, language: str) -> str:
    return " · ".join(filter(None, (str(scene.id), scene_summary(scene.summary, language))))


def _scene_words(run: Run, scene: Scene, language: str) -> tuple[str, str]:
    return _scene_label(scene, language), timecode(run.edit, scene.start_frame)


def _shots(run: Run, axis: Axis) -> Row | None:
    if not run.seen.shots:
        return None
    pictures = {picture.shot: picture for picture in run.seen.pictures}
    pieces = []
    for index, shot in enumerate(run.seen.shots[:MOST_BLOCKS]):
        start, end = _seconds(run, shot.start_frame), _seconds(run, shot.end_frame)
        cut = in_a_row(f"cut_{shot.cut}")
        words = (f"{index + 1}", shot.clip, cut, timecode(run.edit, shot.start_frame))
        pieces.append(
            block(
                axis, (start, end), 3, 32,
                tag("rect", tip(*words), width="100%", height=32, class_="shot",
                    fill=shot_colour(pictures.get(index))),
                tag("text", str(index + 1), x=6, y=20, class_="number"),
                _cut_mark(shot),
            )
        )  # fmt: skip
    return Row("shots", 38, group(pieces))


def _cut_mark(shot: Shot) -> Markup:
    """How a shot begins: a cut as a line, a dissolve as a wedge, a fade as a dark wedge."""
    if shot.cut == "hard":
        return tag("rect", width=1.5, height=32, class_="cut")
    return tag("path", d="M0 0L11 0L0 32Z", class_=shot.cut)


def _markers(run: Run, axis: Axis) -> Row | None:
    if not run.edit.markers:
        return None
    markers = sorted(run.edit.markers, key=lambda marker: marker.span)[:MOST_BLOCKS]
    texts = {
        float(start): " · ".join(marker.text for marker in there if marker.text)
        for start, there in groupby(markers, key=lambda marker: marker.span.start)
    }
    pieces = [
        block(
            axis, (start, end), 0, 20,
            tag("path", tip(text), d="M0 5L6 5L0 15Z", class_="marker"),
            tag("text", text, x=9, y=14, class_="label"),
        )
        for text, (start, end) in zip(texts.values(), pairwise([*texts, axis.end]), strict=True)
    ]  # fmt: skip
    return Row("markers", 20, group(pieces))


def _speech(run: Run, axis: Axis) -> Row | None:
    if not run.heard.speech and not run.heard.phrases:
        return None
    pieces = [
        tag("rect", x=axis.x(a), width=axis.width(a, b), y=4, height=24, rx=3, class_="speech")
        for a, b in (_pair(speech.span) for speech in run.heard.speech[:MOST_BLOCKS])
    ]
    words = [
        block(
            axis, _pair(phrase.span), 4, 24,
            tag("rect", tip(phrase.text), width="100%", height=24, rx=3, class_="phrase"),
            tag("text", phrase.text or "", x=5, y=16, class_="words"),
        )
        for phrase in [p for p in run.heard.phrases if p.text][:MOST_BLOCKS]
    ]  # fmt: skip
    return Row("speech", 32, group([*pieces, *words]))


def _sound(run: Run, axis: Axis) -> Row | None:
    """Music above, all else below: there is music under dialogue."""
    if not run.heard.sound:
        return None
    pieces = [
        tag("rect", tip(in_a_row(each.kind), f"{each.confidence:.0%}"),
            x=axis.x(float(each.span.start)), width=axis.width(*_pair(each.span)),
            y=1 if each.kind == "music" else 8, height=6, fill=SOUND[each.kind])
        for each in run.heard.sound[:MOST_BLOCKS]
    ]  # fmt: skip
    return Row("sound", 14, group(pieces))


# --- music ----------------------------------------------------------------------------------------


def _lane(run: Run, axis: Axis, lane: str) -> Row:
    works = [work for work in run.works if work.lane == lane]
    return Row(lane, 62, group(_cue_block(run, axis, work) for work in works))


def _cue_block(run: Run, axis: Axis, work: Work) -> Markup:
    recording, cue = work.recording, work.cue
    span = (
        _seconds(run, recording.lane_start_frame),
        _seconds(run, recording.lane_end_frame),
    )
    inside = Axis(*span)
    start, end = _seconds(run, cue.in_frame), _seconds(run, cue.out_frame)
    words = partial(_cue_words, work)
    return tag(
        "a",
        block(
            axis, span, 4, 54,
            hovered("rect", words, "ring", width="100%", height=54, rx=5),
            tag("rect", x=inside.x(start), width=inside.width(start, end), height=54, class_="cue"),
            gain_curve(work, y=30, height=20),
            *hit_lines(heard_hits(work), inside, run, 54),
            tag("text", in_languages(lambda language: " · ".join(words(language)), "tspan"),
                x=inside.x(start), dx=7, y=16, class_="cue-label"),
        ),
        href=f"#{cue.id}",
    )  # fmt: skip


def _cue_words(work: Work, language: str) -> tuple[str, ...]:
    emotion = word(work.cue.mood.emotion, language)
    key = musical_in(key_name(work.score), language)
    return work.cue.id, key, style_title(work.style, language), emotion


def gain_curve(work: Work, y: float, height: float) -> Markup:
    """The gain that yields to dialogue, over the lane's span; the file's first second is handle.

    Its top is 0 dB, or more where thin music is lifted.
    """
    points = [(t - 1.0, max(db, _LOWEST_DB)) for t, db in work.recording.duck.points]
    if not points:
        return Markup("")
    frames = work.recording.lane_end_frame - work.recording.lane_start_frame
    length = float(to_seconds(frames, work.cue.rate))
    points = [(min(points[0][0], 0.0), points[0][1]), *points, (length, points[-1][1])]
    shares = np.array([t / length for t, _ in points])
    gains = np.array([db for _, db in points])
    levels = (gains - _LOWEST_DB) / (max(gains.max(), 0.0) - _LOWEST_DB)
    floor = np.zeros_like(levels)
    return curve_box(
        area_path(shares, floor, levels, class_="gain-area"),
        line_path(shares, levels, class_="gain"),
        y=y,
        height=height,
    )


def hit_lines(hits: Sequence[HeardHit], axis: Axis, run: Run, height: float) -> list[Markup]:
    """A line on the first new frame of every hit; what was heard of it shows on hover."""
    lines = []
    for heard in hits:
        hit = heard.hit.hit
        x = percent(axis.share(_seconds(run, hit.frame)))
        kind = f"hit {hit.kind}"
        lines.append(tag("line", x1=x, x2=x, y1=0, y2=height, stroke=HIT[hit.kind], class_=kind))
        words = partial(_hit_words, heard, timecode(run.edit, hit.frame))
        lines.append(hovered("rect", words, "hover", x=x, width=9, height=height))
    return lines


def _hit_words(heard: HeardHit, code: str, language: str) -> tuple[str, ...]:
    hit = heard.hit.hit
    source, bar = word(f"from_{hit.source}", language), word("bar", language)
    return (
        word(hit.kind, language), hit.label, source, code,
        f"{bar} {heard.hit.bar}", error_text(heard.error_ms),
    )  # fmt: skip


def error_text(error_ms: float | None) -> str:
    return "" if error_ms is None else f"{error_ms:+.1f} ms"

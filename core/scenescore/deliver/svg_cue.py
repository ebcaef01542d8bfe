"""One cue as music: bars, chords, notes by part, hits, tempo, and the gain under speech."""

from __future__ import annotations

import numpy as np

from scenescore.deliver.figure import Figure, Row, figure_of, ruler, width_for
from scenescore.deliver.notation import bar_beat, metre_changes, pitch_name, runs
from scenescore.deliver.run import Run, Work
from scenescore.deliver.svg import (
    Axis,
    block,
    curve_box,
    group,
    line_path,
    percent,
    tag,
    tip,
)
from scenescore.deliver.svg_notes import ScoreClock, drums_row, notes_row
from scenescore.deliver.svg_timeline import gain_curve
from scenescore.model import Score
from scenescore.timebase import to_seconds

_PIXELS_PER_SECOND = 30


def cue_figure(run: Run, work: Work) -> Figure:
    """The cue over the span of its lane."""
    recording, rate = work.recording, run.edit.rate
    axis = Axis(
        float(to_seconds(recording.lane_start_frame, rate)),
        float(to_seconds(recording.lane_end_frame, rate)),
    )
    width = width_for(axis.end - axis.start, _PIXELS_PER_SECOND)
    time = ScoreClock(work, float(to_seconds(work.cue.in_frame, rate)))
    rows = [
        ruler(run.edit, axis, width),
        _bars(work.score, axis, time),
        _themes(work.score, axis, time),
        _chords(work.score, axis, time),
        notes_row(run, work, axis, time),
        drums_row(work, axis, time),
        _tempo(work, axis, time),
        _gain(work),
    ]
    return figure_of([row for row in rows if row is not None], axis, width)


def _bars(score: Score, axis: Axis, time: ScoreClock) -> Row | None:
    if not score.bars:
        return None
    metres = dict(metre_changes(score))
    starts = time(bar.beat for bar in score.bars)
    pieces = []
    for number, start in enumerate(starts, start=1):
        x = axis.x(start)
        pieces.append(tag("line", x1=x, x2=x, y1=0, y2=2000, class_="bar"))
        pieces.append(tag("text", str(number), x=x, dx=4, y=13, class_="bar-number"))
        if number in metres:
            pieces.append(tag("text", metres[number], x=x, dx=22, y=13, class_="metre"))
    return Row("bars", 18, group(pieces))


def _themes(score: Score, axis: Axis, time: ScoreClock) -> Row | None:
    spans = []
    for theme in score.themes:
        for first, last in runs(theme.bars):
            start = bar_beat(score, first)
            if start is not None:
                end = score.bars[min(last, len(score.bars)) - 1]
                spans.append((theme.name, time.at(start), time.at(end.beat + end.beats)))
    if not spans:
        return None
    pieces = [
        block(
            axis, (start, end), 2, 15,
            tag("rect", width="100%", height=15, rx=3, class_="theme"),
            tag("text", name, x=6, y=11, class_="small"),
        )
        for name, start, end in spans
    ]  # fmt: skip
    return Row("themes", 18, group(pieces))


def _chords(score: Score, axis: Axis, time: ScoreClock) -> Row | None:
    if not score.chords:
        return None
    pieces = []
    for chord in score.chords:
        root = pitch_name(chord.root, score)
        name = chord.numeral or root
        words = (chord.numeral, root, chord.quality)
        pieces.append(
            block(
                axis, (time.at(chord.beat), time.at(chord.beat + chord.beats)), 1, 17,
                tag("rect", tip(*words), x=0.5, width="100%", height=17, class_="chord"),
                tag("text", name, x=5, y=12, class_="small"),
            )
        )  # fmt: skip
    return Row("chords", 20, group(pieces))


def _gain(work: Work) -> Row:
    gains = [0.0, *(db for _, db in work.recording.duck.points)]
    low, high = min(gains), max(gains)
    text = f"{low:.1f} … {high:+.1f} dB" if high > 0 else f"{low:.1f} dB"
    label = tag("text", text, x=0, dx=5, y=32, class_="small")
    return Row("gain", 40, gain_curve(work, y=4, height=32) + (label if low < high else ""))


def _tempo(work: Work, axis: Axis, time: ScoreClock) -> Row:
    """Beats a minute between the knots of the tempo map: a step curve with its extremes written."""
    beats = [float(beat) for beat, _ in work.score.tempo.knots]
    seconds = time(beats)
    paces = 60 * np.diff(beats) / np.diff(seconds)
    low, high = float(paces.min()), float(paces.max())
    span = max(high - low, 4.0)
    xs = np.repeat([axis.share(t) for t in seconds], 2)[1:-1]
    ys = 0.5 + 0.8 * (np.repeat(paces, 2) - (low + high) / 2) / span
    label = f"{low:.1f}" if high - low < 0.05 else f"{low:.1f} – {high:.1f}"
    x = percent(max(axis.share(seconds[0]), 0.0))
    return Row(
        "tempo",
        40,
        curve_box(line_path(xs, ys, class_="tempo"), y=4, height=32)
        + tag("text", f"{label} bpm", x=x, dx=5, y=13, class_="small"),
    )

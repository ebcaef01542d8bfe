"""A figure of the report: named rows under one another on a common time axis."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from scenescore.deliver.svg import Axis, group, tag
from scenescore.model import Edit
from scenescore.timebase import Rate, format_timecode, to_seconds

_PIXELS_PER_LABEL = 110
_LABEL_PIXELS = 70
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600)
"""Seconds between labels of a ruler."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the key of its name in the string table (or the name itself), height, drawing."""

    name: str
    height: int
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Figure:
    """Rows with their places; `width` is in pixels at first sight."""

    rows: tuple[Row, ...]
    width: int
    svg: Markup
    start: float
    end: float


def figure_of(rows: list[Row], axis: Axis, width: int) -> Figure:
    """The rows under one another in one SVG."""
    pieces, y = [], 0
    for row in rows:
        pieces.append(group([row.drawing], transform=f"translate(0 {y})"))
        y += row.height
    svg = tag("svg", *pieces, class_="figure", width="100%", height=y, role="img")
    return Figure(tuple(rows), width, svg, axis.start, axis.end)


def width_for(
    seconds: float, pixels_per_second: float, least: int = 900, most: int = 12_000
) -> int:
    """Pixels a figure takes at first sight: long edits scroll, but not without end."""
    return int(min(max(seconds * pixels_per_second, least), most))


def timecode(edit: Edit, frame: int) -> str:
    return format_timecode(edit.start_frame + frame, edit.rate, edit.drop_frame)


def ruler(edit: Edit, axis: Axis, width: int) -> Row:
    """Timecode along the figure, on whole seconds of the counter."""
    wanted = _PIXELS_PER_LABEL * (axis.end - axis.start) / width
    step = next((s for s in _STEPS if s >= wanted), _STEPS[-1])
    pieces = []
    for frame in _label_frames(edit.rate, edit.start_frame, axis, step):
        seconds = float(to_seconds(frame, edit.rate))
        x = axis.x(seconds)
        label = timecode(edit, frame)
        pieces.append(tag("line", x1=x, x2=x, y1=17, y2=26, class_="tick"))
        if width * (1 - axis.share(seconds)) > _LABEL_PIXELS:
            pieces.append(tag("text", label, x=x, y=12, dx=3, class_="ruler"))
        pieces.append(tag("line", x1=x, x2=x, y1=26, y2=2000, class_="grid"))
    return Row("timecode", 26, group(pieces))


def _label_frames(rate: Rate, start_frame: int, axis: Axis, step: int) -> range:
    """Frames whose count is a multiple of `step` seconds of timecode."""
    stride = step * rate.nominal
    first = int(axis.start * rate.fps) + start_frame
    first += -first % stride
    last = int(axis.end * rate.fps) + start_frame
    return range(first - start_frame, last - start_frame + 1, stride)

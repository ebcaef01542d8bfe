"""Small pieces of SVG that stretch: x in percent of the figure, y in pixels.

A figure can then be zoomed by its width alone, with text and strokes as they are. Curves cannot say
percent; they lie in a box of their own whose units stretch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup, escape
from numpy.typing import NDArray

BOX = 10_000
"""Width of a curve's own units."""

Floats = NDArray[np.float64]


def tag(name: str, *content: str | Markup, **attributes: object) -> Markup:
    """An element; `stroke_width` is written stroke-width, `class_` class; None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = Markup("").join(escape(each) for each in content)
    return Markup(f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>")


def group(pieces: Iterable[Markup], **attributes: object) -> Markup:
    return tag("g", *pieces, **attributes)


@dataclass(frozen=True, slots=True)
class Axis:
    """Seconds of the edit along a figure."""

    start: float
    end: float

    def share(self, seconds: float) -> float:
        """0 at the left edge of the figure … 1 at the right."""
        return (seconds - self.start) / max(self.end - self.start, 1e-9)

    def x(self, seconds: float) -> str:
        return percent(self.share(seconds))

    def width(self, start: float, end: float) -> str:
        return percent(max(self.share(end) - self.share(start), 0.0))


def percent(share: float) -> str:
    return f"{100 * share:.4f}".rstrip("0").rstrip(".") + "%"


def tip(*words: object) -> Markup:
    """What is shown while the pointer rests on an element."""
    return tag("title", " · ".join(str(word) for word in words if word not in ("", None)))


def block(axis: Axis, span: tuple[float, float], y: float, height: float, *inner: Markup) -> Markup:
    """A window over a stretch of time; what does not fit inside is cut off."""
    return tag(
        "svg",
        *inner,
        x=axis.x(span[0]),
        y=y,
        width=axis.width(*span),
        height=height,
        overflow="hidden",
    )


def curve_box(*paths: Markup, y: float, height: float) -> Markup:
    """A window over the whole figure in units of `BOX` across and 1000 down."""
    return tag(
        "svg",
        *paths,
        x=0,
        y=y,
        width="100%",
        height=height,
        viewBox=f"0 0 {BOX} 1000",
        preserveAspectRatio="none",
        overflow="hidden",
    )


def line_path(xs: Floats, ys: Floats, **attributes: object) -> Markup:
    """A curve through points; `xs` and `ys` are shares of the box, y upwards."""
    points = " ".join(f"{BOX * x:.0f},{1000 * (1 - y):.0f}" for x, y in zip(xs, ys, strict=True))
    return tag(
        "polyline", points=points, fill="none", vector_effect="non-scaling-stroke", **attributes
    )


def area_path(xs: Floats, low: Floats, high: Floats, **attributes: object) -> Markup:
    """The area between two curves."""
    there = [f"{BOX * x:.0f},{1000 * (1 - y):.0f}" for x, y in zip(xs, high, strict=True)]
    back = [f"{BOX * x:.0f},{1000 * (1 - y):.0f}" for x, y in zip(xs, low, strict=True)]
    return tag("polygon", points=" ".join(there + back[::-1]), **attributes)


def thinned(times: Sequence[float], values: Sequence[float], most: int) -> tuple[Floats, Floats]:
    """At most `most` points: means over equal runs, so that a long curve stays small."""
    t, v = np.asarray(times, float), np.asarray(values, float)
    if len(t) <= most:
        return t, v
    bounds = np.linspace(0, len(t), most + 1).astype(int)[:-1]
    counts = np.diff([*bounds, len(t)])
    return np.add.reduceat(t, bounds) / counts, np.add.reduceat(v, bounds) / counts

"""The report as one page: figures as inline SVG, tables, English and Korean, no network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from scenescore.deliver import look
from scenescore.deliver.cues import clock
from scenescore.deliver.figure import timecode
from scenescore.deliver.languages import in_languages, sentence, style_title, word
from scenescore.deliver.links import levers, links
from scenescore.deliver.report import heard_hits
from scenescore.deliver.run import Run, Work
from scenescore.deliver.svg_cue import cue_figure
from scenescore.deliver.svg_feeling import (
    contradiction_place,
    contradiction_sentence,
    feeling_figure,
)
from scenescore.deliver.svg_timeline import MOST_BLOCKS, timeline_figure
from scenescore.model import Contradiction
from scenescore.timebase import to_frames

_OPEN_CUES = 3
"""Cues whose figure is unfolded at first."""

_MOST_TOLD = 8
"""Contradictions that get a sentence on the page."""

_ON_THE_PICTURE = ("hard", "entry")
"""Hits that must be heard on the frame."""


def report_html(run: Run, report: Mapping[str, Any]) -> str:
    """The page for a run; `report` is its `build_report`."""
    environment = Environment(
        loader=PackageLoader("scenescore.deliver", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "t": lambda key: in_languages(lambda language: word(key, language)),
        "say": sentence,
        "style": lambda style: in_languages(lambda language: style_title(style, language)),
        "look": look,
        "tc": lambda frame: timecode(run.edit, frame),
        "tc_at": lambda moment: timecode(run.edit, to_frames(moment, run.edit.rate)),
        "windows_under": _windows_under,
        "clock": clock,
    }
    template = environment.get_template("report.html.j2")
    return template.render(
        run=run,
        report=report,
        edit=run.edit,
        rate=str(run.edit.rate),
        length=clock(run.edit.duration),
        timeline=timeline_figure(run),
        feeling=feeling_figure(run),
        contradictions=[_contradiction(run, each) for each in run.mood.contradictions],
        most_told=_MOST_TOLD,
        links=links(run.weights),
        levers=levers(),
        verdicts=Counter(each["verdict"] for each in report["agreement"]),
        cues=[_cue(run, work, index) for index, work in enumerate(run.works)],
        accuracy=hit_accuracy(run),
        music=clock(sum((w.cue.span.duration for w in run.works), start=0 * run.edit.duration)),
        clipped=max(len(run.seen.shots), len(run.heard.phrases)) > MOST_BLOCKS,
    )


def _windows_under(count: int) -> Markup:
    return in_languages(lambda language: word("windows_under", language).format(n=count))


def _contradiction(run: Run, each: Contradiction) -> dict[str, Any]:
    return {
        "place": contradiction_place(run, each),
        "said": in_languages(lambda language: contradiction_sentence(each, language)),
    }


def _cue(run: Run, work: Work, index: int) -> dict[str, Any]:
    return {
        "work": work,
        "figure": cue_figure(run, work),
        "open": index < _OPEN_CUES,
        "hits": heard_hits(work),
        "parts": [
            (part, look.part_colour(i)) for i, part in enumerate(work.score.parts) if part.notes
        ],
        "bpm": _mean_tempo(work),
        "length": clock(work.cue.span.duration),
    }


def _mean_tempo(work: Work) -> float:
    """Beats a minute over the whole cue."""
    first, last = work.score.tempo.knots[0], work.score.tempo.knots[-1]
    return float(60 * (last[0] - first[0]) / (last[1] - first[1]))


def hit_accuracy(run: Run) -> dict[str, float] | None:
    """How well hard hits and entries are heard on the picture; None where none was measured."""
    frame_ms = float(1000 * run.edit.rate.frame)
    hits = [h for w in run.works for h in heard_hits(w) if h.hit.hit.kind in _ON_THE_PICTURE]
    errors = np.array([h.error_ms for h in hits if h.error_ms is not None], float)
    if not len(errors):
        return None
    return {
        "count": len(hits),
        "measured": len(errors),
        "stand_out": sum(bool(h.stands_out) for h in hits),
        "within_frame": float(100 * np.mean(np.abs(errors) <= frame_ms)),
        "mean_ms": float(errors.mean()),
        "p95_ms": float(np.percentile(np.abs(errors), 95)),
    }

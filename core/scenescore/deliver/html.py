"""The report as one page: figures as inline SVG, tables, English and Korean, no network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from scenescore.deliver import look
from scenescore.deliver.cues import clock
from scenescore.deliver.figure import timecode
from scenescore.deliver.html_cues import cue_pages, hit_accuracy
from scenescore.deliver.languages import in_languages, musical, sentence, style_title, word
from scenescore.deliver.links import levers, links
from scenescore.deliver.run import Run
from scenescore.deliver.svg_feeling import (
    contradiction_place,
    contradiction_sentence,
    feeling_figure,
)
from scenescore.deliver.svg_timeline import MOST_BLOCKS, timeline_figure
from scenescore.model import Contradiction
from scenescore.timebase import to_frames

_MOST_TOLD = 8
"""Contradictions that get a sentence on the page."""


def report_html(run: Run, report: Mapping[str, Any]) -> str:
    """The page for a run; `report` is its `build_report`."""
    environment = Environment(
        loader=PackageLoader("scenescore.deliver", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,  # each template is filled once: what that spares takes longer to find
    )
    environment.globals |= {
        "t": lambda key: in_languages(lambda language: word(key, language)),
        "say": sentence,
        "style": lambda style: in_languages(lambda language: style_title(style, language)),
        "musical": musical,
        "look": look,
        "used": _used,
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
        cues=cue_pages(run, report),
        accuracy=hit_accuracy(run),
        music=clock(sum((w.cue.span.duration for w in run.works), start=0 * run.edit.duration)),
        clipped=max(len(run.seen.shots), len(run.heard.phrases)) > MOST_BLOCKS,
    )


def _used(colours: Mapping[str, str], kinds: Iterable[str]) -> dict[str, str]:
    """The part of a legend that something on the page has."""
    there = set(kinds)
    return {kind: colour for kind, colour in colours.items() if kind in there}


def _windows_under(count: int) -> Markup:
    return in_languages(lambda language: word("windows_under", language).format(n=count))


def _contradiction(run: Run, each: Contradiction) -> dict[str, Any]:
    return {
        "place": contradiction_place(run, each),
        "said": in_languages(lambda language: contradiction_sentence(each, language)),
    }

"""What a run says at its end: a few lines a person can act on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scenescore.deliver import all_remarks
from scenescore.model import Remark
from scenescore.reporting import Outcome
from scenescore.words import translated
from scenescore.words import words as words_of

HARD = ("hard", "entry")

_SHOWN = 3
"""Remarks of one kind that are told, and parts left out for which there is one cure; the report
tells all."""

_TOLD = (
    "music-in-edit",
    "music-followed",
    "music-not-followed",
    "mute-to-replace",
    "mood-markers",
    "over-full-scale",
    "picture-damaged",
    "picture-short",
)
"""Remarks that an editor should hear at once: without them the result sounds or looks wrong."""


def skipped(outcome: Outcome) -> tuple[Remark, ...]:
    """Parts that are missing from the result: what exit code 3 stands for."""
    return tuple(remark for remark in all_remarks(outcome.run) if remark.skipped)


def summary(outcome: Outcome, language: str) -> Iterator[str]:
    """Lines in a language: the music, what is missing or sounds with it, what to open."""
    words = words_of("cli", language)
    if outcome.run.works:
        yield words["cues"].format(**_figures(outcome))
    yield from _left_out(skipped(outcome), language)
    for code in _TOLD:
        alike = [remark for remark in all_remarks(outcome.run) if remark.code == code]
        yield from (_said(remark, language) for remark in alike[:_SHOWN])
        if len(alike) > _SHOWN:
            yield words["more"].format(count=len(alike) - _SHOWN)
    found = {path.name: path for path in outcome.files}
    # Who came with Final Cut Pro 7 XML works in a program that reads it best.
    if edit := found.get("scored.xml") or found.get("scored.otio"):
        yield words["open_edit"].format(path=edit)
    if "report.html" in found:
        yield words["open_report"].format(path=found["report.html"])
    if outcome.film:
        yield words["open_film"].format(path=outcome.film.resolve())


def _left_out(remarks: Iterable[Remark], language: str) -> Iterator[str]:
    """What is missing: for each cure the first few parts, how many more there are, the cure."""
    words = words_of("cli", language)
    by_cure: dict[str, list[Remark]] = {}
    for remark in remarks:
        by_cure.setdefault(remark.hint, []).append(remark)
    for cure, alike in by_cure.items():
        for remark in alike[:_SHOWN]:
            yield words["skipped"].format(message=translated(remark.message, language))
        if len(alike) > _SHOWN:
            yield words["more"].format(count=len(alike) - _SHOWN)
        if cure:
            yield f"  {translated(cure, language)}"


def _said(remark: Remark, language: str) -> str:
    said = filter(None, (remark.message, remark.hint))
    return " ".join(translated(each, language) for each in said)


def _figures(outcome: Outcome) -> dict[str, object]:
    """Cues, seconds of music, hard hits and entries.

    Of these, those heard within one frame in the music, and of them those heard beside the edit.
    """
    run = outcome.run
    frame_ms = float(run.edit.rate.frame) * 1000
    hits = [
        heard for work in run.works for heard in work.recording.hits if heard.hit.hit.kind in HARD
    ]
    within = [hit for hit in hits if hit.error_ms is not None and abs(hit.error_ms) <= frame_ms]
    return {
        "count": len(run.works),
        "seconds": round(sum(float(work.cue.span.duration) for work in run.works)),
        "hits": len(hits),
        "within": len(within),
        "clear": sum(bool(hit.stands_out) for hit in within),
    }

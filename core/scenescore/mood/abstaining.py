"""Who says nothing where, and why: silence is told, so that it is not taken for calm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from scenescore.model import Abstention, Edit, Heard, Scene, Seen
from scenescore.mood.tables import Rules
from scenescore.timebase import Span, merge_spans, split_spans

_SHORTEST = Fraction(2)
"""Seconds: between two lines a voice is silent, but abstains from nothing."""


def abstentions_of(
    edit: Edit,
    seen: Seen,
    scenes: Sequence[Scene],
    heard: Heard,
    spoke: Sequence[tuple[str, Span]],
    rules: Rules,
) -> tuple[Abstention, ...]:
    """Each stretch in which a witness has no evidence, with the reason, by witness and time.

    `spoke` is who had evidence where. Reasons are the keys `why_…` of the report's words.
    """
    reasons = _reasons(edit, seen, scenes, heard)
    found = []
    for witness in rules.witnesses:
        silent = _outside([span for name, span in spoke if name == witness], edit.duration)
        told: dict[str, list[Span]] = {}
        for why, spans in _surest_first(reasons.get(witness, _NOT_ASKED), edit.duration):
            given, silent = split_spans(silent, spans)
            told.setdefault(why, []).extend(given)
        for why, given in told.items():
            found += [Abstention(witness, span, why) for span in merge_spans(given)]
    found.sort(key=lambda each: (rules.witnesses.index(each.witness), each.span))
    return tuple(each for each in found if each.span.duration >= _SHORTEST)


Reasons = Sequence[tuple[str, Span | None]]
"""Why a witness may be silent, the surest reason first; None is anywhere in the edit."""

_NOT_ASKED: Reasons = (("no_engine", None),)


def _reasons(
    edit: Edit, seen: Seen, scenes: Sequence[Scene], heard: Heard
) -> dict[str, list[tuple[str, Span | None]]]:
    def frames(first: int, last: int) -> Span:
        return Span.of_frames(first, last, edit.rate)

    unseen: list[tuple[str, Span | None]] = [
        ("not_seen" if edit.picture else "no_picture", None),
    ]
    shots = [frames(shot.start_frame, shot.end_frame) for shot in seen.shots]
    faceless = [("no_face", shots[p.shot]) for p in seen.pictures if not p.faces]
    one_take = [
        ("no_cut", frames(scene.start_frame, scene.end_frame))
        for scene in scenes
        if len(scene.shots) == 1
    ]
    talk = [spoken.span for spoken in heard.speech] + [phrase.span for phrase in heard.phrases]
    silence = [("no_speech", span) for span in _outside(talk, edit.duration)]
    unread = [(_why_unread(p.text, p.english), p.span) for p in heard.phrases if not p.emotions]
    return {
        "light": unseen,
        "movement": unseen,
        "faces": [*faceless, *unseen],
        "editing": [*one_take, ("no_picture", None)],
        "sound": [("inaudible", None)],
        "voice": [*silence, ("not_measured", None)],
        "talk": [("no_speech", None)],
        "words": [*silence, *unread, ("no_words", None)],
        "music": [("no_music", None)],
    }


def _why_unread(text: str | None, english: str | None) -> str:
    """Why a phrase has no emotion: nobody wrote down its words, or nothing was found in them."""
    return "words_unread" if text or english else "no_words"


def _surest_first(reasons: Reasons, end: Fraction) -> Iterator[tuple[str, list[Span]]]:
    """Each reason with all its stretches; those that hold anywhere come last."""
    somewhere: dict[str, list[Span]] = {}
    for why, span in reasons:
        if span is not None:
            somewhere.setdefault(why, []).append(span)
    yield from somewhere.items()
    yield from ((why, [Span(Fraction(0), end)]) for why, span in reasons if span is None)


def _outside(spans: Sequence[Span], end: Fraction) -> list[Span]:
    """What is left of [0, end)."""
    return split_spans([Span(Fraction(0), end)], spans)[1]

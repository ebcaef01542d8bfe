"""A cue and its hits: what music it is, who plays, whether it is heard where it should be."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from scenescore.model import Hit
from scenescore.palettes import load_palettes
from scenescore.worker.answers import TakeMade
from scenescore_ui.pages.why.section import Bar, Line, Section, Shape, percent, said_of, term
from scenescore_ui.player.stem_menu import stem_name
from scenescore_ui.strings import Strings
from scenescore_ui.work.model import CueWork
from scenescore_ui.work.report import EditFacts

Facts = Mapping[str, Any]

_ANSWERED = ("start", "gap", "scene", "cut", "dissolve", "fade", "action", "marker", "hand")
"""What a hit is known to answer: `Hit.source`, and "hand" where the editor put it."""

_ON_THE_LINE = 0.02
"""Seconds by which a barline may miss the turn of a mood that it meets."""

_STEADY_BPM = 1.0
"""Tempos that differ by less are told as one."""


def explain_cue(
    edit: EditFacts, one: CueWork, take: TakeMade | None, say: Strings
) -> tuple[Section, ...]:
    """What a cue is, from its take; without one that it is still being made."""
    cue = one.cue
    span = f"{edit.timecode(cue.in_frame)} – {edit.timecode(cue.out_frame)}"
    title = f"{cue.id} · {say(f'emotion_{cue.mood.emotion}')}"
    if take is None:
        return (Section(title, (Line(span), Line(say("why_making")))),)
    facts = take.facts
    lines = (
        Line(span),
        Line(_music(facts, say), say("why_music_head")),
        *_course(take, say),
        Line(_themes(facts, say), term("themes", say)),
        Line(_palette(facts["style"], say), term("style", say)),
        Line(", ".join(stem_name(stem, say) for stem in take.stems), say("why_players")),
        Line(term(facts["ending"], say), term("ending", say)),
    )
    sections = [Section(title, lines, shape=_shape(take, say)), _hits(edit, facts, say)]
    return (*sections, _sound(facts, one, say))


def explain_hit(
    edit: EditFacts, hit: Hit, take: TakeMade | None, say: Strings
) -> tuple[Section, ...]:
    """What a hit answers, how hard it is, and how far from the picture it is heard."""
    answers = f"why_answers_{hit.source if hit.source in _ANSWERED else 'other'}"
    lines = [Line(say(answers), bars=(Bar(say("why_hard"), hit.weight, "hit", signed=False),))]
    if hit.label:
        lines.append(Line(f"“{hit.label}”"))
    if hit.ordered:
        lines.append(Line(say("why_hit_ordered")))
    facts = _facts_of(hit, take)
    lines.append(Line(_heard(facts, edit, say) if take else say("why_making")))
    details: tuple[tuple[str, str], ...] = ()
    if facts:
        place = say("why_hit_bar", bar=facts["bar"], beat=f"{facts['beat']:.2f}")
        line = say("why_on_line" if facts["on_barline"] else "why_off_line")
        details = ((say("why_hard"), percent(hit.weight)), (say("why_in_music"), f"{place} {line}"))
    title = f"{term(hit.kind, say)} · {edit.timecode(hit.frame)}"
    return (Section(title, tuple(lines), details),)


def _facts_of(hit: Hit, take: TakeMade | None) -> Facts | None:
    hits: Sequence[Facts] = take.facts["hits"] if take else ()
    return next((facts for facts in hits if facts["frame"] == hit.frame), None)


def _heard(facts: Facts | None, edit: EditFacts, say: Strings) -> str:
    """How far from the first frame of the picture the music is heard, in frames and ms."""
    if facts is None:
        return say("why_let_go")
    error = facts["heard_error_ms"]
    if error is None:
        return say("why_unheard")
    frames = abs(error) / (1000 / float(edit.fps.fps))
    key = "why_late" if error >= 0 else "why_early"
    said = say(key, ms=f"{abs(error):.1f}", frames=f"{frames:.2f}")
    return f"{said} {say('why_within' if frames <= 1 else 'why_beyond')}"


def _music(facts: Facts, say: Strings) -> str:
    tempos = [
        60 * (after[0] - before[0]) / (after[1] - before[1])
        for before, after in pairwise(facts["tempo_map"])
    ]
    slow, fast = min(tempos), max(tempos)
    steady = fast - slow < _STEADY_BPM
    tempo = f"{fast:.0f} BPM" if steady else f"{slow:.0f} – {fast:.0f} BPM"
    metres = ", ".join(dict.fromkeys(metre for _, metre in facts["metres"]))
    return " · ".join((say.music(facts["key"]), tempo, metres))


def _course(take: TakeMade, say: Strings) -> Iterator[Line]:
    """The moods that the music goes through, each with the bar that it begins in."""
    moods = take.cue.moods
    if not take.shape or not moods:
        return
    told: list[str] = []
    before = ""
    for bar, (start, _) in enumerate(take.shape[:-1], start=1):
        at = bisect_right(moods, start + _ON_THE_LINE, key=lambda point: point.seconds)
        emotion = moods[max(0, at - 1)].mood.emotion
        if emotion != before:
            told.append(say("why_from_bar", emotion=say(f"emotion_{emotion}"), bar=bar))
            before = emotion
    yield Line(" · ".join(told), say("why_course", bars=len(take.shape) - 1))


def _themes(facts: Facts, say: Strings) -> str:
    told = [
        say("why_theme", name=theme["name"], bars=", ".join(map(str, theme["bars"])))
        for theme in facts["themes"]
    ]
    return " · ".join(told) or say("why_no_theme")


def _palette(style: str, say: Strings) -> str:
    palette = load_palettes().get(style)
    return said_of(palette.name, say) if palette else style


def _shape(take: TakeMade, say: Strings) -> Shape | None:
    if not take.shape:
        return None
    starts = [seconds for seconds, _ in take.shape]
    named = {bar for theme in take.facts["themes"] for bar in theme["bars"]}
    themes = tuple(starts[bar - 1] for bar in sorted(named) if bar < len(starts))
    fullest = max(range(len(take.shape)), key=lambda bar: take.shape[bar][1])
    spoken = say("why_shape", bars=len(take.shape) - 1, fullest=fullest + 1)
    return Shape(take.shape, themes, spoken)


def _hits(edit: EditFacts, facts: Facts, say: Strings) -> Section:
    hits, frame_ms = facts["hits"], 1000 / float(edit.fps.fps)
    errors = [abs(hit["heard_error_ms"]) for hit in hits if hit["heard_error_ms"] is not None]
    within = sum(error <= frame_ms for error in errors)
    lines = [Line(say("why_hits", count=len(hits), heard=len(errors), within=within))]
    details = tuple(
        (edit.timecode(hit["frame"]), f"{term(hit['kind'], say)} · {_error(hit, say)}")
        for hit in hits
    )
    return Section(term("hits", say), tuple(lines), details)


def _error(hit: Facts, say: Strings) -> str:
    error = hit["heard_error_ms"]
    return term("not_heard", say) if error is None else f"{error:+.1f} ms".replace("-", "−")


def _sound(facts: Facts, one: CueWork, say: Strings) -> Section:
    made, loudness = facts["provenance"], facts["loudness"]
    font = made["soundfont"]
    level = f"{loudness['integrated_lufs']:.1f} LUFS".replace("-", "−")
    peak = f"{loudness['true_peak_dbtp']:.1f} dBTP".replace("-", "−")
    lines = (
        Line(font["name"]),
        Line(font["licence"], term("licence", say)),
        Line(say("why_level", level=level), term("loudness", say)),
    )
    details = (
        (term("true_peak", say), peak),
        (term("seed", say), str(facts["seed"])),
        (say("why_take"), str(one.recipe.number)),
        (say("why_made_by"), f"{made['tool']} {made['tool_version']}"),
        ("SHA-256", made["score_sha256"][:16]),
    )
    return Section(term("soundfont", say), lines, details)

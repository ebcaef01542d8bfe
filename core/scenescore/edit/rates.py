"""Which frame rate an edit has: as it says, as the user says, or as can be inferred."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from scenescore.edit.edl_events import RawList
from scenescore.edit.otio_times import seconds
from scenescore.errors import BadArgument
from scenescore.model import Remark
from scenescore.timebase import Rate, can_drop, round_half_up

_SLOWEST, _FASTEST = 1, 240
"""Rates beyond these count samples or ticks, not pictures."""
_SAID = re.compile(r"(?<![\d.])(\d{2,3}(?:\.\d{1,3})?)\s*(?:fps|p\b)", re.IGNORECASE)
_BY_HIGHEST_FRAME = ((23, "24"), (24, "25"), (29, "29.97"), (49, "50"), (59, "59.94"))
"""The slowest usual rate that has a frame of this number in each second."""


def rate_option(text: str | None) -> Rate | None:
    """The `--rate` of the user. Raises BadArgument for what is no rate."""
    if text is None:
        return None
    try:
        rate = Rate.of(text)
    except ValueError as error:
        raise BadArgument(
            f"--rate {text} is not a frame rate.", "Give a number such as 24, 25 or 29.97."
        ) from error
    if not _SLOWEST <= rate.fps <= _FASTEST:
        raise BadArgument(
            f"--rate {text} is not a frame rate of film or video.",
            f"Give a number from {_SLOWEST} to {_FASTEST}.",
        )
    return rate


def timeline_rate(timeline: Any, wanted: Rate | None) -> tuple[Rate, tuple[Remark, ...]]:
    """The rate of an OTIO timeline: of its start time, else what most of its picture is counted in.

    `wanted` only decides where the timeline does not say its rate; else a remark tells that it was
    not used.
    """
    start = timeline.global_start_time
    if start is not None and _SLOWEST < start.rate <= _FASTEST:
        return _as_said(Rate.of(start.rate), wanted)
    votes = _votes(timeline, "Video") or _votes(timeline, "Audio")
    if not votes:
        return wanted or Rate.of(24), () if wanted else (_guessed(Rate.of(24), "nothing else"),)
    if len(votes) == 1:
        return _as_said(next(iter(votes)), wanted)
    rate = wanted or votes.most_common(1)[0][0]
    return rate, () if wanted else (_guessed(rate, "what most of its clips are counted in"),)


def _as_said(rate: Rate, wanted: Rate | None) -> tuple[Rate, tuple[Remark, ...]]:
    if wanted is None or wanted == rate:
        return rate, ()
    return rate, (
        Remark(
            "rate-ignored",
            f"The edit says that it runs at {rate} frames a second; --rate {wanted} is not used.",
            "Change the rate in the editing program and export again.",
        ),
    )


def _votes(timeline: Any, kind: str) -> Counter[Rate]:
    """Seconds counted in each rate by the items on tracks of a kind."""
    votes: Counter[Rate] = Counter()
    for track in timeline.tracks:
        if getattr(track, "kind", kind) != kind or not hasattr(track, "__iter__"):
            continue
        for item in track:
            span = getattr(item, "source_range", None)
            if span is not None and _SLOWEST < span.duration.rate <= _FASTEST:
                votes[Rate.of(span.duration.rate)] += round_half_up(seconds(span.duration) * 1000)
    return votes


def list_rate(
    path: Path, raw: RawList, wanted: Rate | None, probe_rate: Callable[[], Rate | None]
) -> tuple[Rate, tuple[Remark, ...]]:
    """The rate of an EDL, which never says it.

    The user's word; else drop-frame counting (29.97); else what its name or notes say; else that
    of its media, if `probe_rate` finds any; else the slowest usual rate with all its frame numbers.
    Raises BadArgument for a rate that has not.
    """
    highest = raw.highest_frame
    if wanted is not None:
        if highest >= wanted.nominal:
            raise BadArgument(
                f"--rate {wanted} cannot be right: {path.name} has a frame number {highest}.",
                f"Give a rate above {highest}.",
            )
        return wanted, ()
    slowest = next((Rate.of(r) for top, r in _BY_HIGHEST_FRAME if highest <= top), Rate.of(120))
    if raw.drop_frame:
        rate = slowest if can_drop(slowest) else Rate.of("29.97")
        return rate, (_guessed(rate, "its drop-frame timecode"),)
    for text in (path.name, raw.title, *(note for _, notes in raw.events for note in notes)):
        said = None if text.startswith("M2") or "(" in text else _SAID.search(text)
        if said and (rate := Rate.of(said[1])).nominal > highest and 10 < rate.fps <= _FASTEST:
            return rate, (_guessed(rate, f"“{text.strip()}”"),)
    measured = probe_rate()
    if measured is not None and measured.nominal > highest:
        return measured, (_guessed(measured, "its media"),)
    return slowest, (_guessed(slowest, f"its highest frame number, {highest}"),)


def _guessed(rate: Rate, by: str) -> Remark:
    return Remark(
        "rate-inferred",
        f"The edit does not say its frame rate; {rate} was inferred from {by}.",
        "Give the right one with --rate if it is another.",
    )


def drops_frames(start: Fraction, rate: Rate) -> bool:
    """Whether an edit that does not say so counts in drop-frame, by its start timecode.

    Timelines start at whole minutes: 01:00:00;00 is frame 107 892 at 29.97, and 01:00:00:00 is
    108 000. Where both or neither fit (a start at zero), non-drop is taken.
    """
    if not can_drop(rate):
        return False
    frame = round_half_up(start * rate.fps)
    minute = rate.nominal * 60
    per_ten = minute * 10 - 9 * round_half_up(Fraction(rate.nominal, 15))
    return frame % per_ten == 0 and frame % minute != 0

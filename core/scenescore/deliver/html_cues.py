"""What the page says of each cue: its figure, who plays, its hits, and why it is as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from scenescore.deliver.because import reasons
from scenescore.deliver.cues import clock
from scenescore.deliver.report import heard_hits
from scenescore.deliver.run import Run, Work
from scenescore.deliver.svg_cue import cue_figure
from scenescore.deliver.svg_notes import players

_OPEN_CUES = 3
"""Cues whose figure is unfolded at first."""

_ON_THE_PICTURE = ("hard", "entry")
"""Hits that must be heard on the frame."""


def cue_pages(run: Run, report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every cue as the page shows it, in order; `report` is the run's `build_report`."""
    return [
        {
            "work": work,
            "told": told,
            "figure": cue_figure(run, work),
            "open": index < _OPEN_CUES,
            "because": reasons(run, work, report),
            "hits": heard_hits(work),
            "players": players(work),
            "bpm": _mean_tempo(work),
            "length": clock(work.cue.span.duration),
        }
        for index, (work, told) in enumerate(zip(run.works, report["cues"], strict=True))
    ]


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

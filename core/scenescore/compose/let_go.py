"""What a person should be told of the hits that could not all be met."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scenescore.model import Remark, Score

_SHOWN = 5


def hits_let_go(scores: Sequence[Score], place: Callable[[int], str]) -> tuple[Remark, ...]:
    """One remark on the ordered hits that stand on no barline; `place` writes a frame."""
    ordered = [placed for score in scores for placed in score.hits if placed.hit.ordered]
    missed = [placed.hit.frame for placed in ordered if not placed.on_barline]
    if not missed:
        return ()
    places = [place(frame) for frame in missed[:_SHOWN]]
    if len(missed) > _SHOWN:
        places.append(f"… +{len(missed) - _SHOWN}")
    return (
        Remark(
            "hits-let-go",
            f"{len(missed)} of the {len(ordered)} hits that were ordered stand on no barline: "
            f"{', '.join(places)}.",
            "Hits at least 2 s apart can all be met: keep the ones that matter most.",
            places[0],
        ),
    )

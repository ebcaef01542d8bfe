"""Progress as a person or a program reads it: a bar with stage and time left, or JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from scenescore.job import Progress

Listener = Callable[[Progress], None]


class Whole:
    """Turns progress inside stages into progress of the whole run.

    `weights` gives each stage's share of the time, in running order; shares need not sum to 1.
    A stage's fraction never runs backwards, so that neither does the bar.
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        total = sum(weights.values())
        self._share = {stage: weight / total for stage, weight in weights.items()}
        self._done = dict.fromkeys(weights, 0.0)  # all of them: threads report side by side

    def fraction(self, progress: Progress) -> float:
        """Fraction 0…1 of the whole run after `progress`."""
        stages = list(self._share)
        if progress.stage in self._share:
            for earlier in stages[: stages.index(progress.stage)]:
                self._done[earlier] = 1.0
            self._done[progress.stage] = max(self._done[progress.stage], progress.fraction)
        return sum(self._share[stage] * part for stage, part in self._done.items())


@contextmanager
def shown(
    style: str, weights: Mapping[str, float], labels: Mapping[str, str]
) -> Iterator[Listener]:
    """A listener for a job: "bar" draws on stderr, "json" writes lines there, "quiet" is silent."""
    whole = Whole(weights)
    if style == "json":
        yield lambda progress: _write_line(progress, whole)
    elif style == "quiet":
        yield lambda progress: None
    else:
        with _bar(whole, labels) as listener:
            yield listener


def _write_line(progress: Progress, whole: Whole) -> None:
    line = {
        "stage": progress.stage,
        "fraction": round(progress.fraction, 4),
        "total": round(whole.fraction(progress), 4),
        "text": progress.text,
    }
    sys.stderr.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stderr.flush()


@contextmanager
def _bar(whole: Whole, labels: Mapping[str, str]) -> Iterator[Listener]:
    # Imported here: drawing takes 50 ms to load and a program that reads JSON never needs it.
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    bar = Bar(
        TextColumn("{task.description:<26}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,  # in a file it would leave empty lines
    )
    with bar:
        task = bar.add_task("", total=1.0)

        def listen(progress: Progress) -> None:
            label = labels.get(progress.stage, progress.stage)
            text = f"{label} {progress.text}".strip()
            bar.update(task, completed=whole.fraction(progress), description=text)

        yield listen

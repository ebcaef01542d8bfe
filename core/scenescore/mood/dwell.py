"""Which emotion leads when, so that none leads for less time than music can follow."""

from __future__ import annotations

import numpy as np

from scenescore.mood.places import Values


def leaders(probabilities: Values, shortest: int, costs: Values) -> list[int]:
    """The emotion that leads at each of n moments, from probabilities (n, k).

    The path of highest probability among those in which every emotion leads for at least `shortest`
    moments (all n, if there are fewer than twice as many); `costs` (n,) is what a change costs at
    each moment, in nats. Exact, by dynamic programming over the moment at which a stretch began.
    """
    count, classes = probabilities.shape
    logs = np.log(probabilities + 1e-9)
    if count < 2 * shortest:
        return [int(np.argmax(logs.sum(axis=0)))] * count
    sums = np.vstack((np.zeros(classes), np.cumsum(logs, axis=0)))
    best = np.full((count + 1, classes), -np.inf)  # [t]: moments before t, the last stretch whole
    started = np.zeros((count + 1, classes), int)  # where that stretch began
    previous = np.zeros((count + 1, classes), int)  # which emotion led before it
    for end in range(shortest, count + 1):
        start = end - shortest
        if start:
            came_from = int(np.argmax(best[start]))
            base = np.full(classes, best[start, came_from] - costs[start])
        else:
            came_from, base = -1, np.zeros(classes)
        fresh = base + sums[end] - sums[start]
        going_on = best[end - 1] + logs[end - 1]
        begins = fresh > going_on
        best[end] = np.where(begins, fresh, going_on)
        started[end] = np.where(begins, start, started[end - 1])
        previous[end] = np.where(begins, came_from, previous[end - 1])
    return _traced(best, started, previous, count)


def _traced(best: Values, started: Values, previous: Values, count: int) -> list[int]:
    path = [0] * count
    end, leader = count, int(np.argmax(best[count]))
    while end > 0:
        start = int(started[end, leader])
        path[start:end] = [leader] * (end - start)
        end, leader = start, int(previous[end, leader])
    return path


def led_by(probabilities: Values, path: list[int]) -> Values:
    """Probabilities in which the leader of the path is the largest: it changes place with it."""
    led = probabilities.copy()
    moments = np.arange(len(path))
    largest = np.argmax(led, axis=1)
    led[moments, path], led[moments, largest] = (
        probabilities[moments, largest],
        probabilities[moments, path],
    )
    return led

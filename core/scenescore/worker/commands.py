"""What the worker can be told to do: an order, the function that carries it out, its stages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from scenescore.job import Job
from scenescore.pipeline import SCORE
from scenescore.reporting import ANALYSE
from scenescore.worker import accepting, hosts, looking, scoring, sounding
from scenescore.worker.host_orders import (
    HostReadOrder,
    HostsOrder,
    HostUndoOrder,
    HostWriteOrder,
)
from scenescore.worker.orders import (
    AcceptOrder,
    AnalyseOrder,
    AuditionOrder,
    ComposeOrder,
    DoctorOrder,
    EnginesOrder,
    FetchOrder,
    FontsOrder,
    RemoveOrder,
    ScoreOrder,
    WarmOrder,
)
from scenescore.worker.protocol import Order, Playable, Said
from scenescore.worker.workshop import Workshop

Tell = Callable[[Playable], None]

_KNOWN = {stage: share for stage, share in ANALYSE.items() if stage != "write"}


@dataclass(frozen=True, slots=True)
class Command:
    """An order's class, what does it, and its stages in order with their usual shares of time."""

    order: type[Order]
    do: Callable[[Any, Workshop, Job, Tell], Said]
    stages: Mapping[str, float]


COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        each.order.command: each
        for each in (
            Command(AnalyseOrder, looking.analyse, ANALYSE),
            Command(WarmOrder, looking.warm, {"render": 1.0, **_KNOWN}),
            Command(ScoreOrder, scoring.score, {**_KNOWN, "render": 12.0}),
            Command(ComposeOrder, scoring.compose, {**_KNOWN, **scoring.TAKE}),
            Command(AcceptOrder, accepting.accept, SCORE),
            Command(FetchOrder, looking.fetch, {"fetch": 1.0}),
            Command(RemoveOrder, looking.remove, {}),
            Command(FontsOrder, sounding.fonts, {}),
            Command(AuditionOrder, sounding.audition, {"render": 1.0}),
            Command(EnginesOrder, looking.engines, {}),
            Command(DoctorOrder, looking.examine, {"doctor": 1.0}),
            Command(HostsOrder, hosts.find, {}),
            Command(HostReadOrder, hosts.read, {}),
            Command(HostWriteOrder, hosts.write, {}),
            Command(HostUndoOrder, hosts.undo, {}),
        )
    }
)

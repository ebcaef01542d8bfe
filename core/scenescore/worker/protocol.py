"""What the worker and its client say to each other: one JSON object a line, UTF-8.

What can be ordered stands in `orders`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

PROTOCOL = 1
"""Raised when a client of an earlier worker would misunderstand this one."""

GRACE_S = 0.4
"""How long a client waits for an answer to `cancel` before it ends the process."""

WHOLE_S = 60.0
"""How long it waits, before it ends the process, for an order that may not stop half way."""


class Said(BaseModel):
    """Base of all that is said: frozen, and strict about fields that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Order(Said):
    """Base of all orders: an order is the arguments of its command.

    One that is done `whole` is not stopped once it has begun: what it changes is not ours.
    """

    command: ClassVar[str]
    gives: ClassVar[type[Said]]
    whole: ClassVar[bool] = False


# --- messages -------------------------------------------------------------------------------------


class Start(Said):
    """Do `command` with `arguments`; `id` is the client's and comes back with every answer."""

    type: Literal["start"] = "start"
    id: str
    command: str
    arguments: dict[str, Any] = Field(default_factory=dict)


class Cancel(Said):
    """Stop what was started under this id, or drop it if it waits."""

    type: Literal["cancel"] = "cancel"
    id: str


class Ready(Said):
    """The worker listens; nothing heavy is loaded yet."""

    type: Literal["ready"] = "ready"
    protocol: int
    version: str
    commands: tuple[str, ...]
    log: Path


class Playable(Said):
    """Sound that may be played while the rest is still made: float32 stereo, 48 kHz, no header.

    `samples` of it are there; the first lies at frame `lane_start_frame`, less the handle of a
    second. Its level is that of the take before, until the take itself is done.
    """

    path: Path
    samples: int
    lane_start_frame: int


class Progressed(Said):
    """How far an order is: `fraction` of the stage, `total` of all, each 0…1 and never falling."""

    type: Literal["progress"] = "progress"
    id: str
    stage: str
    fraction: float
    total: float
    text: str = ""
    playable: Playable | None = None


class Done(Said):
    type: Literal["done"] = "done"
    id: str
    result: dict[str, Any]


class Failed(Said):
    """What failed and what to do, in English; `kind` is the class of the error.

    `id` is null where a line could not be read. The detail stands in the worker's log.
    """

    type: Literal["failed"] = "failed"
    id: str | None
    message: str
    hint: str = ""
    kind: str = "ScoreError"


class Cancelled(Said):
    type: Literal["cancelled"] = "cancelled"
    id: str


ToWorker = Annotated[Start | Cancel, Field(discriminator="type")]
FromWorker = Annotated[Ready | Progressed | Done | Failed | Cancelled, Field(discriminator="type")]
TO_WORKER: TypeAdapter[Start | Cancel] = TypeAdapter(ToWorker)
FROM_WORKER: TypeAdapter[Ready | Progressed | Done | Failed | Cancelled] = TypeAdapter(FromWorker)

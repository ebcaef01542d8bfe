"""What a client and the bridge say to each other: one JSON object a message.

Orders and what comes of them are the worker's (`scenescore.worker.protocol`), without the fields
that the bridge knows itself: the edit that was opened, and the folder of its work.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from scenescore.worker.orders import Source
from scenescore.worker.protocol import Cancel, Cancelled, Done, Failed, Progressed, Said, Start

PROTOCOL = 1
"""Raised when a client made for an earlier bridge would misunderstand this one."""

SPEAKS = "scenescore.v1"
"""The WebSocket's subprotocol that the bridge accepts."""
TOKEN = "scenescore.token."
"""A client's second subprotocol is this and the token: a browser's socket can send no header."""

Id = Annotated[str, Field(min_length=1, max_length=64)]
HostId = Annotated[str, Field(pattern=r"^(premiere)$")]
"""Programs whose panels answer through the bridge: no other can be read or written to by it."""

# --- from the client ------------------------------------------------------------------------------


class Hello(Said):
    """First of all: who speaks, and for which editing program it answers calls (`host`).

    What it is told about failures and scenes comes in its `language`.
    """

    type: Literal["hello"] = "hello"
    protocol: int
    name: str = Field(max_length=64)
    version: str = Field(max_length=32)
    host: HostId | None = None
    language: Literal["en", "ko"] = "en"


class Open(Said):
    """Work on an edit from now on; its path is absolute. Answered by `opened` or `failed`."""

    type: Literal["open"] = "open"
    id: Id
    source: Source


class Scenes(Said):
    """Tell the scenes of the edit that was opened and analysed."""

    type: Literal["scenes"] = "scenes"
    id: Id


class Call(Said):
    """Have an editing program do something. To its panel the bridge says the same."""

    type: Literal["call"] = "call"
    id: Id
    host: HostId
    name: str = Field(pattern=r"^[a-z_]{1,32}$")
    arguments: dict[str, Any] = Field(default_factory=dict)


class Answer(Said):
    """What came of a call: `result`, or why not in a sentence with its hint."""

    type: Literal["answer"] = "answer"
    id: Id
    result: dict[str, Any] | None = None
    message: str = Field(default="", max_length=1000)
    hint: str = Field(default="", max_length=1000)
    kind: str = Field(default="", max_length=64)


FromClient = Annotated[
    Hello | Open | Scenes | Start | Cancel | Call | Answer, Field(discriminator="type")
]
FROM_CLIENT: TypeAdapter[Hello | Open | Scenes | Start | Cancel | Call | Answer] = TypeAdapter(
    FromClient
)

# --- to the client --------------------------------------------------------------------------------


class Welcome(Said):
    """The bridge listens; `commands` are what it takes orders for."""

    type: Literal["welcome"] = "welcome"
    protocol: int
    version: str
    commands: tuple[str, ...]


class Opened(Said):
    """The edit is the client's; what its orders make lies in `folder`."""

    type: Literal["opened"] = "opened"
    id: str
    folder: str


class SceneSaid(Said):
    """A scene: its number, its frames, its first timecode, and what it is in a few words."""

    number: int
    start_frame: int
    end_frame: int
    start: str
    seconds: float
    summary: str


class ScenesFound(Said):
    """The scenes of an edit in their order."""

    type: Literal["scenes_found"] = "scenes_found"
    id: str
    name: str
    scenes: tuple[SceneSaid, ...]


ToClient = Annotated[
    Welcome | Opened | ScenesFound | Progressed | Done | Failed | Cancelled | Call | Answer,
    Field(discriminator="type"),
]
TO_CLIENT: TypeAdapter[
    Welcome | Opened | ScenesFound | Progressed | Done | Failed | Cancelled | Call | Answer
] = TypeAdapter(ToClient)

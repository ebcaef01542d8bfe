"""Adobe Premiere Pro: asked through the bridge, answered by our panel inside it (plugin/premiere).

Nothing but the panel runs in Premiere. Every deed is one call of the bridge (docs/bridge.md).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from scenescore.cache import from_json, write_text
from scenescore.edit import mark_ours
from scenescore.errors import EditUnreadable, HostUnavailable, LanesRefused, ScoreError
from scenescore.hosting import Answer, Capabilities, Clock, Laid, UserState
from scenescore.model import Lane
from scenescore.settings import Exchange
from scenescore.timebase import Rate
from scenescore_plugin.bridge.announce import Announcement
from scenescore_plugin.hosts.frames import placement, told_lane
from scenescore_plugin.hosts.live import LiveHost

log = logging.getLogger(__name__)

ID = "premiere"

_ERRORS: Mapping[str, type[ScoreError]] = {
    each.__name__: each for each in (HostUnavailable, EditUnreadable, LanesRefused)
}
_CHECK_S = 4.0


class Ask(Protocol):
    """Has the panel do one deed. Raises ScoreError."""

    def __call__(self, deed: str, **given: object) -> dict[str, Any]: ...


class PremiereDesk:
    """`live.Desk` by way of the panel."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def key(self) -> str:
        return str(self._ask("key")["key"])

    def clock(self) -> Clock:
        found = self._ask("clock")
        return Clock(Rate.of(found["fps"]), found["start_frame"], found["drop_frame"])

    def state(self) -> UserState:
        return from_json(json.dumps(self._ask("state")), UserState)

    def restore(self, state: UserState) -> None:
        self._ask("restore", state=asdict(state))

    def export(self, folder: Path) -> Path:
        """Premiere's own OpenTimelineIO where it writes one (26.2), else what the panel tells."""
        folder.mkdir(parents=True, exist_ok=True)
        if self._ask("check")["exports_otio"]:
            path = folder.absolute() / "edit.otio"
            path.unlink(missing_ok=True)
            self._ask("export_otio", path=str(path))
            if self._tagged(path):
                return path
        path = folder.absolute() / "edit.told"
        write_text(path, self._told())
        return path

    def _told(self) -> str:
        parts = range(self._ask("tell")["parts"])
        return "".join(self._ask("part", number=number)["text"] for number in parts)

    def _tagged(self, path: Path) -> bool:
        """Put into Premiere's file what it does not say: our tag, and how timecode counts."""
        try:
            mark_ours(path, self.laid(), self.clock().drop_frame)
        except (OSError, EditUnreadable) as error:
            log.info("Premiere wrote no edit that can be read: %s", error)
            return False
        return True

    def laid(self) -> tuple[Laid, ...]:
        return tuple(from_json(json.dumps(each), Laid) for each in self._ask("laid")["laid"])

    def swap(self, old: Sequence[Laid], lanes: Sequence[Lane]) -> None:
        rate = self.clock().rate
        self._ask("swap", lanes=[_told_lane(x, rate) for x in lanes], going=[x.id for x in old])


def _told_lane(lane: Lane, rate: Rate) -> dict[str, object]:
    return told_lane(lane) | {"source_frame": placement(lane, rate).source_start}


class PremiereHost(LiveHost):
    """The Premiere Pro whose panel is connected to the user's bridge, or to `bridge`."""

    id = ID
    name = "Premiere Pro"

    def __init__(self, bridge: Callable[[], Announcement | None] = lambda: None) -> None:
        super().__init__()
        self._bridge = bridge

    def check(self) -> Answer:
        try:
            found = self._checked()
        except ScoreError as error:
            return Answer(False, error.message, cure=error.hint)
        if not found["sequence"]:
            return Answer(
                False,
                "No sequence is open in Premiere Pro.",
                cure="Open the sequence that is to be scored in the timeline.",
            )
        return Answer(True, f"Premiere Pro {found['version']} is open with {found['sequence']}.")

    def capabilities(self) -> Capabilities:
        version = str(self._checked()["version"])
        return Capabilities(self.name, version, exchange=(Exchange.PREMIERE, Exchange.FCPXML))

    @contextmanager
    def desk(self) -> Iterator[PremiereDesk]:
        self._refuse_away()
        yield PremiereDesk(self._ask)

    def _checked(self) -> dict[str, Any]:
        self._refuse_away()
        return self._ask("check")

    def _refuse_away(self) -> None:
        from scenescore_plugin.bridge.calling import connected_hosts

        if ID not in connected_hosts(self._bridge()):
            raise HostUnavailable(
                "The SceneScore panel is not open in Premiere Pro.",
                "Open it there: Window ▸ UXP Plugins ▸ SceneScore.",
            )

    def _ask(self, deed: str, **given: object) -> dict[str, Any]:
        from scenescore_plugin.bridge import limits
        from scenescore_plugin.bridge.calling import call_host

        wait = _CHECK_S if deed == "check" else limits.CALL_S
        answer = call_host(ID, deed, given, self._bridge(), wait)
        if answer.result is None:
            raise _ERRORS.get(answer.kind, HostUnavailable)(answer.message, answer.hint)
        return answer.result

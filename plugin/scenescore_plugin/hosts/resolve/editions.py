"""Which Resolve this is, and what its version and edition let us do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scenescore.hosting import Capabilities
from scenescore.settings import Exchange

PRODUCT = "DaVinci Resolve"
FILES = (Exchange.RESOLVE, Exchange.FCPXML, Exchange.LANES)

FREE_IS_CLOSED = (21, 1)
"""From here on the free edition lists no Python scripts any more; see docs/hosts.md."""

CLOSED_WHY = (
    "The free edition of DaVinci Resolve takes no scripts from 21.1 on; import the exchange files."
)
SHUT_WHY = "DaVinci Resolve is open and takes no scripts from outside; import the exchange files."
SHUT_CURE = (
    "In Studio, set Preferences ▸ System ▸ General ▸ External scripting using to Local. "
    "In the free edition up to 21.0, start Workspace ▸ Scripts ▸ Score this scene; "
    "from 21.1 on, exchange files."
)


@dataclass(frozen=True, slots=True)
class Program:
    """A running Resolve: `version` as numbers, for comparing."""

    version: tuple[int, ...]
    studio: bool

    @property
    def closed(self) -> bool:
        """Whether its makers let no script of ours in."""
        return not self.studio and self.version >= FREE_IS_CLOSED

    @property
    def name(self) -> str:
        return f"{PRODUCT}{' Studio' if self.studio else ''} {self.said_version}"

    @property
    def said_version(self) -> str:
        return ".".join(map(str, self.version))

    def capabilities(self) -> Capabilities:
        return Capabilities(
            PRODUCT,
            self.said_version,
            read=not self.closed,
            write=not self.closed,
            exchange=FILES,
            why=CLOSED_WHY if self.closed else "",
        )


def program_of(resolve: Any) -> Program:
    """Which one it is, by calls that every edition answers.

    Anything that only Studio has would open a window in the free edition, and until somebody closes
    it all calls fail.
    """
    version = tuple(int(part) for part in resolve.GetVersion()[:3])
    if "IsStudio" in dir(resolve):
        return Program(version, bool(resolve.IsStudio()))
    return Program(version, "studio" in str(resolve.GetProductName()).lower())

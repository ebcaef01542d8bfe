"""DaVinci Resolve: read and written to through its scripting interface."""

from scenescore_plugin.hosts.resolve.host import ResolveHost

__all__ = ["ResolveHost"]

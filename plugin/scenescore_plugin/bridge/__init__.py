"""The bridge: a server on this computer alone, by which panels inside editing programs score.

A panel that may start no process (Premiere Pro's) speaks with it over a WebSocket. `announce` says
where it listens and by which token, `guard` who is let in, `protocol` what is said, `desk` what is
done for one client, `switchboard` who answers for an editing program, `server` runs it.
"""

from scenescore_plugin.bridge.announce import Announcement, find_bridge
from scenescore_plugin.bridge.calling import call_host, connected_hosts
from scenescore_plugin.bridge.server import make_app, serve

__all__ = [
    "Announcement",
    "call_host",
    "connected_hosts",
    "find_bridge",
    "make_app",
    "serve",
]

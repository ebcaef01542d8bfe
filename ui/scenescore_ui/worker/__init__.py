"""Speaking with the engine's process: a client without Qt, and the ways its lines travel."""

from scenescore_ui.worker.client import Client, Listener, Task
from scenescore_ui.worker.pipe import PipeTransport
from scenescore_ui.worker.transport import Later, Transport, command_line

__all__ = ["Client", "Later", "Listener", "PipeTransport", "Task", "Transport", "command_line"]

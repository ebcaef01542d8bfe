"""The engine as a process: orders come as lines of JSON, what came of them goes the same way.

`protocol` holds the messages, for both ends; it is all that a client imports. docs/worker.md tells
how they are spoken.
"""

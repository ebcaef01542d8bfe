"""The panel: a window that an editor keeps docked, and what it is made of.

`work` is what the editor decided, without Qt; `worker` speaks with the engine's process;
`controller` holds both together and knows no widget; `window` and what lies beside it draw.
docs/worker.md tells who talks to whom.
"""

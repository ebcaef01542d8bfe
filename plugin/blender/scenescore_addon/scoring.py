# SPDX-License-Identifier: GPL-3.0-or-later
"""Scoring a stretch of the timeline, step by step, while Blender goes on: told, scored, laid."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import laying, telling
from .engine import Engine
from .strips import clock_of, is_ours, our_strips
from .words import say

SCORE, ACCEPT = "score", "accept"


def stretch_meant(scene: Any, strips: list[Any]) -> "tuple[int, int] | None":
    """The frames [start, end) that the editor means: selected strips, else the preview range.

    None means all. Frames count from the start of the edit.
    """
    chosen = [s for s in strips if s.select and not is_ours(s)]
    zero = scene.frame_start
    if chosen:
        start = min(s.frame_final_start for s in chosen)
        end = max(s.frame_final_end for s in chosen)
        return max(0, start - zero), end - zero
    if scene.use_preview_range:
        return max(0, scene.frame_preview_start - zero), scene.frame_preview_end + 1 - zero
    return None


def folder_of(blend: str) -> Path:
    """What is made for a .blend lies beside it, in a folder of this name."""
    return Path(f"{blend}.scenescore-files")


class Scoring:
    """One request, from telling the edit to the lanes; `tick` moves it on and never waits.

    At the end either `lanes` holds what is to be laid within `stretch`, or `failed` a sentence.
    """

    def __init__(
        self, scene: Any, blend: str, stretch: "tuple[int, int] | None", style: str, python: str
    ) -> None:
        self.scene_name: str = scene.name
        self.clock = clock_of(scene)
        self.stretch = stretch
        self.stage, self.total = "", 0.0
        self.lanes: list[dict[str, Any]] = []
        self.failed = self.hint = ""
        self.over = self.stopped = False
        self._folder = folder_of(blend)
        self._source = {"path": str(telling.write_edit(scene, self._folder / "edit.told"))}
        self._engine = Engine(python)
        self._engine.order(SCORE, SCORE, **self._order(stretch, style))

    def _order(self, stretch: "tuple[int, int] | None", style: str) -> dict[str, Any]:
        order: dict[str, Any] = {"source": self._source, "folder": str(self._folder)}
        if style:
            order["style"] = style
        if stretch:
            order["from_frame"], order["to_frame"] = stretch
        return order

    def tick(self, wait_s: float = 0.0) -> bool:
        """Take in what the engine said; whether it is over."""
        for message in self._engine.heard(wait_s):
            if not self.over:
                self._hear(message)
        return self.over

    def cancel(self) -> None:
        """Stop; nothing is laid."""
        self.stopped = True
        self._end()

    def _hear(self, message: dict[str, Any]) -> None:
        deeds: dict[str, Callable[[dict[str, Any]], None]] = {
            "progress": self._progressed,
            "done": self._done,
            "failed": self._fail,
            "ended": self._died,
        }
        if deed := deeds.get(message["type"]):
            deed(message)

    def _progressed(self, message: dict[str, Any]) -> None:
        self.stage = message["stage"]
        # Laying the takes into their files is the last tenth.
        self.total = (
            0.9 * message["total"] if message["id"] == SCORE else 0.9 + message["total"] / 10
        )

    def _done(self, message: dict[str, Any]) -> None:
        result = message["result"]
        if message["id"] == ACCEPT:
            self.lanes = result["lanes"]
            self._end()
            return
        takes = result["takes"]
        if not takes:
            self.failed, self.hint = say("no_music"), say("no_music_hint")
            self._end()
            return
        order = {"source": self._source, "folder": str(self._folder), "takes": takes}
        self._engine.order(ACCEPT, ACCEPT, **order, target=str(self._new_folder()))

    def _new_folder(self) -> Path:
        """Each run has files of its own, so that undoing finds those of before."""
        number = 1
        while (self._folder / f"music {number}").exists():
            number += 1
        return self._folder / f"music {number}"

    def _fail(self, message: dict[str, Any]) -> None:
        self.failed, self.hint = message["message"], message.get("hint", "")
        self._end()

    def _died(self, message: dict[str, Any]) -> None:
        self.failed, self.hint = say("engine_died"), say("engine_died_hint")
        self._end()

    def _end(self) -> None:
        self.over = True
        self._engine.close()


def lay(scene: Any, lanes: list[dict[str, Any]], stretch: "tuple[int, int] | None") -> None:
    """Lay what was made, in place of our music of the stretch; other scenes keep theirs.

    Raises ValueError where no channel is free; then all is as before.
    """
    ours = our_strips(scene)
    old = [strip.name for strip in ours if stretch is None or _belongs(scene, strip, stretch)]
    laying.swap(scene, lanes, old)


def _belongs(scene: Any, strip: Any, stretch: "tuple[int, int]") -> bool:
    """Whether a strip is the music of a stretch: it fills half of it, or half of it lies there.

    The tail of the scene before rings into it and stays.
    """
    start, end = (x - scene.frame_start for x in (strip.frame_final_start, strip.frame_final_end))
    shared = min(end, stretch[1]) - max(start, stretch[0])
    return bool(2 * shared > min(end - start, stretch[1] - stretch[0]))

"""Watching: the edit's picture in, cuts, shots, light, colour, motion and scenes out."""

from __future__ import annotations

from pathlib import Path

from scenescore.job import Job
from scenescore.model import Edit, Remark, Seen
from scenescore.watch.film import watch_film_edit
from scenescore.watch.sampled import watch_edit
from scenescore.watch.scene_orders import scene_orders
from scenescore.watch.scenes import SceneOrders, group_scenes

__all__ = ["SceneOrders", "group_scenes", "scene_orders", "watch"]


def watch(edit: Edit, job: Job) -> Seen:
    """All that can be seen in an edit.

    A film is decoded once, whole, and its cuts are found; an edit has its cuts, and its media are
    only looked at. Raises MediaUnreadable for a film that cannot be decoded, and Cancelled.
    """
    if not edit.picture:
        remark = Remark("no-picture", "There is no picture: scenes follow the pauses of the sound.")
        return Seen((), (), (), remarks=(remark,))
    media = edit.picture[0].media
    if edit.format == "film" and media is not None:
        return watch_film_edit(edit, Path(media.path), job)
    return watch_edit(edit, job)

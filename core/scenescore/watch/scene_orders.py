"""What the markers order about scenes: where one begins, and what is one."""

from __future__ import annotations

from scenescore.model import Edit
from scenescore.orders import parse_orders
from scenescore.timebase import to_frames
from scenescore.watch.scenes import SceneOrders


def scene_orders(edit: Edit) -> SceneOrders:
    """The frames of SCENE and JOIN; a JOIN longer than a frame has a length."""
    orders = parse_orders(edit.markers)
    splits = (to_frames(order.span.start, edit.rate) for order in orders if order.kind == "scene")
    joins = []
    for order in orders:
        if order.kind == "join":
            first, end = (to_frames(t, edit.rate) for t in (order.span.start, order.span.end))
            joins.append((first, max(first, end - 1)))
    return SceneOrders(tuple(splits), tuple(joins))

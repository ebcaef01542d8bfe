"""One field of each interlaced picture: its two show different moments, and edges comb."""

from __future__ import annotations

from fractions import Fraction

from av.filter import Graph
from av.video.format import VideoFormat
from av.video.frame import VideoFrame

_Shape = tuple[int, int, str]


class FieldTaker:
    """Takes every other line of interlaced pictures, and leaves the others as they are.

    The lines are shared, not copied. Half of them is plenty for pictures that are drawn small, and
    the same field of every picture moves as evenly as the film does.
    """

    def __init__(self) -> None:
        self._shape: _Shape | None = None
        self._graph: Graph | None = None

    def taken(self, frame: VideoFrame) -> VideoFrame:
        """The picture without the lines of its second field, at half its height."""
        if not frame.interlaced_frame or frame.height < 2:
            return frame
        shape = (frame.width, frame.height, frame.format.name)
        if self._graph is None or shape != self._shape:
            self._shape, self._graph = shape, _graph(shape)
        self._graph.vpush(frame)
        return self._graph.vpull()


def _graph(shape: _Shape) -> Graph:
    """A filter that reads every other line."""
    width, height, format = shape
    graph = Graph()
    clock = Fraction(1, 1000)
    source = graph.add_buffer(
        width=width, height=height, format=VideoFormat(format), time_base=clock
    )
    field, sink = graph.add("field", "top"), graph.add("buffersink")
    source.link_to(field)
    field.link_to(sink)
    graph.configure()
    return graph

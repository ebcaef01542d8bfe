"""Our lanes on audio tracks of their own: appended in whole frames, re-read, taken out again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from scenescore.edit.lane_files import HANDLE
from scenescore.hosting import Laid
from scenescore.model import Lane
from scenescore.timebase import Rate
from scenescore_plugin.hosts.frames import placement
from scenescore_plugin.hosts.resolve.media import Media, Source, refused, select_one
from scenescore_plugin.hosts.resolve.opened import Opened
from scenescore_plugin.hosts.tags import is_ours

_SOUND_ONLY = 2
_COUNTS_SOUND_TRACKS = (20, 2, 2)
"""Before, the number of an audio track is checked against the number of video tracks."""
_APPENDS_UNSELECTED = (20, 3, 2)
"""Before, nothing is appended while no clip of the media pool is selected."""
_UNTITLED = "Untitled Project"
"""A project that was never saved: Resolve without a window would wait for a name for ever."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The timeline and the media pool at work."""

    opened: Opened
    media: Media

    def laid(self) -> tuple[Laid, ...]:
        """Our clips as they lie now, known by the tag of what they play."""
        return tuple(each for track in self.opened.tracks("audio") for each in self._on(track))

    def swap(self, old: Sequence[Laid], lanes: Sequence[Lane]) -> None:
        """New lanes on new tracks, then the old out, then tracks of ours that hold nothing.

        A track that lies as it is wanted stays, so that taking back what went wrong only takes out.
        """
        ours = {track: self._on(track) for track in self._tracks_with({each.id for each in old})}
        missing = list(lanes)
        for track, there in tuple(ours.items()):
            wanted = [lane for lane in missing if lane.track == there[0].track]
            if lies_so(wanted, there, self.opened.clock.rate):
                missing = [lane for lane in missing if lane not in wanted]
                del ours[track]
        self._exchange(ours, missing)
        self.media.clear(lane.path for lane in lanes)
        self._save()

    def _exchange(self, going: Mapping[int, Sequence[Laid]], lanes: Sequence[Lane]) -> None:
        """Lanes laid, and what goes taken off its tracks; those of ours that are empty then go."""
        ours = [track for track, there in going.items() if is_ours(there[0].track)]
        try:
            filled = self._lay(lanes, ours)
            if sum(len(self._on(track)) for track in filled) != len(lanes):
                raise refused("DaVinci Resolve did not lay all of the music.")
            self._take_out(going)
            self._save()  # what a call that went wrong laid is gone only then
        finally:
            self._drop_empty(ours)

    def _on(self, track: int) -> list[Laid]:
        return [
            self._as_laid(track, item, source)
            for item in self.opened.items("audio", track)
            if (source := self.media.of(item)) and source.cue
        ]

    def _as_laid(self, track: int, item: Any, source: Source) -> Laid:
        start, end = self.opened.frames_of(item)
        return Laid(
            str(self.opened.timeline.GetTrackName("audio", track)),
            str(item.GetName()),
            source.cue,
            source.path,
            start,
            end,
            Fraction(item.GetLeftOffset()) / source.rate.fps,
            id=str(item.GetUniqueId()),
        )

    # --- laying -------------------------------------------------------------------------------

    def _lay(self, lanes: Sequence[Lane], ours: list[int]) -> list[int]:
        """The numbers of the tracks that lanes were laid on; `ours` is told of each new one."""
        if not lanes:
            return []
        filled: list[int] = []
        sources = self.media.take_in(lanes)
        names = list(dict.fromkeys(lane.track for lane in lanes))
        if self.opened.program.version < _APPENDS_UNSELECTED:
            select_one(self.opened, sources[lanes[0].path])
        with self._enough_video_tracks(len(self.opened.tracks("audio")) + len(names)):
            for name in names:
                track = self._free_track(name)
                if track is None:
                    track = self._add_track(name)
                    ours.append(track)
                filled.append(track)
                mine = [lane for lane in lanes if lane.track == name]
                # What it gives back proves nothing: all is read again by the host.
                self.opened.pool.AppendToTimeline(
                    [self._order(lane, sources[lane.path], track) for lane in mine]
                )
        return filled

    def _free_track(self, name: str) -> int | None:
        """An empty track of the editor's, which our music lay on before; None for names of ours."""
        timeline = self.opened.timeline
        for track in self.opened.tracks("audio") if not is_ours(name) else ():
            named = str(timeline.GetTrackName("audio", track)) == name
            if named and not self.opened.items("audio", track):
                return None if timeline.GetIsTrackLocked("audio", track) else track
        return None

    def _add_track(self, name: str) -> int:
        """A stereo track at the end; without being told, Resolve makes it mono.

        Raises LanesRefused where none was added: the last one is the editor's then.
        """
        timeline = self.opened.timeline
        track = int(timeline.GetTrackCount("audio")) + 1
        timeline.AddTrack("audio", "stereo")
        if timeline.GetTrackCount("audio") != track:
            raise refused("DaVinci Resolve did not add an audio track.")
        timeline.SetTrackName("audio", track, name)
        return track

    def _order(self, lane: Lane, source: Source, track: int) -> dict[str, Any]:
        """Whole numbers all: from 21.0 on one fraction refuses them all."""
        clock = self.opened.clock
        place = placement(lane, clock.rate, clock.start_frame, source.rate)
        frames = _source_frames(lane.end_frame - lane.start_frame, clock.rate, source.rate)
        return {
            "mediaPoolItem": source.item,
            "startFrame": place.source_start,
            "endFrame": place.source_start + frames,
            "mediaType": _SOUND_ONLY,
            "trackIndex": track,
            "recordFrame": place.record,
        }

    @contextmanager
    def _enough_video_tracks(self, needed: int) -> Iterator[None]:
        """As many video tracks as audio tracks while old versions look at the wrong number."""
        timeline = self.opened.timeline
        theirs = len(self.opened.tracks("video"))
        old = self.opened.program.version < _COUNTS_SOUND_TRACKS
        try:
            for _ in range(theirs, needed if old else theirs):
                timeline.AddTrack("video")
            yield
        finally:
            for track in reversed(self.opened.tracks("video")[theirs:]):
                timeline.DeleteTrack("video", track)

    # --- taking out ---------------------------------------------------------------------------

    def _tracks_with(self, ids: set[str]) -> list[int]:
        return [
            track
            for track in self.opened.tracks("audio")
            if any(str(item.GetUniqueId()) in ids for item in self.opened.items("audio", track))
        ]

    def _take_out(self, going: Mapping[int, Sequence[Laid]]) -> None:
        """Clips of ours off their tracks; Resolve does so on the Edit page only."""
        ids = {each.id for there in going.values() for each in there}
        items = [
            item
            for track in going
            for item in self.opened.items("audio", track)
            if str(item.GetUniqueId()) in ids
        ]
        if not items:
            return
        if self.opened.resolve.GetCurrentPage() != "edit":
            self.opened.resolve.OpenPage("edit")
        with self._unlocked(list(going)):
            self.opened.timeline.DeleteClips(items, False)

    @contextmanager
    def _unlocked(self, tracks: Sequence[int]) -> Iterator[None]:
        timeline = self.opened.timeline
        locked = [track for track in tracks if timeline.GetIsTrackLocked("audio", track)]
        for track in locked:
            timeline.SetTrackLock("audio", track, False)
        try:
            yield
        finally:
            for track in locked:
                if self.opened.items("audio", track):  # the editor's own clips keep it
                    timeline.SetTrackLock("audio", track, True)

    def _drop_empty(self, tracks: Sequence[int]) -> None:
        """From the last down, so that the numbers of the others hold."""
        for track in sorted(tracks, reverse=True):
            if not self.opened.items("audio", track):
                self.opened.timeline.DeleteTrack("audio", track)

    def _save(self) -> None:
        if not str(self.opened.project.GetName()).startswith(_UNTITLED):
            self.opened.manager.SaveProject()


def lies_so(lanes: Sequence[Lane], laid: Sequence[Laid], rate: Rate) -> bool:
    """Whether clips lie just as lanes want them."""

    def lies(lane: Lane, each: Laid) -> bool:
        same = (lane.cue, lane.path, lane.start_frame, lane.end_frame)
        told = (each.cue, each.path, each.start_frame, each.end_frame)
        return same == told and abs(each.source - HANDLE) * 2 <= rate.frame

    return len(lanes) == len(laid) and all(any(lies(x, each) for each in laid) for x in lanes)


def _source_frames(frames: int, rate: Rate, media_rate: Rate) -> int:
    """The fewest frames of a sound that fill so many of the timeline, which Resolve rounds down."""
    return ceil(frames * media_rate.fps / rate.fps)

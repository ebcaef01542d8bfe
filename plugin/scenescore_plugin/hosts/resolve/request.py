"""One request of the menu's script in Resolve: `python -m scenescore_plugin.hosts.resolve.request`.

Reads the open timeline, makes music for what the editor looks at, lays it, says what came of it.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from string import ascii_uppercase

from scenescore.cache import cache_folder, fingerprint
from scenescore.edit import lanes_in
from scenescore.errors import BadArgument, ScoreError
from scenescore.hosting import Host, HostEdit, UserState, looked_at, plain_name, scene_looked_at
from scenescore.job import Job, Progress
from scenescore.model import Lane, Scene
from scenescore.words import translated, words
from scenescore_plugin.hosts.resolve.host import ResolveHost
from scenescore_plugin.hosts.resolve.relay import Wire
from scenescore_plugin.hosts.verify import as_lane

log = logging.getLogger(__name__)

_FOLDER = "SceneScore"
"""Below the user's videos: Resolve keeps no folder with a project that ours could lie beside."""

Stretch = tuple[int, int]


def main() -> None:
    """Serve the script that started this process, and end."""
    own = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is no message
    _log_to(cache_folder() / "resolve.log")
    with os.fdopen(own, "wb") as say:
        serve(Wire(sys.stdin.buffer, say), sys.argv[1] if len(sys.argv) > 1 else "en")


def _log_to(path: Path) -> None:
    """Keep what was done and what broke: nobody sees the errors of this process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, filename=path, filemode="w", encoding="utf-8")
    sys.excepthook = lambda *error: log.critical("the request broke off", exc_info=error)


def serve(wire: Wire, language: str) -> None:
    """Do what was asked, or say in a sentence why not."""
    said = words("cli", language)
    try:
        laid = Request(ResolveHost.inside(wire.resolve()), wire, language).score()
        wire.tell(over=said["laid"].format(count=laid), well=True)
    except ScoreError as error:
        log.info("%s %s", error.message, error.detail)
        text = " ".join(translated(each, language) for each in (error.message, error.hint) if each)
        wire.tell(over=text, well=False)


@dataclass(frozen=True, slots=True)
class Request:
    """A scene, or what is selected or marked, with new music laid in place of its old."""

    host: Host
    wire: Wire
    language: str

    def score(self) -> int:
        """The number of cues that were laid. Raises ScoreError."""
        from scenescore.worker import accepting, scoring
        from scenescore.worker.orders import AcceptOrder, ScoreOrder, Source
        from scenescore.worker.workshop import Workshop

        shop, job = Workshop(), Job(self._progressed)
        edit = self.host.read(cache_folder() / "resolve")
        folder = folder_of(edit)
        source = Source(path=Path(edit.edit.source))
        stretch = stretch_meant(edit.state, shop.analysis(source, job).scenes)
        start, end = stretch or (None, None)
        order = ScoreOrder(source=source, folder=folder, from_frame=start, to_frame=end)
        takes = scoring.score(order, shop, job, _nobody).takes
        if not takes:
            raise BadArgument("This scene asks for no music.", "Mark or select a longer stretch.")
        accept = AcceptOrder(source=source, folder=folder, takes=takes, target=_new_folder(folder))
        lanes = accepting.accept(accept, shop, job, _nobody).lanes
        self.host.write(edit, beside(kept_lanes(edit, stretch), lanes))
        return len(lanes)

    def _progressed(self, progress: Progress) -> None:
        if progress.fraction == 0:
            stage = words("cli", self.language).get(progress.stage)
            if stage:
                self.wire.tell(say=f"{stage} …")


def _nobody(_: object) -> None:
    """Nobody listens while a take is made."""


def folder_of(edit: HostEdit) -> Path:
    """Where the music of a timeline lies; it stays as long as the timeline plays it."""
    import platformdirs

    own = f"{plain_name(edit.edit.name)} {fingerprint(edit.key)[:8]}".strip()
    return Path(platformdirs.user_videos_dir()) / _FOLDER / own


def _new_folder(folder: Path) -> Path:
    """Each run has files of its own: those of before are still played if this one is undone."""
    return next(path for n in count(1) if not (path := folder / f"music {n}").exists())


def stretch_meant(state: UserState, scenes: Sequence[Scene]) -> Stretch | None:
    """The frames [start, end) to score: selected, else marked, else the scene at the playhead."""
    chosen = looked_at(replace(state, playhead=None))
    if chosen:
        return chosen
    scene = scene_looked_at(state, scenes)
    return (scene.start_frame, scene.end_frame) if scene else None


# --- beside what is there already -----------------------------------------------------------------


def kept_lanes(edit: HostEdit, stretch: Stretch | None) -> list[Lane]:
    """Our music of other scenes, which stays; what rings from one into the stretch stays, too."""
    if stretch is None:
        return []
    laid = lanes_in(Path(edit.edit.source), edit.edit.rate)
    return [lane for lane in map(as_lane, laid) if lane and not _belongs(lane, stretch)]


def _belongs(lane: Lane, stretch: Stretch) -> bool:
    """Whether a lane is the music of a stretch: it fills half of it, or half of it lies there."""
    shared = min(lane.end_frame, stretch[1]) - max(lane.start_frame, stretch[0])
    return 2 * shared > min(lane.end_frame - lane.start_frame, stretch[1] - stretch[0])


def beside(kept: Sequence[Lane], new: Sequence[Lane]) -> list[Lane]:
    """All lanes; a new one that would lie over a kept one goes to the first track that is free."""
    placed = list(kept)
    for lane in new:
        names = (lane.track, *(f"Score {letter}" for letter in ascii_uppercase))
        track = next(name for name in names if not any(_meet(lane, x, name) for x in placed))
        placed.append(replace(lane, track=track))
    return placed


def _meet(lane: Lane, other: Lane, track: str) -> bool:
    over = lane.start_frame < other.end_frame and other.start_frame < lane.end_frame
    return other.track == track and over


if __name__ == "__main__":
    main()

"""Keeping the music up with the work: each cue's take is made when its recipe asks for another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from scenescore.worker.answers import Composed, TakeMade
from scenescore.worker.orders import ComposeOrder, Source
from scenescore.worker.protocol import Failed, Playable, Progressed
from scenescore_ui.controller.naming import Naming
from scenescore_ui.work.model import CueWork, Work
from scenescore_ui.work.ordering import compose_order
from scenescore_ui.work.takes import Takes
from scenescore_ui.worker import Client, Listener, Task
from scenescore_ui.worker.client import CRASHED, NO_WORKER


@dataclass(slots=True)
class Composing:
    """Orders the takes that are missing, one a cue; what is overtaken by a change is cancelled.

    `made` and `playable` are told a cue's uid first. A recipe that failed is not tried again until
    it changes; one at which the worker died is, when the work changes next.
    """

    client: Client
    source: Source
    takes: Takes
    made: Callable[[str], None]
    failed: Callable[[Failed], None]
    playable: Callable[[str, Playable], None]
    _running: dict[str, tuple[str, Task]] = field(default_factory=dict)
    _heard: dict[str, str] = field(default_factory=dict)
    _refused: set[str] = field(default_factory=set)
    _names: Naming = field(init=False)

    def __post_init__(self) -> None:
        self._names = Naming(lambda work, one: self.order(work, one).take)

    def order(self, work: Work, one: CueWork) -> ComposeOrder:
        """The order of a cue's take as its recipe stands."""
        before = self._heard.get(one.uid)
        return compose_order(self.source, work, self.takes.folder, one, before=before)

    def name(self, work: Work, one: CueWork) -> str:
        """The name of the take of a cue's recipe as it stands in the work, or of another recipe."""
        return self._names.one(work, one)

    def prepare(self, work: Work) -> Iterator[None]:
        """Get ready for a work that is to come, a little at each step."""
        return self._names.coming(work)

    def read_from(self, source: Source) -> None:
        """From now on takes are of the edit as it is read otherwise."""
        self.source = source
        self._names.forget()

    def heard(self, uid: str) -> TakeMade | None:
        """The take of a cue that was made last: what sounds while the next one is made."""
        return self.takes.get(self._heard.get(uid))

    def keep_up(self, work: Work, first: str | None = None) -> None:
        """Order what is missing, the cue `first` before all others, and drop what is overtaken."""
        wanted = self._names.of(work)
        for uid, (name, task) in [*self._running.items()]:
            if wanted.get(uid) != name:
                del self._running[uid]
                self.client.cancel(task)
        for one in sorted(work.cues, key=lambda each: each.uid != first):
            self._want(work, one, wanted[one.uid])

    def forget(self) -> None:
        """Drop everything that is under way."""
        for _, task in [*self._running.values()]:
            self.client.cancel(task)
        self._running.clear()

    def needed(self, work: Work) -> set[str]:
        """Names of the takes that the work needs: heard now, kept, or kept from by locks."""
        names: set[str] = set(self._heard.values())
        for one in work.cues:
            for recipe in (one.recipe, *one.kept):
                names.add(
                    self.name(work, one if recipe is one.recipe else replace(one, recipe=recipe))
                )
                names |= {recipe.kept_from} if recipe.kept_from else set()
        return names

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def _want(self, work: Work, one: CueWork, name: str) -> None:
        uid = one.uid
        if self.takes.get(name):
            self._heard[uid] = name
        elif uid not in self._running and name not in self._refused:
            listener = Listener[Composed](
                done=lambda result: self._done(uid, name, result),
                failed=lambda failure: self._fail(uid, name, failure),
                progressed=lambda progress: self._tell(uid, name, progress),
            )
            self._running[uid] = (name, self.client.start(self.order(work, one), listener))

    def _done(self, uid: str, name: str, result: Composed) -> None:
        self.takes.add(result.take)
        self._heard[uid] = name
        if self._is_wanted(uid, name):
            del self._running[uid]
            self.made(uid)

    def _fail(self, uid: str, name: str, failure: Failed) -> None:
        if failure.kind not in (CRASHED, NO_WORKER):
            self._refused.add(name)
        if self._is_wanted(uid, name):
            del self._running[uid]
            self.failed(failure)

    def _tell(self, uid: str, name: str, progress: Progressed) -> None:
        if progress.playable and self._is_wanted(uid, name):
            self.playable(uid, progress.playable)

    def _is_wanted(self, uid: str, name: str) -> bool:
        return self._running.get(uid, ("", None))[0] == name

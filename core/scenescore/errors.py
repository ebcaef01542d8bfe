"""What can go wrong, one class for each thing the user can do about it."""

from __future__ import annotations


class ScoreError(Exception):
    """A failure a person can act on: one sentence, a hint, and detail for the log.

    `message` names what failed, `hint` what to do next; neither ends up with a traceback.
    """

    exit_code = 2

    def __init__(self, message: str, hint: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.detail = detail


class BadArgument(ScoreError):
    """An option or its value cannot be used: choose another."""


class LocksUnfit(BadArgument):
    """What is locked was written for other times than its cue has now: unlock it."""


class EditUnreadable(ScoreError):
    """The timeline cannot be read: export it again or in another format."""


class ScoreUnreadable(ScoreError):
    """A score.json cannot be read: correct what was edited, or take the file that a run wrote."""


class MediaUnreadable(ScoreError):
    """A film or sound file cannot be decoded: replace or convert it."""


class ToolMissing(ScoreError):
    """A library or program is not installed: install it."""


class ModelMissing(ScoreError):
    """A model's weights are not here: fetch them, or do without."""


class HostUnavailable(ScoreError):
    """The editing program does not answer: open it, or exchange files."""


class EditChanged(ScoreError):
    """Another timeline is open than was read, or it was cut anew: read it again."""


class LanesRefused(ScoreError):
    """The editing program did not lay the music as told, and all is as before: exchange files."""


class RenderFailed(ScoreError):
    """The music could not be turned into sound: check SoundFont and disk."""


class OutputUnwritable(ScoreError):
    """The results cannot be written where asked: free space or choose another folder."""


class Cancelled(ScoreError):
    """The user stopped the run; nothing half-written is left."""

    exit_code = 130

    def __init__(self) -> None:
        super().__init__("Stopped.", "Nothing was written; run it again to start over.")

    def __reduce__(self) -> tuple[type[Cancelled], tuple[()]]:
        # Exceptions are rebuilt from their message, which this one does not take.
        return Cancelled, ()

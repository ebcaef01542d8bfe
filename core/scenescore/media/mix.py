"""The edit's sound as the editor hears it, mixed by sample in one pass."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Generator, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from scenescore.errors import MediaUnreadable
from scenescore.job import Job
from scenescore.media.readers import ReaderPool
from scenescore.media.runs import Sound
from scenescore.media.voice import Voice
from scenescore.model import Clip, Edit, Remark
from scenescore.timebase import SAMPLE_RATE, to_samples

log = logging.getLogger(__name__)

_IDLE_READERS = 8
_STILL = Fraction(1, 100)
"""Below this speed the highest tone falls under the lowest that is heard: as silent as a freeze."""
_SHORT_S = 0.5
"""Sound that ends this long before its clip is told; films' sound is often a little shorter."""

_CLEAR_RATE = 16_000
"""Samples a second below which consonants are missing: models of speech hear up to 8 kHz."""


def mix_sound(
    edit: Edit, *, sample_rate: int = SAMPLE_RATE, block: int = SAMPLE_RATE, job: Job | None = None
) -> SoundMix:
    """The edit's sound in stereo blocks (n, 2) float32, exactly as long as the edit.

    Every block is `block` samples long but the last. See `SoundMix`.
    """
    return SoundMix(edit, sample_rate, block, job)


class SoundMix:
    """Blocks (n, 2) float32 of an edit's sound; iterate once, then read `remarks`.

    Who plays it here and there takes `blocks` from anywhere, as often as wanted, and closes it: the
    files stay open in between.

    Clips are placed by sample (`record.start` rounded once), with speed, gain and equal-power
    fades; mono goes to both sides at 0 dB, surround is mixed down after ITU-R BS.775. Nothing is
    clipped or normalised. Files are opened when a clip begins and let go when it ends, so that
    memory does not grow with the edit. A file that cannot be heard costs its clips, and a remark.
    """

    def __init__(
        self,
        edit: Edit,
        sample_rate: int = SAMPLE_RATE,
        block: int = SAMPLE_RATE,
        job: Job | None = None,
    ) -> None:
        if sample_rate < 1 or block < 1:
            raise ValueError("sample rate and block must be above 0")
        self.sample_rate = sample_rate
        self.samples = to_samples(edit.duration, sample_rate)
        self._block = block
        self._job = job or Job()
        self._clips = sorted(edit.sound, key=lambda clip: clip.record.start)
        self._readers = ReaderPool(_IDLE_READERS)
        self._remarks: dict[tuple[str, str], Remark] = {}
        self._silent: Counter[tuple[str, str]] = Counter()

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What could not be heard, one remark a file and reason; complete after the last block."""
        return tuple(self._remarks.values())

    def __iter__(self) -> Iterator[Sound]:
        try:
            yield from self.blocks()
        finally:
            self.close()

    def blocks(self, first: int = 0) -> Generator[Sound, None, None]:
        """The mix from sample `first` to its last."""
        waiting = [clip for clip in reversed(self._clips) if self._ends(clip) > first]
        voices: list[Voice] = []
        try:
            for start in range(first, self.samples, self._block):
                self._job.step(start / self.samples)
                out = np.zeros((min(self._block, self.samples - start), 2), np.float32)
                voices = [voice for voice in voices if self._sound(voice, out, start)]
                # A voice that ends here has given its reader back before the next clip asks for it.
                while waiting and self._starts(waiting[-1]) < start + len(out):
                    voice = self._begin(waiting.pop(), start)
                    if voice and self._sound(voice, out, start):
                        voices.append(voice)
                yield out
            self._job.step(1.0)
        finally:
            for voice in voices:
                self._readers.give_back(voice.reader)

    def close(self) -> None:
        """Close the files that are still open."""
        self._readers.close()

    def _starts(self, clip: Clip) -> int:
        return to_samples(clip.record.start, self.sample_rate)

    def _ends(self, clip: Clip) -> int:
        return to_samples(clip.record.end, self.sample_rate)

    def _begin(self, clip: Clip, at: int) -> Voice | None:
        """The clip's voice from sample `at` on, or a remark where it cannot be heard."""
        media = clip.media
        if media is None or abs(clip.speed) < _STILL or clip.record.duration == 0:
            return None
        if media.missing:
            name = Path(media.path).name or media.url
            self._note_silent("sound-missing", clip, f"{name} is missing.", "Relink it.")
            return None
        try:
            missed = max(0, at - self._starts(clip))
            begin = clip.record.start + Fraction(missed, self.sample_rate)
            reader = self._readers.take(Path(media.path), clip.source_at(begin))
        except MediaUnreadable as error:
            log.info("not heard: %s", error.detail)
            self._note_silent("sound-unreadable", clip, error.message, error.hint)
            return None
        return Voice(clip, reader, self.sample_rate, missed)

    def _sound(self, voice: Voice, out: Sound, start: int) -> bool:
        """Add a voice to the block that begins at sample `start`; False when it has ended."""
        low, high = max(voice.start, start), min(voice.end, start + len(out))
        try:
            if low < high:
                out[low - start : high - start] += voice.pull(high - low)
        except MediaUnreadable as error:  # the file was there when the clip began
            self._note_silent("sound-unreadable", voice.clip, error.message, error.hint)
            voice.reader.close()
            return False
        if voice.end > start + len(out):
            return True
        self._note_loss(voice)
        self._readers.give_back(voice.reader)
        return False

    # --- what could not be heard ------------------------------------------------------------------

    def _note_silent(self, code: str, clip: Clip, why: str, hint: str) -> None:
        key = (code, clip.media.path if clip.media else "")
        self._silent[key] += 1
        clips = "A clip" if self._silent[key] == 1 else f"{self._silent[key]} clips"
        message = f"{why} {clips} of it cannot be heard."
        where = self._remarks[key].where if key in self._remarks else clip.name
        self._remarks[key] = Remark(code, message, hint, where, skipped=True)

    def _note_loss(self, voice: Voice) -> None:
        """Say what was missing in a voice that has ended."""
        reader = voice.reader
        name = reader.path.name
        if (lost := float(voice.missing())) >= _SHORT_S:
            message = f"The sound of {name} ends {lost:.1f} s early."
            self._note("sound-short", voice, message, "Export it again if it should go on.")
        if (late := float(voice.late())) >= _SHORT_S:
            message = f"The sound of {name} begins {late:.1f} s late: it is silent till then."
            self._note("sound-late", voice, message, "Export it again if it should begin earlier.")
        if (damage := reader.damage).count:
            first, last = damage.tenths()
            message = (
                f"{name} is damaged between {first:.1f} and {last:.1f} s: "
                f"{damage.count} packets of its sound were left out."
            )
            self._note("sound-damaged", voice, message, "Export it again.")
        if reader.rate < _CLEAR_RATE:
            message = f"The sound of {name} has {reader.rate / 1000:g} kHz: voices are less sure."
            self._note("sound-narrow", voice, message, "Use the recording it was made from.")
        if reader.streams > 1:
            message = f"{name} holds {reader.streams} sound streams; only its main one is heard."
            self._note("sound-streams", voice, message, "Export the edit's mix as one file.")

    def _note(self, code: str, voice: Voice, message: str, hint: str = "") -> None:
        """Say it once a file."""
        remark = Remark(code, message, hint, voice.clip.name)
        self._remarks.setdefault((code, str(voice.reader.path)), remark)

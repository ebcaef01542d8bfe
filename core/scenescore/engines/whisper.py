"""Whisper (Radford et al. 2022, `openai-whisper`): words and their times from sound.

Sound goes in as arrays, so that no ffmpeg is needed. The GPU is used where there is one, in half
precision there only; the same sound on the same machine gives the same words (temperature 0, and a
seed for the two temperatures it falls back to where the text repeats itself or is improbable).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from scenescore.engines.places import how_to_get
from scenescore.engines.protocols import Mono, SaidWord, Segment
from scenescore.engines.running import Runner, read_checkpoint, unusable
from scenescore.engines.tables import Descriptor
from scenescore.job import Job
from scenescore.model import Remark

T = TypeVar("T")

_TEMPERATURES = (0.0, 0.2, 0.4)
"""Fewer than Whisper's own six: what is still doubtful at .4 is an invention, and is rejected."""


def load(descriptor: Descriptor, place: Path) -> WhisperTranscriber:
    """The model whose checkpoint is `place`, or lies in that folder. Raises ModelMissing."""
    path = place if place.is_file() else place / _checkpoint_in(descriptor, place)
    return WhisperTranscriber(_model(path, how_to_get(descriptor)), descriptor.title)


def _checkpoint_in(descriptor: Descriptor, folder: Path) -> str:
    if descriptor.files:
        return descriptor.files[0].name
    found = sorted(path.name for path in folder.glob("*.pt"))
    return found[0] if found else "model.pt"


def _model(path: Path, cure: str) -> Any:
    """Built by us from the tensors of the file, so that nothing in it is run."""
    import whisper

    checkpoint = read_checkpoint(path, cure)
    try:
        model = whisper.Whisper(whisper.ModelDimensions(**checkpoint["dims"]))
        model.load_state_dict(checkpoint["model_state_dict"])
    except (KeyError, TypeError, ValueError, RuntimeError, AttributeError) as error:
        raise unusable(path, cure, error) from error
    if heads := whisper._ALIGNMENT_HEADS.get(path.stem):  # which attention follows the time
        with suppress(RuntimeError):  # another model may bear a published one's name
            model.set_alignment_heads(heads)
    return model.eval()


class WhisperTranscriber:
    """A `Transcriber`."""

    def __init__(self, model: Any, title: str) -> None:
        self._model = model
        self._runner = Runner(model, title)

    @property
    def multilingual(self) -> bool:
        return bool(self._model.is_multilingual)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return self._runner.remarks

    def languages(self, sound: Mono, job: Job) -> Mapping[str, float]:
        """Probability of each language; English alone for a model that knows no other."""
        if not self.multilingual:
            return {"en": 1.0}
        return self._run(lambda: self._languages(sound), job)

    def transcribe(self, sound: Mono, language: str, job: Job) -> Sequence[Segment]:
        """The words in their own language, timed. Raises Cancelled, ToolMissing."""
        return self._run(lambda: self._segments(sound, language, "transcribe"), job)

    def translate(self, sound: Mono, language: str, job: Job) -> Sequence[Segment]:
        """The words in English; nothing from a model that was not taught to translate."""
        if not (self.multilingual and self._translates):
            return ()
        return self._run(lambda: self._segments(sound, language, "translate"), job)

    def _languages(self, sound: Mono) -> Mapping[str, float]:
        import torch
        import whisper

        bands = self._model.dims.n_mels
        picture = whisper.log_mel_spectrogram(whisper.pad_or_trim(sound), bands)
        kind = torch.float16 if self._half else torch.float32
        _, found = self._model.detect_language(picture.to(self._runner.device, kind))
        probabilities: dict[str, float] = found
        return probabilities

    def _segments(self, sound: Mono, language: str, task: str) -> Sequence[Segment]:
        said = self._model.transcribe(
            sound,
            task=task,
            language=language,
            temperature=_TEMPERATURES,
            word_timestamps=task == "transcribe",
            condition_on_previous_text=False,  # or one invention breeds the next
            fp16=self._half,
        )
        return tuple(map(_segment, said["segments"]))

    def _run(self, work: Callable[[], T], job: Job) -> T:
        with _alone():
            return self._runner.run(work, job)

    @property
    def _half(self) -> bool:
        return self._runner.device == "cuda"

    @property
    def _translates(self) -> bool:
        """Models whose decoder was cut down (turbo: 4 layers for 32) were trained to transcribe."""
        dims = self._model.dims
        return bool(dims.n_text_layer >= dims.n_audio_layer)


@contextmanager
def _alone() -> Iterator[None]:
    """Seeded, with torch's own random state as it was afterwards, and Whisper's hints unheard."""
    import torch

    with torch.random.fork_rng(), warnings.catch_warnings():
        torch.manual_seed(0)
        warnings.simplefilter("ignore")
        yield


def _segment(said: Mapping[str, Any]) -> Segment:
    heard = [word for word in said.get("words", ()) if word["word"].strip()]
    words = tuple(
        SaidWord(w["word"].strip(), float(w["start"]), float(w["end"]), float(w["probability"]))
        for w in heard
    )
    return Segment(
        said["text"].strip(),
        float(said["start"]),
        float(said["end"]),
        words,
        said["avg_logprob"],
        said["compression_ratio"],
        said["no_speech_prob"],
    )

"""The emotion of English words: a sentence encoder fine-tuned on GoEmotions (see MODEL_CARD.md)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib.resources import as_file
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from scenescore.mood.text.model_files import Calibration, folder, read_calibration
from scenescore.settings import EMOTIONS

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Values = npt.NDArray[np.float32]
Layer = Literal["logits", "film"]
"""The network's last layer for texts in general, and the one for lines of films."""


class WordsEmotion:
    """Reads English texts; network and vocabulary are opened by the first text.

    `threads` is how many processor cores one call may use, `place` the folder of the model's files
    (else those that ship).
    """

    def __init__(self, threads: int = 1, place: Traversable | None = None) -> None:
        self._threads = threads
        self._place = place or folder()

    def classify(self, texts: Sequence[str]) -> Values:
        """How likely a reader names each emotion, (n, 7) in the order of `settings.EMOTIONS`.

        Each of the seven is a probability of its own (a text may have two emotions, or none that
        is sure): a row need not sum to 1. The texts are English, without captions' additions; what
        goes beyond the longest text that the network reads is cut off.
        """
        table = self.calibration
        scale, bias = np.array(table.scale, np.float32), np.array(table.bias, np.float32)
        said: Values = 1 / (1 + np.exp(-(self.logits(texts) * scale + bias)))
        return said

    def shares(self, lines: Sequence[str]) -> Values:
        """Which emotion leads each line of a film: shares (n, 7) that sum to 1 in each row.

        Read by a layer of its own: dialogue is terser than other texts, and one emotion leads.
        """
        logits = self.calibration.film_scale * self.logits(lines, "film")
        risen = np.exp(logits - logits.max(axis=1, keepdims=True))
        said: Values = risen / risen.sum(axis=1, keepdims=True)
        return said

    def logits(self, texts: Sequence[str], layer: Layer = "logits") -> Values:
        """The network's own answers by one of its last layers, (n, 7), before they are calibrated.

        Texts are asked one by one: 8-bit numbers are scaled by the largest in a batch, so that a
        text's answer would depend on the company it is asked in.
        """
        found = np.zeros((len(texts), len(EMOTIONS)), np.float32)
        for row, encoded in enumerate(self._tokenizer.encode_batch(list(texts))):
            ids = np.array([encoded.ids], np.int64)
            found[row] = self._session.run([layer], {"input_ids": ids})[0]
        return found

    @cached_property
    def calibration(self) -> Calibration:
        """How the answers are read, with the threshold from which each emotion is named."""
        return read_calibration(self._place)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        return Tokenizer.from_str((self._place / "tokenizer.json").read_text("utf-8"))

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime

        options: Any = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        with as_file(self._place / "model.onnx") as path:
            return onnxruntime.InferenceSession(path, options, ["CPUExecutionProvider"])

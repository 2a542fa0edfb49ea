"""Runs in the environment that MORETTA_TORCH_PYTHON names, started by `undo_apart.py`; imports nothing of ours.

Standard input is an archive of numpy with `known` and `goal`, uint8 [N, H, W, 3], and `asked` [M, H, W, 3]; standard
output an array of what the network makes of `asked`. It is a small U-Net (Ronneberger et al., 2015).
"""

from __future__ import annotations

import io
import os
import sys

EPOCHS, BATCH, WIDTH = 16, 32, 16


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    if not getattr(sys.flags, "safe_path", False):
        del sys.path[0]  # this folder: its modules are ours, not theirs
    import numpy as np
    import torch
    from torch import nn

    torch.manual_seed(0)
    torch.set_num_threads(max(1, int(os.environ.get("OMP_NUM_THREADS", "1"))))

    def block(before: int, after: int) -> nn.Sequential:
        return nn.Sequential(
            nn.Conv2d(before, after, 3, padding=1), nn.GroupNorm(4, after), nn.SiLU(),
            nn.Conv2d(after, after, 3, padding=1), nn.GroupNorm(4, after), nn.SiLU(),
        )  # fmt: skip

    class Undo(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            w = WIDTH
            self.down = nn.ModuleList([block(3, w), block(w, 2 * w), block(2 * w, 4 * w)])
            self.middle = block(4 * w, 4 * w)
            self.up = nn.ModuleList([block(8 * w, 2 * w), block(4 * w, w), block(2 * w, w)])
            self.last = nn.Conv2d(w, 3, 1)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            seen, kept = x, []
            for layer in self.down:
                seen = layer(seen)
                kept.append(seen)
                seen = nn.functional.max_pool2d(seen, 2)
            seen = self.middle(seen)
            for layer in self.up:
                seen = nn.functional.interpolate(seen, scale_factor=2, mode="bilinear")
                seen = layer(torch.cat([seen, kept.pop()], dim=1))
            return x + self.last(seen)

    def tensor(pixels: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(pixels.astype(np.float32) / 255 - 0.5).permute(0, 3, 1, 2).contiguous()

    given = np.load(io.BytesIO(sys.stdin.buffer.read()))
    known, goal, asked = (tensor(given[name]) for name in ("known", "goal", "asked"))
    network = Undo()
    steps = EPOCHS * -(-len(known) // BATCH)
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=2e-3, total_steps=steps)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(known)).split(BATCH):
            x, y = known[rows], goal[rows]
            if torch.rand(()) < 0.5:
                x, y = x.flip(3), y.flip(3)
            loss = nn.functional.l1_loss(network(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    network.eval()
    with torch.no_grad():
        made = torch.cat([network(part) for part in asked.split(BATCH)])
    pixels = ((made + 0.5).clamp(0, 1) * 255).round().to(torch.uint8).permute(0, 2, 3, 1).contiguous()
    buffer = io.BytesIO()
    np.save(buffer, pixels.numpy())
    answers.write(buffer.getvalue())
    answers.close()


if __name__ == "__main__":
    main()

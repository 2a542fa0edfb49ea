"""Speech without the voice: a noise vocoder (Shannon, Zeng, Kamath, Wygonski, Ekelid, 1995) whose bands wander.

Sound is taken apart into the loudness of 20 bands over time and put together again from noise. Pitch, phase and the
fine structure of the spectrum, which tell voices apart, are not in the output at all. What is left of the vocal tract's
resonances is moved up or down by an amount that is drawn anew for every track, changes over seconds, and is kept
nowhere. Words, accent, rhythm and manner of speaking stay; music becomes noise.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""[channels, samples], -1 to 1."""

RATE = 48_000
WINDOW, HOP = 1024, 256
BANDS = 20
LOWEST, HIGHEST = 80.0, 8000.0
SHIFT = (0.10, 0.22)
"""How far the bands are moved, as natural logarithm of the factor."""
SECONDS = (1.5, 4.0)
"""Between two amounts that are drawn; from one to the next it goes evenly."""


class Vocoder:
    """A stream of samples in, as many out, each at its time. One for each track: it draws its own secret."""

    def __init__(self, channels: int, random: np.random.Generator | None = None) -> None:
        self.random = random or np.random.default_rng()
        self.window = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
        self.gain = 1 / np.sqrt(WINDOW / HOP * np.mean(self.window**2) ** 2)
        self.bands = _bands()
        self.density = (self.bands / self.bands.sum(axis=0)).T
        self.up = self.random.choice((-1.0, 1.0))
        self.path = [self._amount()]
        self.ahead = np.zeros((channels, WINDOW - HOP), np.float32)
        self.tail = np.zeros((channels, WINDOW), np.float32)
        self.skip = WINDOW - HOP
        self.owed = 0

    def feed(self, samples: Samples) -> Samples:
        """What is ready after these samples; the rest follows."""
        self.owed += samples.shape[1]
        self.ahead = np.concatenate([self.ahead, samples], axis=1)
        count = (self.ahead.shape[1] - WINDOW) // HOP + 1
        if count <= 0:
            return samples[:, :0]
        pieces = np.lib.stride_tricks.sliding_window_view(self.ahead, WINDOW, axis=1)[:, : count * HOP : HOP]
        spoken = self._spoken(pieces)
        self.ahead = self.ahead[:, count * HOP :]
        out = np.zeros((samples.shape[0], (count - 1) * HOP + WINDOW), np.float32)
        out[:, :WINDOW] = self.tail
        for number in range(count):
            out[:, number * HOP : number * HOP + WINDOW] += spoken[:, number]
        ready, self.tail = out[:, : count * HOP], out[:, count * HOP :]
        self.tail = np.pad(self.tail, ((0, 0), (0, WINDOW - self.tail.shape[1])))
        return self._given(ready)

    def flush(self) -> Samples:
        """The last samples."""
        owed = self.owed
        rest = self.feed(np.zeros((self.ahead.shape[0], owed + 2 * WINDOW), np.float32))
        self.owed = 0
        return rest[:, :owed]

    def _given(self, ready: Samples) -> Samples:
        dropped = min(self.skip, ready.shape[1])
        self.skip -= dropped
        ready = ready[:, dropped:]
        self.owed -= ready.shape[1]
        return ready

    def _spoken(self, pieces: Samples) -> Samples:
        """[channels, pieces, WINDOW], the same for both."""
        count = pieces.shape[1]
        power = np.abs(np.fft.rfft(pieces * self.window, axis=2)) ** 2
        envelope = _moved((power @ self.bands) @ self.density, np.exp(self._amounts(count)))
        shape = (count, WINDOW // 2 + 1)
        noise = (self.random.normal(size=shape) + 1j * self.random.normal(size=shape)) / np.sqrt(2)
        spoken = np.fft.irfft(np.sqrt(envelope) * noise, WINDOW, axis=2) * self.window * self.gain
        return spoken.astype(np.float32)

    def _amount(self) -> float:
        return float(self.up * self.random.uniform(*SHIFT))

    def _amounts(self, count: int) -> NDArray[np.float64]:
        """How far the bands are moved at each of the next pieces."""
        while len(self.path) <= count:
            steps = int(self.random.uniform(*SECONDS) * RATE / HOP)
            self.path += list(np.linspace(self.path[-1], self._amount(), steps + 1)[1:])
        amounts, self.path = self.path[:count], self.path[count:]
        return np.array(amounts)


def _bands() -> NDArray[np.float64]:
    """[bins, BANDS]: overlapping triangles, evenly spaced on the mel scale, that add up to 1 between the outer two."""
    low, high = (2595 * math.log10(1 + hertz / 700) for hertz in (LOWEST, HIGHEST))
    mel = np.linspace(low, high, BANDS + 2)
    edges = 700 * (10 ** (mel / 2595) - 1)
    bins = np.fft.rfftfreq(WINDOW, 1 / RATE)
    bands: Any = [np.interp(bins, edges[n : n + 3], (0, 1, 0), 0, 0) for n in range(BANDS)]
    return np.stack(bands, axis=1)


def _moved(envelope: NDArray[Any], factors: NDArray[np.float64]) -> NDArray[Any]:
    """[…, pieces, bins] with frequencies multiplied by one factor a piece, energy kept."""
    top = envelope.shape[-1] - 1
    at = np.minimum(np.arange(top + 1)[None, :] / factors[:, None], top)
    low = np.minimum(at.astype(int), top - 1)
    share = at - low
    pieces = np.arange(len(factors))[:, None]
    moved = envelope[:, pieces, low] * (1 - share) + envelope[:, pieces, low + 1] * share
    return moved / factors[:, None]

"""What is told of a detector."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DetectorInfo:
    """A detector: which label kinds it finds, from which score on it is believed, which weights it needs."""

    name: str
    title: str
    labels: tuple[str, ...]
    operating_threshold: float
    store_floor: float
    """Candidates below this score are not even stored."""
    licence: str
    weights: tuple[str, ...]
    says: str
    made_by: str
    """`module:Class` below `moretta_vision.detect`; the class is called with (provider, recipe)."""
    sizes: str
    """Which sizes it finds, in words."""
    cost_ms: float
    """CPU milliseconds for a photo of half a megapixel on one core, roughly; 0 where others compute."""
    flag_from: float | None = None
    """A find below the operating threshold is shown to people as doubtful from this score on; None: from half of it."""
    packages: tuple[str, ...] = ()
    """Python packages that it imports and that come with an extra."""
    cloud: bool = False
    """Pictures leave the house: only where the owner of the organization allows it."""
    on_gpu: bool = True
    """Whether it can run where `MORETTA_INFERENCE` says, and not on the CPU alone."""
    second_opinion: bool = False
    """Whether in clips another network looks at some frames as well, by the recipe *second*."""
    interpreter: str = ""
    """Environment variable with the Python of an environment of its own, for what cannot live in ours."""

    @property
    def doubtful_from(self) -> float:
        """From this score on a find below the operating threshold is worth a person's look."""
        return self.operating_threshold / 2 if self.flag_from is None else self.flag_from

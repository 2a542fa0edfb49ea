"""Faces grouped by how alike they look: names stay, strangers stay apart."""

from __future__ import annotations

import numpy as np
import pytest

from moretta_vision.likeness import group


def looks(*people: int, seed: int = 0, apart: float = 0.5) -> np.ndarray:
    """A row of length 1 for each look at a person: their own direction and some chance."""
    chance = np.random.default_rng(seed)
    own = np.linalg.qr(chance.normal(size=(32, 32)))[0]
    rows = np.array([own[person] + apart / np.sqrt(32) * chance.normal(size=32) for person in people])
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("seed", range(5))
def test_looks_at_one_person_become_one_group(seed: int) -> None:
    people = [int(person) for person in np.random.default_rng(seed).integers(0, 8, 60)]
    groups = group(looks(*people, seed=seed), [None] * len(people))
    assert len(set(groups)) == len(set(people))
    assert len(set(zip(people, groups, strict=True))) == len(set(people))


def test_who_was_put_together_or_apart_by_hand_stays_so() -> None:
    rows = looks(0, 0, 0, 1, 1)
    groups = group(rows, ["Ann", "Bea", None, "Ann", None])
    assert [groups[0], groups[1], groups[3]] == ["Ann", "Bea", "Ann"]
    assert groups[2] == "Bea"  # Ann was said to look like somebody else as well


def test_nobody_is_joined_to_a_stranger() -> None:
    assert len(set(group(looks(*range(20)), [None] * 20))) == 20
    assert group(looks(3), [None]) == [0]
    assert group(np.zeros((0, 32), np.float32), []) == []

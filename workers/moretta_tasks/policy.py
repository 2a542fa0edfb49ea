"""The steps that bring a published policy to its datasets, at most 500 assets a step."""

from __future__ import annotations

from moretta.projects import policies

from .context import StepContext
from .steps import step


@step("policy.pin")
def pin_dataset(ctx: StepContext) -> None:
    with ctx.fenced():
        following = policies.pin_dataset(ctx.payload["dataset"], ctx.payload["before"], ctx.payload["after"])
    ctx.add_steps(following)


@step("policy.fall")
def let_fall(ctx: StepContext) -> None:
    ids = ctx.payload["assets"]
    for start in range(0, len(ids), 100):
        with ctx.fenced():
            policies.let_fall(ids[start : start + 100])
        ctx.progress(min(start + 100, len(ids)))

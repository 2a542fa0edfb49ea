"""How much an object needs a person's eyes, 0 … 1: what is doubtful about it, how near its score is to the threshold.

Stored beside the object, so that the riskiest of a hundred thousand are read along an index. `rank` computes it in the
database; call it when flags, scores or the policy changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Expression, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Least

from moretta.projects.models import RedactionPolicy

from .models import Annotation

DOUBT = {"gap": 0.3, "small": 0.2, "short": 0.2, "born": 0.2, "ended": 0.2, "weak": 0.1, "disagree": 0.2}
"""What each kind of flag adds; `weak` little, for the score says it again."""
OTHER = 0.2
MOST_DOUBT = 0.5
NEARNESS = 0.5
"""What a score at the threshold, or below it, adds; one of 1 adds nothing."""


def doubt_of(flags: Iterable[dict[str, Any]]) -> float:
    """What the flags add that nobody has ticked off yet; each kind counts once."""
    kinds = {str(flag.get("flag")) for flag in flags if not flag.get("seen")}
    return round(min(MOST_DOUBT, sum(DOUBT.get(kind, OTHER) for kind in kinds)), 3)


def rank(rows: QuerySet[Annotation], policy: RedactionPolicy) -> None:
    """Computes the risk of the rows anew under a policy, in one statement."""
    rules = policy.settings.get("labels", {})
    by_label = [
        When(label=id, then=_nearness(float(rule.get("threshold", 0))))
        for id, rule in rules.items()
        if rule.get("redact")
    ]
    nearness = Case(*by_label, default=Value(0.0), output_field=FloatField())
    rows.update(risk=Least(Value(1.0), F("doubt") + NEARNESS * nearness, output_field=FloatField()))


def _nearness(threshold: float) -> Expression:
    """1 at the threshold and below it, where the object is open; falls to 0 at a score of 1."""
    above = Value(1.0) - (F("score") - threshold) / max(1e-6, 1 - threshold)
    return Case(When(Q(score__lte=threshold), then=Value(1.0)), default=above, output_field=FloatField())

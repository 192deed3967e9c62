"""What each op of these code locations does in the run that is being seeded."""

from enum import Enum
from typing import Dict


class Outcome(Enum):
    MAKES = "makes what it is for"
    NOTHING = "finds nothing to do"
    FAILS = "fails"
    WARNS = "warns"


OUTCOMES: Dict[str, Outcome] = {}
"""By name of the op; what is absent makes what it is for."""


def work(name: str) -> Outcome:
    outcome = OUTCOMES.get(name, Outcome.MAKES)
    if outcome is Outcome.FAILS and name not in ("not_negative", "adds_up"):
        raise RuntimeError(f"{name} is out of order")
    return outcome

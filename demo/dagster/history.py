"""The words in which the seeder decides a history: what each process of each run did. Both the writer and the truth
read these decisions; neither reads the other. Instants and durations are milliseconds."""

from dataclasses import dataclass, field
from typing import Dict, List, Optional, Tuple

from processes import JOBS, Process

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

START_DELAY = 5 * SECOND
STEP = 90 * SECOND
RETRY_DELAY = 30 * SECOND
CLOSING = 3 * SECOND


@dataclass(frozen=True)
class Succeeded:
    failed_tries: int = 0
    """Tries of the op that failed before, inside the same run."""
    leaves_out: Tuple[str, ...] = ()
    """Optional assets that it did not materialize this time."""


@dataclass(frozen=True)
class Failed:
    error: str = "HTTPError: 503 Service Unavailable"
    failed_tries: int = 0
    """Further tries before the last one."""
    materialized: Tuple[str, ...] = ()
    """What it had made before it failed."""


@dataclass(frozen=True)
class UpstreamFailed:
    """Planned, and never started because a process before it failed."""


@dataclass(frozen=True)
class NeverStarted:
    """The run failed before its first step, as when no worker comes up."""


@dataclass(frozen=True)
class Cancelled:
    started: bool = True
    reports: bool = False
    """Whether the step still said that it failed, as steps do that are interrupted rather than killed."""


@dataclass(frozen=True)
class Unfinished:
    """Still at work at the end of the history, or dead without anybody knowing; not started: the run still queues."""

    started: bool = True


Decision = object
"""One of the above."""


@dataclass(frozen=True)
class CheckOutcome:
    asset: str
    name: str
    passed: bool = True
    severity: str = "ERROR"
    blocking: bool = False


@dataclass
class Attempt:
    """One run."""

    job: str
    run_id: str
    created: int
    decisions: Dict[str, Decision]
    """By op; ops that the run did not plan are absent."""
    will_retry: Optional[bool] = None
    checks: Dict[Tuple[str, str], CheckOutcome] = field(default_factory=dict)
    """Where they differ from `USUAL_CHECKS` and from passing, by asset and name."""
    step_ms: int = STEP

    @property
    def status(self) -> str:
        kinds = {type(decision) for decision in self.decisions.values()}
        if Unfinished in kinds:
            started = any(getattr(decision, "started", True) for decision in self.decisions.values())
            return "STARTED" if started else "QUEUED"
        if Cancelled in kinds:
            return "CANCELED"
        return "FAILURE" if kinds & {Failed, NeverStarted} else "SUCCESS"


@dataclass
class Chain:
    """A first run and its automatic retries, oldest first. A manual re-execution begins a chain of its own."""

    case: str
    attempts: List[Attempt]
    partitions: Tuple[str, ...] = ()
    """One: the run's partition. Several: a range, all of it in one run."""
    rerun_of: Optional["Chain"] = None
    selection: Optional[Tuple[str, ...]] = None
    """Assets that a person or a backfill picked; runs in Dagster's asset job. Else all assets of the job."""
    backfill: Optional[str] = None

    @property
    def job(self) -> str:
        return self.attempts[0].job

    @property
    def root_run_id(self) -> str:
        return self.rerun_of.root_run_id if self.rerun_of else self.attempts[0].run_id

    def planned(self) -> List[Process]:
        return [process for process in JOBS[self.job] if process.op in self.attempts[0].decisions]


@dataclass(frozen=True)
class Try:
    """One try of one op: a closed attempt of a step, or an open one without end."""

    start: int
    end: Optional[int]


@dataclass(frozen=True)
class Runless:
    """A materialization that no run made, as another system reports it."""

    asset: str
    at: int


USUAL_CHECKS: Dict[Tuple[str, str], CheckOutcome] = {
    (asset, name): CheckOutcome(asset, name, passed, severity, blocking)
    for asset, name, passed, severity, blocking in [
        ("ethereum/blocks", "has_rows", True, "ERROR", True),
        ("optimism/blocks", "has_rows", True, "ERROR", True),
        ("ethereum/traces", "no_gaps", True, "ERROR", True),
        ("optimism/traces", "no_gaps", True, "ERROR", True),
        ("github/repositories", "unique_names", False, "WARN", False),
        ("funding/grants", "plausible_amounts", True, "WARN", False),
    ]
}


def check_outcomes(process: Process, attempt: Attempt) -> List[CheckOutcome]:
    """What the checks of a process said, given that it got as far as making them."""
    made = materialized(process, attempt.decisions[process.op])
    succeeded = isinstance(attempt.decisions[process.op], Succeeded)
    return [
        attempt.checks.get(check) or USUAL_CHECKS.get(check) or CheckOutcome(*check)
        for check in process.checks
        if (check[0] in made or (succeeded and not process.assets))
    ]


def timeline(attempt: Attempt) -> Tuple[Dict[str, List[Try]], Optional[int]]:
    """When each started op tried, and when the run ended. Steps run one after another."""
    at = attempt.created + START_DELAY
    tries: Dict[str, List[Try]] = {}
    for process in JOBS[attempt.job]:
        decision = attempt.decisions.get(process.op)
        if isinstance(decision, (Succeeded, Failed)):
            tries[process.op] = []
            for number in range(decision.failed_tries + 1):
                at += RETRY_DELAY if number else 0
                tries[process.op].append(Try(at, at + attempt.step_ms))
                at += attempt.step_ms
        elif isinstance(decision, (Cancelled, Unfinished)) and decision.started:
            at += attempt.step_ms
            tries[process.op] = [Try(at - attempt.step_ms, at if getattr(decision, "reports", False) else None)]
    ended = attempt.status in ("SUCCESS", "FAILURE", "CANCELED")
    return tries, at + CLOSING if ended else None


def materialized(process: Process, decision: Decision) -> Tuple[str, ...]:
    if isinstance(decision, Succeeded):
        return (*process.assets, *(each for each in process.optional if each not in decision.leaves_out))
    return decision.materialized if isinstance(decision, Failed) else ()

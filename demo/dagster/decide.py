"""Makes chains of runs from a few decisions, with run ids that are the same every time."""

import random
import uuid
from typing import Dict, Iterable, List, Optional, Sequence

from history import Attempt, Chain, Decision, Failed, MINUTE, Runless, Succeeded, UpstreamFailed, timeline
from processes import JOBS

RETRY_AFTER = 2 * MINUTE


class Decider:
    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.chains: List[Chain] = []
        self.runless: List[Runless] = []

    def run_id(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def chain(
        self,
        job: str,
        created: int,
        case: str,
        runs: Sequence[Dict[str, Decision]] = ({},),
        *,
        gaps: Iterable[int] = (),
        will_retry: Optional[bool] = False,
        **options,
    ) -> Chain:
        """A first run and its automatic retries.

        `runs` gives each run's decisions by op, where they differ from success. A process behind one that failed did
        not start; a retry plans only what had not succeeded yet. `gaps` are the milliseconds between a run's end and
        the next one's creation, 2 min where absent. `will_retry` is what the last run says when it failed; None: the
        instance does not retry and says nothing.
        """
        waits = list(gaps)
        attempts: List[Attempt] = []
        planned = [process.op for process in JOBS[job]]
        for number, given in enumerate(runs):
            decisions = complete(job, planned, given)
            attempt = Attempt(job, self.run_id(), created, decisions)
            attempts.append(attempt)
            ended = timeline(attempt)[1]
            if number < len(runs) - 1:
                created = (ended if ended is not None else created) + (waits.pop(0) if waits else RETRY_AFTER)
                attempt.will_retry = True
                planned = [op for op in planned if not isinstance(decisions[op], Succeeded)]
            elif attempt.status == "FAILURE":
                attempt.will_retry = will_retry
        chain = Chain(case, attempts, **options)
        self.chains.append(chain)
        return chain

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability


def complete(job: str, planned: Sequence[str], given: Dict[str, Decision]) -> Dict[str, Decision]:
    decisions: Dict[str, Decision] = {}
    for process in JOBS[job]:
        if process.op not in planned:
            continue
        blocked = any(not isinstance(decisions.get(op, Succeeded()), Succeeded) for op in process.behind)
        decisions[process.op] = given.get(process.op, UpstreamFailed() if blocked else Succeeded())
    return decisions


def failed_first(job: str, times: int, error: str = Failed().error) -> List[Dict[str, Decision]]:
    """Runs of which the first `times` fail in the job's first process."""
    return [{JOBS[job][0].op: Failed(error)}] * times

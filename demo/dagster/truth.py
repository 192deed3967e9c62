"""The truth about reliability: which events a reader of the history must find, from the decisions alone."""

from typing import Dict, Iterator, List, Optional

from history import (
    DAY,
    HOUR,
    Attempt,
    Cancelled,
    Chain,
    Failed,
    NeverStarted,
    Succeeded,
    Unfinished,
    UpstreamFailed,
    check_outcomes,
    materialized,
    timeline,
)
from processes import Process, scope_of

RETRY_SETTLE = HOUR
PENDING_DEADLINE = DAY


def reliability(chains: List[Chain], end: int) -> Dict[str, Dict[str, List[dict]]]:
    """Events by scope ("outside" for assets without definition), after retries and of every attempt, in time order."""
    truth: Dict[str, Dict[str, List[dict]]] = {}
    for chain in chains:
        for process in chain.planned():
            if not process.assets and not process.optional:
                continue
            scope = scope_of((process.assets or process.optional)[0]) or "outside"
            lists = truth.setdefault(scope, {"afterRetries": [], "everyAttempt": []})
            lists["afterRetries"].append(after_retries(chain, process, end))
            lists["everyAttempt"].extend(every_attempt(chain, process, end))
    for lists in truth.values():
        for events in lists.values():
            events.sort(key=lambda event: (event["atMs"], event["runIds"], event["step"]))
    return truth


def after_retries(chain: Chain, process: Process, end: int) -> dict:
    """Nothing of an open group counts yet, and nothing at all of one that was cancelled before anything had failed. What a
    blocking check failed is not made."""
    first, last = chain.attempts[0], chain.attempts[-1]
    overdue = end - first.created > PENDING_DEADLINE
    if is_open(last, end) and not overdue:
        return event(chain, process, "pending", None, last)
    if last.status == "CANCELED" and not any(has_failed(attempt) for attempt in chain.attempts):
        return event(chain, process, "cancelled", None, last)
    made: set = set()
    for attempt in chain.attempts:
        decision = attempt.decisions.get(process.op)
        made.update(set(materialized(process, decision)) - held_back(process, attempt))
        if isinstance(decision, Succeeded) or (process.assets and made.issuperset(process.assets)):
            return event(chain, process, "settled", True, attempt)
    if is_open(last, end):
        return event(chain, process, "settled", False, last, at=first.created + PENDING_DEADLINE)
    decisions = [attempt.decisions[process.op] for attempt in chain.attempts if process.op in attempt.decisions]
    if all(isinstance(decision, UpstreamFailed) for decision in decisions):
        return event(chain, process, "upstreamFailed", None, last)
    return event(chain, process, "settled", False, last)


def has_failed(attempt: Attempt) -> bool:
    return any(isinstance(decision, (Failed, NeverStarted)) for decision in attempt.decisions.values())


def held_back(process: Process, attempt: Attempt) -> set:
    """Assets that a blocking check of severity ERROR failed."""
    if process.op not in attempt.decisions:
        return set()
    outcomes = check_outcomes(process, attempt)
    return {each.asset for each in outcomes if each.blocking and not each.passed and each.severity == "ERROR"}


def is_open(last: Attempt, end: int) -> bool:
    """Whether the chain may still come to something at the history's end."""
    if last.status in ("STARTED", "QUEUED"):
        return True
    ended = run_end(last)
    return last.status == "FAILURE" and bool(last.will_retry) and ended is not None and end - ended < RETRY_SETTLE


def every_attempt(chain: Chain, process: Process, end: int) -> Iterator[dict]:
    for attempt in chain.attempts:
        decision = attempt.decisions.get(process.op)
        tries = timeline(attempt)[0].get(process.op, [])
        closed = [each.end for each in tries if each.end is not None]
        if decision is not None and attempt.status == "CANCELED" and not has_failed(attempt):
            yield event(chain, process, "cancelled", None, attempt)
        elif isinstance(decision, (Succeeded, Failed)):
            for number, at in enumerate(closed):
                good = isinstance(decision, Succeeded) and number == len(closed) - 1
                yield event(chain, process, "settled", good, attempt, at=at)
        elif isinstance(decision, NeverStarted):
            yield event(chain, process, "settled", False, attempt)
        elif isinstance(decision, UpstreamFailed):
            yield event(chain, process, "upstreamFailed", None, attempt)
        elif isinstance(decision, Cancelled):
            yield event(chain, process, "cancelled", None, attempt)
        elif isinstance(decision, Unfinished):
            overdue = end - attempt.created > PENDING_DEADLINE
            at = attempt.created + PENDING_DEADLINE if overdue else attempt.created
            yield event(chain, process, "settled" if overdue else "pending", False if overdue else None, attempt, at=at)


def run_end(attempt: Attempt) -> Optional[int]:
    return timeline(attempt)[1]


def event(
    chain: Chain, process: Process, kind: str, good: Optional[bool], attempt: Attempt, at: Optional[int] = None
) -> dict:
    """`atMs` is the end of the deciding run, unless the event has an instant of its own (a try's end, a deadline)."""
    tries = timeline(attempt)[0].get(process.op, [])
    ended = run_end(attempt)
    found = {
        "case": chain.case,
        "kind": kind,
        "good": good,
        "step": process.op,
        "assets": list((*process.assets, *process.optional)),
        "atMs": at if at is not None else ended if ended is not None else attempt.created,
        "runEndMs": ended,
        "stepEndMs": tries[-1].end if tries else None,
        "groupCreatedMs": chain.attempts[0].created,
        "rootRunId": chain.root_run_id,
        "runIds": [each.run_id for each in chain.attempts],
        "decidingRunId": attempt.run_id,
    }
    if chain.partitions:
        found["partitions"] = list(chain.partitions)
    if chain.rerun_of:
        found["rerunOf"] = chain.rerun_of.attempts[-1].run_id
    return found

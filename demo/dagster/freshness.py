"""The truth about freshness: when each asset was last materialized, what its checks said, which of the two decides."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Dict, List, Optional
from zoneinfo import ZoneInfo

from history import (
    DAY,
    HOUR,
    SECOND,
    USUAL_CHECKS,
    Attempt,
    Chain,
    CheckOutcome,
    Runless,
    check_outcomes,
    materialized,
    timeline,
)
from processes import SCOPES

DEFAULT_INTERVAL = 7 * DAY


@dataclass(frozen=True)
class Interval:
    source: str
    """timeWindow, cron, legacy, legacyCron, or default."""
    ms: int
    """The longest age; with a deadline, how long before it the materialization may lie."""
    hour: Optional[int] = None
    """Every day at this hour is a deadline."""
    zone: str = "UTC"


POLICIES: Dict[str, Interval] = {
    **{
        f"{network}/{table}": Interval("timeWindow", 36 * HOUR)
        for network in ("ethereum", "optimism")
        for table in ("blocks", "transactions", "traces")
    },
    "optimism/blocks": Interval("cron", 12 * HOUR, 6, "America/New_York"),
    **{
        f"github/{table}": Interval("timeWindow", 2 * DAY)
        for table in ("repositories", "issues", "commits", "releases", "stars")
    },
    "registry/projects": Interval("timeWindow", 36 * HOUR),
    "registry/collections": Interval("timeWindow", 36 * HOUR),
    "registry/packages": Interval("cron", 24 * HOUR, 9),
    "registry/licenses": Interval("timeWindow", 2 * DAY),
    "funding/grants": Interval("legacy", 36 * HOUR),
    "funding/rounds": Interval("legacyCron", 10 * HOUR, 8),
    "funding/donations": Interval("timeWindow", 36 * HOUR),
    "gitcoin/projects": Interval("timeWindow", 2 * DAY),
    "npm/downloads": Interval("timeWindow", 36 * HOUR),
    "pypi/downloads": Interval("timeWindow", 36 * HOUR),
    "crates/downloads": Interval("timeWindow", 2 * DAY),
    "prices/spot": Interval("timeWindow", 2 * DAY),
}


def interval_of(asset: str) -> Interval:
    return POLICIES.get(asset, Interval("default", DEFAULT_INTERVAL))


def freshness_truth(
    chains: List[Chain], runless: List[Runless], partitions: Dict[str, dict], end: int
) -> Dict[str, dict]:
    """By asset of every scope. An asset partitioned by time is as old as the first window that closed without being
    materialized after the newest that was."""
    last = last_materializations(chains, runless)
    checks = last_checks(chains)
    truth = {}
    for asset in (asset for assets in SCOPES.values() for asset in assets):
        interval = interval_of(asset)
        late = partitions.get(asset, {}).get("lateSinceMs", last.get(asset))
        stale_since = since(late, interval, end)
        by_materialization = asset in last and stale_since is None
        by_checks = checks_vouch(checks.get(asset, []), interval, end)
        truth[asset] = {
            "lastMaterializationMs": last.get(asset),
            "interval": {"from": interval.source, "ms": interval.ms},
            "checks": checks.get(asset, []),
            "fresh": by_materialization or by_checks,
            "rule": "materialization" if by_materialization else "checks" if by_checks else None,
            "sinceMs": None if by_materialization or by_checks else stale_since,
        }
    return truth


def last_materializations(chains: List[Chain], runless: List[Runless]) -> Dict[str, int]:
    last: Dict[str, int] = {}
    for chain in chains:
        for attempt in chain.attempts:
            tries = timeline(attempt)[0]
            for process in chain.planned():
                for asset in materialized(process, attempt.decisions.get(process.op)):
                    # A materialization is logged a second before its step ends.
                    last[asset] = max(last.get(asset, 0), (tries[process.op][-1].end or 0) - SECOND)
    for each in runless:
        last[each.asset] = max(last.get(each.asset, 0), each.at)
    return last


def last_checks(chains: List[Chain]) -> Dict[str, List[dict]]:
    """By asset: what became of each check in the last run that planned it."""
    latest: Dict[tuple, dict] = {}
    for chain in chains:
        for attempt in chain.attempts:
            tries = timeline(attempt)[0]
            for process in chain.planned():
                decision = attempt.decisions.get(process.op)
                if not process.checks or decision is None:
                    continue
                said = {(each.asset, each.name): each for each in check_outcomes(process, attempt)}
                for asset, name in process.checks:
                    outcome = said.get((asset, name))
                    if attempt.created >= latest.get((asset, name), {}).get("plannedMs", 0):
                        latest[(asset, name)] = {
                            "name": name,
                            "status": check_status(outcome, attempt),
                            "severity": outcome.severity if outcome else None,
                            "blocking": (USUAL_CHECKS.get((asset, name)) or CheckOutcome(asset, name)).blocking,
                            "plannedMs": attempt.created,
                            "atMs": (tries[process.op][-1].end or 0) - SECOND if outcome else None,
                            "runId": attempt.run_id,
                        }
    found: Dict[str, List[dict]] = {}
    for (asset, _), check in sorted(latest.items()):
        found.setdefault(asset, []).append(check)
    return found


def check_status(outcome: Optional[CheckOutcome], attempt: Attempt) -> str:
    if outcome is not None:
        return "SUCCEEDED" if outcome.passed else "FAILED"
    return {"FAILURE": "EXECUTION_FAILED", "STARTED": "IN_PROGRESS", "QUEUED": "IN_PROGRESS"}.get(
        attempt.status, "SKIPPED"
    )


def checks_vouch(checks: List[dict], interval: Interval, end: int) -> bool:
    """At least one check of severity ERROR, and all of those passed within the interval. One that could not run has no
    severity and vouches for nothing."""
    counted = [check for check in checks if check["severity"] != "WARN"]
    return bool(counted) and all(
        check["status"] == "SUCCEEDED" and end - check["atMs"] <= interval.ms for check in counted
    )


def since(last: Optional[int], interval: Interval, end: int) -> Optional[int]:
    """Since when the asset has been stale by its materializations; null while it is fresh, and where it never was."""
    if last is None:
        return None
    if interval.hour is None:
        return last + interval.ms if end - last > interval.ms else None
    deadlines = [at for at in deadlines_before(end, interval) if last < at - interval.ms]
    return min(deadlines) if deadlines else None


def deadlines_before(end: int, interval: Interval, days: int = 70) -> List[int]:
    now = datetime.fromtimestamp(end / 1000, ZoneInfo(interval.zone))
    today = now.replace(hour=interval.hour or 0, minute=0, second=0, microsecond=0)
    deadlines = [int((today - timedelta(days=ago)).timestamp()) * 1000 for ago in range(days)]
    return [at for at in deadlines if at <= end]

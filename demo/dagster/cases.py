"""The cases that a reader of the history gets wrong first, one of each, by name."""

from decide import Decider
from history import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Cancelled,
    CheckOutcome,
    Failed,
    NeverStarted,
    Runless,
    Succeeded,
    Unfinished,
    timeline,
)

WINDOW = 30 * DAY


def cases(decider: Decider, end: int) -> None:
    retries(decider, end)
    open_ends(decider, end)
    cancellations(decider, end)
    manual_reruns(decider, end)
    edges(decider, end)
    blame(decider, end)
    sqlmesh(decider, end)
    retired(decider, end)
    freshness(decider, end)


def retries(decider: Decider, end: int) -> None:
    fails = {"registry__packages": Failed()}
    chain = decider.chain
    chain("registry_packages", end - 20 * DAY, "retry that succeeds", [fails, {}])
    chain("registry_packages", end - 19 * DAY, "retries that fail", [fails, fails, fails])
    chain("registry_packages", end - 18 * DAY, "no retries configured", [fails], will_retry=None)
    chain("ethereum_daily", end - 17 * DAY, "op retries", [{"ethereum__transactions": Succeeded(failed_tries=2)}])
    chain("ethereum_daily", end - 16 * DAY, "op retries in vain", [{"ethereum__transactions": Failed(failed_tries=2)}])
    chain(
        "registry_packages",
        end - 15 * DAY,
        "failed before the first step",
        [{"registry__packages": NeverStarted()}, {}],
    )
    chain("registry_packages", end - 14 * DAY, "late retry", [fails, {}], gaps=[50 * MINUTE])


def open_ends(decider: Decider, end: int) -> None:
    fails = {"funding__rounds": Failed()}
    chain = decider.chain
    chain("funding_rounds", end - 30 * HOUR, "hung", [{"funding__rounds": Unfinished()}])
    chain("funding_rounds", end - 5 * DAY, "dead retry", [fails], will_retry=True)
    chain("funding_rounds", end - 30 * MINUTE, "retry awaited", [fails], will_retry=True)
    chain(
        "registry_packages",
        end - 40 * MINUTE,
        "retry under way",
        [{"registry__packages": Failed()}, {"registry__packages": Unfinished()}],
    )
    chain("funding_rounds", end - 20 * MINUTE, "queued", [{"funding__rounds": Unfinished(started=False)}])
    chain(
        "ethereum_daily",
        end - 2 * HOUR,
        "half done",
        [{"ethereum__transactions": Unfinished(), "ethereum__traces": Unfinished(started=False)}],
    )


def cancellations(decider: Decider, end: int) -> None:
    chain = decider.chain
    chain("funding_rounds", end - 12 * DAY, "cancelled", [{"funding__rounds": Cancelled()}])
    chain("funding_rounds", end - 11 * DAY, "cancelled in the queue", [{"funding__rounds": Cancelled(started=False)}])
    chain(
        "ethereum_daily",
        end - 10 * DAY,
        "cancelled half way",
        [{"ethereum__transactions": Cancelled(), "ethereum__traces": Cancelled(started=False)}],
    )
    reporting = {"registry__packages": Cancelled(reports=True)}
    chain("registry_packages", end - 9 * DAY - 5 * HOUR, "cancelled, and the step says that it failed", [reporting])
    chain(
        "funding_rounds",
        end - 9 * DAY,
        "retry cancelled",
        [{"funding__rounds": Failed()}, {"funding__rounds": Cancelled()}],
    )


def manual_reruns(decider: Decider, end: int) -> None:
    fails = {"stable__v1__contracts": Failed()}
    chain = decider.chain
    job = "stable_v1_contracts"
    first = chain(job, end - 22 * DAY, "failed, re-run ten days later", [fails, fails])
    chain(job, end - 12 * DAY, "manual re-run ten days later", rerun_of=first)
    long_ago = chain(job, end - 62 * DAY, "failed long before the window", [fails])
    chain(job, end - 8 * DAY, "manual re-run of a root outside the window", rerun_of=long_ago)
    soon = chain(job, end - 6 * DAY - 3 * HOUR, "failed, re-run at once", [fails])
    chain(
        job, end - 6 * DAY - 3 * HOUR + 10 * MINUTE, "manual re-run at once, with a retry", [fails, {}], rerun_of=soon
    )


def edges(decider: Decider, end: int) -> None:
    """Around the start of the 30 days that end with the history, and around the end itself."""
    chain = decider.chain
    job, op = "funding_rounds", "funding__rounds"
    lasts = timeline(chain(job, end - 33 * DAY, "routine").attempts[0])[1] - (end - 33 * DAY)
    start = end - WINDOW
    chain(job, start - lasts - 1 * SECOND, "ends a second before the window")
    chain(job, start - lasts, "ends with the first millisecond of the window")
    chain(job, start - 1 * MINUTE, "begins before the window, ends in it")
    chain(
        job,
        start - 20 * MINUTE,
        "fails before the window, its retry succeeds in it",
        [{op: Failed()}, {}],
        gaps=[40 * MINUTE],
    )
    chain(
        job,
        start - 40 * MINUTE,
        "fails before the window, its retry fails in it",
        [{op: Failed()}, {op: Failed()}],
        gaps=[50 * MINUTE],
    )
    chain(job, end - lasts - 1 * SECOND, "ends a second before the end")


def blame(decider: Decider, end: int) -> None:
    chain = decider.chain
    two_of_three = Failed("RateLimitError: secondary rate limit", materialized=("github/repositories", "github/issues"))
    chain("github_daily", end - 13 * DAY, "two of three assets, then a retry", [{"github_extract": two_of_three}, {}])
    chain("github_daily", end - 7 * DAY, "two of three assets, for good", [{"github_extract": two_of_three}])
    chain("github_daily", end - 7 * DAY + 6 * HOUR, "one step of several fails", [{"github__stars": Failed()}])
    stars = [{"github__stars": Failed()}, {}]
    chain("github_daily", end - 9 * DAY + 6 * HOUR, "one step of several fails, its retry plans it alone", stars)
    chain(
        "github_daily",
        end - 7 * DAY + 9 * HOUR,
        "an optional asset left out",
        [{"github_extract": Succeeded(leaves_out=("github/releases",))}],
    )
    chain(
        "ethereum_daily",
        end - 4 * DAY,
        "upstream failed",
        [{"ethereum__blocks": Failed("TimeoutError: node is syncing")}],
    )
    gaps = chain(
        "ethereum_daily",
        end - 3 * DAY,
        "blocking check fails after the materialization",
        [{"ethereum__traces": Failed("DagsterAssetCheckFailedError: no_gaps", materialized=("ethereum/traces",))}],
    )
    gaps.attempts[0].checks[("ethereum/traces", "no_gaps")] = CheckOutcome(
        "ethereum/traces", "no_gaps", False, blocking=True
    )
    chain(
        "gitcoin_daily",
        end - 3 * DAY,
        "core source fails before an unstable one",
        [{"gitcoin__projects": Failed()}, {"gitcoin__projects": Failed()}],
    )


def sqlmesh(decider: Decider, end: int) -> None:
    chain = decider.chain
    audit = {"sqlmesh_project": Failed("AuditError: 'not_null' audit error: 12 rows failed in metrics.stg_blocks")}
    chain("sqlmesh_daily", end - 21 * DAY, "audit fails, retry succeeds", [audit, {}])
    chain("sqlmesh_daily", end - 15 * DAY, "op retry of SQLMesh", [{"sqlmesh_project": Succeeded(failed_tries=1)}])
    chain(
        "sqlmesh_daily",
        end - 11 * DAY,
        "models left out",
        [{"sqlmesh_project": Succeeded(leaves_out=("metrics/stg_tvl", "metrics/funding_v1"))}],
    )
    chain("sqlmesh_and_downstream", end - 6 * DAY, "mixed job")
    chain("sqlmesh_and_downstream", end - 5 * DAY, "mixed job, SQLMesh fails", [audit, audit])
    chain("sqlmesh_daily", end - 2 * DAY, "SQLMesh cancelled", [{"sqlmesh_project": Cancelled()}])
    chain("sqlmesh_daily", end - 1 * DAY, "SQLMesh never started", [{"sqlmesh_project": NeverStarted()}, {}])


def retired(decider: Decider, end: int) -> None:
    fails = {"twitter__mentions": Failed("HTTPError: 402 Payment Required")}
    for ago in range(50, 24, -2):
        decider.chain("twitter_mentions", end - ago * DAY, "asset without definition", [fails] if ago < 30 else [{}])


def freshness(decider: Decider, end: int) -> None:
    """What the checks and other systems say about assets whose jobs stopped days ago."""
    chain = decider.chain
    chain("registry_checks", end - 2 * DAY, "checks without assets")
    latest = chain(
        "registry_checks",
        end - 5 * HOUR,
        "checks without assets, of which one cannot run",
        [{"funding__donations_no_duplicates": Failed("DagsterUserCodeExecutionError: division by zero")}],
    )
    empty = CheckOutcome("registry/collections", "not_empty", passed=False)
    latest.attempts[0].checks[("registry/collections", "not_empty")] = empty
    decider.runless.append(Runless("optimism/traces", end - 3 * HOUR))
    decider.runless.append(Runless("etherscan/labels", end - 26 * HOUR))

"""What happens every day: each job at its hour, with the failures that such a platform has."""

from typing import Dict, List

from decide import Decider, failed_first
from history import DAY, HOUR, MINUTE, Failed, Succeeded
from processes import JOBS

MAX_RETRIES = 2

# Hour of the day, share of first runs that fail, share of retries that fail, every so many days.
ROUTINE: Dict[str, tuple] = {
    "registry_projects": (1, 0.0, 0.0, 1),
    "registry_collections": (1, 0.02, 0.0, 1),
    "funding_donations": (2, 0.0, 0.0, 1),
    "ethereum_daily": (3, 0.06, 0.1, 1),
    "optimism_daily": (4, 0.06, 0.2, 1),
    "github_daily": (4, 0.08, 0.1, 1),
    "sqlmesh_daily": (5, 0.04, 0.3, 1),
    "funding_rounds": (6, 0.02, 0.5, 1),
    "funding_grants": (6, 0.02, 0.1, 1),
    "registry_packages": (7, 0.03, 0.1, 1),
    "packages_npm_metadata": (7, 0.05, 0.3, 1),
    "gitcoin_daily": (8, 0.1, 0.2, 1),
    "stable_v1_contracts": (8, 0.0, 0.0, 7),
    "defillama_protocols": (9, 0.2, 0.5, 1),
    "defillama_tvl": (9, 0.15, 0.5, 1),
    "farcaster_casts": (10, 0.1, 0.5, 2),
    "farcaster_profiles": (11, 0.1, 0.5, 2),
    "lens_posts": (12, 0.3, 0.6, 2),
    "lens_followers": (13, 0.25, 0.4, 2),
    "opensea_sales": (14, 0.6, 0.8, 1),
    "dune_labels": (15, 0.2, 0.9, 16),
    "discord_messages": (16, 0.1, 0.3, 2),
    "rss_feeds": (17, 0.05, 0.3, 2),
    "npm_typosquats": (18, 0.3, 0.5, 3),
}

# Days before the end after which a job ran no more: what it makes is stale.
STOPPED = {
    "registry_projects": 3,
    "registry_collections": 3,
    "funding_donations": 4,
    "optimism_daily": 2,
    "funding_grants": 3,
}


def daily(decider: Decider, midnight: int, end: int, days: int) -> None:
    """Every job of `days` days up to the end. `midnight` begins the day in which the end lies."""
    for ago in range(days, -1, -1):
        for job, (hour, fails, fails_again, every) in ROUTINE.items():
            created = midnight - ago * DAY + hour * HOUR + decider.random.randrange(20 * MINUTE)
            if ago % every or ago < STOPPED.get(job, 0) or created > end - HOUR:
                continue
            routine_run(decider, job, created, fails, fails_again)


def routine_run(decider: Decider, job: str, created: int, fails: float, fails_again: float) -> None:
    failures = 0
    if decider.chance(fails):
        failures = 1
        while failures <= MAX_RETRIES and decider.chance(fails_again):
            failures += 1
    gave_up = failures > MAX_RETRIES
    runs: List[dict] = failed_first(job, min(failures, MAX_RETRIES + 1))
    if not gave_up:
        runs = [*runs, op_retries(decider, job)]
    case = "routine" if failures == 0 else "retries that fail" if gave_up else "retries that succeed"
    decider.chain(job, created, case, runs)


def op_retries(decider: Decider, job: str) -> dict:
    """Now and then an op of Ethereum needs another try, which no run shows from outside."""
    if job == "ethereum_daily" and decider.chance(0.1):
        return {"ethereum__transactions": Succeeded(failed_tries=1)}
    return {}


def many(decider: Decider, end: int, days: int, runs: int, failures: float) -> None:
    """A history of about `runs` runs at even distances, of which that share fails, for measurements of speed."""
    jobs = [job for job in ROUTINE if job in JOBS]
    step = days * DAY / runs
    for number in range(runs):
        created = int(end - 6 * HOUR - (runs - number) * step)
        failed = decider.chance(failures)
        job = jobs[number % len(jobs)]
        decider.chain(job, created, "routine", [{JOBS[job][0].op: Failed()}] if failed else [{}])

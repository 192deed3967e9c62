"""What happened to partitioned assets: their runs, and the truth about what is there and what is missing."""

from datetime import datetime, timezone
from typing import Dict, List, Optional

from decide import Decider
from history import DAY, HOUR, MINUTE, Chain, Failed, Succeeded, Unfinished, materialized, timeline
from processes import op_of

CHAINS = "arbitrum base celo ethereum mode optimism polygon scroll solana starknet zksync zora".split()
CATEGORIES = "defi developer-tools gaming infrastructure social".split()
CONTRACTS = ["v1", "v2", "v3"]
CURRENCIES = ["eth", "usd"]
TIMED = {"npm/downloads", "pypi/downloads", "crates/downloads", "prices/spot"}


class Days:
    """Daily partitions of the history; `ago` 1 is the newest that has ended."""

    def __init__(self, midnight: int, count: int):
        self.midnight = midnight
        self.count = count

    def key(self, ago: int) -> str:
        return datetime.fromtimestamp((self.midnight - ago * DAY) / 1000, timezone.utc).date().isoformat()

    def closes(self, ago: int) -> int:
        return self.midnight - (ago - 1) * DAY

    def oldest_first(self) -> List[int]:
        return list(range(self.count, 0, -1))


def partition_keys(days: Days) -> Dict[str, List[str]]:
    """All partitions of each partitioned asset, in Dagster's order."""
    daily = [days.key(ago) for ago in days.oldest_first()]
    return {
        "npm/downloads": daily,
        "pypi/downloads": daily,
        "crates/downloads": daily,
        "funding/chains": CHAINS,
        "registry/categories": CATEGORIES,
        "contracts/abi": CONTRACTS,
        "prices/spot": [f"{currency}|{day}" for currency in CURRENCIES for day in daily],
    }


def partition_cases(decider: Decider, days: Days, end: int) -> None:
    npm(decider, days, end)
    pypi(decider, days)
    crates(decider, days)
    static(decider, end)
    prices(decider, days)


def npm(decider: Decider, days: Days, end: int) -> None:
    op = op_of("npm/downloads")
    holes, failed, never_done, re_run = {20, 21, 40}, 12, 30, 9
    for ago in days.oldest_first():
        if ago in holes or ago == never_done:
            continue
        fails = [{op: Failed()}] * 3 if ago == failed else [{}]
        case = "partition that fails for good" if ago == failed else "daily partition"
        decider.chain("npm_downloads", days.closes(ago) + 3 * HOUR, case, fails, partitions=(days.key(ago),))
    unfinished = [{op: Unfinished()}]
    decider.chain(
        "npm_downloads", end - 50 * MINUTE, "partition under way", unfinished, partitions=(days.key(never_done),)
    )
    decider.chain(
        "npm_downloads",
        end - 45 * MINUTE,
        "re-run of a partition under way",
        unfinished,
        partitions=(days.key(re_run),),
    )


def pypi(decider: Decider, days: Days) -> None:
    """Late every day: the newest partition is not there yet, within its grace."""
    for ago in days.oldest_first()[:-1]:
        decider.chain("pypi_downloads", days.closes(ago) + 10 * HOUR, "daily partition", partitions=(days.key(ago),))
    fails = [{op_of("pypi/downloads"): Failed()}]
    at = days.closes(2) + 8 * HOUR
    decider.chain("pypi_downloads", at, "re-run of a partition fails", fails, partitions=(days.key(5),))


def crates(decider: Decider, days: Days) -> None:
    """Weeks at a time by backfill, then daily; two days are missing, one of them within its grace."""
    for number, first in enumerate(range(days.count, 30, -7)):
        week = tuple(days.key(ago) for ago in range(first, max(first - 7, 30), -1))
        options = {"partitions": week, "selection": ("crates/downloads",), "backfill": f"weeks{number:02d}"}
        decider.chain("crates_downloads", days.closes(30) + number * HOUR, "range of partitions", **options)
    for ago in range(30, 0, -1):
        if ago not in (2, 4):
            at = days.closes(ago) + 5 * HOUR
            decider.chain("crates_downloads", at, "daily partition", partitions=(days.key(ago),))


def static(decider: Decider, end: int) -> None:
    op = op_of("funding/chains")
    for number, chain in enumerate(CHAINS[:9]):
        options = {"partitions": (chain,), "selection": ("funding/chains",), "backfill": "chains00"}
        decider.chain("funding_chains", end - 6 * DAY + number * HOUR, "static partition", **options)
    decider.chain(
        "funding_chains", end - 5 * DAY, "static partition that fails", [{op: Failed()}], partitions=(CHAINS[9],)
    )
    decider.chain(
        "funding_chains",
        end - 35 * MINUTE,
        "static partition under way",
        [{op: Unfinished()}],
        partitions=(CHAINS[10],),
    )
    for number, category in enumerate(CATEGORIES):
        decider.chain("registry_categories", end - 3 * DAY + number * HOUR, "static partition", partitions=(category,))
    for number, contract in enumerate(CONTRACTS[:2]):
        decider.chain("contracts_abi", end - 4 * DAY + number * HOUR, "dynamic partition", partitions=(contract,))


def prices(decider: Decider, days: Days) -> None:
    """Nothing for three days: stale, and missing where the grace has passed."""
    for ago in days.oldest_first()[:-3]:
        for number, currency in enumerate(CURRENCIES):
            if (currency, ago) != ("usd", 7):
                at = days.closes(ago) + HOUR + number * 10 * MINUTE
                decider.chain(
                    "prices_spot", at, "partition of two dimensions", partitions=(f"{currency}|{days.key(ago)}",)
                )


def partition_truth(chains: List[Chain], days: Days, intervals: Dict[str, int], end: int) -> Dict[str, dict]:
    """By asset. A partition that was materialized once stays materialized; a missing one is due once its grace, the
    asset's interval, has passed since its window closed. Partitions without window are due at once."""
    truth = {}
    for asset, keys in partition_keys(days).items():
        latest: Dict[str, str] = {}
        made: Dict[str, int] = {}
        for at, key, state in sorted(outcomes(chains, asset)):
            latest[key] = state
            if state == "materialized":
                made[key] = at
        missing = [key for key in keys if key not in made]
        grace = intervals[asset]
        within = [key for key in missing if closes(asset, key) is not None and end - (closes(asset, key) or 0) < grace]
        truth[asset] = {
            "total": len(keys),
            "materialized": len(made),
            "failed": [key for key in keys if latest.get(key) == "failed"],
            "materializing": [key for key in keys if latest.get(key) == "materializing"],
            "missing": missing,
            "withinGrace": within,
            "due": [key for key in missing if key not in within],
            "numMaterializedByDagster": sum(1 for state in latest.values() if state == "materialized"),
            **({"lateSinceMs": late_since(asset, made, days)} if asset in TIMED else {}),
        }
    return truth


def outcomes(chains: List[Chain], asset: str):
    for chain in chains:
        for process in chain.planned():
            if asset not in process.assets or not chain.partitions:
                continue
            for attempt in chain.attempts:
                decision = attempt.decisions[process.op]
                at = timeline(attempt)[1] or attempt.created
                state = {Succeeded: "materialized", Failed: "failed", Unfinished: "materializing"}[type(decision)]
                assert state != "materialized" or asset in materialized(process, decision)
                for key in chain.partitions:
                    yield at, key, state


def late_since(asset: str, made: Dict[str, int], days: Days) -> Optional[int]:
    """When the oldest window closed of those that ended after the newest that is all there; null where none is late."""
    keys = partition_keys(days)[asset]
    late = None
    for ago in range(1, days.count + 1):
        window = [key for key in keys if key.endswith(days.key(ago))]
        if all(key in made for key in window):
            break
        late = days.closes(ago)
    return late


def closes(asset: str, key: str) -> Optional[int]:
    """When the partition's window closed; null for partitions that are no time."""
    if asset not in TIMED:
        return None
    day = datetime.fromisoformat(key.rpartition("|")[2]).replace(tzinfo=timezone.utc)
    return int(day.timestamp()) * 1000 + DAY

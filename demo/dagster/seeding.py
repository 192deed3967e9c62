"""Decides the history, writes it, and tells its truth."""

from datetime import datetime
from typing import Optional

from dagster import DagsterInstance

import definitions
import retired
from cases import cases
from decide import Decider
from freshness import freshness_truth, interval_of
from history import DAY
from one_connection import one_connection
from partitions import CONTRACTS, Days, partition_cases, partition_keys, partition_truth
from routine import daily, many
from truth import reliability
from write_history import Writer

SEED = 7


def seed(ends: datetime, days: int, runs: Optional[int], failures: float) -> dict:
    """Into the instance of $DAGSTER_HOME. Answers the truth, as truth.json holds it."""
    end = int(ends.timestamp()) * 1000
    midnight = end - end % DAY
    partitions = Days(midnight, days)
    decider = Decider(SEED)
    if runs:
        many(decider, end, days, runs, failures)
    else:
        daily(decider, midnight, end, days)
        cases(decider, end)
        partition_cases(decider, partitions, end)
    with one_connection(), DagsterInstance.get() as instance:
        instance.add_dynamic_partitions(definitions.CONTRACTS, CONTRACTS)
        # The later one's asset job counts.
        repositories = [retired.defs.get_repository_def(), definitions.defs.get_repository_def()]
        Writer(instance, repositories).write(decider.chains, decider.runless)
    return truth(decider, partitions, end)


def truth(decider: Decider, days: Days, end: int) -> dict:
    intervals = {asset: interval_of(asset).ms for asset in partition_keys(days)}
    partitions = partition_truth(decider.chains, days, intervals, end)
    return {
        "endMs": end,
        "runs": sum(len(chain.attempts) for chain in decider.chains),
        "reliability": reliability(decider.chains, end),
        "freshness": freshness_truth(decider.chains, decider.runless, partitions, end),
        "partitions": partitions,
    }

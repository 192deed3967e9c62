"""Fills a DAGSTER_HOME with a small history for the recorded answers, and holds its definitions.

    DAGSTER_HOME=<folder> python home.py
    dagster-webserver -w workspace.yaml --read-only     # python_file: home.py as "main"; a file that raises as "broken"
    tsx record.ts http://127.0.0.1:3000 dagster-<version>.json

Runs on Dagster 1.7 to 1.13: what a release lacks is left out.
"""

import os
from datetime import timedelta

import dagster as dg

RELEASE = tuple(int(part) for part in dg.__version__.split(".")[:2])

days = dg.DailyPartitionsDefinition(start_date="2026-01-01", end_date="2026-01-11", timezone="America/New_York")
letters = dg.StaticPartitionsDefinition(["a", "b", "c", "d"])
colors = dg.StaticPartitionsDefinition(["red", "green"])
kind = {"kinds": {"python"}} if RELEASE >= (1, 9) else {"compute_kind": "python"}


def fail_if_told():
    if os.environ.get("FAIL"):
        raise Exception("boom")


@dg.asset(
    partitions_def=days,
    group_name="g",
    tags={"core": ""},
    owners=["a@b.co", "team:data"],
    retry_policy=dg.RetryPolicy(max_retries=1),
    **kind,
)
def daily_asset():
    fail_if_told()


@dg.asset(partitions_def=letters, tags={"x": "y"})
def static_asset():
    fail_if_told()


@dg.asset(partitions_def=dg.MultiPartitionsDefinition({"zone": letters, "day": days}))
def multi_asset():
    fail_if_told()


@dg.asset(partitions_def=dg.MultiPartitionsDefinition({"zone": letters, "color": colors}))
def multi2_asset():
    fail_if_told()


@dg.asset(partitions_def=dg.DynamicPartitionsDefinition(name="dyn"))
def dyn_asset():
    fail_if_told()


@dg.asset(
    deps=["missing_source", daily_asset],
    compute_kind="sqlmesh",
    check_specs=[
        dg.AssetCheckSpec("ok", asset="checked", blocking=True),
        dg.AssetCheckSpec("warns", asset="checked"),
    ],
)
def checked():
    return dg.MaterializeResult(
        check_results=[
            dg.AssetCheckResult(passed=True, check_name="ok"),
            dg.AssetCheckResult(passed=False, severity=dg.AssetCheckSeverity.WARN, check_name="warns"),
        ]
    )


@dg.multi_asset(outs={"m1": dg.AssetOut(), "m2": dg.AssetOut()})
def multi_out():
    yield dg.Output(1, "m1")
    fail_if_told()
    yield dg.Output(1, "m2")


def assets_with_freshness():
    LegacyPolicy = dg.LegacyFreshnessPolicy if RELEASE >= (1, 11) else dg.FreshnessPolicy
    argument = "legacy_freshness_policy" if RELEASE >= (1, 11) else "freshness_policy"
    legacy = LegacyPolicy(maximum_lag_minutes=60, cron_schedule="0 6 * * *", cron_schedule_timezone="UTC")

    @dg.asset(**{argument: legacy})
    def fresh_legacy():
        pass

    if RELEASE < (1, 11):
        return [fresh_legacy]
    if RELEASE < (1, 12):
        from dagster.preview.freshness import FreshnessPolicy
    else:
        FreshnessPolicy = dg.FreshnessPolicy

    @dg.asset(freshness_policy=FreshnessPolicy.time_window(fail_window=timedelta(hours=36)))
    def fresh_window():
        pass

    @dg.asset(freshness_policy=FreshnessPolicy.cron("0 6 * * *", timedelta(hours=3), "UTC"))
    def fresh_cron():
        pass

    return [fresh_legacy, fresh_window, fresh_cron]


defs = dg.Definitions(
    assets=[
        daily_asset,
        static_asset,
        multi_asset,
        multi2_asset,
        dyn_asset,
        checked,
        multi_out,
        *assets_with_freshness(),
    ]
)


def main():
    instance = dg.DagsterInstance.get()

    def run(asset, partition=None, fails=False):
        os.environ["FAIL"] = "1" if fails else ""
        dg.materialize([asset], partition_key=partition, instance=instance, raise_on_error=False)

    instance.add_dynamic_partitions("dyn", ["d1", "d2"])
    for day in ["2026-01-02", "2026-01-03", "2026-01-05"]:
        run(daily_asset, day)
    run(daily_asset, "2026-01-03", fails=True)
    run(daily_asset, "2026-01-08", fails=True)
    run(static_asset, "a")
    run(static_asset, "b")
    run(static_asset, "b", fails=True)
    run(static_asset, "c", fails=True)
    for day, zone in [("2026-01-01", "a"), ("2026-01-02", "a"), ("2026-01-01", "b")]:
        run(multi_asset, dg.MultiPartitionKey({"day": day, "zone": zone}))
    run(multi_asset, dg.MultiPartitionKey({"day": "2026-01-02", "zone": "a"}), fails=True)
    run(multi2_asset, dg.MultiPartitionKey({"color": "red", "zone": "a"}))
    run(multi2_asset, dg.MultiPartitionKey({"color": "red", "zone": "b"}), fails=True)
    run(dyn_asset, "d1")
    run(checked)
    run(multi_out)
    run(multi_out, fails=True)


if __name__ == "__main__":
    main()

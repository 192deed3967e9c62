"""Runs jobs of three code locations for real, and writes beside them what each run must count as.

DAGSTER_HOME=HOME python seed.py

Nothing is dated back: everything happens within a minute, in the order below. What Dagster's daemons do to runs (monitoring, the
queue) is reported by the calls that they make."""

import json
import os
import sys
import time
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List, Optional, Set

warnings.simplefilter("ignore")
sys.path.insert(0, str(Path(__file__).resolve().parent))

import dagster as dg
from dagster._core.definitions.job_base import InMemoryJob
from dagster._core.events import EngineEventData
from dagster._core.execution.api import create_execution_plan, execute_run
from dagster._core.remote_origin import (
    ManagedGrpcPythonEnvCodeLocationOrigin,
    RemoteJobOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.snap import snapshot_from_execution_plan
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
from dagster._utils import get_run_crash_explanation
from dagster._utils.error import SerializableErrorInfo

import lab
import north
import south
from work import OUTCOMES, Outcome

LOCATIONS = {"north": north.defs, "south": south.defs, "lab": lab.defs}
RUNTIME = 2


@dataclass
class Seeder:
    instance: dg.DagsterInstance
    events: Dict[str, List[dict]] = field(default_factory=lambda: {"afterRetries": [], "everyAttempt": []})

    def truth(self, case: str, asset: str, after: Optional[str], *every: str, reason: Optional[str] = None) -> None:
        """What the process of an asset came to: `good`, `bad`, or nothing."""
        if after:
            self.events["afterRetries"].append({"case": case, "asset": asset, "outcome": after, "reason": reason})
        for outcome in every if every else ([after] if after else []):
            self.events["everyAttempt"].append({"case": case, "asset": asset, "outcome": outcome, "reason": reason})

    def create(
        self,
        location: str,
        job_name: str,
        assets: Optional[List[str]] = None,
        checks: Optional[Set[tuple]] = None,
        tags: Optional[Dict[str, str]] = None,
        steps: Optional[List[str]] = None,
        parent: Optional[dg.DagsterRun] = None,
    ):
        """A run as the web server creates it: with the origin of its code location, and its steps where it is a retry."""
        job = LOCATIONS[location].get_repository_def().get_job(job_name)
        selection = None if assets is None else {dg.AssetKey(asset.split("/")) for asset in assets}
        chosen = None if checks is None else {dg.AssetCheckKey(dg.AssetKey(asset.split("/")), name) for asset, name in checks}
        if selection is not None or chosen is not None:
            job = job.get_subset(asset_selection=selection, asset_check_selection=chosen)
        plan = create_execution_plan(job, step_keys_to_execute=steps)
        root = parent and (parent.root_run_id or parent.run_id)
        family = {"dagster/parent_run_id": parent.run_id, "dagster/root_run_id": root} if parent else {}
        run = self.instance.create_run(
            job_name=job.name,
            run_id=None,
            run_config={},
            status=dg.DagsterRunStatus.NOT_STARTED,
            tags={**(tags or {}), **family},
            root_run_id=root,
            parent_run_id=parent.run_id if parent else None,
            step_keys_to_execute=steps or sorted(plan.step_keys_to_execute),
            execution_plan_snapshot=snapshot_from_execution_plan(plan, job.get_job_snapshot_id()),
            job_snapshot=job.get_job_snapshot(),
            parent_job_snapshot=job.get_parent_job_snapshot(),
            asset_selection=selection,
            asset_check_selection=chosen,
            resolved_op_selection=None,
            op_selection=None,
            remote_job_origin=origin(location, job.name),
            job_code_origin=None,
            asset_graph=job.asset_layer.asset_graph,
        )
        return job, run

    def run(self, location: str, job_name: str, *, outcomes: Optional[Dict[str, Outcome]] = None, **options) -> dg.DagsterRun:
        job, run = self.create(location, job_name, **options)
        OUTCOMES.clear()
        OUTCOMES.update(outcomes or {})
        execute_run(InMemoryJob(job), run, self.instance)
        return run

    def started(self, location: str, job_name: str, **options) -> dg.DagsterRun:
        """A run whose first step is at work, and will stay so: its process is not there."""
        _, run = self.create(location, job_name, **options)
        self.report(run, dg.DagsterEventType.PIPELINE_START)
        self.report(run, dg.DagsterEventType.STEP_START, run.step_keys_to_execute[0])
        return run

    def report(self, run: dg.DagsterRun, kind: dg.DagsterEventType, step: Optional[str] = None, data=None) -> None:
        event = dg.DagsterEvent(kind.value, run.job_name, step_key=step, event_specific_data=data)
        self.instance.report_dagster_event(event, run.run_id)

    def tag(self, run: dg.DagsterRun, **tags: str) -> None:
        self.instance.add_run_tags(run.run_id, {f"dagster/{name}": value for name, value in tags.items()})


def origin(location: str, job: str) -> RemoteJobOrigin:
    target = LoadableTargetOrigin(python_file=f"{location}.py")
    return RemoteJobOrigin(
        RemoteRepositoryOrigin(ManagedGrpcPythonEnvCodeLocationOrigin(target, location), "__repository__"), job
    )


def locations(seeder: Seeder) -> None:
    """Jobs and ops with equal names: each counts for its own location, however it ends."""
    seeder.run("north", "nightly")
    seeder.truth("job of north", "north/orders", "good")
    for _ in range(3):
        seeder.run("south", "nightly", outcomes={"orders": Outcome.FAILS})
        seeder.truth("job of the same name in south", "south/orders", "bad", reason="orders is out of order")
    for outcome in (Outcome.MAKES, Outcome.FAILS):
        seeder.run("south", "compare", outcomes={"prices": outcome})
    seeder.run("lab", "sampling")
    seeder.truth("job of lab", "lab/samples", "good")
    seeder.run("north", "__ASSET_JOB", assets=["north/prices"])
    seeder.truth("asset of north", "north/prices", "good")
    dg.materialize([north.prices], instance=seeder.instance)
    seeder.truth("asset that a script materialized", "north/prices", "good")


def checks_alone(seeder: Seeder) -> None:
    """The op of the models runs their checks too, and then materializes nothing."""
    seeder.run("north", "dbt")
    seeder.truth("models and their checks", "dbt/customers", "good")
    seeder.run("north", "dbt_tests")
    seeder.run("north", "__ASSET_JOB", assets=[], checks={("dbt/customers", "not_null")})
    dg.materialize(
        [north.dbt_models],
        instance=seeder.instance,
        selection=dg.AssetSelection.checks_for_assets(north.dbt_models),
    )
    seeder.run("north", "__ASSET_JOB", assets=[], checks={("dbt/invoices", "not_null")}, outcomes={"dbt_models": Outcome.FAILS})
    seeder.run("north", "__ASSET_JOB", assets=["dbt/customers"], checks=set())
    seeder.truth("one model", "dbt/customers", "good")


def left_out(seeder: Seeder) -> None:
    """Optional outputs that are not produced."""
    seeder.run("north", "files_and_mail")
    seeder.truth("files and mail", "north/file_index", "good")
    seeder.truth("files and mail", "north/mail", "good")
    seeder.run("north", "files_and_mail", outcomes={"files": Outcome.NOTHING, "mail": Outcome.NOTHING})
    seeder.truth("no new files", "north/file_index", "good")
    fails = seeder.run("north", "files_and_mail", outcomes={"mail": Outcome.FAILS})
    seeder.truth("files before mail failed", "north/file_index", "good")
    seeder.truth("mail failed, and its retry found none", "north/mail", None, "bad")
    seeder.tag(fails, will_retry="true")
    seeder.run("north", "files_and_mail", outcomes={"mail": Outcome.NOTHING}, steps=["mail"], parent=fails, tags=RETRY)
    for day in range(1, 11):
        nothing = day in (3, 7, 8)
        partition = f"2026-01-{day:02d}"
        outcomes = {"loaded": Outcome.NOTHING if nothing else Outcome.MAKES}
        if day < 6:
            OUTCOMES.clear()
            OUTCOMES.update(outcomes)
            dg.materialize([north.loaded], partition_key=partition, instance=seeder.instance)
        else:
            tags = {"dagster/partition": partition}
            seeder.run("north", "__ASSET_JOB", assets=["north/loaded"], tags=tags, outcomes=outcomes)
        if not nothing:
            seeder.truth("a day that has something", "north/loaded", "good")


RETRY = {"dagster/retry_number": "1"}


def blocking_checks(seeder: Seeder) -> None:
    seeder.run("north", "balances")
    seeder.truth("check passes", "north/balance", "good")
    seeder.truth("check passes", "north/report", "good")
    seeder.run("north", "balances", outcomes={"not_negative": Outcome.WARNS})
    seeder.truth("check warns", "north/balance", "good")
    seeder.truth("check warns", "north/report", "good")
    seeder.run("north", "balances", outcomes={"adds_up": Outcome.FAILS})
    seeder.truth("check that blocks nothing fails", "north/balance", "good")
    seeder.truth("check that blocks nothing fails", "north/report", "good")
    seeder.run("north", "balances", outcomes={"not_negative": Outcome.FAILS})
    seeder.truth("blocking check fails", "north/balance", "bad", reason="Check not_negative of north/balance failed")
    failed = seeder.run("north", "balances", outcomes={"not_negative": Outcome.FAILS})
    seeder.tag(failed, will_retry="true")
    steps = ["north__balance_not_negative", "north__report"]
    seeder.run("north", "balances", steps=steps, parent=failed, tags=RETRY)
    seeder.truth("blocking check fails, its retry passes", "north/balance", "good", "bad")
    seeder.truth("blocking check fails, its retry passes", "north/report", "good")


def cancelling(seeder: Seeder) -> None:
    by_hand = seeder.started("north", "__ASSET_JOB", assets=["north/prices"])
    seeder.instance.report_run_canceling(by_hand)
    seeder.instance.report_run_canceled(by_hand)
    failed = seeder.run("north", "__ASSET_JOB", assets=["north/prices"], outcomes={"prices": Outcome.FAILS})
    seeder.tag(failed, will_retry="true")
    retry = seeder.started("north", "__ASSET_JOB", assets=["north/prices"], parent=failed, tags=RETRY)
    seeder.instance.report_run_canceling(retry)
    seeder.instance.report_run_canceled(retry)
    seeder.truth("failed, and a person cancelled its retry", "north/prices", "bad")
    too_long = seeder.started("north", "__ASSET_JOB", assets=["north/prices"])
    said = "Canceling due to exceeding maximum runtime of 60 seconds."
    seeder.instance.report_run_canceling(too_long, message=said)
    seeder.instance.report_run_canceled(too_long)
    seeder.truth("ended by Dagster, as its message says", "north/prices", "bad", reason="maximum runtime of 60 seconds")
    tagged = seeder.started("north", "__ASSET_JOB", assets=["north/prices"], tags={"dagster/max_runtime": f"{RUNTIME}"})
    time.sleep(RUNTIME + 0.5)
    seeder.instance.report_run_canceled(tagged)
    seeder.truth("ended by Dagster, as its runtime shows", "north/prices", "bad")


def reasons(seeder: Seeder) -> None:
    """Each is reported as Dagster's queue, code server, monitoring or executor does it."""
    report = seeder.instance
    _, queued = seeder.create("north", "__ASSET_JOB", assets=["north/mail"])
    unreachable = SerializableErrorInfo(
        "dagster._core.errors.DagsterUserCodeUnreachableError: Could not reach user code server. gRPC Error code: UNAVAILABLE\n",
        [],
        "DagsterUserCodeUnreachableError",
    )
    report.report_engine_event(
        "Caught an unrecoverable error while dequeuing the run. Marking the run as failed and dropping it from the queue",
        queued,
        EngineEventData.engine_error(unreachable),
    )
    report.report_run_failed(queued)
    seeder.truth("dequeuing fails", "north/mail", "bad", reason="Could not reach user code server")
    killed = seeder.started("north", "__ASSET_JOB", assets=["north/file_index", "north/new_files"])
    report.report_engine_event(get_run_crash_explanation(f"Run execution process for {killed.run_id}", -9), killed)
    report.report_run_failed(killed)
    seeder.truth("worker is killed", "north/file_index", "bad", reason="running out of memory")
    lost = seeder.started("north", "nightly")
    report.report_run_failed(lost, "Detected run worker status FAILED: 'OOMKilled'. Marking run as failed.")
    seeder.truth("monitoring finds a dead worker", "north/orders", "bad", reason="OOMKilled")


def main() -> None:
    with dg.DagsterInstance.get() as instance:
        seeder = Seeder(instance)
        for part in (locations, checks_alone, left_out, blocking_checks, cancelling, reasons):
            part(seeder)
        truth = {
            "events": seeder.events,
            "cancelled": 1,
            "partitions": {"asset": "north/loaded", "total": 7, "withoutOutput": ["2026-01-07 to 2026-01-08 (2)", "2026-01-03"]},
        }
    (Path(os.environ["DAGSTER_HOME"]) / "truth.json").write_text(json.dumps(truth, indent=1))


if __name__ == "__main__":
    main()

"""Writes decided runs into a Dagster instance, dated back, by the same calls that Dagster makes when it runs them."""

import logging
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import Dict, Iterator, List, Optional, Tuple
from unittest import mock

import dagster as dg
import sqlalchemy
from dagster._core.definitions.asset_checks.asset_check_evaluation import AssetCheckEvaluationTargetMaterializationData
from dagster._core.events import DagsterEvent, DagsterEventType
from dagster._core.execution.api import create_execution_plan
from dagster._core.instance import RUNLESS_RUN_ID
from dagster._core.remote_origin import (
    ManagedGrpcPythonEnvCodeLocationOrigin,
    RemoteJobOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.snap import snapshot_from_execution_plan
from dagster._core.storage.dagster_run import DagsterRunStatus
from dagster._core.storage.event_log.schema import AssetCheckExecutionsTable
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin

from history import Attempt, Chain, Runless
from processes import JOBS
from run_events import run_events, runless_event


class Writer:
    def __init__(self, instance: dg.DagsterInstance, repositories: List[dg.RepositoryDefinition]):
        self.instance = instance
        self.jobs = {job.name: job for repository in repositories for job in repository.get_all_jobs()}
        self.plans: Dict[tuple, tuple] = {}

    def write(self, chains: List[Chain], runless: List[Runless]) -> None:
        """In the order in which things happened, over all chains: Dagster pages by the order of writing."""
        todo: List[Tuple[int, int, object]] = []
        for chain in chains:
            for number, attempt in enumerate(chain.attempts):
                todo.append((attempt.created, len(todo), (self.create, chain, number)))
                for at, event in run_events(chain, attempt):
                    todo.append((at, len(todo), (self.report, attempt.run_id, at, event)))
        for each in runless:
            todo.append((each.at, len(todo), (self.report, RUNLESS_RUN_ID, each.at, runless_event(each))))
        todo.sort(key=lambda each: each[:2])
        with past_clock() as clock:
            for at, _, (act, *arguments) in todo:
                clock.now = datetime.fromtimestamp(at / 1000, timezone.utc)
                act(*arguments)
        date_check_executions(self.instance)

    def create(self, chain: Chain, number: int) -> None:
        attempt = chain.attempts[number]
        retried = number > 0 or chain.rerun_of is not None
        plan = self.plan(chain, attempt)
        self.instance.create_run(
            job_name=plan["job"].name,
            run_id=attempt.run_id,
            run_config={},
            status=DagsterRunStatus.NOT_STARTED,
            tags=run_tags(chain, number),
            root_run_id=chain.root_run_id if retried else None,
            parent_run_id=parent_run_id(chain, number),
            step_keys_to_execute=plan["steps"] if number > 0 else None,
            execution_plan_snapshot=plan["plan_snapshot"],
            job_snapshot=plan["job_snapshot"],
            parent_job_snapshot=plan["parent_job_snapshot"],
            asset_selection=plan["selection"],
            asset_check_selection=None,
            resolved_op_selection=None,
            op_selection=None,
            remote_job_origin=origin_of(plan["job"].name),
            job_code_origin=None,
            asset_graph=plan["job"].asset_layer.asset_graph,
        )

    def plan(self, chain: Chain, attempt: Attempt) -> dict:
        steps = [step for process in JOBS[chain.job] if process.op in attempt.decisions for step in process.step_keys]
        known = (chain.job, chain.selection, tuple(steps))
        if known not in self.plans:
            job = self.jobs[chain.job if chain.selection is None else "__ASSET_JOB"]
            selection = {dg.AssetKey(asset.split("/")) for asset in chain.selection} if chain.selection else None
            if selection:
                job = job.get_subset(asset_selection=selection, asset_check_selection=set())
            plan = create_execution_plan(job, step_keys_to_execute=steps)
            self.plans[known] = {
                "job": job,
                "selection": selection,
                "steps": steps,
                "job_snapshot": job.get_job_snapshot(),
                "parent_job_snapshot": job.get_parent_job_snapshot(),
                "plan_snapshot": snapshot_from_execution_plan(plan, job.get_job_snapshot_id()),
            }
        return self.plans[known]

    def report(self, run_id: str, at: int, event: DagsterEvent) -> None:
        if event.event_type == DagsterEventType.ASSET_CHECK_EVALUATION:
            event = event._replace(event_specific_data=self.targeted(event.asset_check_evaluation_data))
        self.instance.report_dagster_event(event, run_id, logging.INFO, timestamp=at / 1000)

    def targeted(self, evaluation: dg.AssetCheckEvaluation) -> dg.AssetCheckEvaluation:
        """With the materialization that was the latest when the check ran, as Dagster adds it."""
        record = next(iter(self.instance.get_asset_records([evaluation.asset_key])), None)
        latest = record.asset_entry.last_materialization_record if record else None
        if latest is None:
            return evaluation
        target = AssetCheckEvaluationTargetMaterializationData(
            storage_id=latest.storage_id, run_id=latest.run_id, timestamp=latest.timestamp
        )
        return dg.AssetCheckEvaluation(
            asset_key=evaluation.asset_key,
            check_name=evaluation.check_name,
            passed=evaluation.passed,
            severity=evaluation.severity,
            blocking=evaluation.blocking,
            target_materialization_data=target,
        )


def origin_of(job: str) -> RemoteJobOrigin:
    """As the webserver sees the code location of workspace.yaml."""
    target = LoadableTargetOrigin(python_file="definitions.py")
    location = ManagedGrpcPythonEnvCodeLocationOrigin(target, "warehouse")
    return RemoteJobOrigin(RemoteRepositoryOrigin(location, "__repository__"), job)


def date_check_executions(instance: dg.DagsterInstance) -> None:
    """Dagster dates the rows of check executions by the database's clock, for which it offers no other way."""
    statement = f"UPDATE {AssetCheckExecutionsTable.name} SET create_timestamp = evaluation_event_timestamp"
    with instance.event_log_storage.index_connection() as connection:
        connection.execute(sqlalchemy.text(statement))


def run_tags(chain: Chain, number: int) -> Dict[str, str]:
    attempt = chain.attempts[number]
    tags = {"case": chain.case}
    if number > 0 or chain.rerun_of:
        tags["dagster/root_run_id"] = chain.root_run_id
        tags["dagster/parent_run_id"] = parent_run_id(chain, number) or ""
    if number > 0:
        tags["dagster/retry_number"] = str(number)
    if attempt.will_retry is not None:
        tags["dagster/will_retry"] = "true" if attempt.will_retry else "false"
    if number < len(chain.attempts) - 1:
        tags["dagster/auto_retry_run_id"] = chain.attempts[number + 1].run_id
    if chain.backfill:
        tags["dagster/backfill"] = chain.backfill
    return {**tags, **partition_tags(chain.partitions)}


def partition_tags(partitions: Tuple[str, ...]) -> Dict[str, str]:
    if len(partitions) > 1:
        return {
            "dagster/asset_partition_range_start": partitions[0],
            "dagster/asset_partition_range_end": partitions[-1],
        }
    return {"dagster/partition": partitions[0]} if partitions else {}


def parent_run_id(chain: Chain, number: int) -> Optional[str]:
    if number > 0:
        return chain.attempts[number - 1].run_id
    return chain.rerun_of.attempts[-1].run_id if chain.rerun_of else None


class Clock:
    now = datetime.now(timezone.utc)


@contextmanager
def past_clock() -> Iterator[Clock]:
    """What Dagster itself dates by the clock gets the instant that this one shows."""
    clock = Clock()
    with mock.patch("dagster._time._mockable_get_current_datetime", lambda: clock.now), mock.patch(
        "dagster._time._mockable_get_current_timestamp", lambda: clock.now.timestamp()
    ):
        yield clock

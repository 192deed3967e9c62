"""The events of one decided run, as Dagster logs them when it runs it, with their instants."""

from typing import Iterator, Tuple

import dagster as dg
from dagster._core.events import (
    DagsterEvent,
    DagsterEventType,
    EngineEventData,
    JobFailureData,
    RunFailureReason,
    StepMaterializationData,
)
from dagster._core.execution.plan.objects import StepFailureData, StepRetryData, StepSuccessData
from dagster._core.instance import RUNLESS_JOB_NAME
from dagster._utils.error import SerializableErrorInfo

from history import (
    SECOND,
    START_DELAY,
    Attempt,
    Cancelled,
    Chain,
    CheckOutcome,
    Failed,
    NeverStarted,
    Runless,
    Succeeded,
    Unfinished,
    check_outcomes,
    materialized,
    timeline,
)
from processes import JOBS, Process

Event = Tuple[int, DagsterEvent]


def runless_event(runless: Runless) -> DagsterEvent:
    made = dg.AssetMaterialization(dg.AssetKey(runless.asset.split("/")))
    data = StepMaterializationData(made)
    return DagsterEvent(DagsterEventType.ASSET_MATERIALIZATION.value, RUNLESS_JOB_NAME, event_specific_data=data)


def run_events(chain: Chain, attempt: Attempt) -> Iterator[Event]:
    job = chain.job if chain.selection is None else "__ASSET_JOB"
    status = attempt.status

    def run_event(kind: DagsterEventType, data=None, message="") -> DagsterEvent:
        return DagsterEvent(kind.value, job, message=message, event_specific_data=data)

    if status == "QUEUED" or (status == "CANCELED" and not any_started(attempt)):
        yield attempt.created, run_event(DagsterEventType.PIPELINE_ENQUEUED)
    tries, ended = timeline(attempt)
    if status != "QUEUED" and any_started(attempt):
        yield attempt.created + START_DELAY, run_event(DagsterEventType.PIPELINE_START, EngineEventData())
    error = None
    for process in JOBS[chain.job]:
        decision = attempt.decisions.get(process.op)
        if process.op in tries:
            yield from process_events(job, chain, attempt, process, tries[process.op])
        if isinstance(decision, Failed):
            error = error_info(decision.error)
        elif isinstance(decision, NeverStarted):
            error = error_info("DagsterLaunchFailedError: no worker came up")
    if ended is None:
        return
    if status == "FAILURE":
        data = JobFailureData(
            error, RunFailureReason.STEP_FAILURE if any_started(attempt) else RunFailureReason.START_TIMEOUT
        )
        yield ended, run_event(DagsterEventType.PIPELINE_FAILURE, data, "Execution of run failed.")
    elif status == "CANCELED":
        yield ended - SECOND, run_event(DagsterEventType.PIPELINE_CANCELING)
        yield ended, run_event(DagsterEventType.PIPELINE_CANCELED)
    else:
        yield ended, run_event(DagsterEventType.PIPELINE_SUCCESS)


def any_started(attempt: Attempt) -> bool:
    return any(
        isinstance(decision, (Succeeded, Failed))
        or (isinstance(decision, (Cancelled, Unfinished)) and decision.started)
        for decision in attempt.decisions.values()
    )


def process_events(job: str, chain: Chain, attempt: Attempt, process: Process, tries) -> Iterator[Event]:
    """Steps of a graph share the process's time; all but the last of them succeed."""
    decision = attempt.decisions[process.op]
    *before, last_step = process.step_keys

    def event(kind: DagsterEventType, step: str, data=None, message="") -> DagsterEvent:
        return DagsterEvent(kind.value, job, step_key=step, message=message, event_specific_data=data)

    start = tries[0].start
    for step in before:
        yield start, event(DagsterEventType.STEP_START, step)
        start += 10 * SECOND
        yield start, event(DagsterEventType.STEP_SUCCESS, step, StepSuccessData(duration_ms=10_000.0))
    for number, each in enumerate(tries):
        kind = DagsterEventType.STEP_RESTARTED if number else DagsterEventType.STEP_START
        yield (start if number == 0 else each.start), event(kind, last_step)
        if each.end is not None and number < len(tries) - 1:
            yield each.end, event(
                DagsterEventType.STEP_UP_FOR_RETRY,
                last_step,
                StepRetryData(error_info("RetryRequested"), 30),
                "Will retry.",
            )
    end = tries[-1].end
    if end is None:
        return
    for asset in materialized(process, decision):
        for partition in chain.partitions or (None,):
            made = dg.AssetMaterialization(dg.AssetKey(asset.split("/")), partition=partition)
            yield end - SECOND, event(DagsterEventType.ASSET_MATERIALIZATION, last_step, StepMaterializationData(made))
    for outcome in check_outcomes(process, attempt):
        yield end - SECOND, event(DagsterEventType.ASSET_CHECK_EVALUATION, last_step, evaluation(outcome))
    if isinstance(decision, (Failed, Cancelled)):
        error = decision.error if isinstance(decision, Failed) else "DagsterExecutionInterruptedError: "
        failure = StepFailureData(error_info(error), user_failure_data=None)
        yield end, event(DagsterEventType.STEP_FAILURE, last_step, failure, f'Execution of step "{last_step}" failed.')
    else:
        yield end, event(
            DagsterEventType.STEP_SUCCESS, last_step, StepSuccessData(duration_ms=float(end - tries[-1].start))
        )


def evaluation(outcome: CheckOutcome) -> dg.AssetCheckEvaluation:
    return dg.AssetCheckEvaluation(
        asset_key=dg.AssetKey(outcome.asset.split("/")),
        check_name=outcome.name,
        passed=outcome.passed,
        severity=dg.AssetCheckSeverity[outcome.severity],
        blocking=outcome.blocking,
    )


def error_info(text: str) -> SerializableErrorInfo:
    kind, _, message = text.partition(": ")
    stack = ['  File "/opt/warehouse/assets.py", line 42, in compute\n    response.raise_for_status()\n']
    return SerializableErrorInfo(f"{kind}: {message}\n", stack, kind)

import type { RunsQuery } from '../graphql/operations.generated';
import { repositoryId, type AssetKey, type Run, type RunStatus } from '../model';
import { assetKeyOf } from './assetKey';
import { msOfSeconds, msOrNull } from './instants';
import { UpstreamFailure } from '../../upstreamFailure';

type Row = Extract<RunsQuery['runsOrError'], { __typename: 'Runs' }>['results'][number];

const STATUSES: Record<Row['status'], RunStatus> = {
  QUEUED: 'QUEUED',
  NOT_STARTED: 'NOT_STARTED',
  MANAGED: 'MANAGED',
  STARTING: 'STARTING',
  STARTED: 'STARTED',
  // Started, and waiting for external work without a worker (Dagster 1.13).
  SUSPENDED: 'STARTED',
  SUCCESS: 'SUCCESS',
  FAILURE: 'FAILURE',
  CANCELING: 'CANCELING',
  CANCELED: 'CANCELED',
};

/** @throws UpstreamFailure for a row without any time, in which no event can be placed */
export function readRun(row: Row): Run {
  const created = row.creationTime ?? row.startTime ?? row.updateTime;
  if (created === undefined || created === null) {
    throw new UpstreamFailure(
      'notTheUpstream',
      `run ${row.runId} has neither a creation time nor a start`,
      'Run dagster instance migrate'
    );
  }
  return {
    id: row.runId,
    repository: readRepository(row),
    jobName: row.jobName,
    // A status that a later release invents is that of a run under way, until it ends in one that is known.
    status: STATUSES[row.status] ?? 'STARTED',
    rootRunId: row.rootRunId ?? null,
    parentRunId: row.parentRunId ?? null,
    createdMs: msOfSeconds(created),
    startMs: msOrNull(row.startTime),
    endMs: msOrNull(row.endTime),
    updatedMs: msOfSeconds(row.updateTime ?? row.endTime ?? created),
    stepKeys: row.stepKeysToExecute ?? null,
    assetSelection: readSelection(row),
    tags: new Map(row.tags.map(({ key, value }) => [key, value])),
  };
}

function readRepository({ repositoryOrigin }: Row): string | null {
  return repositoryOrigin
    ? repositoryId({
        repository: repositoryOrigin.repositoryName,
        codeLocation: repositoryOrigin.repositoryLocationName,
      })
    : null;
}

/**
 * Empty where the run was launched for checks alone. `materialize()` leaves an empty list whatever it selects: such a row
 * names nothing.
 */
function readSelection({ assetSelection, assetCheckSelection }: Row): AssetKey[] | null {
  const selected = assetSelection ?? [];
  const isForChecksOnly = (assetCheckSelection ?? []).length > 0;
  return selected.length > 0 || isForChecksOnly ? selected.map(assetKeyOf) : null;
}

import type { Contributor } from '../contract';
import { runUrl } from './client/deepLinks';
import type { AssetKey, RunFailures } from './model';
import type { AssetReliability } from './reliability/perAsset';
import { processOf } from './reliability/plannedProcesses';

type Failure = NonNullable<AssetReliability['lastFailure']>;

/** Every asset with its events and, where it failed, what Dagster said about the last failure. */
export function contributorsOf(
  figures: ReadonlyMap<AssetKey, AssetReliability>,
  failures: ReadonlyMap<string, RunFailures>,
  pageUrl: string | undefined
): Contributor[] {
  return [...figures].map(([name, { good, bad, lastFailure }]) => ({
    dimension: 'Asset',
    name,
    bad,
    total: good + bad,
    ...(lastFailure && {
      lastFailureMs: lastFailure.atMs,
      message: messageOf(lastFailure, failures.get(lastFailure.runId)),
      ...(pageUrl ? { url: runUrl(pageUrl, lastFailure.runId) } : {}),
    }),
  }));
}

/** The runs behind the last failures of the assets that failed most: those that a list shows. */
export function runsToExplain(figures: ReadonlyMap<AssetKey, AssetReliability>, assets: number): string[] {
  const worst = [...figures.values()]
    .sort((a, b) => b.bad - a.bad || (b.lastFailure?.atMs ?? 0) - (a.lastFailure?.atMs ?? 0))
    .slice(0, assets);
  return [...new Set(worst.flatMap(({ lastFailure }) => lastFailure?.runId ?? []))];
}

/** A step of the process, if Dagster named one; else why the run failed before its steps could. */
function messageOf({ process }: Failure, said: RunFailures | undefined): string {
  const ofProcess = [...(said?.bySteps ?? [])].find(([stepKey]) => processOf(stepKey) === process);
  const nothingFailed = said?.bySteps.size === 0;
  return ofProcess?.[1] ?? (nothingFailed ? said?.ofRun : null) ?? `Step ${process} failed`;
}

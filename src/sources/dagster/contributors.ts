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
      message: messageOf(name, lastFailure, failures.get(lastFailure.runId)),
      ...(pageUrl ? { url: runUrl(pageUrl, lastFailure.runId) } : {}),
    }),
  }));
}

/** The runs behind the last failures of the assets that failed most; the assets of one process share one. */
export function runsToExplain(figures: ReadonlyMap<AssetKey, AssetReliability>, runs: number): string[] {
  const worst = [...figures.values()].sort(
    (a, b) => b.bad - a.bad || (b.lastFailure?.atMs ?? 0) - (a.lastFailure?.atMs ?? 0)
  );
  return [...new Set(worst.flatMap(({ lastFailure }) => lastFailure?.runId ?? []))].slice(0, runs);
}

/** Of a step of the process, if Dagster named one; of a check of the asset; else why the run ended before the step could. */
function messageOf(asset: AssetKey, { process }: Failure, said: RunFailures | undefined): string {
  const ofProcess = [...(said?.bySteps ?? [])].find(([stepKey]) => processOf(stepKey) === process);
  const check = said?.checks.find((failed) => failed.asset === asset);
  const ofCheck = check && said?.bySteps.get(check.stepKey);
  return ofProcess?.[1] ?? ofCheck ?? said?.ofRun ?? `Step ${process} failed`;
}

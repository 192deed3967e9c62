import type { AssetGraph, AssetKey, Run, RunDetail } from '../model';
import type { PlanReader } from './plannedProcesses';
import { runEndMs } from './runEnd';

/** What is known of the runs. */
interface Plans {
  details: ReadonlyMap<string, RunDetail>;
  plans: PlanReader;
}

interface Range {
  fromMs: number;
  /** Exclusive. */
  toMs: number;
}

/**
 * Assets that runs which failed in the range had planned and that are no longer defined, deleted and renamed ones above
 * all, with how many such runs there were: no objective counts them.
 */
export function vanishedAssets(
  runs: Iterable<Run>,
  known: Plans,
  { nodes }: AssetGraph,
  range: Range
): { runs: number; assets: Map<AssetKey, number> } {
  const failed = failedRuns(runs, range);
  const jobs = plansOfJobs(failed, known);
  const assets = new Map<AssetKey, number>();
  let count = 0;
  for (const run of failed) {
    const own = planned(run, known);
    const vanished = new Set((own.length > 0 ? own : (jobs.get(jobOf(run)) ?? [])).filter((key) => !nodes.has(key)));
    vanished.forEach((key) => assets.set(key, (assets.get(key) ?? 0) + 1));
    count += vanished.size > 0 ? 1 : 0;
  }
  return { runs: count, assets };
}

/** Of each job that neither today's assets nor any detail explain, the last run that failed, whose detail does. */
export function runsOfUnknownJobs(runs: Iterable<Run>, known: Plans, range: Range): Run[] {
  const failed = failedRuns(runs, range);
  const latest = new Map<string, Run>();
  for (const run of failed) {
    const before = latest.get(jobOf(run));
    if (planned(run, known).length === 0 && (!before || run.createdMs > before.createdMs)) {
      latest.set(jobOf(run), run);
    }
  }
  const explained = new Set(failed.flatMap((run) => (known.details.has(run.id) ? jobOf(run) : [])));
  return [...latest.values()].filter((run) => !explained.has(jobOf(run)));
}

function failedRuns(runs: Iterable<Run>, { fromMs, toMs }: Range): Run[] {
  return [...runs].filter((run) => {
    const endMs = runEndMs(run);
    return run.status === 'FAILURE' && endMs >= fromMs && endMs < toMs;
  });
}

function plansOfJobs(failed: readonly Run[], known: Plans): Map<string, AssetKey[]> {
  return new Map(
    failed.flatMap((run) => (known.details.has(run.id) ? [[jobOf(run), planned(run, known)] as const] : []))
  );
}

function planned(run: Run, { plans, details }: Plans): AssetKey[] {
  return [...plans.plannedBy(run, details.get(run.id)).values()].flat();
}

/** Equal names in two code locations are two jobs. */
function jobOf({ repository, jobName }: Run): string {
  return `${repository} ${jobName}`;
}

import type { Run, RunDetail } from '../model';

/** The rows and details as they stood at an instant. */
export function asOf(runs: Run[], details: RunDetail[], atMs: number): { runs: Run[]; details: RunDetail[] } {
  const there = runs.filter(({ createdMs }) => createdMs <= atMs);
  return {
    runs: there.map((run) =>
      (run.endMs ?? 0) <= atMs
        ? run
        : { ...run, status: 'STARTED', endMs: null, updatedMs: run.createdMs, tags: withoutEnd(run.tags) }
    ),
    details: details.map((detail) => ({
      ...detail,
      steps: detail.steps
        .filter(({ attempts }) => (attempts[0]?.startMs ?? 0) <= atMs)
        .map((step) => ({
          ...step,
          status: step.attempts.every(({ endMs }) => (endMs ?? 0) <= atMs) ? step.status : 'IN_PROGRESS',
          attempts: step.attempts.filter(({ endMs }) => (endMs ?? 0) <= atMs),
          materializations: step.materializations.filter((made) => made.atMs <= atMs),
        })),
    })),
  };
}

function withoutEnd(tags: Run['tags']): Run['tags'] {
  return new Map([...tags].filter(([key]) => key !== 'dagster/will_retry'));
}

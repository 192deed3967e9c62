const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/**
 * What goes wrong in the demo. Every incident recurs for ever: `ageDays` before the demo was first started its latest
 * occurrence began, `everyDays` apart are the others, before and after.
 */
export const INCIDENTS = {
  dagsterDown: recurring({ ageDays: 4, everyDays: 11, minutes: 50 }),
  // The code location of the SQLMesh assets does not load.
  sqlmeshLocationBroken: recurring({ ageDays: 2.5, everyDays: 9, minutes: 60 }),
  apiDown: recurring({ ageDays: 6, everyDays: 13, minutes: 25 }),
  // Answers with HTTP 200 and GraphQL errors.
  apiBadRelease: recurring({ ageDays: 8, everyDays: 19, minutes: 90 }),
  frontendDown: recurring({ ageDays: 9, everyDays: 17, minutes: 12 }),
  documentationDown: recurring({ ageDays: 20, everyDays: 31, minutes: 6 }),
  // Longer than the 432 minutes that 99 % of 30 days allow: breached for 30 days, then met for 15.
  trinoDown: recurring({ ageDays: 12, everyDays: 45, minutes: 540 }),
  trinoRestarts: recurring({ ageDays: 1, everyDays: 8, minutes: 15 }),
  apiServerDown: recurring({ ageDays: 5, everyDays: 15, minutes: 20 }),
  nodeNotReady: recurring({ ageDays: 7, everyDays: 10, minutes: 45 }),
  helmControllerDown: recurring({ ageDays: 3, everyDays: 12, minutes: 35 }),
  // Bad once nothing has been reconciled for 30 minutes.
  kustomizationStalled: recurring({ ageDays: 16, everyDays: 21, minutes: 70 }),
};

function recurring({ ageDays, everyDays, minutes }) {
  return { latestMs: -ageDays * DAY_MS, everyMs: everyDays * DAY_MS, durationMs: minutes * MINUTE_MS };
}

/** Whether the incident is under way `sinceEpochMs` milliseconds after the demo was first started. */
export function isUnderWay({ latestMs, everyMs, durationMs }, sinceEpochMs) {
  const intoPeriodMs = (((sinceEpochMs - latestMs) % everyMs) + everyMs) % everyMs;
  return intoPeriodMs < durationMs;
}

/** The occurrences that overlap [fromMs, toMs), cut to it; milliseconds since the demo was first started. */
export function* occurrences({ latestMs, everyMs, durationMs }, fromMs, toMs) {
  const first = Math.floor((fromMs - durationMs - latestMs) / everyMs) + 1;
  for (let startMs = latestMs + first * everyMs; startMs < toMs; startMs += everyMs) {
    yield { startMs: Math.max(startMs, fromMs), endMs: Math.min(startMs + durationMs, toMs) };
  }
}

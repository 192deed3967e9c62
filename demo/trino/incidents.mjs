import { INCIDENTS, isUnderWay } from '../prometheus/incidents.mjs';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** One user's joins take the memory of all; recurs as the incidents of the demo's Prometheus do. */
const MEMORY_PRESSURE = { latestMs: -3.2 * DAY_MS, everyMs: 14 * DAY_MS, durationMs: 160 * MINUTE_MS };

/** Whether the probe of the demo's Prometheus finds Trino `sinceEpochMs` milliseconds after the demo was first started. */
export function trinoAnswers(sinceEpochMs) {
  return !isUnderWay(INCIDENTS.trinoDown, sinceEpochMs) && !isUnderWay(INCIDENTS.trinoRestarts, sinceEpochMs);
}

export function memoryIsScarce(sinceEpochMs) {
  return isUnderWay(MEMORY_PRESSURE, sinceEpochMs);
}

import { MINUTE_MS } from '../src/budget/durations';
import type { Measure, Objective, PrometheusSpec } from '../src/catalogue/objective';
import { counterSelectors, expand } from '../src/sources/prometheus/bucketQuery';
import { unlessMaintenance } from './maintenance';
import { EXPORTED, RECORDED } from './metrics';
import { selector } from './promqlText';
import { recordedTerm } from './recordedEvents';
import { knowsItsSamples, recordedWindowsMs, SAMPLES_LOOKBACK_MS } from './recordedWindows';

/** How long nothing may be seen of an objective. */
const ABSENT_FOR_MS = 10 * MINUTE_MS;
/** Share of the expected samples that may be missing. */
export const MISSING_SHARE = 0.1;

/**
 * PromQL of the share of an objective's samples that is missing, 0 to 1: all of them once there was none for ten minutes; for
 * observed time also what the last hour lacks of the median hour of the last day. All are missing, too, while the exporter runs
 * and cannot read the objective. Traffic that pauses is not missing: its counters go on being scraped.
 */
export function missingDataQuery(objective: Objective): string {
  const parts = [
    ...(objective.indicator.source === 'Prometheus' ? absences(objective.indicator.measure) : []),
    // All budgets come from there.
    unknownToExporter(objective),
  ];
  if (recordedWindowsMs(objective).length > 0) {
    // Without the recording rules no burn rate could fire.
    parts.push(`absent_over_time(${selector(RECORDED, { objective: objective.id })}[10m])`);
  }
  if (knowsItsSamples(objective)) {
    const observed = recordedTerm(objective, 'total', SAMPLES_LOOKBACK_MS);
    parts.push(
      `clamp_min(1 - sum by (objective) (${observed}) / sum by (objective) (quantile_over_time(0.5, ${observed}[1d])), 0)`
    );
  }
  return unlessMaintenance(
    `max(${[...parts, 'vector(0)'].join(' or ')})`,
    objective.policy.exclusions,
    SAMPLES_LOOKBACK_MS
  );
}

/** Each is 1 while what it looks for is absent, and empty otherwise. */
function absences(measure: Measure<PrometheusSpec>): string[] {
  const counters = counterSelectors(measure);
  if (counters.length > 0) {
    return counters.map((counter) => `absent_over_time(${counter}[10m])`);
  }
  switch (measure.shape) {
    case 'goodTotal':
    case 'badTotal':
      return [`absent(${expand(measure.total.query, ABSENT_FOR_MS)})`];
    case 'raw':
      return [`absent(${expand(measure.raw.query, ABSENT_FOR_MS)})`];
    case 'threshold':
      return [`absent_over_time((${expand(measure.metric.query, ABSENT_FOR_MS)})[10m:1m])`];
  }
}

/** While the exporter itself is away, its own rule says so once. */
function unknownToExporter({ id }: Objective): string {
  const status = selector(EXPORTED.status, { objective: id });
  return `(absent_over_time(${status}[10m]) and on () ${EXPORTED.build})`;
}

import { BAD_EVENT_LOOKBACK_MS } from '../src/budget/alertConditions';
import { HOUR_MS, MINUTE_MS } from '../src/budget/durations';
import { BUSY_FROM, SPARSE_BELOW, SPARSE_FOR_MS, TRAFFIC_LOOKBACK_MS } from '../src/budget/measuredBudget';
import { durationMs } from '../src/catalogue/durationShorthand';
import type { Measure, Objective, PrometheusSpec } from '../src/catalogue/objective';
import { counterSelectors, expand } from '../src/sources/prometheus/bucketQuery';
import { lastExported, exportedEvents, STANDS_FOR_MS } from './lastExported';
import { exceptMaintenance, unlessMaintenance } from './maintenance';
import { EXPORTED, MEASURED_BUDGET } from './metrics';
import { lookbackText, numberText, selector } from './promqlText';
import { RecordedEvents } from './recordedEvents';
import { countableMeasure, recordedWindowsMs, runLookbacksMs } from './recordedWindows';

/** The step in which observed time is measured. */
const OBSERVED_STEP_MS = 5 * MINUTE_MS;
/** Over less, extrapolation can make three of two events. */
const SHORTEST_RUN_MS = HOUR_MS / 2;
/** How long a count is used: some lookbacks are recorded seldom. */
const RECORDED_WITHIN_MS = 15 * MINUTE_MS;

/** PromQL of the bad events of the last 24 h, while the budget is sparse. */
export function badEventQuery(objective: Objective): string {
  const { exclusions } = objective.policy;
  const measure = countableMeasure(objective);
  const exported = exportedEvents(objective, 'bad', BAD_EVENT_LOOKBACK_MS);
  const bad = measure
    ? exceptMaintenance(
        new RecordedEvents(objective, measure, BAD_EVENT_LOOKBACK_MS).bad,
        exported,
        exclusions,
        BAD_EVENT_LOOKBACK_MS
      )
    : unlessMaintenance(exported, exclusions);
  return whileSparse(objective, bad);
}

/**
 * PromQL of the bad events since the last good one, while the budget is sparse: at least so many. The exporter knows their order;
 * where Prometheus counts, a lookback that holds no good event shows as much without it.
 */
export function badInARowQuery(objective: Objective): string {
  const { exclusions } = objective.policy;
  const measure = countableMeasure(objective);
  const exported = lastExported(EXPORTED.badInARow, { objective: objective.id });
  if (measure === undefined) {
    return whileSparse(objective, unlessMaintenance(`max by (objective) (${exported})`, exclusions));
  }
  const lookbacksMs = [...recordedWindowsMs(objective), ...runLookbacksMs(objective)].filter(
    (ms) => ms >= SHORTEST_RUN_MS
  );
  const { bad, good } = new RecordedEvents(objective, measure, lookbacksMs, RECORDED_WITHIN_MS);
  const counted = `(${bad} unless on (objective, window) ${good} > 0.5)`;
  const runs = `${exported}\nor ${unlessMaintenance(counted, exclusions, Math.max(...lookbacksMs))}`;
  return whileSparse(objective, unlessMaintenance(`max by (objective) (${runs})`, exclusions));
}

/**
 * PromQL of the budget that a window holds at the traffic of the last 72 h, in events: (1 - t)·N with N = N(72 h) × W / observed
 * time. From the recorded counts; undefined where Prometheus cannot count.
 */
export function measuredBudgetQuery(objective: Objective): string | undefined {
  const { target, window } = objective;
  const measure = countableMeasure(objective);
  if (measure === undefined || measure.shape === 'raw' || window.type === 'pointInTime') {
    return undefined;
  }
  const windowMs = window.type === 'rolling' ? window.durationMs : durationMs(window);
  const { total } = new RecordedEvents(objective, measure, TRAFFIC_LOOKBACK_MS);
  const observedSteps = `count_over_time((${presence(measure)})[${lookbackText(TRAFFIC_LOOKBACK_MS)}:${lookbackText(OBSERVED_STEP_MS)}])`;
  return `${numberText(1 - target)} * ${total} * ${numberText(windowMs / OBSERVED_STEP_MS)} / on () group_left () ${observedSteps}`;
}

/** One series without labels while the total of an objective is observed. */
export function presence(measure: Exclude<Measure<PrometheusSpec>, { shape: 'raw' }>): string {
  const counters = counterSelectors(measure);
  if (counters.length > 0) {
    return `group(${counters.join(' or ')})`;
  }
  const { query } = measure.shape === 'threshold' ? measure.metric : measure.total;
  return `group(${expand(query, OBSERVED_STEP_MS)})`;
}

/** Nothing once the budget holds enough events for burn rates. Both limits together keep it from flapping in between. */
function whileSparse(objective: Objective, promql: string): string {
  const metric = countableMeasure(objective) ? MEASURED_BUDGET : EXPORTED.measuredBudget;
  const budget = selector(metric, { objective: objective.id });
  const now = `max by (objective) (last_over_time(${budget}[${lookbackText(STANDS_FOR_MS)}]))`;
  const least = `min by (objective) (min_over_time(${budget}[${lookbackText(SPARSE_FOR_MS)}]))`;
  return `(${promql})\nand on (objective) ${now} < ${BUSY_FROM}\nand on (objective) ${least} < ${SPARSE_BELOW}`;
}

import { DAY_MS, MINUTE_MS } from '../src/budget/durations';
import type { Measure, Objective, PrometheusSpec } from '../src/catalogue/objective';
import { selectorsOf } from '../src/catalogue/selectors';
import { counterSelectors } from '../src/sources/prometheus/bucketQuery';
import type { AlertRule } from './alertRule';
import { unlessMaintenance } from './maintenance';
import { measuring } from './measuringRules';
import { EXPORTED } from './metrics';
import { lookbackText, numberText, selector } from './promqlText';

/** How long nothing may be seen of a series. */
const ABSENT_FOR_MS = 10 * MINUTE_MS;
/** What was there for less of a day is not usually there, and its end is no loss. */
const USUALLY_THERE = 0.9;
const STEP_MS = 15 * MINUTE_MS;
/** How long ago that day may have ended: for so long a loss is new. */
const LOST_WITHIN_MS = DAY_MS;

/**
 * The page for data that is missing: one for each scrape job that objectives which page have lost, however many they are. Each of
 * them has a ticket of its own, which also covers what this leaves out: series that were there for less than 90 % of the day before
 * their loss, losses of more than a day ago, and everything while the exporter is away. A Prometheus that is away has lost that
 * one, too. Undefined where nothing pages.
 */
export function missingJobs(objectives: readonly Objective[]): AlertRule | undefined {
  const paging = objectives.filter(({ policy }) => policy.severity === 'page');
  if (paging.length === 0) {
    return undefined;
  }
  const lost = paging.map((objective) => {
    const found = unlessMaintenance(lostJobs(seriesOf(objective)), objective.policy.exclusions, ABSENT_FOR_MS);
    return `label_replace(${found}, "objective", ${JSON.stringify(objective.id)}, "", "")`;
  });
  const exporterIsThere = `group(last_over_time(${EXPORTED.build}[${lookbackText(ABSENT_FOR_MS)}]))`;
  return {
    ...measuring('job-no-data', 'page'),
    name: 'ErrorBudgetMissingData',
    title: 'Data of a scrape job is missing',
    check: {
      queries: [`count by (job) (\n${lost.join('\nor ')}\n) and on () ${exporterIsThere}`],
      threshold: 0,
    },
    forMs: 5 * MINUTE_MS,
    keepFiringForMs: 15 * MINUTE_MS,
    summary: ({ main }) =>
      `The scrape job {{ $labels.job }} has had no data for 10 min; objectives that page: ${main('count')}`,
    description: 'Whether these objectives are met is unknown, and their other alerts may stay silent.',
  };
}

/** Selectors of the series that an objective cannot do without. */
function seriesOf({ id, indicator }: Objective): string[] {
  return indicator.source === 'Prometheus'
    ? seriesOfMeasure(indicator.measure)
    : [selector(EXPORTED.status, { objective: id, status: 'met' })];
}

function seriesOfMeasure(measure: Measure<PrometheusSpec>): string[] {
  const counters = counterSelectors(measure);
  if (counters.length > 0) {
    return counters;
  }
  switch (measure.shape) {
    case 'goodTotal':
    case 'badTotal':
      return selectorsIn(measure.total);
    case 'raw':
      return selectorsIn(measure.raw);
    case 'threshold':
      return selectorsIn(measure.metric);
  }
}

function selectorsIn({ query }: PrometheusSpec): string[] {
  return selectorsOf(query).map(({ text }) => text);
}

/**
 * The jobs whose series were there for most of a day that ended within the last day, and are not now; one without labels for series
 * without job. Of the last day alone, the loss itself would soon be more than a tenth.
 */
function lostJobs(selectors: readonly string[]): string {
  const steps = (rangeMs: number) => `[${lookbackText(rangeMs)}:${lookbackText(STEP_MS)}]`;
  const thereInDay = `count_over_time((group by (job) (${selectors.join(' or ')}))${steps(DAY_MS)})`;
  const usual = `max_over_time(${thereInDay}${steps(LOST_WITHIN_MS)})`;
  const now = selectors.map((series) => `last_over_time(${series}[${lookbackText(ABSENT_FOR_MS)}])`).join(' or ');
  const most = numberText((USUALLY_THERE * DAY_MS) / STEP_MS);
  return `(${usual} >= ${most} unless on (job) group by (job) (${now}))`;
}

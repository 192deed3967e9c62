import type { DataFrame } from '@grafana/data';
import type { Catalogue } from '../catalogue/parseCatalogue';
import type { Objective } from '../catalogue/objective';
import { BURN_RATE_LOOKBACKS_MS } from '../budget/burnRate';
import { DAY_MS } from '../budget/durations';
import { categorySummaries } from '../evaluation/categorySummaries';
import { evaluateAlerts, pendingAlerts } from '../evaluation/evaluateAlerts';
import { evaluateBreaches } from '../evaluation/evaluateBreaches';
import { evaluateContributors, pendingContributors } from '../evaluation/evaluateContributors';
import { evaluateCatalogue } from '../evaluation/evaluateCatalogue';
import type { Sources } from '../evaluation/evaluateObjective';
import { emptySeries, evaluateSeries } from '../evaluation/evaluateSeries';
import { evaluateFreshness, pendingAssets } from '../evaluation/evaluateFreshness';
import { evaluateOutcomes, pendingOutcomes } from '../evaluation/evaluateOutcomes';
import { evaluateState, oneOfEachTrino, pendingState } from '../evaluation/evaluateState';
import { evaluatePartitions, pendingPartitions } from '../evaluation/evaluatePartitions';
import { evaluateLineage, pendingLineage } from '../evaluation/evaluateLineage';
import { instantsOf } from '../evaluation/instants';
import { judgeBreaches } from '../evaluation/judgeBreaches';
import type { ObjectiveSeries, PendingRow } from '../evaluation/results';
import { selectObjectives } from '../evaluation/selection';
import { sprintRows } from '../evaluation/sprintRows';
import { withContributors } from '../evaluation/withContributors';
import { alertsFrame } from '../frames/alertsFrame';
import { breachesFrame } from '../frames/breachesFrame';
import { budgetFrame } from '../frames/budgetFrame';
import { burnRateFrame } from '../frames/burnRateFrame';
import { categoryFrame } from '../frames/categoryFrame';
import { contributorsFrame } from '../frames/contributorsFrame';
import { eventsFrame } from '../frames/eventsFrame';
import { freshnessFrame } from '../frames/freshnessFrame';
import { lineageFrames } from '../frames/lineageFrame';
import { lineageTableFrame } from '../frames/lineageTableFrame';
import { maintenanceFrame } from '../frames/maintenanceFrame';
import { partitionsFrame } from '../frames/partitionsFrame';
import { queriesFrame } from '../frames/queriesFrame';
import { queryOutcomesFrame } from '../frames/queryOutcomesFrame';
import { remediationFrame } from '../frames/remediationFrame';
import { sliFrame } from '../frames/sliFrame';
import { statusFrame } from '../frames/statusFrame';
import { trinoStateFrame } from '../frames/trinoStateFrame';
import { expandIds, type ReplaceVariables } from './expandIds';
import { lineageOptions } from './lineageOptions';
import type { ErrorBudgetQuery } from './query';
import { queryTypeOf } from './queryType';
import type { Emit } from './packets';
import type { RowMemory } from './rowMemory';
import { overWindow, readDuration } from './windowOverride';

/** Everything that one run of a query depends on. Instants in epoch milliseconds. */
export interface RunContext {
  catalogue: Catalogue;
  sources: Sources;
  fromMs: number;
  /** Not after `nowMs`. */
  toMs: number;
  nowMs: number;
  /** What `toMs` is in the words of the dashboard, such as `now`. */
  toText: string;
  replace: ReplaceVariables;
  memory: RowMemory;
}

/** Breaches are looked for at least this far back, so that a sprint's beginning does not depend on the range. */
const SPRINT_HISTORY_MS = 30 * DAY_MS;

/**
 * Runs one query and hands over its whole frame whenever more is known. Rejects when nothing can be shown: an unknown type,
 * unknown ids, an empty selection, a duration that is none.
 */
export async function runTarget(
  query: ErrorBudgetQuery,
  context: RunContext,
  emit: Emit,
  signal: AbortSignal
): Promise<void> {
  const objectives = selected(query, context);
  const { sources, nowMs } = context;
  const moment = { atMs: context.toMs, nowMs };
  const table = async <Answer>(
    pending: (objective: Objective) => Answer,
    evaluate: (objective: Objective) => Promise<Answer>,
    toFrame: (refId: string, answers: Answer[]) => DataFrame,
    asked = objectives
  ): Promise<void> => {
    await fillAnswers(asked, pending, evaluate, (answers) => emit(() => [toFrame(query.refId, answers)]));
  };
  switch (queryTypeOf(query)) {
    case 'status':
      return runRows(objectives, context, (rows) => emit(() => [statusFrame(query.refId, rows)]), signal);
    case 'category':
      return runRows(
        objectives,
        context,
        (rows) => emit(() => [categoryFrame(query.refId, categorySummaries(rows), rows)]),
        signal
      );
    case 'sli':
      return runSeries(objectives, [], context, sliFrame, query.refId, emit, signal);
    case 'budget':
      return runSeries(objectives, [], context, budgetFrame, query.refId, emit, signal);
    case 'burnRate':
      return runSeries(objectives, lookbacksOf(query, context), context, burnRateFrame, query.refId, emit, signal);
    case 'events':
      return runSeries(objectives, [], context, eventsFrame, query.refId, emit, signal);
    case 'alerts':
      return table(pendingAlerts, (one) => evaluateAlerts(one, sources, moment, signal), alertsFrame);
    case 'contributors':
      return table(pendingContributors, (one) => evaluateContributors(one, sources, moment, signal), contributorsFrame);
    case 'freshness':
      return table(pendingAssets, (one) => evaluateFreshness(one, sources, nowMs, signal), freshnessFrame);
    case 'partitions':
      return table(pendingPartitions, (one) => evaluatePartitions(one, sources, nowMs, signal), partitionsFrame);
    case 'lineage':
      return runLineage(query, objectives, context, emit, signal);
    case 'queries':
      return runRows(objectives, context, (rows) => emit(() => [queriesFrame(query.refId, rows)]), signal);
    case 'queryOutcomes':
      return table(pendingOutcomes, (one) => evaluateOutcomes(one, sources, moment, signal), queryOutcomesFrame);
    case 'trinoState':
      return table(
        pendingState,
        (one) => evaluateState(one, sources, nowMs, signal),
        trinoStateFrame,
        oneOfEachTrino(objectives)
      );
    case 'remediation':
      return runRemediation(query.refId, objectives, context, emit, signal);
    case 'breaches':
      return runBreaches(query.refId, objectives, context, emit, signal);
    case 'maintenance':
      return emit(() => [maintenanceFrame(query.refId, objectives, context)]);
  }
}

function selected(query: ErrorBudgetQuery, { catalogue, replace }: RunContext): Objective[] {
  const window = query.window?.trim() ? expandIds([query.window.trim()], replace)?.[0] : undefined;
  const windowMs = window === undefined ? undefined : readDuration(window, 'window');
  const selection = {
    categories: expandIds(query.categories, replace),
    applications: expandIds(query.applications, replace),
    objectives: expandIds(query.objectives, replace),
  };
  return selectObjectives(catalogue, selection).map((objective) => overWindow(objective, windowMs));
}

function lookbacksOf({ lookbacks }: ErrorBudgetQuery, { replace }: RunContext): readonly number[] {
  return expandIds(lookbacks, replace)?.map((text) => readDuration(text, 'lookback')) ?? BURN_RATE_LOOKBACKS_MS;
}

async function runRows(
  objectives: Objective[],
  { sources, toMs, toText, nowMs, memory }: RunContext,
  show: (rows: PendingRow[]) => void,
  signal: AbortSignal
): Promise<void> {
  const rows: PendingRow[] = objectives.map((objective) => memory.recall(objective, toText));
  show(rows);
  await evaluateCatalogue(objectives, sources, { atMs: toMs, nowMs }, signal, (row) => {
    memory.remember(row, toText);
    rows[objectives.indexOf(row.objective)] = row;
    show(rows);
  });
}

type SeriesFrame = (refId: string, instants: ReturnType<typeof instantsOf>, series: ObjectiveSeries[]) => DataFrame;

async function runSeries(
  objectives: Objective[],
  lookbacksMs: readonly number[],
  { sources, fromMs, toMs, nowMs }: RunContext,
  toFrame: SeriesFrame,
  refId: string,
  emit: Emit,
  signal: AbortSignal
): Promise<void> {
  const instants = instantsOf(fromMs, toMs, nowMs);
  const request = { instants, lookbacksMs, nowMs };
  const series = await fillAnswers(
    objectives,
    (objective) => emptySeries(objective, request),
    (objective) => evaluateSeries(objective, sources, request, signal),
    (answers) => emit(() => [toFrame(refId, instants, answers)])
  );
  const failures = series.flatMap(({ error }) => (error ? [error] : []));
  if (failures.length === series.length) {
    throw failures[0];
  }
}

/** Shows what is pending at once, then everything again whenever the answer of another objective is there. */
async function fillAnswers<Answer>(
  objectives: Objective[],
  pending: (objective: Objective) => Answer,
  evaluate: (objective: Objective) => Promise<Answer>,
  show: (answers: Answer[]) => void
): Promise<Answer[]> {
  const answers = objectives.map(pending);
  show(answers);
  await Promise.all(
    objectives.map(async (objective, index) => {
      answers[index] = await evaluate(objective);
      show(answers);
    })
  );
  return answers;
}

async function runLineage(
  query: ErrorBudgetQuery,
  objectives: Objective[],
  { catalogue, sources, toMs, nowMs }: RunContext,
  emit: Emit,
  signal: AbortSignal
): Promise<void> {
  const { direction, form } = lineageOptions(query);
  const moment = { atMs: toMs, nowMs };
  await fillAnswers(
    objectives,
    (objective) => pendingLineage(objective, direction),
    (objective) => evaluateLineage(objective, direction, catalogue, sources, moment, signal),
    (answers) =>
      emit(() => (form === 'table' ? [lineageTableFrame(query.refId, answers)] : lineageFrames(query.refId, answers)))
  );
}

async function runRemediation(
  refId: string,
  objectives: Objective[],
  { sources, fromMs, toMs, nowMs }: RunContext,
  emit: Emit,
  signal: AbortSignal
): Promise<void> {
  const range = { fromMs: Math.min(fromMs, toMs - SPRINT_HISTORY_MS), toMs, nowMs };
  const judged = await Promise.all(objectives.map((objective) => judgeBreaches(objective, sources, range, signal)));
  const within = sprintRows(judged, toMs).filter(({ toMs: endMs }) => endMs === null || endMs >= fromMs);
  emit(() => [remediationFrame(refId, within, toMs, judged)]);
  const told = await withContributors(within, sources, { atMs: toMs, nowMs }, signal);
  emit(() => [remediationFrame(refId, told, toMs, judged)]);
}

async function runBreaches(
  refId: string,
  objectives: Objective[],
  { sources, fromMs, toMs, nowMs }: RunContext,
  emit: Emit,
  signal: AbortSignal
): Promise<void> {
  const breaches = await Promise.all(
    objectives.map((objective) => evaluateBreaches(objective, sources, { fromMs, toMs, nowMs }, signal))
  );
  emit(() => [breachesFrame(refId, breaches, toMs)]);
}

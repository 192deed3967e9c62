import { evaluate, type Evaluation } from '../budget/evaluate';
import { firstFullCoverage, FULL_COVERAGE } from '../budget/coverage';
import { durationInWords, eventsInWords, instantInWords, numberInWords, percentInWords } from '../budget/inWords';
import { judgeItems, unknownItems } from '../budget/pointInTime';
import { sliOf, type EventSums } from '../budget/sli';
import type { Status } from '../budget/status';
import { TIER_STEP_MS } from '../budget/tiers';
import type { Timeline } from '../budget/timeline';
import { windowBoundsOf, type BudgetRules, type BudgetWindow } from '../budget/windowBounds';
import type { Objective, SourceType } from '../catalogue/objective';
import type { Notice, Source } from '../sources/contract';
import { SourceError } from '../sources/sourceError';
import { urgentPolicyOf } from './alertPolicy';
import { outcomeSums, tellsOutcomes } from './outcomeSums';
import { readTimeline } from './readTimeline';
import { plausibilityNotices } from './plausibility';
import { readSideEvidence } from './sideEvidence';
import { probeOf } from './serviceProbe';
import { uncountedEventsNotices } from './uncountedEvents';
import { whileProbed } from './whileProbed';
import { orFailed } from './orFailed';
import type { ObjectiveRow, OutcomeSums } from './results';

/** The sources that exist in this installation; a missing one costs its own objectives only. */
export type Sources = Partial<Record<SourceType, Source>>;

/** When an objective is judged, and when that happens. Epoch milliseconds. */
export interface Moment {
  /** The instant that the figures are to hold for; not after `nowMs`. */
  atMs: number;
  nowMs: number;
}

/**
 * Reads and judges one objective. Items of a point-in-time objective are those of now; at an earlier instant they are unknown. A
 * failure of its source becomes the row; only an abort and a defect of ours reject.
 */
export async function evaluateObjective(
  objective: Objective,
  sources: Sources,
  moment: Moment,
  signal: AbortSignal
): Promise<ObjectiveRow> {
  return orFailed(
    signal,
    async () => {
      const source = sourceOf(objective, sources);
      return objective.window.type === 'pointInTime'
        ? await evaluateItems(objective, source, moment, signal)
        : await evaluateEvents(objective, objective.window, source, moment, signal);
    },
    (error) => ({ kind: 'failed', objective, error })
  );
}

async function evaluateEvents(
  objective: Objective,
  window: BudgetWindow,
  source: Source,
  { atMs, nowMs }: Moment,
  signal: AbortSignal
): Promise<ObjectiveRow> {
  const range = { earliestMs: windowBoundsOf(window)(atMs).startMs, latestMs: atMs, nowMs };
  const reading = await readTimeline(objective, source, range, signal);
  const { timeline, notices, executed } = reading;
  const evaluation = evaluate(timeline, rulesOf(objective, window), atMs);
  refuseImpossible(objective, evaluation.indicatorError);
  const evidence = await readSideEvidence(objective, source, { ...evaluation, lastSeen: reading.lastSeen }, signal);
  const outcomes = tellsOutcomes(objective, source)
    ? await outcomeSums(objective, source, { ...evaluation, nowMs }, signal)
    : undefined;
  return {
    kind: 'events',
    objective,
    evaluation: {
      ...evaluation,
      status: withReservation(withReservation(evaluation.status, reading.provisional), evidence.provisional),
    },
    notices: [
      ...notices,
      ...evidence.notices,
      ...uncountedEventsNotices(objective, evaluation, reading.uncounted),
      ...plausibilityNotices(objective, evaluation),
      ...(outcomes ? userErrorsNotice(outcomes) : []),
      ...coverageNotices(timeline, window, evaluation, objective.indicator.source),
    ],
    executed,
  };
}

/** An instant that is no longer ago than the as-of of events may be. */
const STILL_NOW_MS = TIER_STEP_MS.fiveMinutes;

async function evaluateItems(
  objective: Objective,
  source: Source,
  { atMs, nowMs }: Moment,
  signal: AbortSignal
): Promise<ObjectiveRow> {
  if (!source.kinds.has('items')) {
    throw new SourceError({
      kind: 'badIndicator',
      objective,
      upstream: source.type,
      found: 'the objective is judged at a point in time, but this upstream only counts events over time',
      remedy: 'Give the SLO a timeWindow in the catalogue',
    });
  }
  if (atMs < nowMs - STILL_NOW_MS) {
    const judged = unknownItems(`items are only known as they are now, not at ${instantInWords(atMs)}`);
    const items = { asOfMs: atMs, good: 0, total: 0, bad: [] };
    return { kind: 'items', objective, items, judged, notices: [], executed: [] };
  }
  const { items, provisional, notices, executed } = await source.read('items', { objective, nowMs }, signal);
  const judged = judgeItems(items, objective.target, items.belowTarget);
  refuseImpossible(objective, judged.indicatorError);
  return {
    kind: 'items',
    objective,
    items,
    judged: { ...judged, status: withReservation(judged.status, provisional) },
    notices,
    executed,
  };
}

/** The status with the source's own reservation about its figures. */
function withReservation(status: Status, provisional: string | undefined): Status {
  return provisional === undefined ? status : { ...status, provisional: true, why: `${status.why}; ${provisional}` };
}

/** What the budget of an objective that counts events is judged by. */
export function rulesOf(objective: Objective, window: BudgetWindow): BudgetRules {
  const { timeBased, exclusions } = objective.policy;
  return { target: objective.target, window, timeBased, urgent: urgentPolicyOf(objective), exclusions };
}

/**
 * The source of an objective; where the objective has a probe, one that knows only the time in which that was up.
 * @throws SourceError if this installation has no such source.
 */
export function sourceOf(objective: Objective, sources: Sources): Source {
  const upstream = objective.indicator.source;
  const source = sources[upstream];
  if (!source) {
    throw new SourceError({
      kind: 'notConfigured',
      objective,
      upstream,
      found: `no ${upstream} is configured`,
      remedy: `Set its URL (in the data source settings, or with --${upstream.toLowerCase()})`,
    });
  }
  const probe = probeOf(objective);
  return probe ? whileProbed(source, probe, sources[probe.indicator.source]) : source;
}

/** @throws SourceError for an indicator that counts more good than total events, if `sums` are such. */
export function refuseImpossible(objective: Objective, sums: EventSums | undefined): void {
  if (sums) {
    throw new SourceError({
      kind: 'badIndicator',
      objective,
      upstream: objective.indicator.source,
      found:
        `the indicator counts ${eventsInWords(sums.good)} good events of ${eventsInWords(sums.total)} in its window, ` +
        `${numberInWords(sums.good - sums.total)} more than there are, which cannot be`,
      remedy: 'Correct the queries in the catalogue: every good or bad event must be one of the total’s',
    });
  }
}

function coverageNotices(
  timeline: Timeline,
  window: BudgetWindow,
  { coverage }: Evaluation,
  upstream: SourceType
): Notice[] {
  if (coverage >= FULL_COVERAGE || window.type !== 'rolling') {
    return [];
  }
  const fullAtMs = firstFullCoverage(timeline, window.durationMs);
  const since = fullAtMs === undefined ? 'not yet' : `first at ${instantInWords(fullAtMs)}`;
  const share = `${(coverage * 100).toFixed(1)} % of the ${durationInWords(window.durationMs)} window was observed`;
  const remedy = `If this lasts, keep ${upstream} data for longer than the window, or look for gaps in its collection`;
  return [{ severity: 'info', text: `${share}, fully observed: ${since}. ${remedy}.` }];
}

/** Both readings of user errors, wherever they differ: the document that an objective comes from may mean either. */
function userErrorsNotice({ finished, userErrors, unexpected }: OutcomeSums): Notice[] {
  if (userErrors === 0 || finished + unexpected === 0) {
    return [];
  }
  const excluded = percentInWords(sliOf(finished, finished + unexpected));
  const good = percentInWords(sliOf(finished + userErrors, finished + userErrors + unexpected));
  return [
    { severity: 'info', text: `SLI ${excluded} with user errors left out, ${good} with user errors counted as good` },
  ];
}

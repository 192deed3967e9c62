import type { Objective } from '../catalogue/objective';
import type { LineageRequest } from '../sources/contract';
import { evaluateAlerts } from './evaluateAlerts';
import { evaluateBreaches, type BreachRange } from './evaluateBreaches';
import { evaluateFreshness } from './evaluateFreshness';
import { evaluateObjective, type Moment, type Sources } from './evaluateObjective';
import { evaluateOutcomes } from './evaluateOutcomes';
import { evaluatePartitions } from './evaluatePartitions';
import { evaluateSeries, roundSeries } from './evaluateSeries';
import { evaluateState } from './evaluateState';
import { instantsFor, type InstantsRequest } from './instants';
import { judgeBreaches } from './judgeBreaches';
import type {
  ObjectiveAlerts,
  ObjectiveAssets,
  ObjectiveBreaches,
  ObjectiveContributors,
  ObjectiveLineage,
  ObjectiveOutcomes,
  ObjectivePartitions,
  ObjectiveRow,
  ObjectiveSeries,
  SeriesFigure,
  UpstreamStateRow,
} from './results';
import type { JudgedBreaches } from './sprintRows';

/** Every kind of evaluation of one objective: what is asked for, as small plain data, and what is answered. */
export interface Evaluations {
  /** Its figures, or its items. */
  objective: { request: Moment; answer: ObjectiveRow };
  /** Its figures over time: those that the request names. */
  series: { request: SeriesEvaluation; answer: ObjectiveSeries };
  /** Whether its alerts would fire. */
  alerts: { request: Moment; answer: ObjectiveAlerts };
  /** When it was below its target. */
  breaches: { request: BreachRange; answer: ObjectiveBreaches };
  /** The same, with its figures at the end of the range. */
  judgedBreaches: { request: BreachRange; answer: JudgedBreaches };
  /** What spent its budget. */
  contributors: { request: ContributorsEvaluation; answer: ObjectiveContributors };
  /** Freshness of its assets as they are now. */
  freshness: { request: Now; answer: ObjectiveAssets };
  /** Partitions of its assets as they are now. */
  partitions: { request: Now; answer: ObjectivePartitions };
  /** Where its assets come from, or what derives from them. */
  lineage: { request: LineageEvaluation; answer: ObjectiveLineage };
  /** What became of its queries. */
  outcomes: { request: Moment; answer: ObjectiveOutcomes };
  /** What its upstream reports about itself now. */
  state: { request: Now; answer: UpstreamStateRow };
}

export type EvaluationKind = keyof Evaluations;
export type EvaluationRequest<Kind extends EvaluationKind> = Evaluations[Kind]['request'];
export type EvaluationAnswer<Kind extends EvaluationKind> = Evaluations[Kind]['answer'];

interface Now {
  /** Epoch milliseconds. */
  nowMs: number;
}

interface SeriesEvaluation extends InstantsRequest {
  figures: readonly SeriesFigure[];
  /** Lookbacks of the burn rates, in milliseconds. */
  lookbacksMs: readonly number[];
}

interface ContributorsEvaluation extends Moment {
  /** The objective's row at the same moment, where it is known already. It never travels. */
  row?: ObjectiveRow;
}

interface LineageEvaluation extends Moment {
  direction: LineageRequest['direction'];
}

/** What evaluations read from. */
export interface EvaluationContext {
  sources: Sources;
  /** The others of the catalogue help to judge a lineage. */
  catalogue: { objectives: readonly Objective[] };
}

/**
 * The one verb that queries and commands have for figures. A failure of a source is part of an answer; rejects with the
 * signal's reason when it aborts, and with a defect of ours.
 */
export type Evaluate = <Kind extends EvaluationKind>(
  kind: Kind,
  objective: Objective,
  request: EvaluationRequest<Kind>,
  signal: AbortSignal
) => Promise<EvaluationAnswer<Kind>>;

type Evaluators = {
  [Kind in EvaluationKind]: (
    objective: Objective,
    context: EvaluationContext,
    request: EvaluationRequest<Kind>,
    signal: AbortSignal
  ) => Promise<EvaluationAnswer<Kind>>;
};

const EVALUATORS: Evaluators = {
  objective: (one, { sources }, moment, signal) => evaluateObjective(one, sources, moment, signal),
  series: async (one, { sources }, request, signal) =>
    roundSeries(await evaluateSeries(one, sources, { ...request, instants: instantsFor(request) }, signal)),
  alerts: (one, { sources }, moment, signal) => evaluateAlerts(one, sources, moment, signal),
  breaches: (one, { sources }, range, signal) => evaluateBreaches(one, sources, range, signal),
  judgedBreaches: (one, { sources }, range, signal) => judgeBreaches(one, sources, range, signal),
  // What few panels show is no part of what loads first.
  contributors: async (one, { sources }, { row, ...moment }, signal) => {
    const { contributorsOfRow, evaluateContributors } = await import('./evaluateContributors');
    return row ? contributorsOfRow(row, sources, moment, signal) : evaluateContributors(one, sources, moment, signal);
  },
  freshness: (one, { sources }, { nowMs }, signal) => evaluateFreshness(one, sources, nowMs, signal),
  partitions: (one, { sources }, { nowMs }, signal) => evaluatePartitions(one, sources, nowMs, signal),
  lineage: async (one, { sources, catalogue }, { direction, ...moment }, signal) => {
    const { evaluateLineage } = await import('./evaluateLineage');
    return evaluateLineage(one, direction, catalogue, sources, moment, signal);
  },
  outcomes: (one, { sources }, moment, signal) => evaluateOutcomes(one, sources, moment, signal),
  state: (one, { sources }, { nowMs }, signal) => evaluateState(one, sources, nowMs, signal),
};

/** Every kind, in no order that matters. */
export const EVALUATION_KINDS = Object.keys(EVALUATORS).filter(isEvaluationKind);

function isEvaluationKind(text: string): text is EvaluationKind {
  return Object.hasOwn(EVALUATORS, text);
}

/** Evaluates here, from these sources. */
export function localEvaluation(context: EvaluationContext): Evaluate {
  return (kind, objective, request, signal) => EVALUATORS[kind](objective, context, request, signal);
}

import type { DataFrame } from '@grafana/data';
import type { Objective } from '../catalogue/objective';
import { evaluateRows as evaluateRowsOf } from '../evaluation/evaluateCatalogue';
import type { Moment } from '../evaluation/evaluateObjective';
import { emptySeries } from '../evaluation/evaluateSeries';
import type { Evaluate } from '../evaluation/evaluations';
import { instantsFor, type InstantsRequest } from '../evaluation/instants';
import type { Instants, ObjectiveSeries, PendingRow, SeriesFigure } from '../evaluation/results';
import type { QueryOptions } from './query';
import type { RowMemory } from './rowMemory';

/** Everything that the answer to one query depends on. Instants in epoch milliseconds. */
export interface QueryRun {
  /** Without variables. */
  options: QueryOptions;
  /** What the query selects, over the windows that it asks for. */
  objectives: Objective[];
  evaluate: Evaluate;
  fromMs: number;
  /** Not after `nowMs`. */
  toMs: number;
  nowMs: number;
  /** What `toMs` is in the words of the dashboard, such as `now`. */
  toText: string;
  memory: RowMemory;
  /** How many points a panel can draw; absent where no panel asks. */
  maxDataPoints?: number;
}

/** What a query is about, as parts of a sentence. */
export interface QuerySubject {
  /** Such as "2 objectives". */
  whose: string;
  /** Such as "1 category". */
  categories: string;
  /** Such as "over their own windows". */
  over: string;
  options: QueryOptions;
}

/** One type of query: what it is called, which options it reads, and how its answer comes about. */
export interface QueryDefinition<Answer> {
  label: string;
  /** What the query answers, and where it is useful. */
  help: string;
  /** Options beside the selection of objectives that make a difference. */
  options: ReadonlyArray<keyof QueryOptions>;
  /** Names of the frame's fields, in the frame's order. Dashboards build on them, and docs/frames.md documents each. */
  fields: Readonly<Record<string, string>>;
  /** One sentence that says what a panel will show. */
  inWords(subject: QuerySubject): string;
  /**
   * Shows the whole answer whenever more of it is known. Answers are plain data, which `answerJson` can write. Rejects where
   * nothing can be shown.
   */
  evaluate(run: QueryRun, show: (answer: Answer) => void, signal: AbortSignal): Promise<void>;
  /** The answer as Grafana takes it. */
  frames(refId: string, answer: Answer): DataFrame[];
}

/** A definition as code that runs queries of any type sees it. */
export interface Query extends Omit<QueryDefinition<never>, 'evaluate' | 'frames'> {
  /** As `evaluate`, with the frames of each answer, which are built when they are asked for. */
  run(run: QueryRun, show: (toFrames: (refId: string) => DataFrame[]) => void, signal: AbortSignal): Promise<void>;
}

export function defineQuery<Answer>(definition: QueryDefinition<Answer>): QueryDefinition<Answer> & Query {
  return {
    ...definition,
    run: (run, show, signal) =>
      definition.evaluate(run, (answer) => show((refId) => definition.frames(refId, answer)), signal),
  };
}

export function momentOf({ toMs, nowMs }: QueryRun): Moment {
  return { atMs: toMs, nowMs };
}

/** Shows what is pending at once, then everything again whenever the answer of another objective is there. */
export async function evaluateEach<Answer>(
  objectives: readonly Objective[],
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

/** The status rows of the objectives, from memory until they are there. */
export async function evaluateRows(
  run: QueryRun,
  show: (rows: PendingRow[]) => void,
  signal: AbortSignal
): Promise<void> {
  const { objectives, evaluate, toText, memory } = run;
  const rows = objectives.map((objective) => memory.recall(objective, toText));
  show(rows);
  await evaluateRowsOf(objectives, evaluate, momentOf(run), signal, (row) => {
    memory.remember(row, toText);
    rows[objectives.indexOf(row.objective)] = row;
    show(rows);
  });
}

/** Figures of objectives at the same instants. */
export interface SeriesAnswer<Figure extends SeriesFigure> {
  instants: Instants;
  series: Array<ObjectiveSeries<Figure>>;
  /** How many instants a frame may show. */
  mostPoints?: number;
}

/** How far back the burn rates of an objective look, in milliseconds. */
type LookbacksOf = (objective: Objective) => readonly number[];

/** Figures of the objectives over the range, up to those of its end. Rejects where every objective failed. */
export async function evaluateOverTime<Figure extends SeriesFigure>(
  figure: Figure,
  run: QueryRun,
  show: (answer: SeriesAnswer<Figure>) => void,
  signal: AbortSignal,
  lookbacksOf?: LookbacksOf
): Promise<void> {
  return evaluateAt('figures', [figure], run, show, signal, lookbacksOf);
}

/** The events of every whole bucket in the range. Rejects where every objective failed. */
export async function evaluateBuckets(
  run: QueryRun,
  show: (answer: SeriesAnswer<'good' | 'bad'>) => void,
  signal: AbortSignal
): Promise<void> {
  return evaluateAt('buckets', ['good', 'bad'], run, show, signal);
}

async function evaluateAt<Figure extends SeriesFigure>(
  at: InstantsRequest['at'],
  figures: readonly Figure[],
  { objectives, evaluate, fromMs, toMs, nowMs, maxDataPoints: mostPoints }: QueryRun,
  show: (answer: SeriesAnswer<Figure>) => void,
  signal: AbortSignal,
  lookbacksOf: LookbacksOf = () => []
): Promise<void> {
  const range = { at, fromMs, toMs, nowMs };
  const instants = instantsFor(range);
  const answers = await evaluateEach(
    objectives,
    (objective) => emptySeries(objective, { instants, figures, lookbacksMs: lookbacksOf(objective), nowMs }),
    async (objective) => {
      const request = { ...range, figures, lookbacksMs: lookbacksOf(objective) };
      // An answer holds what its request names.
      return (await evaluate('series', objective, request, signal)) as ObjectiveSeries<Figure>;
    },
    (series) => show({ instants, series, mostPoints })
  );
  const failures = answers.flatMap(({ error }) => (error ? [error] : []));
  if (failures.length === answers.length) {
    throw failures[0];
  }
}

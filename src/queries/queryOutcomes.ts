import type { DataFrame } from '@grafana/data';
import { sliOf } from '../budget/sli';
import type { ObjectiveOutcomes } from '../evaluation/results';
import { idField, numberField, textField } from '../frames/fields';
import { frameMeta } from '../frames/frameMeta';
import { counts, fineShare } from '../frames/units';
import { pendingOutcomes } from '../evaluation/evaluateOutcomes';
import { defineQuery, evaluateEach, momentOf } from './defineQuery';
import { frameOf } from '../frames/grafana';

/** Names of the `queryOutcomes` frame's fields, which dashboards build on. */
export const QUERY_OUTCOMES_FIELDS = {
  objective: 'Objective',
  total: 'Queries',
  finished: 'Finished',
  unexpected: 'Unexpected errors',
  userErrors: 'User errors',
  ignored: 'Ignored',
  abandoned: 'Abandoned',
  killed: 'Killed',
  sliExcluded: 'SLI without user errors',
  sliGood: 'SLI with user errors as good',
  rule: 'User errors are',
  objectiveId: 'Objective id',
  categoryId: 'Category id',
} as const;

export const queryOutcomesQuery = defineQuery<ObjectiveOutcomes[]>({
  label: 'Query outcomes',
  help: 'One row per Trino objective: how its queries ended, and the SLI with and without user errors.',
  options: ['window'],
  fields: QUERY_OUTCOMES_FIELDS,
  inWords: ({ whose, over }) => `How the queries of ${whose} ended ${over}, as a table.`,
  evaluate: async (run, show, signal) => {
    await evaluateEach(
      run.objectives,
      pendingOutcomes,
      (one) => run.evaluate('outcomes', one, momentOf(run), signal),
      show
    );
  },
  frames: (refId, found) => {
    const counting = found.filter(({ objective: { indicator } }) => indicator.source === 'Trino');
    const rows = counting.filter(
      ({ sums, error, notices }) => sums !== null || error !== undefined || notices.length === 0
    );
    // What has no outcomes is no row; where nothing else was asked for, notices say why the table is empty.
    return [queryOutcomesFrame(refId, rows, counting.length > 0 ? counting : found)];
  },
});

type Sums = NonNullable<ObjectiveOutcomes['sums']>;

/**
 * One row per objective that counts queries: what became of them over its window, and the SLI by both readings of user
 * errors. It declares no kind of the data-plane contract, because its counts overlap.
 */
export function queryOutcomesFrame(
  refId: string,
  found: readonly ObjectiveOutcomes[],
  answers: readonly ObjectiveOutcomes[] = found
): DataFrame {
  const count = (name: string, description: string, value: (sums: Sums) => number) =>
    numberField(
      name,
      counts,
      description,
      found.map(({ sums }) => sums && value(sums))
    );
  const share = (name: string, description: string, value: (sums: Sums) => number | null) =>
    numberField(
      name,
      fineShare(2),
      description,
      found.map(({ sums }) => sums && value(sums))
    );
  return frameOf({
    refId,
    name: 'Query outcomes',
    meta: frameMeta({ preferred: 'table' }, answers),
    fields: [
      textField(
        QUERY_OUTCOMES_FIELDS.objective,
        'Name of the objective.',
        found.map(({ objective }) => objective.displayName)
      ),
      count(QUERY_OUTCOMES_FIELDS.total, 'All queries that ended in the window.', ({ total }) => total),
      count(QUERY_OUTCOMES_FIELDS.finished, 'Those that finished.', ({ finished }) => finished),
      count(
        QUERY_OUTCOMES_FIELDS.unexpected,
        'Those that failed through no fault of their user: the bad events.',
        ({ unexpected }) => unexpected
      ),
      count(
        QUERY_OUTCOMES_FIELDS.userErrors,
        'Those that failed with what Trino classes as a user error.',
        ({ userErrors }) => userErrors
      ),
      count(
        QUERY_OUTCOMES_FIELDS.ignored,
        'Those with an error code that the catalogue ignores.',
        ({ ignored }) => ignored
      ),
      count(
        QUERY_OUTCOMES_FIELDS.abandoned,
        'Those whose client went away (ABANDONED_QUERY), also counted among the others.',
        ({ abandoned }) => abandoned
      ),
      count(
        QUERY_OUTCOMES_FIELDS.killed,
        'Those that an administrator killed (ADMINISTRATIVELY_KILLED), also counted among the others.',
        ({ killed }) => killed
      ),
      share(
        QUERY_OUTCOMES_FIELDS.sliExcluded,
        'SLI if user errors leave numerator and denominator.',
        ({ finished, unexpected }) => ratio(finished, finished + unexpected)
      ),
      share(
        QUERY_OUTCOMES_FIELDS.sliGood,
        'SLI if user errors count as good.',
        ({ finished, userErrors, unexpected }) => ratio(finished + userErrors, finished + userErrors + unexpected)
      ),
      textField(
        QUERY_OUTCOMES_FIELDS.rule,
        'Which of the two the objective is judged by: user errors excluded, or good.',
        found.map(({ objective: { indicator } }) =>
          indicator.source === 'Trino' && indicator.measure.shape === 'raw' ? indicator.measure.raw.userErrors : null
        )
      ),
      idField(
        QUERY_OUTCOMES_FIELDS.objectiveId,
        'Id of the objective, for links and variables.',
        found.map(({ objective }) => objective.id)
      ),
      idField(
        QUERY_OUTCOMES_FIELDS.categoryId,
        'Id of the category, for links and variables.',
        found.map(({ objective }) => objective.category.id)
      ),
    ],
  });
}

function ratio(good: number, total: number): number | null {
  return total > 0 ? sliOf(good, total) : null;
}

import type { DataFrame } from '@grafana/data';
import type { PendingRow } from '../evaluation/results';
import { answerOf } from '../frames/answer';
import { idField, textField } from '../frames/fields';
import { frameMeta } from '../frames/frameMeta';
import { defineQuery, evaluateRows } from './defineQuery';
import { frameOf } from '../frames/grafana';

/** Names of the `queries` frame's fields, which dashboards build on. */
export const QUERIES_FIELDS = {
  objective: 'Objective',
  upstream: 'Upstream',
  query: 'Query',
  objectiveId: 'Objective id',
} as const;

export const queriesQuery = defineQuery<PendingRow[]>({
  label: 'Queries',
  help: 'One row per query that ran for the figures of an objective, as it was sent to its upstream.',
  options: ['window'],
  fields: QUERIES_FIELDS,
  inWords: ({ whose, over }) => `The queries that run for ${whose} ${over}, as a table.`,
  evaluate: evaluateRows,
  frames: (refId, rows) => [queriesFrame(refId, rows)],
});

/** One row per query that ran for the figures of an objective. It declares no kind of the data-plane contract: texts only. */
export function queriesFrame(refId: string, rows: readonly PendingRow[]): DataFrame {
  const answers = rows.map(answerOf);
  const ran = answers.flatMap(({ objective, executed }) =>
    [...new Set(executed)].map((query) => ({ objective, query }))
  );
  return frameOf({
    refId,
    name: 'Queries',
    meta: frameMeta({ preferred: 'table' }, answers),
    fields: [
      textField(
        QUERIES_FIELDS.objective,
        'Name of the objective.',
        ran.map(({ objective }) => objective.displayName)
      ),
      textField(
        QUERIES_FIELDS.upstream,
        'What was asked.',
        ran.map(({ objective }) => objective.indicator.source)
      ),
      textField(
        QUERIES_FIELDS.query,
        'The query as it was sent.',
        ran.map(({ query }) => query)
      ),
      idField(
        QUERIES_FIELDS.objectiveId,
        'Id of the objective, for links and variables.',
        ran.map(({ objective }) => objective.id)
      ),
    ],
  });
}

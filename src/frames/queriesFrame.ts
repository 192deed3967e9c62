import { createDataFrame, type DataFrame } from '@grafana/data';
import type { PendingRow } from '../evaluation/results';
import { answerOf } from './answer';
import { idField, textField } from './fields';
import { frameMeta } from './frameMeta';
import { QUERIES_FIELDS } from './fieldNames';

/** One row a query that ran for the figures of an objective. It declares no kind of the data-plane contract: texts only. */
export function queriesFrame(refId: string, rows: readonly PendingRow[]): DataFrame {
  const answers = rows.map(answerOf);
  const ran = answers.flatMap(({ objective, executed }) =>
    [...new Set(executed)].map((query) => ({ objective, query }))
  );
  return createDataFrame({
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

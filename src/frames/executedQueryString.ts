import type { SourceType } from '../catalogue/objective';
import type { Answer } from './answer';

const COMMENT: Record<SourceType, string> = { Prometheus: '#', Dagster: '#', Trino: '--', Demo: '#' };

/** The queries that ran, for the query inspector: below a comment with their objective, each once. */
export function executedQueryString(answers: readonly Answer[]): string {
  return answers
    .filter(({ executed }) => executed.length > 0)
    .map(({ objective: { id, displayName, indicator }, executed }) =>
      [`${COMMENT[indicator.source]} ${displayName} (${id})`, ...new Set(executed)].join('\n')
    )
    .join('\n\n');
}

import type { TrinoClient } from './client/trinoClient';

/** What the source needs of Trino: one statement at a time, whether Trino bounds it, and what it reports about itself to everyone. */
export type QueryRunner = Pick<TrinoClient, 'query' | 'info'> & Partial<Pick<TrinoClient, 'limitsRuns'>>;

import type { TrinoClient } from './client/trinoClient';

/** What the source needs of Trino: one statement at a time, and what Trino says of itself to everyone. */
export type QueryRunner = Pick<TrinoClient, 'query' | 'info'>;

import { StoreError } from './store';

/** What brings a store from one version of the schema to the next: statements in SQL that both databases understand. */
export type Migration = (types: ColumnTypes) => string[];

/** What the databases call the types that they do not share. */
export interface ColumnTypes {
  bytes: string;
  /** Epoch milliseconds. */
  instant: string;
  /** A key that the database counts up by itself. */
  id: string;
}

/** The first makes version 1. Never change one that was released: append. */
export const MIGRATIONS: readonly Migration[] = [
  ({ bytes, instant, id }) => [
    `CREATE TABLE series (
      id ${id},
      objective TEXT NOT NULL,
      kind TEXT NOT NULL,
      step_ms ${instant} NOT NULL,
      definition TEXT NOT NULL,
      state TEXT NOT NULL,
      UNIQUE (objective, kind, step_ms, definition)
    )`,
    `CREATE TABLE chunks (
      series_id ${instant} NOT NULL REFERENCES series (id) ON DELETE CASCADE,
      start_ms ${instant} NOT NULL,
      buckets ${bytes} NOT NULL,
      PRIMARY KEY (series_id, start_ms)
    )`,
    `CREATE TABLE records (name TEXT PRIMARY KEY, value ${bytes} NOT NULL)`,
  ],
];

/**
 * The migrations that a store of this version still needs.
 * @throws StoreError for a store that a newer program has written
 */
export function outstanding(version: number, migrations: readonly Migration[]): readonly Migration[] {
  if (version > migrations.length) {
    throw new StoreError(
      `its schema is of version ${version}, and this program knows versions up to ${migrations.length}: a newer ` +
        'Error Budget has written it; run that one, or name another store'
    );
  }
  return migrations.slice(version);
}

import type { ReportDamage, Store } from './store';

/** Whether it names a PostgreSQL rather than a file. */
export function isPostgres(store: string): boolean {
  return /^postgres(ql)?:\/\//i.test(store);
}

/**
 * Opens the store that `--store` names: a PostgreSQL by its URL, else a SQLite file. The library of either is loaded only then.
 * Rejects with a StoreError.
 */
export async function openStore(store: string, report: ReportDamage): Promise<Store> {
  if (isPostgres(store)) {
    const { openPostgresStore } = await import('./postgresStore');
    return openPostgresStore({ url: store, report });
  }
  const { openSqliteStore } = await import('./sqliteStore');
  return openSqliteStore({ file: store, report });
}

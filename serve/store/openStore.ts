import type { ReportDamage, Store } from './store';

/** Whether it names a PostgreSQL rather than a file. */
export function isPostgres(store: string): boolean {
  return /^postgres(ql)?:\/\//i.test(store);
}

/** The URL of a PostgreSQL with this password, also where the URL names no host and so has no place before one. */
export function postgresUrl(url: string, password: string): string {
  const whole = new URL(url);
  whole.searchParams.set('password', password);
  return whole.href;
}

/**
 * Loads the library that reads the store; nothing else loads it.
 * Rejects with a StoreError where it is not installed.
 */
export async function loadStoreLibrary(store: string): Promise<void> {
  if (isPostgres(store)) {
    await (await import('./postgresStore')).loadPg();
  } else {
    await (await import('./sqliteStore')).loadLibsql();
  }
}

/** Opens the store that `--store` names: a PostgreSQL by its URL, else a SQLite file. Rejects with a StoreError. */
export async function openStore(store: string, report: ReportDamage): Promise<Store> {
  if (isPostgres(store)) {
    const { openPostgresStore } = await import('./postgresStore');
    return openPostgresStore({ url: store, report });
  }
  const { openSqliteStore } = await import('./sqliteStore');
  return openSqliteStore({ file: store, report });
}

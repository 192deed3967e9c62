import { type Asker, askTrino, type TrinoAnswer } from './askTrino';
import { type SeededHistory, seededHistory } from './history';
import { seedHistory } from './seedHistory';
import { sharedTrino } from './sharedTrino';
import { type ServerOptions, startTrino } from './trinoServer';

export { describeWithTrino } from './describeWithTrino';
export { TABLE_COLUMNS, TABLES } from './historyTables';
export { QueryRefused, type Asker, type TrinoAnswer } from './askTrino';

/** Half past nine: the last hour is half done. The history of Dagster's fixture ends at the same instant. */
const END_MS = Date.UTC(2026, 0, 15, 9, 30);

/** A running Trino with memory and tpch catalogs, and the truth about the history that it holds. */
export interface TrinoFixture {
  version: string;
  /** Base of the server without trailing slash, on 127.0.0.1. */
  url: string;
  /** The instant that counts as "now": the seeded history ends here. */
  endMs: number;
  /** What the tables `TABLES` hold; counted by truth.ts. */
  history: SeededHistory;
  /** Runs a statement as anyone; rejects with QueryRefused when it fails. */
  run(sql: string, asker?: Asker): Promise<TrinoAnswer>;
  stop(): Promise<void>;
}

export interface TrinoFixtureOptions extends ServerOptions {
  /** Without the tables of the history. */
  empty?: boolean;
}

/**
 * Installs Trino, starts it and seeds its history. Without options all suites of a test run share one server, which ends
 * with the run; with any, the caller has one of its own and must stop it. The first call on a machine downloads 220 MB.
 * Rejects when no Trino can be had, never skips.
 */
export async function prepareTrino({ empty = false, ...options }: TrinoFixtureOptions = {}): Promise<TrinoFixture> {
  const history = seededHistory(END_MS);
  const own = empty || Object.keys(options).length > 0;
  const seed = (url: string) => (empty ? Promise.resolve() : seedHistory(url, history));
  const { version, url, stop } = own ? await startTrino(options) : await sharedTrino(seed);
  if (own) {
    await seed(url).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
  }
  return { version, url, endMs: END_MS, history, run: (sql, asker) => askTrino(url, sql, asker), stop };
}

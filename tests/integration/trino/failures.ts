import { setTimeout as wait } from 'node:timers/promises';
import { type Asker, askTrino, QueryRefused, submit, turnPage, type TrinoPage } from './askTrino';

/** How Trino files what failed. */
interface Filed {
  errorType: 'USER_ERROR' | 'INTERNAL_ERROR' | 'INSUFFICIENT_RESOURCES' | 'EXTERNAL';
  errorCode: string;
}

interface FailingStatement extends Filed {
  sql: string;
  session?: Record<string, string>;
}

/** More than a minute of work, on any machine. */
export const LONG_QUERY =
  'SELECT count(*) FROM tpch.sf1000.lineitem a JOIN tpch.sf1000.lineitem b ON a.orderkey + 1 = b.orderkey * 2';

const POLL_MS = 50;

/** Statements that fail by themselves, at least one of every type. `fail` is a function that Trino does not list. */
export const FAILING_STATEMENTS: FailingStatement[] = [
  { errorType: 'INTERNAL_ERROR', errorCode: 'GENERIC_INTERNAL_ERROR', sql: "SELECT fail(65536, 'on demand')" },
  {
    errorType: 'INSUFFICIENT_RESOURCES',
    errorCode: 'GENERIC_INSUFFICIENT_RESOURCES',
    sql: "SELECT fail(131072, 'on demand')",
  },
  {
    errorType: 'INSUFFICIENT_RESOURCES',
    errorCode: 'EXCEEDED_TIME_LIMIT',
    sql: LONG_QUERY,
    session: { query_max_run_time: '1s' },
  },
  {
    errorType: 'INSUFFICIENT_RESOURCES',
    errorCode: 'EXCEEDED_GLOBAL_MEMORY_LIMIT',
    sql: 'SELECT a.custkey, array_agg(b.comment) FROM tpch.sf1.orders a JOIN tpch.sf1.orders b ON a.custkey = b.custkey GROUP BY 1',
    session: { query_max_memory: '5MB' },
  },
  { errorType: 'EXTERNAL', errorCode: 'UNSUPPORTED_TABLE_TYPE', sql: "SELECT fail(133001, 'on demand')" },
  { errorType: 'USER_ERROR', errorCode: 'DIVISION_BY_ZERO', sql: 'SELECT 1 / 0' },
  { errorType: 'USER_ERROR', errorCode: 'SYNTAX_ERROR', sql: 'SELEC 1' },
  { errorType: 'USER_ERROR', errorCode: 'CATALOG_NOT_FOUND', sql: 'SELECT * FROM nowhere.a.b' },
  { errorType: 'USER_ERROR', errorCode: 'SCHEMA_NOT_FOUND', sql: 'SELECT * FROM memory.nowhere.b' },
  { errorType: 'USER_ERROR', errorCode: 'TABLE_NOT_FOUND', sql: 'SELECT * FROM tpch.tiny.nothing' },
  { errorType: 'USER_ERROR', errorCode: 'COLUMN_NOT_FOUND', sql: 'SELECT nothing FROM tpch.tiny.nation' },
];

/** Runs a query until an administrator kills it; resolves with what its client received. */
export async function killByAdministrator(url: string, asker?: Asker): Promise<QueryRefused> {
  const running = await untilRunning(url, asker);
  await askTrino(url, `CALL system.runtime.kill_query(query_id => '${running.id}', message => 'too expensive')`);
  return refusalOf(running);
}

/** Cancels a running query as its client may. Resolves with its id. */
export async function cancel(url: string, asker?: Asker): Promise<string> {
  const { id, nextUri = '' } = await untilRunning(url, asker);
  await fetch(nextUri, { method: 'DELETE' });
  return id;
}

/** Turns no further page and waits until Trino gives the query up, after its `query.client.timeout`. Resolves with its id. */
export async function abandon(url: string, asker?: Asker): Promise<string> {
  const { id } = await untilRunning(url, asker);
  await untilFiled(url, id);
  return id;
}

/** How Trino files the query, from its memory; waits until the query has ended. */
export async function untilFiled(url: string, queryId: string): Promise<unknown[]> {
  for (;;) {
    const { rows } = await askTrino(
      url,
      `SELECT error_type, error_code FROM system.runtime.queries WHERE query_id = '${queryId}' AND "end" IS NOT NULL`
    );
    if (rows.length > 0) {
      return rows[0];
    }
    await wait(POLL_MS);
  }
}

async function untilRunning(url: string, asker?: Asker): Promise<TrinoPage> {
  let page = await submit(url, LONG_QUERY, asker);
  while (page.stats.state !== 'RUNNING') {
    page = await turn(page);
  }
  return page;
}

async function refusalOf(running: TrinoPage): Promise<QueryRefused> {
  let page = running;
  while (page.error === undefined) {
    page = await turn(page);
  }
  const { errorName, errorType, errorCode, message } = page.error;
  return new QueryRefused(page.id, errorName, errorType, errorCode, message);
}

async function turn(page: TrinoPage): Promise<TrinoPage> {
  if (page.nextUri === undefined) {
    throw new Error(`The query ended by itself: ${page.error?.errorName ?? page.stats.state}`);
  }
  return turnPage(page.nextUri);
}

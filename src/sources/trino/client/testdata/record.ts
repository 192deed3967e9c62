/**
 * Records what real Trinos answer to what the client asks: `tsx record.ts trino-476.json OPEN REFUSING PASSWORD`, each the
 * URL of a Trino with the catalogs memory and tpch.
 * OPEN: http-server.process-forwarded=true, query.client.timeout=5s, access control by rules.json and resource groups by
 * resourceGroups.json. REFUSING: as it comes out of the box. PASSWORD: http-server.authentication.type=PASSWORD, without
 * TLS, http-server.process-forwarded=true. The last two are started, PASSWORD first, while this script waits for them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'lossless-json';
import { createNodePort } from '../../../../transport/nodePort';
import type { HttpPort, HttpRequest } from '../../../../transport/port';
import { createTransport } from '../../../../transport/createTransport';
import { TrinoClient } from '../trinoClient';
import { VISIBILITY_SQL } from '../visibility';
import type { Exchange, Recorded } from './recordedPort';

const { signal } = new AbortController();
const LONG_QUERY = 'SELECT count(*) FROM tpch.sf100.lineitem a JOIN tpch.sf100.lineitem b ON a.comment = b.comment';
const FORWARDED = { 'X-Forwarded-For': '192.0.2.1' };
const OVER_TLS = { ...FORWARDED, 'X-Forwarded-Proto': 'https' };
const recorded: Recorded[] = [];

const QUERIES: Record<string, { sql: string; user?: string; headers?: Record<string, string> }> = {
  types: {
    sql: `SELECT bigint '9007199254740991' AS safe, bigint '9007199254740993' AS beyond, bigint '-9223372036854775808' AS least,
      integer '1' AS i, smallint '-2' AS s, tinyint '3' AS t, 0.1e0 AS d, 1e16 AS large, double 'NaN' AS nan,
      double '-Infinity' AS infinite, real '1.5' AS r, real 'NaN' AS rnan, decimal '12345678901234567890.10' AS exact,
      'grün "q" \\' AS text, cast('ab' AS char(4)) AS padded, true AS yes, date '2026-01-02' AS day, date '-0044-03-15' AS ides,
      timestamp '2026-01-02 03:04:05' AS whole, timestamp '2026-01-02 03:04:05.123999' AS fine,
      timestamp '2026-01-02 03:04:05.123 UTC' AS utc, timestamp '2026-01-02 03:04:05.12 +05:30' AS ahead,
      timestamp '2026-01-02 03:04:05 -03:00' AS behind, array['a', null] AS names, array[array[1], null, array[]] AS nested,
      array[timestamp '2026-01-02 03:04:05 UTC'] AS instants, null AS nothing, cast(null AS bigint) AS none`,
  },
  'a map': { sql: "SELECT 1 AS one, map(array['a'], array[1]) AS labels" },
  'a row': { sql: "SELECT array[row(1, 'a')] AS pairs" },
  'a named zone': { sql: "SELECT timestamp '2026-10-25 02:30:00 Europe/Zurich' AS ended" },
  'no rows': { sql: 'SELECT name, regionkey FROM tpch.tiny.nation WHERE false' },
  pages: { sql: 'SELECT custkey, name FROM tpch.tiny.customer' },
  'the admin': { sql: 'SELECT current_user' },
  'what the admin sees': { sql: VISIBILITY_SQL },
  'what a reader sees': { sql: VISIBILITY_SQL, user: 'reader' },
  SYNTAX_ERROR: { sql: 'SELECT count(*)\nFROM memory.slo.query_log WHERE' },
  CATALOG_NOT_FOUND: { sql: 'SELECT count(*) FROM mysql.trino_events.trino_queries' },
  SCHEMA_NOT_FOUND: { sql: 'SELECT count(*) FROM memory.nowhere.query_log' },
  TABLE_NOT_FOUND: { sql: 'SELECT count(*) FROM memory.default.query_log' },
  COLUMN_NOT_FOUND: { sql: 'SELECT count(*) FROM tpch.tiny.nation WHERE query_state = 1' },
  TYPE_MISMATCH: { sql: "SELECT count(*) FROM tpch.tiny.nation WHERE nationkey > 'a'" },
  PERMISSION_DENIED: { sql: 'SELECT count(*) FROM memory.secret.query_log', user: 'reader' },
  'no session property': { sql: 'SELECT 1', user: 'bound' },
  QUERY_REJECTED: { sql: 'SELECT 1', user: 'unplaced' },
  DIVISION_BY_ZERO: { sql: 'SELECT 1 / nationkey FROM tpch.tiny.nation' },
  GENERIC_INTERNAL_ERROR: { sql: "SELECT fail(65536, 'the disk is full')" },
  GENERIC_INSUFFICIENT_RESOURCES: { sql: "SELECT fail(131072, 'out of everything')" },
  UNSUPPORTED_TABLE_TYPE: { sql: "SELECT fail(133001, 'a lake that dried up')" },
  NO_NODES_AVAILABLE: { sql: "SELECT fail(65541, 'No worker nodes available')" },
  SERVER_SHUTTING_DOWN: { sql: "SELECT fail(65545, 'Server is shutting down')" },
  ADMINISTRATIVELY_PREEMPTED: { sql: "SELECT fail(131080, 'Query preempted')" },
  EXCEEDED_TIME_LIMIT: { sql: LONG_QUERY, headers: { 'X-Trino-Session': 'query_max_run_time=1s' } },
};

void main(process.argv[2], process.argv.slice(3));

async function main(file: string, [open, refusing, password]: string[]): Promise<void> {
  await recordStart('starting with passwords', password, {
    ...OVER_TLS,
    Authorization: basic('reader:right-password'),
  });
  await recordStart('starting', refusing);
  await recordQueries(open);
  await recordInterrupted(open);
  await recordRefusals(open, refusing, password);
  const content = JSON.stringify(recorded, null, 2);
  writeFileSync(join(__dirname, file), `${content}\n`);
}

/** What a Trino answers before it is ready: /v1/info says so, and a query waits. */
async function recordStart(name: string, url: string, headers?: Record<string, string>): Promise<void> {
  for (;;) {
    const exchanges: Exchange[] = [];
    const client = new TrinoClient({ port: recording(url, exchanges), user: 'admin' });
    const info = await client.info(signal).catch(() => undefined);
    if (info && !info.starting) {
      throw new Error(`Start the Trino at ${url} only once this script runs`);
    }
    if (info) {
      recorded.push({ name, exchanges });
      await query(`a query while ${name}`, url, { sql: 'SELECT 1', user: headers ? '' : 'admin', headers });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function recordQueries(url: string): Promise<void> {
  const setUp = [
    'CREATE SCHEMA IF NOT EXISTS memory.secret',
    'CREATE TABLE IF NOT EXISTS memory.secret.query_log (x int)',
  ];
  for (const sql of [...setUp, 'SELECT count(*) FROM tpch.tiny.nation']) {
    await new TrinoClient({ port: createNodePort({ bases: { trino: url } }), user: 'visitor' }).query(sql, signal);
  }
  // Younger tasks do not show what is hidden.
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  for (const [name, asked] of Object.entries(QUERIES)) {
    await query(name, url, asked);
  }
  const exchanges: Exchange[] = [];
  await new TrinoClient({ port: recording(url, exchanges) }).info(signal);
  recorded.push({ name: 'info', exchanges });
}

/** Queries that another user ends, and one that finds its resource group occupied. */
async function recordInterrupted(url: string): Promise<void> {
  const admin = new TrinoClient({ port: createNodePort({ bases: { trino: url } }), user: 'admin' });
  const victim = query('ADMINISTRATIVELY_KILLED', url, { sql: `${LONG_QUERY} WHERE a.tax = 0.01` });
  await admin.query(`CALL system.runtime.kill_query('${await runningId(admin, 'a.tax = 0.01')}', 'too heavy')`, signal);
  await victim;

  await query('USER_CANCELED', url, { sql: `${LONG_QUERY} WHERE a.tax = 0.02` }, (path) =>
    path.endsWith('/5') ? fetch(url + path, { method: 'DELETE' }) : undefined
  );

  await query('ABANDONED_QUERY', url, { sql: `${LONG_QUERY} WHERE a.tax = 0.03` }, (path) =>
    path.endsWith('/5') ? new Promise((resolve) => setTimeout(resolve, 12_000)) : undefined
  );

  const leave = new AbortController();
  const occupying = new TrinoClient({ port: createNodePort({ bases: { trino: url } }), user: 'full' }).query(
    `${LONG_QUERY} WHERE a.tax = 0.04`,
    leave.signal
  );
  const left = occupying.catch(() => undefined);
  await runningId(admin, 'a.tax = 0.04');
  await query('QUERY_QUEUE_FULL', url, { sql: 'SELECT 1', user: 'full' });
  leave.abort();
  await left;

  await query('lost', url, { sql: 'SELECT 1' }, undefined, (request) =>
    request.method === 'GET'
      ? { ...request, path: '/v1/statement/executing/20260101_000000_00000_aaaaa/y0/1' }
      : request
  );
}

async function runningId(admin: TrinoClient, fragment: string): Promise<string> {
  for (;;) {
    const { rows } = await admin.query(
      `SELECT query_id FROM system.runtime.queries
      WHERE state = 'RUNNING' AND query LIKE '%${fragment}' AND query NOT LIKE '%system.runtime%'`,
      signal
    );
    if (rows.length > 0) {
      return String(rows[0][0]);
    }
  }
}

async function recordRefusals(open: string, refusing: string, password: string): Promise<void> {
  const sql = 'SELECT 1';
  await query('a forwarded request', refusing, { sql, headers: FORWARDED });
  const exchanges: Exchange[] = [];
  await new TrinoClient({ port: recording(refusing, exchanges, FORWARDED) }).info(signal).catch(() => undefined);
  recorded.push({ name: 'forwarded info', exchanges });
  await query('no user', open, { sql, user: '' });
  await query('a password where none is wanted', open, {
    sql,
    user: '',
    headers: { Authorization: basic('reader:x') },
  });
  await query('no TLS', password, { sql, user: '', headers: { Authorization: basic('reader:x') } });
  await query('a wrong password', password, {
    sql,
    user: '',
    headers: { ...OVER_TLS, Authorization: basic('reader:wrong') },
  });
  await query('no credentials', password, { sql, user: '', headers: OVER_TLS });
}

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

async function query(
  name: string,
  url: string,
  { sql, user = 'admin', headers = {} }: (typeof QUERIES)[string],
  before?: (path: string) => Promise<unknown> | undefined,
  change: (request: HttpRequest) => HttpRequest = (request) => request
): Promise<void> {
  const exchanges: Exchange[] = [];
  const port = createTransport(recording(url, exchanges, headers, before, change));
  const outcome = await new TrinoClient({ port, user }).query(sql, signal).then(
    ({ rows }) => `${rows.length} rows`,
    (error: unknown) => String(error)
  );
  console.log(`${name}: ${outcome}`);
  recorded.push({ name, exchanges });
}

function recording(
  url: string,
  exchanges: Exchange[],
  headers: Record<string, string> = {},
  before: (path: string) => Promise<unknown> | undefined = () => undefined,
  change: (request: HttpRequest) => HttpRequest = (request) => request
): HttpPort {
  const port = createNodePort({ bases: { trino: url } });
  return {
    async send(request, requestSignal) {
      await before(request.path);
      const changed = change(request);
      const answer = await port.send({ ...changed, headers: { ...changed.headers, ...headers } }, requestSignal);
      const { method, path } = request;
      exchanges.push({
        method,
        path: anonymous(path),
        status: answer.status,
        contentType: answer.headers['content-type'] ?? '',
        text: anonymous(withoutFiller(answer.text)),
      });
      return answer;
    },
  };
}

/** Without what no reader of an answer reads: statistics, and where in Trino's code an error arose. */
function withoutFiller(text: string): string {
  if (!text.startsWith('{"id"')) {
    return text.replace(/\tat [^\n]*\n/g, '');
  }
  const page = parse(text, (key, value) => {
    if (key === 'stats') {
      return { state: (value as { state: string }).state };
    }
    return key === 'failureInfo' ? undefined : value;
  });
  return stringify(page) ?? '';
}

/** Slugs are capabilities, and hosts are private. */
function anonymous(text: string): string {
  return text.replace(/\by[0-9a-f]{40}\b/g, 'slug').replace(/http:\/\/127\.0\.0\.1:\d+/g, 'http://trino.internal:8080');
}

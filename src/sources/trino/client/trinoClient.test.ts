import type { HttpAnswer, HttpPort, HttpRequest } from '../../../transport/port';
import { TransportError } from '../../../transport/transportError';
import recorded from './testdata/trino-476.json';
import { playing, recordedPort, type Exchange } from './testdata/recordedPort';
import { MAX_ROWS, TrinoClient } from './trinoClient';
import { UpstreamFailure } from '../../upstreamFailure';

const { signal } = new AbortController();
const atOnce = { sleep: () => Promise.resolve() };

/** A client of the Trino that was recorded under this name. */
function clientOf(name: string) {
  const port = recordedPort(recorded, name);
  return { port, client: new TrinoClient({ port, user: 'admin', timing: atOnce }) };
}

function failureOf(name: string): Promise<unknown> {
  return clientOf(name)
    .client.query('SELECT 1', signal)
    .catch((error: unknown) => error);
}

function answer(body: unknown, status = 200): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    text: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

const uri = (token: number) => `http://10.0.0.7:8080/v1/statement/executing/q1/slug/${token}`;
const path = (token: number) => `/v1/statement/executing/q1/slug/${token}`;

/** A page as Trino writes it: of bigints, with one column. */
function page(next: number | null, data?: unknown[][]) {
  return {
    id: 'q1',
    ...(next === null ? {} : { nextUri: uri(next) }),
    columns: [{ name: 'n', type: 'bigint', typeSignature: { rawType: 'bigint', arguments: [] } }],
    ...(data ? { data } : {}),
    stats: { state: 'RUNNING' },
  };
}

function exchange(method: string, at: string, body: unknown): Exchange {
  return { method, path: at, status: 200, contentType: 'application/json', text: JSON.stringify(body) };
}

/** A port whose answers are decided by a function; `asked` are methods and paths. */
function deciding(decide: (request: HttpRequest, count: number) => HttpAnswer | Promise<HttpAnswer>) {
  const asked: string[] = [];
  const port: HttpPort = {
    async send(request, sendSignal) {
      sendSignal.throwIfAborted();
      asked.push(`${request.method} ${request.path}`);
      return request.method === 'DELETE' ? { status: 204, headers: {}, text: '' } : decide(request, asked.length);
    },
  };
  return { port, asked, client: new TrinoClient({ port, timing: atOnce }) };
}

describe('a query', () => {
  it('carries its source and tags, its time zone and its bound, and names the user where one is given', async () => {
    const { client, port } = clientOf('the admin');
    expect(await client.query('SELECT current_user', signal)).toMatchObject({
      queryId: expect.stringMatching(/^\d{8}_\d{6}_/),
      columns: [{ name: '_col0', type: 'varchar' }],
      rows: [['admin']],
    });
    expect(port.sent[0]).toMatchObject({
      upstream: 'trino',
      method: 'POST',
      path: '/v1/statement',
      body: 'SELECT current_user',
      headers: {
        'X-Trino-User': 'admin',
        'X-Trino-Source': 'error-budget',
        'X-Trino-Client-Tags': 'error-budget',
        'X-Trino-Time-Zone': 'UTC',
        'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
        'X-Trino-Session': 'query_max_run_time=2m',
      },
    });
    expect(port.sent.every(({ method }) => method !== 'DELETE')).toBe(true);
  });

  it("leaves the user to Grafana's route where none is given", async () => {
    const port = recordedPort(recorded, 'the admin');
    await new TrinoClient({ port, timing: atOnce }).query('SELECT current_user', signal);
    expect(port.sent[0].headers).not.toHaveProperty('X-Trino-User');
  });

  it('decodes each type exactly', async () => {
    const { columns, rows } = await clientOf('types').client.query('', signal);
    expect(rows).toHaveLength(1);
    const decoded = Object.fromEntries(columns.map(({ name }, index) => [name, rows[0][index]]));
    const instant = Date.UTC(2026, 0, 2, 3, 4, 5);
    expect(decoded).toEqual({
      safe: Number.MAX_SAFE_INTEGER,
      beyond: BigInt('9007199254740993'),
      least: BigInt('-9223372036854775808'),
      i: 1,
      s: -2,
      t: 3,
      d: 0.1,
      large: 1e16,
      nan: NaN,
      infinite: -Infinity,
      r: 1.5,
      rnan: NaN,
      exact: '12345678901234567890.10',
      text: 'grün "q" \\',
      padded: 'ab  ',
      yes: true,
      day: Date.UTC(2026, 0, 2),
      ides: Date.UTC(-44, 2, 15),
      whole: instant,
      fine: instant + 123,
      utc: instant + 123,
      ahead: instant + 120 - 5.5 * 3_600_000,
      behind: instant + 3 * 3_600_000,
      names: ['a', null],
      nested: [[1], null, []],
      instants: [instant],
      nothing: null,
      none: null,
    });
    expect(columns).toContainEqual({ name: 'exact', type: 'decimal(22, 2)' });
  });

  it('gathers all rows, in their order', async () => {
    const { columns, rows } = await clientOf('pages').client.query('', signal);
    expect(columns.map(({ name }) => name)).toEqual(['custkey', 'name']);
    expect(rows).toHaveLength(1500);
    expect(rows.every(([key, name]) => name === `Customer#${String(key).padStart(9, '0')}`)).toBe(true);
  });

  it('gathers the rows of several pages, whichever of them has the columns', async () => {
    const { columns: _columns, ...withoutColumns } = page(1);
    const port = playing([
      exchange('POST', '/v1/statement', withoutColumns),
      exchange('GET', path(1), page(2)),
      exchange('GET', path(2), page(3, [[1], [2]])),
      exchange('GET', path(3), page(4)),
      exchange('GET', path(4), page(5, [[3]])),
      exchange('GET', path(5), page(null)),
    ]);
    const { rows } = await new TrinoClient({ port, timing: atOnce }).query('', signal);
    expect(rows).toEqual([[1], [2], [3]]);
  });

  it('has columns but no rows where there are none', async () => {
    const { columns, rows } = await clientOf('no rows').client.query('', signal);
    expect([columns.map(({ name }) => name), rows]).toEqual([['name', 'regionkey'], []]);
  });

  it.each([
    ['a map', 'the column labels is of type map(varchar(1), integer), which cannot be read here'],
    ['a row', 'the column pairs is of type array(row(integer, varchar(1))), which cannot be read here'],
    [
      'a named zone',
      'the column ended has the instant 2026-10-25 02:30:00 Europe/Zurich, whose time zone is neither UTC nor an offset',
    ],
  ])('with %s is refused by the name of the column, and cancelled', async (name, found) => {
    const { client, port } = clientOf(name);
    await expect(client.query('', signal)).rejects.toMatchObject({ kind: 'badIndicator', found });
    const { method, path: cancelled } = port.sent[port.sent.length - 1];
    expect([method, cancelled]).toEqual(['DELETE', expect.stringContaining('/v1/statement/executing/')]);
  });

  it('of more rows than anybody asks for is refused and cancelled before all of them have come', async () => {
    const many = Array.from({ length: MAX_ROWS / 4 + 1 }, () => [1]);
    const { client, asked } = deciding((_, count) => answer(page(count, count > 1 ? many : undefined)));
    await expect(client.query('', signal)).rejects.toThrow('the result has more than 100000 rows. Narrow the history');
    expect(asked).toEqual(['POST /v1/statement', ...[1, 2, 3, 4].map((n) => `GET ${path(n)}`), `DELETE ${path(5)}`]);
  });

  it('continues without its bound where access control forbids session properties, and remembers it', async () => {
    const { client, port } = clientOf('no session property');
    expect(client.limitsRuns).toBe(true);
    expect((await client.query('SELECT 1', signal)).rows).toEqual([[1]]);
    const posts = port.sent.filter(({ method }) => method === 'POST');
    expect(posts.map(({ headers }) => headers?.['X-Trino-Session'])).toEqual(['query_max_run_time=2m', undefined]);
    expect(client.limitsRuns).toBe(false);
    await client.query('SELECT 1', signal).catch(() => undefined);
    expect(port.sent[port.sent.length - 1].headers).not.toHaveProperty('X-Trino-Session');
  });
});

describe('the way from page to page', () => {
  it('stays at the configured upstream, whatever host and prefix Trino names', async () => {
    const { client, asked } = deciding((request) =>
      answer(
        request.method === 'POST'
          ? { ...page(1), nextUri: 'https://elsewhere.example/gateway/v1/statement/queued/q1/slug/1?maxWait=1s' }
          : page(null)
      )
    );
    await client.query('', signal);
    expect(asked).toEqual(['POST /v1/statement', 'GET /v1/statement/queued/q1/slug/1?maxWait=1s']);
  });

  it.each([
    'http://10.0.0.7/v1/query/q1',
    'http://10.0.0.7/v1/statement',
    'nonsense',
    '/v1/statement/queued/q1/slug/1',
  ])('refuses %s, and does not repeat it', async (nextUri) => {
    const { client, asked } = deciding(() => answer({ ...page(1), nextUri }));
    const failure: unknown = await client.query('', signal).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'notTheUpstream', found: expect.not.stringContaining(nextUri) });
    expect(asked).toEqual(['POST /v1/statement']);
  });

  it('asks for the same page again when it broke off or did not come', async () => {
    const whole = JSON.stringify(page(2, [[1]]));
    const { client, asked } = deciding((_, count) => {
      switch (count) {
        case 1:
          return answer(page(1));
        case 2:
          return answer(whole.slice(0, 80));
        case 3:
          throw new TransportError('truncated', 'trino', 'the answer broke off');
        case 4:
          return answer(whole);
        case 5:
          throw new TransportError('unreachable', 'trino', 'connection reset');
        case 6:
          throw new TransportError('timeout', 'trino', 'no answer');
        default:
          return answer(page(null, [[2]]));
      }
    });
    expect((await client.query('', signal)).rows).toEqual([[1], [2]]);
    expect(asked).toEqual(['POST /v1/statement', ...[1, 1, 1, 2, 2, 2].map((token) => `GET ${path(token)}`)]);
  });

  it('gives up after the fourth time, and cancels', async () => {
    const { client, asked } = deciding((request) => {
      if (request.method === 'POST') {
        return answer(page(1));
      }
      throw new TransportError('unreachable', 'trino', 'connection reset');
    });
    await expect(client.query('', signal)).rejects.toMatchObject({ name: 'TransportError', kind: 'unreachable' });
    expect(asked).toEqual([
      'POST /v1/statement',
      ...Array.from({ length: 4 }, () => `GET ${path(1)}`),
      `DELETE ${path(1)}`,
    ]);
  });

  it('reports at once that Trino cannot be reached', async () => {
    const { client, asked } = deciding(() => {
      throw new TransportError('unreachable', 'trino', 'trino:8080 refused the connection');
    });
    await expect(client.query('', signal)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(asked).toEqual(['POST /v1/statement']);
  });

  it('pauses longer from poll to poll, up to a second, but neither before the first nor after rows', async () => {
    const pauses: number[] = [];
    const { port } = deciding((_, count) => answer(page(count < 60 ? count : null, count === 55 ? [[1]] : undefined)));
    await new TrinoClient({ port, timing: { sleep: async (ms) => void pauses.push(ms) } }).query('', signal);
    expect(pauses.slice(0, 3)).toEqual([50, 70, 90]);
    expect(Math.max(...pauses)).toBe(1000);
    expect(pauses.slice(-5)).toEqual([1000, 50, 70, 90, 110]);
    expect(pauses).toHaveLength(57);
  });

  it('ends where Trino itself would have ended the query long ago', async () => {
    let nowMs = 0;
    const { port, asked } = deciding(() => answer(page(1)));
    const sleep = async (ms: number) => void (nowMs += ms);
    const client = new TrinoClient({ port, timing: { sleep, clock: () => nowMs } });
    await expect(client.query('', signal)).rejects.toMatchObject({
      kind: 'timeout',
      found: 'the query has not ended after 150 s',
    });
    expect(asked[asked.length - 1]).toBe(`DELETE ${path(1)}`);
  });
});

describe('a caller that leaves', () => {
  const reason = new Error('the panel went away');

  it('finds at any time where what is open can be cancelled, and nothing once it has ended', async () => {
    const open = new Map<string, string>();
    const seen: Array<Array<[string, string]>> = [];
    const { port } = deciding((_, count) => {
      seen.push([...open]);
      return answer(page(count < 3 ? count : null, [[1]]));
    });
    await new TrinoClient({ port, open, timing: atOnce }).query('', signal);
    expect(seen).toEqual([[], [['q1', path(1)]], [['q1', path(2)]]]);
    expect([...open]).toEqual([]);
  });

  it('before it asked, asks nothing', async () => {
    const { client, asked } = deciding(() => answer(page(null)));
    await expect(client.query('', AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(asked).toEqual([]);
  });

  it('cancels a query that is still queued, not yet polled', async () => {
    const controller = new AbortController();
    const { client, asked } = deciding(() => {
      // The answer is on its way when the panel goes.
      controller.abort(reason);
      return answer({ ...page(1), nextUri: uri(1).replace('executing', 'queued') });
    });
    await expect(client.query('', controller.signal)).rejects.toBe(reason);
    expect(asked).toEqual(['POST /v1/statement', 'DELETE /v1/statement/queued/q1/slug/1']);
  });

  it('cancels during a poll, with a request of its own that no one waits for', async () => {
    const controller = new AbortController();
    const deletes: Array<{ request: HttpRequest; aborted: boolean }> = [];
    const port: HttpPort = {
      send: (request, sendSignal) => {
        if (request.method === 'DELETE') {
          deletes.push({ request, aborted: sendSignal.aborted });
          return new Promise(() => undefined);
        }
        if (request.method === 'POST') {
          return Promise.resolve(answer(page(1)));
        }
        return new Promise((_, reject) => {
          sendSignal.addEventListener('abort', () => reject(sendSignal.reason));
          controller.abort(reason);
        });
      },
    };
    const client = new TrinoClient({ port, timing: atOnce });
    await expect(client.query('', controller.signal)).rejects.toBe(reason);
    expect(deletes).toEqual([
      { request: { upstream: 'trino', method: 'DELETE', path: path(1), timeoutMs: 5_000 }, aborted: false },
    ]);
  });

  it('cancels during a pause', async () => {
    const controller = new AbortController();
    const { port, asked } = deciding((_, count) => answer(page(count)));
    const client = new TrinoClient({ port });
    const result = client.query('', controller.signal);
    setTimeout(() => controller.abort(reason), 20);
    await expect(result).rejects.toBe(reason);
    expect(asked).toEqual(['POST /v1/statement', `GET ${path(1)}`, `DELETE ${path(2)}`]);
  });

  it('gets its own reason even where the cancelling fails', async () => {
    const controller = new AbortController();
    const port: HttpPort = {
      send: (request) => {
        controller.abort(reason);
        return request.method === 'DELETE'
          ? Promise.reject(new TransportError('unreachable', 'trino', 'gone'))
          : Promise.resolve(answer(page(1)));
      },
    };
    await expect(new TrinoClient({ port, timing: atOnce }).query('', controller.signal)).rejects.toBe(reason);
  });
});

describe('a failed query', () => {
  it.each([
    [
      'SYNTAX_ERROR',
      'refused',
      /does not understand the SQL .*line 2:32: mismatched input/,
      /names of table and columns/,
    ],
    ['CATALOG_NOT_FOUND', 'badIndicator', /Catalog 'mysql' not found/, /Correct the history of this objective/],
    ['SCHEMA_NOT_FOUND', 'badIndicator', /Schema 'nowhere' does not exist/, /Correct the history of this objective/],
    ['TABLE_NOT_FOUND', 'badIndicator', /'memory.default.query_log' does not exist/, /Correct the history of this/],
    ['COLUMN_NOT_FOUND', 'badIndicator', /Column 'query_state' cannot be resolved/, /under history.columns/],
    ['TYPE_MISMATCH', 'badIndicator', /an unexpected type .*bigint < varchar/, /history.columns/],
    [
      'PERMISSION_DENIED',
      'unauthorized',
      /Cannot select from table memory.secret.query_log/,
      /Grant the Trino user SELECT/,
    ],
    ['QUERY_QUEUE_FULL', 'unavailable', /Too many queued queries for "full"/, /maxQueued/],
    ['QUERY_REJECTED', 'refused', /No matching resource group/, /match the source error-budget/],
    ['EXCEEDED_TIME_LIMIT', 'timeout', /maximum time limit of 1.00s/, /resource group .*error-budget more room/],
    ['ADMINISTRATIVELY_KILLED', 'unavailable', /the query was killed .*too heavy/, /administrators/],
    ['ADMINISTRATIVELY_PREEMPTED', 'unavailable', /preempted by others/, /resource group of its own/],
    ['USER_CANCELED', 'unavailable', /the query was cancelled/, /Refresh/],
    ['ABANDONED_QUERY', 'unavailable', /its result was not fetched in time/, /holds back requests/],
    ['NO_NODES_AVAILABLE', 'unavailable', /no worker/, /system.runtime.nodes/],
    ['SERVER_SHUTTING_DOWN', 'unavailable', /shutting down/, /when it is back/],
    ['DIVISION_BY_ZERO', 'refused', /refused the query .*Division by zero/, /Correct the history/],
    [
      'GENERIC_INTERNAL_ERROR',
      'unavailable',
      /failed at the query .*the disk is full/,
      /query \d{8}_\d{6}_\S+ in Trino/,
    ],
    ['GENERIC_INSUFFICIENT_RESOURCES', 'unavailable', /lacked the resources/, /more room/],
    ['UNSUPPORTED_TABLE_TYPE', 'unavailable', /a system behind Trino failed/, /system behind the catalog/],
  ])('of %s says what was found and what to do', async (errorName, kind, found, remedy) => {
    const failure = await failureOf(errorName);
    expect(failure).toBeInstanceOf(UpstreamFailure);
    expect(failure).toMatchObject({
      kind,
      errorName,
      found: expect.stringMatching(found),
      remedy: expect.stringMatching(remedy),
    });
  });

  it('names the type of the error and its position in the SQL', async () => {
    expect(await failureOf('SYNTAX_ERROR')).toMatchObject({
      errorType: 'USER_ERROR',
      position: { line: 2, column: 32 },
    });
    expect(await failureOf('GENERIC_INTERNAL_ERROR')).toMatchObject({
      errorType: 'INTERNAL_ERROR',
      position: undefined,
    });
  });

  it.each(['a query while starting', 'a query while starting with passwords'])('is %s', async (name) => {
    expect(await failureOf(name)).toMatchObject({
      kind: 'unavailable',
      found: expect.stringMatching(/^Trino is starting/),
    });
  });

  it('may come of a Trino that has just started and knows none of its nodes, which has no error code of its own', async () => {
    const error = { message: 'nodes is empty', errorName: 'GENERIC_INTERNAL_ERROR', errorType: 'INTERNAL_ERROR' };
    const { client } = deciding(() => answer({ ...page(null), error }));
    await expect(client.query('', signal)).rejects.toMatchObject({
      kind: 'unavailable',
      found: 'Trino has no worker for the query (GENERIC_INTERNAL_ERROR): nodes is empty',
      remedy: expect.stringContaining('if it has just started'),
    });
  });

  it('is one that Trino no longer knows', async () => {
    expect(await failureOf('lost')).toMatchObject({
      kind: 'unavailable',
      found: 'Trino no longer knows the query (HTTP 404)',
    });
    const { client } = deciding((request) => (request.method === 'POST' ? answer(page(1)) : answer('', 410)));
    await expect(client.query('', signal)).rejects.toMatchObject({
      found: 'Trino no longer knows the query (HTTP 410)',
    });
  });

  it('never reveals the slug of its address, which is a capability', async () => {
    const secret = 'y0123456789abcdef0123456789abcdef01234567';
    const nextUri = uri(1).replace('slug', secret);
    const ends = [
      answer('', 404),
      answer('<html>gone</html>', 502),
      answer(page(1, [['text']])),
      answer({ id: 'q1', stats: {}, columns: 1 }),
    ];
    const failures = ends.map((end) =>
      deciding((request) => (request.method === 'POST' ? answer({ ...page(1), nextUri }) : end))
        .client.query('', signal)
        .then(String, String)
    );
    const texts = await Promise.all(failures);
    expect(texts).toHaveLength(4);
    expect(texts.every((text) => text.startsWith('UpstreamFailure') && !text.includes(secret))).toBe(true);
  });
});

describe('an answer that is no page', () => {
  it.each([
    ['a forwarded request', 'refused', /came through a proxy.*HTTP 406/, /http-server.process-forwarded=ignore/],
    ['no TLS', 'unauthorized', /takes none without TLS/, /https:\/\//],
    ['no user', 'unauthorized', /HTTP 401: Basic authentication or X-Trino-Original-User/, /needs the name of a user/],
    ['a password where none is wanted', 'unauthorized', /Password not allowed/, /takes no password/],
    ['a wrong password', 'unauthorized', /HTTP 401: Access Denied: Invalid credentials/, /Check the user, password/],
    ['no credentials', 'unauthorized', /HTTP 401: Unauthorized/, /Check the user, password/],
  ])('because of %s says what to do', async (name, kind, found, remedy) => {
    expect(await failureOf(name)).toMatchObject({
      kind,
      found: expect.stringMatching(found),
      remedy: expect.stringMatching(remedy),
    });
  });

  it.each([
    ["Grafana's rewritten 401", 400, 'Authentication to data source failed', 'unauthorized', /\(HTTP 400\)/],
    ['a forbidden address', 403, 'Forbidden', 'unauthorized', /refused access \(HTTP 403: Forbidden\)/],
    ['a login page', 200, '<!doctype html><title>Sign in</title>', 'notTheUpstream', /HTML page .*Sign in/],
    ['an error page of a proxy', 502, '<title>Bad gateway</title>', 'unavailable', /HTTP 502: Bad gateway/],
    ['a Trino that is not up yet', 503, 'Service Unavailable', 'unavailable', /HTTP 503: Service Unavailable/],
    ['a gateway that is in demand', 429, '', 'unavailable', /too many requests \(HTTP 429\)/],
    ['nothing', 200, '', 'notTheUpstream', /the answer is empty/],
    ['text', 404, '404 page not found', 'notTheUpstream', /HTTP 404: 404 page not found/],
    ['an exception', 500, 'java.lang.OutOfMemoryError', 'unavailable', /HTTP 500: java.lang.OutOfMemoryError/],
    ['other JSON', 200, '{"status":"success"}', 'notTheUpstream', /JSON, but not from Trino/],
    ['an envelope without columns', 200, '{"id":"q","stats":{},"columns":{}}', 'notTheUpstream', /not its columns/],
    [
      'the spooling protocol',
      200,
      '{"id":"q","stats":{},"data":{"encoding":"json","segments":[]}}',
      'notTheUpstream',
      /not its rows/,
    ],
    ['rows before columns', 200, '{"id":"q","stats":{},"data":[[1]]}', 'notTheUpstream', /1 values for 0 columns/],
  ])('but %s says so', async (_, status, text, kind, found) => {
    const { client } = deciding(() => ({ status, headers: {}, text }));
    await expect(client.query('', signal)).rejects.toMatchObject({ kind, found: expect.stringMatching(found) });
  });

  it.each([
    ['bigint', '1'],
    ['integer', 1.5],
    ['double', 'many'],
    ['boolean', 1],
    ['varchar', 1],
    ['date', '2 January'],
    ['timestamp', 5],
    ['unknown', 1],
  ])('has no %s of %p', async (rawType, value) => {
    const typeSignature = { rawType, arguments: [] };
    const columns = [{ name: 'x', type: rawType, typeSignature }];
    const { client } = deciding(() => answer({ ...page(null, [[value]]), columns }));
    await expect(client.query('', signal)).rejects.toMatchObject({
      kind: 'notTheUpstream',
      found: expect.stringContaining(`the column x of type ${rawType} has a value of another type`),
    });
  });
});

describe('what Trino reports about itself', () => {
  it('is version, environment and uptime', async () => {
    expect(await clientOf('info').client.info(signal)).toEqual({
      version: '476',
      environment: 'test',
      starting: false,
      coordinator: true,
      uptimeMs: expect.any(Number),
    });
  });

  it('is that it starts', async () => {
    const info = await clientOf('starting').client.info(signal);
    expect(info.starting).toBe(true);
    expect(info.uptimeMs).toBeLessThan(30_000);
  });

  it('is refused to a proxy as queries are', async () => {
    await expect(clientOf('forwarded info').client.info(signal)).rejects.toMatchObject({
      remedy: expect.stringContaining('http-server.process-forwarded=ignore'),
    });
  });

  it.each([
    ['865.15ms', 865],
    ['6.44s', 6_440],
    ['1.50m', 90_000],
    ['2.02h', 7_272_000],
    ['41.00d', 41 * 86_400_000],
    ['a while', null],
  ])('is an uptime of %s', async (uptime, uptimeMs) => {
    const { client } = deciding(() => answer({ nodeVersion: { version: '483' }, uptime, state: 'ACTIVE' }));
    expect(await client.info(signal)).toMatchObject({ version: '483', uptimeMs, state: 'ACTIVE', coordinator: true });
  });

  it('is nothing where something else answers', async () => {
    await expect(deciding(() => answer({ version: '3.5.0' })).client.info(signal)).rejects.toMatchObject({
      kind: 'notTheUpstream',
    });
  });
});

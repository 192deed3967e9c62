import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import plugin from '../../src/plugin.json';
import { checkTrino } from '../../src/sources/trino/client/checkTrino';
import { MAX_ROWS, TrinoClient } from '../../src/sources/trino/client/trinoClient';
import { createTransport } from '../../src/transport/createTransport';
import { createGrafanaPort } from '../../src/transport/grafanaPort';
import { createNodePort } from '../../src/transport/nodePort';
import { PROCESS_LIMITS } from '../../src/transport/requestLimits';
import { backendFetch } from './backendFetch';
import { listenOnLoopback } from './loopback';
import { startGrafanaProxy, type GrafanaProxy } from './startGrafanaProxy';
import { submit } from './trino/askTrino';
import { LONG_QUERY } from './trino/failures';
import {
  answerLost,
  badGateway,
  compressed,
  cutOff,
  emptyAnswer,
  loginPage,
  queryLost,
  rewritten,
  slow,
  startFaultyTrino,
  tokenLost,
  tooManyRequests,
  type FaultyTrino,
} from './trino/faultyTrino';
import { describeWithTrino, prepareTrino, type TrinoFixture } from './trino/fixture';

const { signal } = new AbortController();

/** Every other page is asked for as by a gateway that sends Trino its prefix. */
function namedBy(page: number, prefix: string): Record<string, string> {
  return page % 2 === 0 ? {} : { 'x-forwarded-prefix': prefix, 'x-forwarded-host': 'gateway.example' };
}

describeWithTrino('the client of Trino', () => {
  let trino: TrinoFixture;
  let faulty: FaultyTrino;
  let proxy: GrafanaProxy;

  beforeAll(async () => {
    trino = await prepareTrino({ empty: true });
    faulty = await startFaultyTrino(trino.url);
    proxy = await startGrafanaProxy({
      uid: 'budget',
      routes: plugin.routes,
      jsonData: { trinoUrl: trino.url, trinoUser: 'grafana' },
    });
  }, 600_000);

  beforeEach(() => faulty?.reset());

  afterAll(async () => {
    await proxy?.stop();
    await faulty?.stop();
    await trino?.stop();
  });

  /** As in Grafana: through its proxy, which hides Trino's address and adds the user. */
  function inGrafana(): TrinoClient {
    const port = createGrafanaPort({ fetch: backendFetch, proxyUrl: proxy.url, routes: { trino: 'trino-none' } });
    return new TrinoClient({ port: createTransport(port) });
  }

  /** As in the exporter: straight, with a user of its own. */
  function inNode(url: string, user = 'exporter'): TrinoClient {
    const port = createTransport(createNodePort({ bases: { trino: url } }), {
      limits: PROCESS_LIMITS,
      retries: { baseDelayMs: 20 },
    });
    return new TrinoClient({ port, user });
  }

  /** State and error of a query as Trino keeps it; undefined if it never was one. */
  async function kept(queryId: string): Promise<unknown[] | undefined> {
    const { rows } = await trino.run(
      `SELECT state, error_code FROM system.runtime.queries WHERE query_id = '${queryId}'`
    );
    return rows[0];
  }

  async function untilEnded(queryId: string): Promise<unknown[] | undefined> {
    for (let attempt = 0; attempt < 50; attempt++) {
      const row = await kept(queryId);
      if (row?.[0] === 'FAILED' || row?.[0] === 'FINISHED') {
        return row;
      }
      await wait(200);
    }
    return kept(queryId);
  }

  /** Id of the one query with this text that runs now. */
  async function runningId(sql: string): Promise<string> {
    for (;;) {
      const { rows } = await trino.run(
        `SELECT query_id FROM system.runtime.queries WHERE state = 'RUNNING' AND query = '${sql.replaceAll("'", "''")}'`
      );
      if (rows.length > 0) {
        return String(rows[0][0]);
      }
      await wait(100);
    }
  }

  it.each([
    ["through Grafana's proxy", () => inGrafana(), 'grafana'],
    ['straight', () => inNode(trino.url), 'exporter'],
  ])('reaches Trino %s, as the user who was configured, with text of any script', async (_, client, user) => {
    const { rows } = await client().query("SELECT current_user, 'Zürich 東京 “q”', bigint '9007199254740993'", signal);
    expect(rows).toEqual([[user, 'Zürich 東京 “q”', BigInt('9007199254740993')]]);
    expect(await client().info(signal)).toMatchObject({ version: trino.version, starting: false, coordinator: true });
  });

  it('can be recognized by its source and tags, and bounds its queries', async () => {
    const { queryId, rows } = await inGrafana().query("SHOW SESSION LIKE 'query_max_run_time'", signal);
    expect(rows[0].slice(0, 2)).toEqual(['query_max_run_time', '2m']);
    const { rows: filed } = await trino.run(
      `SELECT source, "user" FROM system.runtime.queries WHERE query_id = '${queryId}'`
    );
    expect(filed).toEqual([['error-budget', 'grafana']]);
  });

  it('gathers a result of many pages, whole and once', async () => {
    const sql = 'SELECT orderkey, linenumber, comment FROM tpch.tiny.lineitem';
    const { rows } = await inNode(faulty.url).query(sql, signal);
    const { rows: truth } = await trino.run('SELECT count(*), sum(orderkey * 10 + linenumber) FROM tpch.tiny.lineitem');
    const sum = rows.reduce((total, [order, line]) => total + Number(order) * 10 + Number(line), 0);
    expect([[rows.length, sum]]).toEqual(truth);
    expect(faulty.requests.filter(({ kind }) => kind === 'page').length).toBeGreaterThan(4);
  });

  it('loses and doubles no rows where answers break off, stay away or are refused for a while', async () => {
    const sql = 'SELECT orderkey, linenumber, comment FROM tpch.tiny.lineitem';
    faulty.next('submit', badGateway(503), cutOff);
    const asItIs = slow(0);
    faulty.next('page', asItIs, cutOff, answerLost, cutOff, asItIs);
    faulty.next('page', tooManyRequests({ retryAfterSeconds: 0 }), badGateway(502), asItIs, answerLost, asItIs, cutOff);
    const { rows } = await inNode(faulty.url).query(sql, signal);
    const distinct = new Set(rows.map(([order, line]) => Number(order) * 10 + Number(line)));
    expect([rows.length, distinct.size]).toEqual([60_175, 60_175]);
    expect(faulty.requests.filter(({ kind }) => kind === 'submit')).toHaveLength(3);
  });

  it('reads the same from pages that something in between rewrites, compresses, empties or replaces', async () => {
    const sql = 'SELECT orderkey, linenumber, comment FROM tpch.tiny.lineitem';
    faulty.next('submit', emptyAnswer, rewritten);
    faulty.next('page', rewritten, emptyAnswer, compressed, loginPage, rewritten, emptyAnswer, emptyAnswer);
    faulty.always('page', rewritten);
    faulty.next('info', emptyAnswer, rewritten);
    const { rows } = await inNode(faulty.url).query(sql, signal);
    const distinct = new Set(rows.map(([order, line]) => Number(order) * 10 + Number(line)));
    expect([rows.length, distinct.size]).toEqual([60_175, 60_175]);
    expect(await inNode(faulty.url).info(signal)).toMatchObject({ version: trino.version, starting: false });
  });

  it.each([
    ['forgotten', queryLost, 404],
    ['ahead of us', tokenLost, 410],
  ])('says so when a page is %s', async (_, fault, status) => {
    faulty.next('page', fault);
    await expect(inNode(faulty.url).query('SELECT 1', signal)).rejects.toMatchObject({
      kind: 'unavailable',
      found: `Trino no longer knows the query (HTTP ${status})`,
    });
  });

  it('cancels a result of more rows than anybody asks for', async () => {
    const sql = 'SELECT orderkey FROM tpch.sf1.lineitem';
    await expect(inGrafana().query(sql, signal)).rejects.toThrow(`more than ${MAX_ROWS} rows`);
    const { rows } = await trino.run(`SELECT query_id FROM system.runtime.queries WHERE query = '${sql}'`);
    expect(await untilEnded(String(rows[0][0]))).toEqual(['FAILED', 'USER_CANCELED']);
  });

  it('cancels what is running when its caller leaves', async () => {
    const controller = new AbortController();
    const sql = `${LONG_QUERY} -- left`;
    const result = inGrafana().query(sql, controller.signal);
    const outcome = result.catch((error: unknown) => error);
    const queryId = await runningId(sql);
    controller.abort('left');
    expect(await outcome).toBe('left');
    expect(await untilEnded(queryId)).toEqual(['FAILED', 'USER_CANCELED']);
  });

  it('leaves no query behind when its caller leaves before the first page', async () => {
    const controller = new AbortController();
    faulty.always('page', () => controller.abort('left'));
    await expect(inNode(faulty.url).query('SELECT 4711', controller.signal)).rejects.toBe('left');
    await wait(500);
    expect(faulty.requests.map(({ kind }) => kind)).toEqual(['submit', 'page', 'cancel']);
    const { rows } = await trino.run("SELECT state FROM system.runtime.queries WHERE query = 'SELECT 4711'");
    expect(rows).toEqual([]);
  });

  it('leaves no query behind when its caller leaves while the statement is on its way', async () => {
    const controller = new AbortController();
    faulty.always('submit', slow(300));
    const reading = inNode(faulty.url).query('SELECT 4712', controller.signal);
    setTimeout(() => controller.abort('left'), 100);
    await expect(reading).rejects.toBe('left');
    await wait(1_500);
    expect(faulty.requests.map(({ kind }) => kind)).toEqual(['submit']);
    const { rows } = await trino.run("SELECT state FROM system.runtime.queries WHERE query = 'SELECT 4712'");
    expect(rows).toEqual([]);
  });

  it('reaches a Trino below a path, whose next pages are named with and without it', async () => {
    const prefix = '/gateway/v1/statement-of/trino';
    const gateway = createServer(async (request, response) => {
      const path = request.url?.startsWith(prefix) ? request.url.slice(prefix.length) : undefined;
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk);
      }
      const answer = await fetch(`${trino.url}${path ?? '/nowhere'}`, {
        method: request.method,
        headers: { 'x-trino-user': 'gateway', ...(path === undefined ? {} : namedBy(++pages, prefix)) },
        body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
      });
      response.writeHead(path === undefined ? 404 : answer.status).end(await answer.text());
    });
    let pages = 0;
    const { url, stop } = await listenOnLoopback(gateway);
    try {
      const { rows } = await inNode(`${url}${prefix}/`).query('SELECT count(*) FROM tpch.tiny.orders', signal);
      expect(rows).toEqual([[15000]]);
      expect(pages).toBeGreaterThan(2);
    } finally {
      await stop();
    }
  });

  it('may post a statement twice, because one that no one polls never becomes a query', async () => {
    const { id } = await submit(trino.url, 'SELECT 1');
    await wait(1_000);
    expect(await kept(id)).toBeUndefined();
  });

  it('is healthy, and finds out whose queries it sees', async () => {
    await trino.run('SELECT count(*) FROM tpch.tiny.nation', { user: 'somebody' });
    const { info, user, visibility, findings } = await checkTrino(inGrafana(), [], Date.now(), signal);
    expect([info?.version, user, visibility, findings]).toEqual([trino.version, 'grafana', 'everybody', []]);
  });
});

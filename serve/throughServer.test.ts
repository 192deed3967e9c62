import { setMaxListeners } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../src/budget/durations';
import type { Objective } from '../src/catalogue/objective';
import { shippedCatalogue } from '../src/catalogue/shippedCatalogue';
import { ErrorBudgetServer } from '../src/evaluation/errorBudgetServer';
import type { Sources } from '../src/evaluation/evaluateObjective';
import { EVALUATION_KINDS, localEvaluation } from '../src/evaluation/evaluations';
import { demoSource } from '../src/sources/demo/demoSource';
import { createNodePort } from '../src/transport/nodePort';
import type { HttpAnswer, HttpPort } from '../src/transport/port';
import { everyRequest } from './everyRequest.testing';
import { ReadApi } from './readApi';
import { Rounds } from './rounds';

const NOW_MS = Date.UTC(2026, 2, 1, 10, 35);
const INTERVAL_MS = MINUTE_MS;
const NEVER = new AbortController().signal;
// Every objective listens to it.
setMaxListeners(0, NEVER);

const REQUESTS = everyRequest(NOW_MS);
const MOMENT = REQUESTS.objective;

const demo = demoSource();
const SOURCES: Sources = { Prometheus: demo, Dagster: demo, Trino: demo, Demo: demo };

interface Exchange {
  path: string;
  body: string;
  /** Of what came back, decompressed. */
  bytes: number;
}

/** A server over the demo, and a client of it that notes what is sent. */
class ThroughServer {
  readonly exchanges: Exchange[] = [];
  readonly rounds: Rounds;
  private isAway = false;
  private listening?: Server;
  private api?: ReadApi;

  constructor() {
    this.rounds = new Rounds({ sources: SOURCES, catalogue, readers: ['all'], intervalMs: INTERVAL_MS });
    this.round(NOW_MS);
  }

  round(atMs: number): void {
    this.rounds.begin('all', atMs);
    this.rounds.end('all');
  }

  /** As another process does, it knows no cursor. */
  restart(): void {
    this.api = new ReadApi({
      rounds: this.rounds,
      catalogue,
      version: '1',
      token: 'let me in',
      report: (error) => defects.push(error),
    });
  }

  goAway(): void {
    this.isAway = true;
  }

  async client(clock?: () => number): Promise<ErrorBudgetServer> {
    this.restart();
    const server = createServer((request, response) => void this.api?.handle(request, response));
    this.listening = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const headers = { server: { Authorization: 'Bearer let me in' } };
    const to = createNodePort({ bases: { server: `http://127.0.0.1:${port}` }, headers });
    const away = createNodePort({ bases: { server: 'http://127.0.0.1:1' } });
    const noting: HttpPort = {
      send: async (request, signal): Promise<HttpAnswer> => {
        const exchange: Exchange = { path: request.path, body: request.body ?? '', bytes: 0 };
        this.exchanges.push(exchange);
        const { onText } = request;
        const heard =
          onText &&
          ((part: string) => {
            exchange.bytes += part.length;
            onText(part);
          });
        return (this.isAway ? away : to).send({ ...request, onText: heard }, signal);
      },
    };
    return new ErrorBudgetServer(noting, clock);
  }

  async stop(): Promise<void> {
    this.listening?.closeAllConnections();
    await new Promise((resolve) => this.listening?.close(resolve) ?? resolve(undefined));
  }
}

/** Defects of the server. */
let defects: unknown[] = [];

let through: ThroughServer;
beforeEach(() => {
  defects = [];
  through = new ThroughServer();
});
afterEach(async () => {
  await through.stop();
  expect(defects).toEqual([]);
});

/** One for each kind of indicator and window. */
const objectives = shippedCatalogue.objectives.filter(
  ({ indicator, window, policy }, index, all) =>
    index ===
    all.findIndex(
      (other) =>
        other.indicator.source === indicator.source &&
        other.window.type === window.type &&
        other.policy.timeBased === policy.timeBased
    )
);
const catalogue = { ...shippedCatalogue, objectives };
const [first, second] = objectives;

describe('evaluations through a server', () => {
  it.each(EVALUATION_KINDS)('of kind %s are those that are made here', async (kind) => {
    const client = await through.client();
    const here = localEvaluation({ sources: SOURCES, catalogue });
    // First, since it holds up the server, which is in the same process.
    const local = await Promise.all(objectives.map((one) => here(kind, one, REQUESTS[kind], NEVER)));
    const { objectives: served } = await client.catalogue(NEVER);
    const remote = await Promise.all(served.map((one) => client.evaluate(kind, one, REQUESTS[kind], NEVER)));
    expect(remote).toEqual(local);
    expect(through.exchanges.filter(({ body }) => body !== '')).toHaveLength(1);
  });

  it('take the window that a query asks for', async () => {
    const client = await through.client();
    const here = localEvaluation({ sources: SOURCES, catalogue });
    const rolling = objectives.filter(({ window }) => window.type === 'rolling');
    const shorter = rolling.map((one): Objective => ({ ...one, window: { type: 'rolling', durationMs: 7 * DAY_MS } }));
    const remote = await Promise.all(shorter.map((one) => client.evaluate('objective', one, MOMENT, NEVER)));
    expect(remote).toEqual(await Promise.all(shorter.map((one) => here('objective', one, MOMENT, NEVER))));
  });

  it('send no row that is known already', async () => {
    const client = await through.client();
    const row = await client.evaluate('objective', first, MOMENT, NEVER);
    const contributors = await client.evaluate('contributors', first, { ...MOMENT, row }, NEVER);
    expect(contributors.error).toBeUndefined();
    expect(through.exchanges.at(-1)?.body).not.toContain('evaluation');
  });

  it('ask once for what several panels ask for', async () => {
    const client = await through.client();
    const twice = await Promise.all([1, 2].map(() => client.evaluate('objective', first, MOMENT, NEVER)));
    expect(twice[0]).toEqual(twice[1]);
    expect(JSON.parse(through.exchanges[0].body).reads[0].objectives).toHaveLength(1);
  });

  it('ask on a refresh for what has changed', async () => {
    const client = await through.client();
    const all = (nowMs: number) =>
      Promise.all(objectives.map((one) => client.evaluate('objective', one, { atMs: nowMs, nowMs }, NEVER)));
    const before = await all(NOW_MS);
    const laterMs = NOW_MS + MINUTE_MS;
    through.round(laterMs);
    const after = await all(laterMs);
    const [whole, refresh] = through.exchanges;
    expect(JSON.parse(refresh.body).reads[0]).toEqual({
      cursor: expect.any(String),
      request: { atMs: laterMs, nowMs: laterMs },
    });
    expect(after).toHaveLength(before.length);
    const here = localEvaluation({ sources: SOURCES, catalogue });
    const later = { atMs: laterMs, nowMs: laterMs };
    expect(after).toEqual(await Promise.all(objectives.map((one) => here('objective', one, later, NEVER))));
    expect(refresh.bytes).toBeLessThan(whole.bytes / 2);
  });

  it.each(EVALUATION_KINDS)('of kind %s are the same when they come as changes', async (kind) => {
    const client = await through.client();
    const here = localEvaluation({ sources: SOURCES, catalogue });
    let whole = 0;
    for (const laterMs of [NOW_MS, NOW_MS + 65 * MINUTE_MS]) {
      through.round(laterMs);
      const request = everyRequest(laterMs)[kind];
      const remote = await Promise.all(objectives.map((one) => client.evaluate(kind, one, request, NEVER)));
      expect(remote).toEqual(await Promise.all(objectives.map((one) => here(kind, one, request, NEVER))));
      const { bytes } = through.exchanges.at(-1) ?? { bytes: NaN };
      whole = whole || bytes;
      if (kind === 'series' && laterMs > NOW_MS) {
        expect(bytes).toBeLessThan(whole / 4);
      }
    }
  });

  it('are asked for in whole where the server has forgotten the cursor', async () => {
    const client = await through.client();
    const before = await client.evaluate('objective', first, MOMENT, NEVER);
    through.restart();
    expect(await client.evaluate('objective', first, MOMENT, NEVER)).toEqual(before);
    const reads = through.exchanges.map(({ body }) => JSON.parse(body).reads[0]);
    expect(reads).toEqual([
      expect.objectContaining({ kind: 'objective' }),
      expect.objectContaining({ cursor: expect.any(String) }),
      expect.objectContaining({ kind: 'objective' }),
    ]);
  });

  it('fail for the objective whose definition differs, and for no other', async () => {
    const client = await through.client();
    const other: Objective = { ...first, target: 0.5 };
    const [failed, fine] = await Promise.all([
      client.evaluate('objective', other, MOMENT, NEVER),
      client.evaluate('objective', second, MOMENT, NEVER),
    ]);
    expect(failed).toMatchObject({
      kind: 'failed',
      error: { message: expect.stringContaining(`(${first.id}), Error Budget server: its catalogue defines`) },
    });
    expect(fine.kind).not.toBe('failed');
  });

  it('keep the last answers while the server is away, and say so', async () => {
    let nowMs = 0;
    const client = await through.client(() => nowMs);
    const { asOfMs } = await client.state(NEVER);
    const before = await client.evaluate('objective', first, { atMs: asOfMs, nowMs: asOfMs }, NEVER);
    through.goAway();
    nowMs += HOUR_MS;
    expect(await client.state(NEVER)).toMatchObject({ asOfMs });
    const after = await client.evaluate('objective', first, { atMs: asOfMs, nowMs: asOfMs }, NEVER);
    const said = 'notices' in after ? after.notices.at(-1)?.text : undefined;
    expect(after).toMatchObject({ ...before, notices: expect.any(Array) });
    expect(said).toMatch(/Error Budget server: no answer .* The figures are those of 2026-03-01T10:35:00.000Z\.$/);
  });

  it('say in each kind of answer why there is none', async () => {
    const client = await through.client();
    through.goAway();
    const [trino] = objectives.filter(({ indicator }) => indicator.source === 'Trino');
    for (const kind of EVALUATION_KINDS) {
      const answer: object = await client.evaluate(kind, kind === 'lineage' ? first : trino, REQUESTS[kind], NEVER);
      expect(answer).toMatchObject({ error: { kind: 'unreachable', upstream: 'Error Budget server' } });
    }
  });

  it('leave when no one waits any more', async () => {
    const client = await through.client();
    const leaving = new AbortController();
    const asked = client.evaluate('objective', first, MOMENT, leaving.signal);
    leaving.abort(new Error('another page'));
    await expect(asked).rejects.toThrow('another page');
  });
});

describe('the state and the catalogue of a server', () => {
  it('come with hashes that the client computes too', async () => {
    const client = await through.client();
    const catalogue = await client.catalogue(NEVER);
    expect(catalogue.objectives).toEqual(objectives);
    expect((await client.state(NEVER)).catalogue).toBe(catalogue.hash);
  });

  it('fail with what was found and what to do', async () => {
    const client = await through.client();
    through.goAway();
    await expect(client.state(NEVER)).rejects.toThrow(
      /^Error Budget server: no answer \(.*\)\. Check that “error-budget serve” runs and that the Error Budget server URL reaches it\.$/
    );
  });
});

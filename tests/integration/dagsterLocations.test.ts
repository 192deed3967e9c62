import { HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import type { DagsterSpec, Objective } from '../../src/catalogue/objective';
import { dagsterSource, type DagsterSource } from '../../src/sources/dagster/dagsterSource';
import { dagsterObjective } from '../../src/sources/dagster/objectives.testing';
import { createNodePort } from '../../src/transport/nodePort';
import { describeWithDagster } from './dagster/describeWithDagster';
import { dagsterWithLocations, type DagsterWithLocations } from './dagster/locations/fixture';

const PREPARE_TIMEOUT_MS = 1_200_000;
const never = new AbortController().signal;
const COUNTINGS = [
  ['after', 'afterRetries'],
  ['every-attempt', 'everyAttempt'],
] as const;
/** One asset of each process that the seeder runs. */
const ASSETS = [
  'north/orders',
  'south/orders',
  'lab/samples',
  'north/prices',
  'dbt/customers',
  'north/file_index',
  'north/mail',
  'north/loaded',
  'north/balance',
  'north/report',
];

function objective(spec: Partial<DagsterSpec>): Objective {
  return dagsterObjective({ retrySettleMs: 5 * MINUTE_MS, ...spec }, JSON.stringify(spec));
}

describeWithDagster('three code locations of a real Dagster, of which two share names', () => {
  let dagster: DagsterWithLocations;
  let source: DagsterSource;
  let requests: string[];
  // Just after the last run, so that the bucket in which all of it happened is whole.
  const nowMs = Date.now() + HOUR_MS;
  const toMs = Math.ceil(nowMs / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
  const range = { fromMs: toMs - 30 * HOUR_MS, toMs, nowMs: toMs };

  beforeAll(async () => {
    dagster = await dagsterWithLocations();
  }, PREPARE_TIMEOUT_MS);

  afterAll(() => dagster?.stop());

  beforeEach(() => {
    requests = [];
    const node = createNodePort({ bases: { dagster: dagster.url } });
    source = dagsterSource({
      port: {
        send: (request, signal) => {
          requests.push(JSON.parse(request.body ?? '{}').operationName);
          return node.send(request, signal);
        },
      },
    });
  });

  const read = async (spec: Partial<DagsterSpec>) => {
    const { counts, notices } = await source.read(
      'counts',
      { objective: objective(spec), stepMs: 5 * MINUTE_MS, ...range },
      never
    );
    const sum = (values: Float64Array) => values.reduce((total, each) => total + each, 0);
    return { good: sum(counts.good), total: sum(counts.total), notices: notices.map(({ text }) => text) };
  };

  const truly = (counting: (typeof COUNTINGS)[number][1], asset: string, outcome: 'good' | 'bad') =>
    dagster.truth.events[counting].filter((event) => event.asset === asset && event.outcome === outcome).length;

  describe.each(COUNTINGS)('counted %s', (retries, counting) => {
    it.each(ASSETS)('hold the true events of %s', async (asset) => {
      const { good, total } = await read({ selection: `key:"${asset}"`, retries });
      const bad = total - good;
      expect({ good, bad }).toEqual({ good: truly(counting, asset, 'good'), bad: truly(counting, asset, 'bad') });
    });

    it('hold the true events of each code location', async () => {
      for (const location of ['north', 'south', 'lab']) {
        const assets = ASSETS.filter((asset) => asset.replace('dbt/', 'north/').startsWith(`${location}/`));
        const { good, total } = await read({ selection: `code_location:${location}`, retries });
        const sum = (outcome: 'good' | 'bad') =>
          assets.reduce((all, asset) => all + truly(counting, asset, outcome), 0);
        expect({ location, good, bad: total - good }).toEqual({ location, good: sum('good'), bad: sum('bad') });
      }
    });
  });

  it('count a failed blocking check as no failure where the objective ignores it', async () => {
    const failed = truly('afterRetries', 'north/balance', 'bad');
    const { good, total } = await read({ selection: 'key:"north/balance"', blockingChecks: 'ignore' });
    expect({ good, bad: total - good }).toEqual({
      good: truly('afterRetries', 'north/balance', 'good') + failed,
      bad: 0,
    });
  });

  it('set one cancelled group aside, in one notice for both tiers', async () => {
    const { notices } = await read({ selection: 'key:"north/prices"' });
    const again = await source.read(
      'counts',
      {
        objective: objective({ selection: 'key:"north/prices"' }),
        stepMs: HOUR_MS,
        fromMs: toMs - 100 * HOUR_MS,
        toMs: Math.floor(toMs / HOUR_MS) * HOUR_MS,
        nowMs: toMs,
      },
      never
    );
    expect(notices).toEqual([expect.stringMatching(`that do not count: ${dagster.truth.cancelled} cancelled`)]);
    expect(again.notices.map(({ text }) => text)).toEqual(notices);
  });

  it('say why each process failed, as Dagster says it', async () => {
    const answer = await source.read(
      'contributors',
      { objective: objective({ selection: 'key:"*"' }), ...range },
      never
    );
    const messages = new Map(answer.contributors.map(({ name, message }) => [name, message]));
    const last = new Map(
      dagster.truth.events.afterRetries.flatMap(({ asset, outcome, reason }) =>
        outcome === 'bad' && reason !== null ? [[asset, reason] as const] : []
      )
    );
    expect(last.size).toBeGreaterThan(4);
    last.forEach((reason, asset) => {
      if (asset !== 'north/prices') {
        expect({ asset, message: messages.get(asset) }).toEqual({ asset, message: expect.stringContaining(reason) });
      }
    });
  });

  it('do not miss partitions whose latest run succeeded without an output', async () => {
    const { asset, total, withoutOutput } = dagster.truth.partitions;
    const spec = { selection: `key:"${asset}"`, measure: 'partitions', partitionGraceMs: 24 * HOUR_MS } as const;
    const { items, notices } = await source.read('items', { objective: objective(spec), nowMs: range.nowMs }, never);
    expect(items).toMatchObject({ good: total, total, bad: [] });
    expect(notices.map(({ text }) => text)).toEqual([
      '3 partitions do not count, because the latest run succeeded without making anything for them: ' +
        `${asset} ${withoutOutput.join(', ')}`,
    ]);
    const { assets } = await source.read('partitions', { objective: objective(spec), nowMs: range.nowMs }, never);
    expect(assets).toMatchObject([{ asset, total, materialized: total, missing: 0 }]);
    expect(requests.filter((name) => name === 'LatestPartitionRuns')).toHaveLength(1);
  });

  it('close the windows of an asset that was never materialized at midnight of its own time zone', async () => {
    const spec = { selection: 'key:"north/untouched"', measure: 'partitions', partitionGraceMs: 0 } as const;
    const midnightInTokyo = Date.parse('2026-01-02T15:00:00Z');
    const missing = async (atMs: number) => {
      const { items } = await source.read('items', { objective: objective({ ...spec }), nowMs: atMs }, never);
      return items.total - items.good;
    };
    expect(await missing(midnightInTokyo - 1)).toBe(1);
    // Kept for five minutes, so another source looks again.
    source = dagsterSource({ port: createNodePort({ bases: { dagster: dagster.url } }) });
    expect(await missing(midnightInTokyo + 1)).toBe(2);
  });
});

describeWithDagster('a real Dagster whose code location lab does not load', () => {
  let dagster: DagsterWithLocations;

  beforeAll(async () => {
    dagster = await dagsterWithLocations({ labBroken: true });
  }, PREPARE_TIMEOUT_MS);

  afterAll(() => dagster?.stop());

  it('counts what is known, names it, and refuses only what asks for its assets', async () => {
    const source = dagsterSource({ port: createNodePort({ bases: { dagster: dagster.url } }) });
    const nowMs = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + HOUR_MS;
    const request = { stepMs: HOUR_MS, fromMs: nowMs - 30 * HOUR_MS, toMs: nowMs, nowMs };
    const read = (selection: string) =>
      source.read('counts', { objective: objective({ selection }), ...request }, never);
    const { counts, provisional } = await read('key:"*"');
    const known = dagster.truth.events.afterRetries.filter(({ asset }) => asset !== 'lab/samples');
    expect(counts.total.reduce((sum, each) => sum + each, 0)).toBe(known.length);
    expect(provisional).toMatch(
      /^the code location lab does not load \(.*credentials of the laboratory.*\); what it holds/
    );
    expect((await read('code_location:north')).provisional).toBeUndefined();
    for (const selection of ['code_location:lab', 'key:"lab/samples"']) {
      await expect(read(selection)).rejects.toThrow(/the code location lab does not load/);
    }
  });
});

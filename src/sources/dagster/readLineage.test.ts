import { DAY_MS } from '../../budget/durations';
import type { Objective } from '../../catalogue/objective';
import { shippedCatalogue } from '../../catalogue/shippedCatalogue';
import { TransportError } from '../../transport/transportError';
import type { LineageRequest } from '../contract';
import { asset, clockAt, materializedAt, NOW_MS, state, WEEK_BY_DEFAULT } from './freshness/assets.fixture';
import { judgeFreshness } from './freshness/judgeFreshness';
import type { AssetGraph, AssetKey } from './model';
import { type LineageReads, readLineage } from './readLineage';
import type { ProcessEvent } from './reliability/processEvent';
import { dagsterSpec, scopeOf } from './scope';
import { UpstreamFailure } from '../upstreamFailure';

const never = new AbortController().signal;
const judging = shippedCatalogue.objectives.filter(({ indicator }) => indicator.source === 'Dagster');

function shipped(id: string): Objective {
  const found = judging.find((objective) => objective.id === id);
  if (!found) {
    throw new Error(`no ${id}`);
  }
  return found;
}

const core = { tags: [{ key: 'core', value: '' }] };
const nodes = [
  asset({ key: 'blocks', ...core }),
  asset({ key: 'labels', ...core, isMaterializable: false }),
  asset({ key: 'casts' }),
  asset({ key: 'model', kinds: ['sqlmesh'], parents: ['blocks', 'casts', 'labels', 'gone'] }),
];
const graph: AssetGraph = {
  nodes: new Map(nodes.map((node) => [node.key, node])),
  codeLocations: [{ name: 'core', loaded: true }],
};

/** A Dagster in which `stale` are stale and everything else is fresh, and every process succeeded nine times of ten. */
class FakeReads implements LineageReads {
  readonly asked: string[] = [];
  failing: Record<string, Error> = {};

  constructor(
    private readonly stale: AssetKey[] = [],
    private readonly defined: AssetGraph = graph
  ) {}

  readonly known: LineageReads['known'] = {
    readLoaded: async () => ({ value: this.defined, executed: [{ name: 'AssetGraph', variables: {} }] }),
  };

  readonly assets: LineageReads['assets'] = {
    readFreshness: async (objective) => {
      this.asked.push(`verdicts ${objective.id}`);
      this.fail(objective);
      const verdicts = this.verdictsOf([...scopeOf(dagsterSpec(objective), this.defined)]);
      return { ...verdicts, asOfMs: NOW_MS, notices: [] };
    },
    readFreshnessOfOthers: async (_objective, _graph, keys) => {
      this.asked.push(`others ${keys.join(' ')}`);
      return this.verdictsOf(keys);
    },
  };

  readonly runs: LineageReads['runs'] = {
    readEvents: async (objective) => {
      const events = this.eventsOf(objective);
      const known = { runs: new Map(), asOfMs: NOW_MS, observedFromMs: 0, version: 0, executed: [] };
      return { events, known, graph: this.defined, provisional: undefined, executed: [`Runs ${objective.id}`] };
    },
  };

  private eventsOf(objective: Objective): ProcessEvent[] {
    this.asked.push(`events ${objective.id}`);
    this.fail(objective);
    const assets = [...scopeOf(dagsterSpec(objective), this.defined)];
    return Array.from({ length: 10 }, (_, index): ProcessEvent => ({
      process: 'step',
      settled: true,
      groupId: `group-${index}`,
      assets,
      atMs: NOW_MS - DAY_MS,
      outcome: index === 0 ? 'bad' : 'good',
      runIds: ['run'],
    }));
  }

  private fail({ id }: Objective) {
    if (this.failing[id]) {
      throw this.failing[id];
    }
  }

  private verdictsOf(keys: AssetKey[]) {
    const value = keys.flatMap((key) => {
      const node = this.defined.nodes.get(key);
      const age = this.stale.includes(key) ? 30 * DAY_MS : 0;
      const known = state(materializedAt(NOW_MS - age));
      return (node && judgeFreshness(node, known, WEEK_BY_DEFAULT, clockAt(NOW_MS))) ?? [];
    });
    return { value, executed: [{ name: 'LatestMaterializations', variables: { keys } }] };
  }
}

function request(overrides: Partial<LineageRequest> = {}): LineageRequest {
  return {
    objective: shipped('sqlmesh-materialization'),
    direction: 'upstream',
    unstable: [shipped('unstable-materialization')],
    judging,
    fromMs: NOW_MS - 30 * DAY_MS,
    toMs: NOW_MS,
    nowMs: NOW_MS,
    ...overrides,
  };
}

const read = async (reads: LineageReads, overrides: Partial<LineageRequest> = {}) => {
  const answer = await readLineage(request(overrides), reads, 'http://dagster', never);
  return { ...answer, byKey: new Map(answer.assets.map((one) => [one.asset, one])) };
};

describe('the lineage of an objective', () => {
  it('reports for each asset freshness and reliability, whichever objective measures it', async () => {
    const { byKey, notices } = await read(new FakeReads(['casts']));
    const figures = [...byKey.values()].map(({ asset: key, state: is, reliability }) => [key, is, reliability]);
    expect(figures).toEqual([
      ['blocks', 'fresh', { good: 9, bad: 1 }],
      ['casts', 'stale', { good: 9, bad: 1 }],
      ['gone', 'unresolved', null],
      ['labels', 'notMaterializable', null],
      ['model', 'fresh', { good: 9, bad: 1 }],
    ]);
    expect(byKey.get('model')).toMatchObject({
      selected: true,
      unstableSources: ['casts'],
      beyondUnresolved: true,
      url: 'http://dagster/assets/model',
    });
    expect(notices).toEqual([]);
  });

  it('reads what other panels read anyway, and the freshness of the rest at once', async () => {
    const reads = new FakeReads();
    await read(reads);
    expect(reads.asked.sort()).toEqual([
      'events core-materialization',
      'events sqlmesh-materialization',
      'events unstable-materialization',
      'others casts model',
      'verdicts core-freshness',
    ]);
  });

  it('asks nothing about objectives whose assets are not in it', async () => {
    const reads = new FakeReads();
    await read(reads, { objective: shipped('core-materialization') });
    expect(reads.asked.sort()).toEqual(['events core-materialization', 'verdicts core-freshness']);
  });

  it('downstream begins at the unstable sources', async () => {
    const { byKey } = await read(new FakeReads(), {
      objective: shipped('unstable-materialization'),
      direction: 'downstream',
    });
    expect([...byKey.keys()]).toEqual(['casts', 'model']);
  });

  it('is shown without the figures of an objective that cannot be judged, and names it', async () => {
    const reads = new FakeReads(['blocks']);
    reads.failing = {
      'core-freshness': new UpstreamFailure('unavailable', 'its database is locked', 'Try again'),
      'core-materialization': new TransportError('unreachable', 'dagster', 'no route'),
    };
    const { byKey, notices } = await read(reads);
    expect(byKey.get('blocks')).toMatchObject({ state: 'stale', reliability: null });
    expect(byKey.get('casts')?.reliability).not.toBeNull();
    expect(notices).toEqual([
      { severity: 'warning', text: expect.stringMatching(/^no figures of Core materialization reliability.*no route/) },
    ]);
  });

  it('names a code location that does not load', async () => {
    const broken = {
      ...graph,
      codeLocations: [...graph.codeLocations, { name: 'dynamic', loaded: false, error: 'oh' }],
    };
    const { byKey, notices } = await read(new FakeReads([], broken));
    expect(byKey.get('gone')?.state).toBe('unresolved');
    expect(byKey.get('model')?.state).toBe('fresh');
    expect(notices[0].text).toMatch(/^the code location dynamic does not load \(oh\): .*unresolved source$/);
  });

  it('is refused where the selection matches nothing', async () => {
    const empty = { ...graph, nodes: new Map([...graph.nodes].filter(([key]) => key !== 'model')) };
    await expect(read(new FakeReads([], empty))).rejects.toThrow(/matches no asset/);
  });

  it('ends with an abort, whatever failed meanwhile', async () => {
    const reads = new FakeReads();
    const controller = new AbortController();
    reads.failing = { 'core-freshness': new TransportError('unreachable', 'dagster', 'cut') };
    controller.abort();
    await expect(readLineage(request(), reads, undefined, controller.signal)).rejects.toThrow(/abort/i);
  });
});

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../budget/durations';
import type { Objective } from '../../catalogue/objective';
import { dagsterSource, type DagsterSource } from './dagsterSource';
import { ModelDagster, type DagsterModel } from './modelDagster.testing';
import { dagsterObjective } from './objectives.testing';
import { MemoryStore } from './persistence/memoryStore.testing';
import { node, NOW_MS, run } from './reliability/histories.testing';

const never = new AbortController().signal;
const REASON = 'ModuleNotFoundError: No module named requests';

const NODES = [
  node('core/a', { codeLocation: 'core', jobNames: ['core_job'], opNames: ['core__a'] }),
  node('lab/b', { codeLocation: 'lab', jobNames: ['lab_job'], opNames: ['lab__b'] }),
];

const RUNS = [
  run('r1', { jobName: 'core_job', endMs: NOW_MS - 8 * HOUR_MS }),
  run('r2', { jobName: 'lab_job', endMs: NOW_MS - 7 * HOUR_MS }),
  run('r3', { jobName: 'lab_job', endMs: NOW_MS - 6 * HOUR_MS }),
];

/** One code location for each of the two assets; `lab` may fail to load. */
function model(labLoads: boolean): DagsterModel {
  const nodes = NODES.filter(({ codeLocation }) => labLoads || codeLocation === 'core');
  return {
    graph: {
      nodes: new Map(nodes.map((each) => [each.key, each])),
      codeLocations: [
        { name: 'core', loaded: true },
        { name: 'lab', loaded: labLoads, ...(labLoads ? {} : { error: REASON }) },
      ],
    },
    runs: RUNS,
    details: [],
    latestMs: new Map([
      ['core/a', NOW_MS - 8 * HOUR_MS],
      ['lab/b', NOW_MS - 6 * HOUR_MS],
    ]),
  };
}

const EVERYTHING = dagsterObjective({ selection: 'key:"*"' }, 'everything');
const CORE_ONLY = dagsterObjective({ selection: 'code_location:core' }, 'core-only');
const FRESHNESS = dagsterObjective({ selection: 'key:"*"', measure: 'freshness' }, 'freshness');

async function events(source: DagsterSource, objective: Objective, nowMs = NOW_MS) {
  const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const request = { objective, stepMs: HOUR_MS, fromMs: toMs - DAY_MS * 2, toMs, nowMs };
  const { counts, provisional, notices } = await source.read('counts', request, never);
  return { total: counts.total.reduce((sum, each) => sum + each, 0), provisional, notices };
}

describe('a code location that does not load', () => {
  const MISSING = `the code location lab does not load (${REASON}); what it holds of this objective is not counted`;

  it('costs what it holds, and makes provisional whatever may select from it', async () => {
    const source = dagsterSource({ port: new ModelDagster(model(false)) });
    expect(await events(source, EVERYTHING)).toEqual({
      total: 1,
      provisional: MISSING,
      notices: [{ severity: 'warning', text: `provisional: ${MISSING}` }],
    });
    for (const objective of [CORE_ONLY, dagsterObjective({ selection: 'not code_location:lab' }, 'not-lab')]) {
      expect(await events(source, objective)).toMatchObject({ total: 1, provisional: undefined, notices: [] });
    }
  });

  it.each([
    ['names it', 'code_location:lab or key:"core/a"'],
    ['names it upstream', '+code_location:lab or key:"core/a"'],
    ['matches nothing elsewhere', 'key:"lab/b"'],
  ])('makes an objective unknown whose selection %s', async (_, selection) => {
    const source = dagsterSource({ port: new ModelDagster(model(false)) });
    for (const measure of ['materializations', 'freshness', 'partitions'] as const) {
      const objective = dagsterObjective({ selection, measure }, measure);
      const read =
        measure === 'materializations'
          ? events(source, objective)
          : source.read('items', { objective, nowMs: NOW_MS }, never);
      await expect(read).rejects.toThrow(
        `the code location lab does not load (${REASON}), so which assets it has is not known`
      );
    }
  });

  it('makes items provisional too', async () => {
    const source = dagsterSource({ port: new ModelDagster(model(false)) });
    for (const measure of ['freshness', 'partitions'] as const) {
      const objective = dagsterObjective({ selection: 'key:"*"', measure }, measure);
      const found = await source.read('items', { objective, nowMs: NOW_MS }, never);
      expect(found.provisional).toBe(MISSING);
    }
  });

  it('keeps its last known assets for a day, and the figures are provisional', async () => {
    const dagster = new ModelDagster(model(true));
    const source = dagsterSource({ port: dagster });
    expect(await events(source, EVERYTHING)).toMatchObject({ total: 3, provisional: undefined });
    dagster.model = model(false);
    const laterMs = NOW_MS + 23 * HOUR_MS;
    const found = await events(source, EVERYTHING, laterMs);
    expect(found.total).toBe(3);
    expect(found.provisional).toBe(
      `the code location lab has not loaded since 2026-06-15 12:00 UTC (${REASON}); its assets as of then are used`
    );
    expect(found.notices).toContainEqual({ severity: 'warning', text: `provisional: ${found.provisional}` });
    expect(await events(source, EVERYTHING, NOW_MS + 25 * HOUR_MS)).toMatchObject({ total: 1, provisional: MISSING });
  });

  it('is provisional no more once it loads', async () => {
    const dagster = new ModelDagster(model(true));
    const source = dagsterSource({ port: dagster });
    await events(source, EVERYTHING);
    dagster.model = model(false);
    await events(source, EVERYTHING, NOW_MS + HOUR_MS);
    dagster.model = model(true);
    expect(await events(source, EVERYTHING, NOW_MS + 2 * HOUR_MS)).toMatchObject({ provisional: undefined });
  });

  it('is remembered by the next page', async () => {
    const store = new MemoryStore();
    await events(dagsterSource({ port: new ModelDagster(model(true)), store }), EVERYTHING);
    const next = dagsterSource({ port: new ModelDagster(model(false)), store });
    expect(await events(next, EVERYTHING, NOW_MS + HOUR_MS)).toMatchObject({
      total: 3,
      provisional: expect.stringContaining('lab has not loaded since 2026-06-15 12:00 UTC'),
    });
    const tooLate = dagsterSource({ port: new ModelDagster(model(false)), store });
    expect(await events(tooLate, EVERYTHING, NOW_MS + 25 * HOUR_MS)).toMatchObject({ total: 1, provisional: MISSING });
  });

  it('costs no write at every refresh', async () => {
    const store = new MemoryStore();
    const source = dagsterSource({ port: new ModelDagster(model(true)), store });
    for (let minutes = 0; minutes < 60; minutes += 6) {
      await events(source, CORE_ONLY, NOW_MS + minutes * MINUTE_MS);
    }
    expect(store.written.filter((name) => name === 'locations')).toHaveLength(1);
  });

  it('leaves its assets as fresh as they are', async () => {
    const dagster = new ModelDagster(model(true));
    const source = dagsterSource({ port: dagster });
    expect(await source.read('items', { objective: FRESHNESS, nowMs: NOW_MS }, never)).toMatchObject({
      items: { good: 2, total: 2 },
      provisional: undefined,
    });
    dagster.model = model(false);
    const later = await source.read('items', { objective: FRESHNESS, nowMs: NOW_MS + HOUR_MS }, never);
    expect(later.items).toMatchObject({ good: 2, total: 2, bad: [] });
    expect(later.provisional).toMatch(/^the code location lab has not loaded since/);
  });
});

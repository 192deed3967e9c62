import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../budget/durations';
import { dagsterSource, type DagsterSource } from './dagsterSource';
import type { Run, StepResult } from './model';
import { ModelDagster, type DagsterModel } from './modelDagster.testing';
import { dagsterObjective } from './objectives.testing';
import { MemoryStore } from './persistence/memoryStore.testing';
import { NIGHTLY_GRAPH, NOW_MS, run } from './reliability/histories.testing';

const never = new AbortController().signal;
const LONE = { assetSelection: ['lone'], stepKeys: ['lone'] };

function ended(id: string, hoursAgo: number, more: Partial<Run> = {}): Run {
  return run(id, { ...LONE, endMs: NOW_MS - hoursAgo * HOUR_MS, ...more });
}

function detail({ id, endMs }: Run, status: StepResult['status'], made: string[]) {
  const atMs = endMs ?? 0;
  const materializations = made.map((asset) => ({ asset, partition: null, atMs }));
  const steps = [{ stepKey: 'lone', status, attempts: [{ startMs: atMs - 1, endMs: atMs }], materializations }];
  return { runId: id, planned: ['lone'], steps };
}

const made = ended('made', 5);
const empty = ended('empty', 4);
const failed = ended('failed', 3, { status: 'FAILURE' });
const MODEL: DagsterModel = {
  graph: NIGHTLY_GRAPH,
  runs: [made, empty, failed],
  details: [detail(made, 'SUCCESS', ['lone']), detail(empty, 'SUCCESS', []), detail(failed, 'FAILURE', [])],
};

async function counted(source: DagsterSource, stepMs = HOUR_MS, days = 2, nowMs = NOW_MS) {
  const toMs = Math.floor(nowMs / stepMs) * stepMs;
  const objective = dagsterObjective({ selection: 'key:"lone" or key:"t/a"' });
  const range = { stepMs, fromMs: toMs - days * DAY_MS, toMs, nowMs };
  const { counts, notices } = await source.read('counts', { objective, ...range }, never);
  const sum = (values: Float64Array) => values.reduce((total, each) => total + each, 0);
  return { good: sum(counts.good), total: sum(counts.total), notices: notices.map(({ text }) => text) };
}

describe('runs that succeeded', () => {
  it('count if they made something, which is asked of their assets once', async () => {
    const dagster = new ModelDagster(MODEL);
    const store = new MemoryStore();
    const source = dagsterSource({ port: dagster, store });
    expect(await counted(source)).toMatchObject({ good: 1, total: 2 });
    expect(dagster.sent.filter(({ name }) => name === 'MadeByRuns')).toHaveLength(1);
    const details = dagster.sent.filter(({ name }) => name === 'RunDetails');
    expect(details.map(({ variables }) => variables.filter)).toEqual([{ runIds: ['failed', 'empty'] }]);
    await source.save();
    dagster.sent.splice(0);
    const later = NOW_MS + 10 * MINUTE_MS;
    await counted(source, HOUR_MS, 2, later);
    expect(await counted(dagsterSource({ port: dagster, store }), HOUR_MS, 2, later)).toMatchObject({
      good: 1,
      total: 2,
    });
    expect(dagster.asked().filter((name) => !['AssetGraph', 'Runs'].includes(name))).toEqual([]);
  });

  it('go on to count after Dagster has deleted them, as long as the process or its store remembers', async () => {
    const dagster = new ModelDagster(MODEL);
    const store = new MemoryStore();
    const source = dagsterSource({ port: dagster, store });
    const before = await counted(source);
    await source.save();
    dagster.model = { ...MODEL, runs: [], details: [] };
    const later = NOW_MS + 10 * MINUTE_MS;
    for (const page of [source, dagsterSource({ port: dagster, store })]) {
      expect(await counted(page, HOUR_MS, 2, later)).toMatchObject({ good: before.good, total: before.total });
    }
    expect(await counted(dagsterSource({ port: dagster }), HOUR_MS, 2, later)).toMatchObject({ total: 0 });
  });
});

describe('what does not count', () => {
  it('is said once for an objective, over its window, whichever tier is read first', async () => {
    const old = ended('old', 9 * 24, { status: 'CANCELED', startMs: null });
    const recent = ended('recent', 2, { status: 'CANCELED', startMs: null });
    const dagster = new ModelDagster({ ...MODEL, runs: [...MODEL.runs, old, recent] });
    const source = dagsterSource({ port: dagster });
    const tiers = [await counted(source, 5 * MINUTE_MS, 4), await counted(source, HOUR_MS, 60)];
    const said = 'events since 2026-05-16 12:00 UTC that do not count: 2 cancelled, by whom Dagster does not record';
    expect(tiers.map(({ notices }) => notices)).toEqual([[said], [said]]);
  });
});

import { DAY_MS, MINUTE_MS } from '../budget/durations';
import type { Objective } from '../catalogue/objective';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import type { LineageRequest, Source } from '../sources/contract';
import { SourceError } from '../sources/sourceError';
import { evaluateLineage } from './evaluateLineage';
import { createSource, type Readers } from '../sources/createSource';

const NOW = Date.UTC(2026, 10, 22, 10, 33);
const moment = { atMs: NOW, nowMs: NOW };
const never = new AbortController().signal;

function shipped(id: string): Objective {
  const found = shippedCatalogue.objectives.find((objective) => objective.id === id);
  if (!found) {
    throw new Error(`no ${id}`);
  }
  return found;
}

function dagster(lineage?: Readers['lineage']): { Dagster: Source } {
  const counts = () => Promise.reject(new Error('not asked'));
  return { Dagster: createSource('Dagster', { counts, lineage }) };
}

/** What a source is asked for the lineage of an objective. */
async function requestFor(id: string): Promise<LineageRequest> {
  const requests: LineageRequest[] = [];
  const sources = dagster(async (request) => {
    requests.push(request);
    return { assets: [], edges: [], notices: [], executed: [] };
  });
  await evaluateLineage(shipped(id), 'upstream', shippedCatalogue, sources, moment, never);
  expect(requests).toHaveLength(1);
  return requests[0];
}

describe('a lineage', () => {
  it('is judged by every Dagster objective, and knows which of their data are unstable', async () => {
    const { judging, unstable } = await requestFor('sqlmesh-materialization');
    expect(judging.map(({ id }) => id)).toEqual([
      'core-materialization',
      'core-freshness',
      'core-partitions',
      'unstable-materialization',
      'sqlmesh-materialization',
    ]);
    expect(unstable.map(({ id }) => id)).toEqual(['unstable-materialization']);
  });

  it('has reliability over the window of the objective, up to the last five minutes', async () => {
    const { fromMs, toMs } = await requestFor('sqlmesh-materialization');
    expect(toMs).toBe(NOW - 3 * MINUTE_MS);
    expect(toMs - fromMs).toBe(30 * DAY_MS);
  });

  it('has reliability over 30 days where the objective is judged at a point in time', async () => {
    const { fromMs, toMs } = await requestFor('core-freshness');
    expect(toMs - fromMs).toBe(30 * DAY_MS);
  });

  it('is nothing but a notice for upstreams without assets, configured or not', async () => {
    const { assets, notices, error } = await evaluateLineage(
      shipped('api-requests'),
      'upstream',
      shippedCatalogue,
      {},
      moment,
      never
    );
    expect([assets, error]).toEqual([[], undefined]);
    expect(notices).toEqual([{ severity: 'info', text: 'Prometheus has no assets that derive from others' }]);
  });

  it('carries the failure of its source', async () => {
    const objective = shipped('sqlmesh-materialization');
    const error = new SourceError({
      kind: 'unreachable',
      objective,
      upstream: 'Dagster',
      found: 'there is no answer',
      remedy: 'Start it',
    });
    const sources = dagster(() => Promise.reject(error));
    expect((await evaluateLineage(objective, 'upstream', shippedCatalogue, sources, moment, never)).error).toBe(error);
    expect((await evaluateLineage(objective, 'upstream', shippedCatalogue, {}, moment, never)).error?.message).toMatch(
      /no Dagster is configured/
    );
  });

  it('rejects with an abort and with a defect', async () => {
    const objective = shipped('sqlmesh-materialization');
    const sources = dagster(() => Promise.reject(new TypeError('a defect')));
    await expect(evaluateLineage(objective, 'upstream', shippedCatalogue, sources, moment, never)).rejects.toThrow(
      'a defect'
    );
    const controller = new AbortController();
    controller.abort();
    await expect(
      evaluateLineage(objective, 'upstream', shippedCatalogue, sources, moment, controller.signal)
    ).rejects.toThrow(/abort/i);
  });
});

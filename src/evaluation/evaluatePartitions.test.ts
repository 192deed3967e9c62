import type { AssetPartitions } from '../sources/contract';
import { SourceError } from '../sources/sourceError';
import { evaluatePartitions } from './evaluatePartitions';
import { objectiveOf } from './objective.testing';
import { createSource, type Readers } from '../sources/createSource';

const NOW_MS = Date.UTC(2026, 10, 22);
const signal = new AbortController().signal;
const objective = objectiveOf({ window: { type: 'pointInTime' } });

const asset: AssetPartitions = {
  asset: 'a',
  total: 2,
  materialized: 1,
  missing: 1,
  withinGrace: 0,
  failed: 0,
  materializing: 0,
  missingInWords: 'x',
  belowTarget: true,
};

function evaluateWith(partitions?: Readers['partitions']) {
  const type = objective.indicator.source;
  const source = createSource(type, { counts: () => Promise.reject(new Error('not asked')), partitions });
  return evaluatePartitions(objective, { [type]: source }, NOW_MS, signal);
}

describe('the partitions of an objective', () => {
  it('are what its source reports', async () => {
    const answer = { assets: [asset], notices: [], executed: ['q'] };
    await expect(evaluateWith(() => Promise.resolve(answer))).resolves.toEqual({ objective, ...answer });
  });

  it('are none for a source that has no partitions, which a notice says', async () => {
    const { assets, notices } = await evaluateWith();
    expect(assets).toEqual([]);
    expect(notices[0].text).toBe(`${objective.indicator.source} has no assets, so there are no partitions to show`);
  });

  it('are a failure of that objective alone where its source fails', async () => {
    const failure = new SourceError({
      kind: 'unreachable',
      objective,
      upstream: 'Dagster',
      found: 'there is no answer',
      remedy: 'Start it',
    });
    await expect(evaluateWith(() => Promise.reject(failure))).resolves.toMatchObject({ assets: [], error: failure });
  });
});

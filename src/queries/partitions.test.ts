import type { AssetPartitions } from '../sources/contract';
import { rowOf } from '../frames/dataPlane.testing';
import { partitionsFrame } from './partitions';
import { failureOf, pointInTimeObjective } from '../frames/results.testing';

const objective = pointInTimeObjective();

const holed: AssetPartitions = {
  asset: 'a/holed',
  total: 12,
  materialized: 8,
  missing: 2,
  withinGrace: 2,
  failed: 1,
  materializing: 3,
  missingInWords: '2026-11-18 to 2026-11-19 (2)',
  belowTarget: true,
  url: 'http://dagster/assets/a/holed',
};
const full: AssetPartitions = {
  ...holed,
  asset: 'b/full',
  materialized: 12,
  missing: 0,
  withinGrace: 0,
  missingInWords: '',
  belowTarget: false,
};

const frameOf = (...assets: AssetPartitions[]) =>
  partitionsFrame('A', [{ objective, assets, notices: [], executed: ['q'] }]);

describe('the partitions frame', () => {
  it('has one row per asset with what is there, what is missing and what is under way', () => {
    expect(rowOf(frameOf(holed), 0)).toEqual({
      Asset: 'a/holed',
      Share: 0.8,
      Materialized: 8,
      Total: 12,
      Missing: 2,
      'Within grace': 2,
      Failed: 1,
      Materializing: 3,
      'Missing partitions': '2026-11-18 to 2026-11-19 (2)',
      'Below target': 'yes',
      Objective: 'Objective freshness',
      Link: 'http://dagster/assets/a/holed',
      'Objective id': 'freshness',
    });
    expect(rowOf(frameOf(full), 0)).toMatchObject({ Share: 1, 'Missing partitions': null, 'Below target': 'no' });
  });

  it('has no share of an asset that nothing is due of', () => {
    const waiting = { ...full, materialized: 0, withinGrace: 12 };
    expect(rowOf(frameOf(waiting), 0)).toMatchObject({ Share: null, Missing: 0 });
  });

  it('begins with the lowest share, then with what misses most; what nothing is due of comes last', () => {
    const waiting = { ...full, asset: 'a/waiting', materialized: 0, withinGrace: 12 };
    const larger = { ...holed, asset: 'c/larger', total: 102, materialized: 80, missing: 20 };
    const worse = { ...holed, asset: 'd/worse', materialized: 1, missing: 9 };
    const [assets] = frameOf(waiting, full, holed, larger, worse).fields;
    expect(assets.values).toEqual(['d/worse', 'c/larger', 'a/holed', 'b/full', 'a/waiting']);
  });

  it('says what failed', () => {
    const failed = { objective, assets: [], notices: [], executed: [], error: failureOf(objective) };
    expect(partitionsFrame('A', [failed]).meta?.notices?.[0].severity).toBe('error');
  });
});

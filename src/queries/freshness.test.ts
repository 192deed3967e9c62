import { DAY_MS } from '../budget/durations';
import type { AssetFreshness } from '../sources/contract';
import { rowOf } from '../frames/dataPlane.testing';
import { freshnessFrame } from './freshness';
import { failureOf, NOW_MS, pointInTimeObjective } from '../frames/results.testing';

const objective = pointInTimeObjective();

const stale: AssetFreshness = {
  asset: 'a/stale',
  fresh: false,
  decidedBy: 'stale',
  staleSinceMs: NOW_MS - DAY_MS,
  lastMaterializationMs: NOW_MS - 8 * DAY_MS,
  ageMs: 8 * DAY_MS,
  intervalMs: 7 * DAY_MS,
  intervalFrom: 'default',
  checks: [
    { name: 'rows', result: 'failed' },
    { name: 'nulls', result: 'passed' },
  ],
  owners: ['ann@example.org', 'team:data'],
  url: 'http://dagster/assets/a/stale',
};
const fresh: AssetFreshness = {
  ...stale,
  asset: 'b',
  fresh: true,
  decidedBy: 'audits',
  staleSinceMs: null,
  checks: [],
  owners: [],
};

const frameOf = (...assets: AssetFreshness[]) =>
  freshnessFrame('A', [{ objective, assets, notices: [], executed: ['q'] }]);

describe('the freshness frame', () => {
  it('has one row per asset with what decided and why', () => {
    expect(rowOf(frameOf(stale), 0)).toEqual({
      Asset: 'a/stale',
      State: 'stale',
      'Decided by': 'stale',
      'Stale since': NOW_MS - DAY_MS,
      'Last materialization': NOW_MS - 8 * DAY_MS,
      Age: 8 * 86_400,
      Interval: 7 * 86_400,
      'Interval from': 'default',
      Checks: 'rows: failed, nulls: passed',
      Owners: 'ann@example.org, team:data',
      Objective: 'Objective freshness',
      Link: 'http://dagster/assets/a/stale',
      'Objective id': 'freshness',
    });
    expect(rowOf(frameOf(fresh), 0)).toMatchObject({ State: 'fresh', 'Stale since': null, Checks: null, Owners: null });
  });

  it('begins with the never materialized and the longest stale', () => {
    const never = { ...stale, asset: 'z/never', staleSinceMs: null, lastMaterializationMs: null, ageMs: null };
    const longer = { ...stale, asset: 'y/longer', staleSinceMs: NOW_MS - 9 * DAY_MS };
    const [assets] = frameOf(fresh, stale, longer, never).fields;
    expect(assets.values).toEqual(['z/never', 'y/longer', 'a/stale', 'b']);
  });

  it('says what failed', () => {
    const failed = { objective, assets: [], notices: [], executed: [], error: failureOf(objective) };
    expect(freshnessFrame('A', [failed]).meta?.notices?.[0].severity).toBe('error');
  });
});

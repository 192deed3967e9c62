import { DAY_MS, HOUR_MS } from '../../../budget/durations';
import type { AssetNode } from '../model';
import { asset, clockAt, materializedAt, NOW_MS, state, WEEK_BY_DEFAULT } from './assets.fixture';
import { assetFreshness } from './assetFreshness';
import { judgeFreshness, type AssetState } from './judgeFreshness';

function freshnessOf(known: Partial<AssetState>, node: Partial<AssetNode> = {}, pageUrl?: string) {
  const verdict = judgeFreshness(asset(node), state(known), WEEK_BY_DEFAULT, clockAt(NOW_MS));
  if (verdict === null) {
    throw new Error('the asset is out of scope');
  }
  return assetFreshness(verdict, pageUrl);
}

describe('the freshness of an asset, as every source reports it', () => {
  it('says that an asset without an interval of its own has the default one', () => {
    expect(freshnessOf(materializedAt(NOW_MS - DAY_MS))).toMatchObject({
      fresh: true,
      decidedBy: 'materialized',
      intervalMs: 7 * DAY_MS,
      intervalFrom: 'default',
      ageMs: DAY_MS,
    });
  });

  it('says why a policy of the asset was passed over', () => {
    const freshness = { from: 'cron', deadlineCron: 'soon', lowerBoundMs: HOUR_MS, timeZone: 'UTC' } as const;
    expect(freshnessOf(materializedAt(NOW_MS), { freshness }).intervalFrom).toBe(
      'default (the cron schedule "soon" of its policy cannot be read)'
    );
  });

  it('says of what was never materialized that it is stale, and of no instant that it has been so since', () => {
    expect(freshnessOf({})).toMatchObject({
      fresh: false,
      decidedBy: 'never materialized',
      staleSinceMs: null,
      lastMaterializationMs: null,
      ageMs: null,
    });
  });

  it('leads to the asset where people open Dagster, and nowhere if no one knows', () => {
    expect(freshnessOf({}, {}, 'https://dagster.example/').url).toBe('https://dagster.example/assets/chain/blocks');
    expect(freshnessOf({})).not.toHaveProperty('url');
  });
});

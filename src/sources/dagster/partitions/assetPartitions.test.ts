import { DAY_MS } from '../../../budget/durations';
import { asset, clockAt, days, NOW_MS, slots } from '../freshness/assets.fixture';
import { assetPartitions } from './assetPartitions';
import { judgePartitions } from './judgePartitions';
import type { PartitionState } from './partitionState';

const SPEC = { defaultIntervalMs: 7 * DAY_MS, intervalsMs: {}, partitionGraceMs: DAY_MS };

function answered(state: PartitionState, pageUrl?: string) {
  const verdict = judgePartitions(asset({ isPartitioned: true }), state, SPEC, clockAt(NOW_MS));
  if (verdict === null) {
    throw new Error('the asset is out of scope');
  }
  return assetPartitions(verdict, 0.99, pageUrl);
}

describe('the partitions of an asset, as every source reports them', () => {
  it('are counted, the missing ones named in words and by key, the oldest first', () => {
    expect(answered(days('mm..mRf.', Date.UTC(2026, 10, 23)), 'http://dagster/')).toEqual({
      asset: 'chain/blocks',
      total: 8,
      materialized: 4,
      missing: 2,
      withinGrace: 2,
      failed: 1,
      materializing: 1,
      missingInWords: '2026-11-17 to 2026-11-18 (2)',
      belowTarget: true,
      url: 'http://dagster/assets/chain/blocks',
    });
  });

  it('are named in ten runs at most', () => {
    expect(answered(slots('.'.repeat(12))).missingInWords).toMatch(/^slot-11, .*slot-2, 2 more$/);
  });

  it('have no link where no one knows the address that people open', () => {
    expect(answered(slots('m'))).toMatchObject({ missing: 0, missingInWords: '', belowTarget: false });
    expect(answered(slots('m'))).not.toHaveProperty('url');
  });
});

import fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '../../../budget/durations';
import type { AssetNode } from '../model';
import { asset, clockAt, days, NOW_MS, slots } from '../freshness/assets.fixture';
import { assetsBelowTarget, judgePartitions, type PartitionSpec, type PartitionVerdict } from './judgePartitions';
import { partitionItems } from './partitionItems';
import type { PartitionState } from './partitionState';

const SPEC: PartitionSpec = { defaultIntervalMs: 7 * DAY_MS, intervalsMs: {}, partitionGraceMs: 2 * DAY_MS };

function judge(
  partitions: PartitionState,
  properties: Partial<AssetNode> = {},
  spec: PartitionSpec = SPEC
): PartitionVerdict {
  const node = asset({ isPartitioned: true, ...properties });
  const verdict = judgePartitions(node, partitions, spec, clockAt(NOW_MS));
  if (verdict === null) {
    throw new Error('the asset is out of scope');
  }
  return verdict;
}

const midnight = Date.UTC(2026, 10, 22);
const longAgo = midnight - 30 * DAY_MS;

describe('the partitions of an asset', () => {
  it('leave the total where the latest run succeeded without an output', () => {
    const verdict = judge(days('mmoommmmmm', longAgo));
    expect(verdict).toMatchObject({ total: 8, materialized: 8, withinGrace: 0, missing: [] });
    expect(verdict.withoutOutput).toHaveLength(2);
    expect(partitionItems([verdict], 0.9, NOW_MS)).toMatchObject({ good: 8, total: 8, bad: [], belowTarget: [] });
  });

  it('are materialized, missing, or within grace; apart from that, their last attempts are counted', () => {
    expect(judge(days('mmRrf..mm...', midnight))).toMatchObject({
      asset: 'chain/blocks',
      owners: ['team:chains'],
      total: 12,
      materialized: 5,
      withinGrace: 2,
      missing: expect.objectContaining({ length: 5 }),
      failed: 1,
      materializing: 2,
    });
  });

  it('that are missing are listed newest first, each with when it was due', () => {
    expect(judge(days('.rfm', longAgo)).missing).toMatchObject([
      { key: '2026-10-21', dueMs: longAgo + DAY_MS },
      { key: '2026-10-20', dueMs: longAgo },
      { key: '2026-10-19', dueMs: longAgo - DAY_MS },
    ]);
  });

  it('count as missing only once the grace has passed since their window closed', () => {
    expect(judge(days('.', NOW_MS - 2 * DAY_MS))).toMatchObject({ withinGrace: 1, missing: [] });
    expect(judge(days('.', NOW_MS - 2 * DAY_MS - 1))).toMatchObject({
      withinGrace: 0,
      missing: [{ key: '2026-11-19' }],
    });
  });

  it('within grace are not missing either if their first attempt failed or is under way', () => {
    expect(judge(days('fr.', midnight + DAY_MS))).toMatchObject({ withinGrace: 3, missing: [] });
  });

  it('materialized before their time count as materialized', () => {
    expect(judge(days('mm', midnight + DAY_MS))).toMatchObject({ materialized: 2, withinGrace: 0 });
  });

  it('that were materialized once stay so while a re-run is in flight, and if it fails', () => {
    expect(judge(days('RF', longAgo))).toMatchObject({ materialized: 2, missing: [], failed: 1, materializing: 1 });
  });

  it('have the asset’s own interval for grace where the catalogue names none', () => {
    const spec = { ...SPEC, partitionGraceMs: undefined };
    const twelveDays = days('............', midnight);
    expect(judge(twelveDays, {}, spec)).toMatchObject({ withinGrace: 7, missing: { length: 5 } });
    expect(judge(twelveDays, { freshness: { from: 'timeWindow', failAfterMs: 3 * DAY_MS } }, spec).withinGrace).toBe(3);
    expect(judge(twelveDays, {}, { ...spec, intervalsMs: { 'chain/blocks': 13 * DAY_MS } }).missing).toEqual([]);
  });

  it('are due by the first deadline of a cron policy that wants them', () => {
    const spec = { ...SPEC, partitionGraceMs: undefined };
    const freshness = { from: 'cron', deadlineCron: '0 10 * * *', lowerBoundMs: HOUR_MS, timeZone: 'UTC' } as const;
    expect(judge(days('..', midnight), { freshness }, spec).missing).toMatchObject([
      { key: '2026-11-21', dueMs: midnight + 10 * HOUR_MS },
      { key: '2026-11-20', dueMs: midnight - 14 * HOUR_MS },
    ]);
  });

  it('without time window are due at once, the last defined first', () => {
    expect(judge(slots('m.fr')).missing).toMatchObject([
      { key: 'slot-3', dueMs: null },
      { key: 'slot-2', dueMs: null },
      { key: 'slot-1', dueMs: null },
    ]);
  });

  it('are no matter of assets that cannot be materialized', () => {
    const external = asset({ isPartitioned: true, isMaterializable: false });
    expect(judgePartitions(external, slots('..'), SPEC, clockAt(NOW_MS))).toBeNull();
  });

  it('add up, whatever their states', () => {
    const marks = fc.string({ unit: fc.constantFrom(...'mfFrR.'), maxLength: 60 });
    fc.assert(
      fc.property(marks, fc.integer({ min: -40, max: 5 }), fc.boolean(), (text, offset, timed) => {
        const partitions = timed ? days(text, midnight + offset * DAY_MS) : slots(text);
        const verdict = judge(partitions);
        const { total, materialized, withinGrace, missing } = verdict;
        expect(total).toBe(text.length);
        expect(total).toBe(materialized + withinGrace + missing.length);
        expect(materialized).toBe([...text].filter((mark) => 'mRF'.includes(mark)).length);
        const due = new Set(missing.map(({ key }) => key));
        expect(missing.map(({ key }) => key)).toEqual(
          partitions.missing
            .map(({ key }) => key)
            .filter((key) => due.has(key))
            .reverse()
        );
        const items = partitionItems([verdict], 0.99, NOW_MS);
        expect(items.total - items.good).toBe(missing.length);
      })
    );
  });
});

describe('the items of the partitions objective', () => {
  const full = () => judge(slots('m'.repeat(990)), { key: 'full' });
  const holed = () => judge(days('mmmmm...m.', longAgo), { key: 'holed' });

  it('are the partitions of all assets in one pool, those within grace left out', () => {
    const waiting = judge(days('mmm..', midnight), { key: 'waiting' });
    expect(partitionItems([full(), holed(), waiting], 0.99, NOW_MS)).toEqual({
      asOfMs: NOW_MS,
      good: 990 + 6 + 3,
      total: 990 + 10 + 3,
      bad: ['holed 2026-10-22', 'holed 2026-10-18 to 2026-10-20 (3)'],
      belowTarget: ['holed'],
    });
  });

  it('name the asset that misses most first', () => {
    const one = judge(slots('m.'), { key: 'a' });
    expect(partitionItems([one, holed()], 0.99, NOW_MS).bad.at(-1)).toBe('a slot-1');
  });

  it('do not know since when they have been out of compliance', () => {
    expect(partitionItems([holed()], 0.99, NOW_MS)).not.toHaveProperty('outSinceMs');
  });

  it('are none without partitions', () => {
    expect(partitionItems([judge(slots(''))], 0.99, NOW_MS)).toMatchObject({ good: 0, total: 0, bad: [] });
  });
});

describe('assets below the target by themselves', () => {
  it('are found although the pool meets it, worst first', () => {
    const full = judge(slots('m'.repeat(2000)), { key: 'full' });
    const half = judge(slots('m.'), { key: 'half' });
    const nearly = judge(slots(`${'m'.repeat(49)}.`), { key: 'nearly' });
    const pool = partitionItems([full, nearly, half], 0.99, NOW_MS);
    expect(pool.good / pool.total).toBeGreaterThan(0.99);
    expect(assetsBelowTarget([full, nearly, half], 0.99).map(({ asset: key }) => key)).toEqual(['half', 'nearly']);
    expect(pool.belowTarget).toEqual(['half', 'nearly']);
  });

  it('are not those that just meet it, nor those that nothing is due of', () => {
    expect(assetsBelowTarget([judge(slots(`${'m'.repeat(9)}.`))], 0.9)).toEqual([]);
    expect(assetsBelowTarget([judge(days('..', midnight)), judge(slots(''))], 0.99)).toEqual([]);
  });
});

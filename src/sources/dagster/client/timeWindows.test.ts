import type { PartitionStatusesQuery } from '../graphql/operations.generated';
import { timeWindows } from './timeWindows';

type Statuses = PartitionStatusesQuery['assetNodes'][number]['assetPartitionStatuses'];
type MultiStatuses = Extract<Statuses, { __typename: 'MultiPartitionStatuses' }>;

const DAYS = { name: 'date', partitionKeys: ['2026-01-01', '2026-01-02', '2026-01-03'] };
const CURRENCIES = { name: 'currency', partitionKeys: ['eth', 'usd'] };
const CHAINS = { name: 'chain', partitionKeys: ['base', 'zora'] };

const at = (text: string) => Date.parse(text);

function statusesOf(primaryDimensionName: string, ...ranges: MultiStatuses['ranges']): MultiStatuses {
  return { __typename: 'MultiPartitionStatuses', primaryDimensionName, ranges };
}

const firstDay: MultiStatuses['ranges'][number] = {
  primaryDimStartKey: '2026-01-01',
  primaryDimEndKey: '2026-01-01',
  primaryDimStartTime: at('2026-01-01T00:00:00-05:00') / 1000,
  primaryDimEndTime: at('2026-01-02T00:00:00-05:00') / 1000,
  secondaryDim: { __typename: 'DefaultPartitionStatuses', materializedPartitions: ['eth'] },
};

describe('the time windows of partitions with several dimensions', () => {
  it('are those of the dimension of time, wherever it is in the key', () => {
    const second = timeWindows(statusesOf('date'), [], null, [CURRENCIES, DAYS]);
    expect(second.get('usd|2026-01-02')).toEqual({
      window: { key: '2026-01-02', place: 1, closedMs: at('2026-01-03T00:00:00Z') },
      others: 'usd',
    });
    const first = timeWindows(statusesOf('date'), [], null, [DAYS, { ...CURRENCIES, name: 'unit' }]);
    expect(first.get('2026-01-03|eth')?.window).toMatchObject({ place: 2, closedMs: at('2026-01-04T00:00:00Z') });
    expect([second.size, first.size]).toEqual([6, 6]);
  });

  it('close at midnight of the time zone in which Dagster reports those that it knows', () => {
    const windows = timeWindows(statusesOf('date', firstDay), [], null, [CURRENCIES, DAYS]);
    expect(windows.get('eth|2026-01-01')?.window.closedMs).toBe(at('2026-01-02T00:00:00-05:00'));
    expect(windows.get('usd|2026-01-03')?.window.closedMs).toBe(at('2026-01-04T00:00:00-05:00'));
  });

  it('are none without a dimension of time', () => {
    expect(timeWindows(statusesOf('chain'), [], null, [CHAINS, CURRENCIES]).size).toBe(0);
    const base = { ...firstDay, primaryDimStartKey: 'base', primaryDimStartTime: null, primaryDimEndTime: null };
    expect(timeWindows(statusesOf('chain', base), [], null, [CHAINS, CURRENCIES]).size).toBe(0);
  });

  it('are none of keys that only look like days, where Dagster reports no time for them', () => {
    const named = { ...firstDay, primaryDimStartTime: null, primaryDimEndTime: null };
    expect(timeWindows(statusesOf('date', named), [], null, [CURRENCIES, DAYS]).size).toBe(0);
  });
});

import fc from 'fast-check';
import { knownPartitions } from './partitionStatuses';

type State = 'MATERIALIZED' | 'FAILED' | 'MATERIALIZING' | 'NEVER';
type Range = ReturnType<typeof rangesOf>[number];

const states = fc.constantFrom<State>('MATERIALIZED', 'MATERIALIZED', 'FAILED', 'MATERIALIZING', 'NEVER', 'NEVER');

/** Neighbours in the same state as one range, those that were never tried in none, as Dagster reports them. */
function rangesOf(keys: readonly string[], stateOf: (key: string) => State) {
  const ranges: Array<{ startKey: string; endKey: string; startTime: number; endTime: number; status: State }> = [];
  keys.forEach((key, place) => {
    const status = stateOf(key);
    const last = ranges.at(-1);
    if (last?.status === status && last.endKey === keys[place - 1]) {
      last.endKey = key;
    } else {
      ranges.push({ startKey: key, endKey: key, startTime: 0, endTime: 0, status });
    }
  });
  return ranges.filter(({ status }) => status !== 'NEVER');
}

function timeStatuses(ranges: Range[]): Parameters<typeof knownPartitions>[0] {
  return { __typename: 'TimePartitionStatuses', ranges: ranges.flatMap(withKnownStatus) };
}

function withKnownStatus({ status, ...range }: Range) {
  return status === 'NEVER' ? [] : [{ ...range, status }];
}

function days(count: number): string[] {
  return Array.from({ length: count }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));
}

function keysIn(keys: readonly string[], stateOf: (key: string) => State, wanted: State[]): string[] {
  return keys.filter((key) => wanted.includes(stateOf(key)));
}

describe('partitions of one dimension of time', () => {
  it('are those that are there, and those of which some attempt is known', () => {
    fc.assert(
      fc.property(fc.array(states, { minLength: 1, maxLength: 60 }), (all) => {
        const keys = days(all.length);
        const stateOf = (key: string) => all[keys.indexOf(key)];
        const dimensions = [{ name: 'default', partitionKeys: keys }];
        const { materialized, tried } = knownPartitions(timeStatuses(rangesOf(keys, stateOf)), dimensions);
        expect([...materialized]).toEqual(keysIn(keys, stateOf, ['MATERIALIZED']));
        expect([...tried]).toEqual(keysIn(keys, stateOf, ['FAILED', 'MATERIALIZING']));
      })
    );
  });

  it('that were taken away from the definition count no longer', () => {
    const keys = ['2026-01-02', '2026-01-03'];
    const ends = { startTime: 0, endTime: 0, status: 'MATERIALIZED' as const };
    const found = (startKey: string, endKey: string) => [
      ...knownPartitions({ __typename: 'TimePartitionStatuses', ranges: [{ startKey, endKey, ...ends }] }, [
        { name: 'default', partitionKeys: keys },
      ]).materialized,
    ];
    expect(found('2026-01-01', '2026-01-02')).toEqual(['2026-01-02']);
    expect(found('2026-01-03', '2026-01-04')).toEqual(['2026-01-03']);
    expect(found('2025-01-01', '2025-01-04')).toEqual([]);
  });

  it('may be 100,000 with a hole after each', () => {
    const keys = Array.from({ length: 100_000 }, (_, hour) => new Date(hour * 3_600_000).toISOString().slice(0, 13));
    const holed = new Set(keys.filter((_, place) => place % 2 === 0));
    const ranges = rangesOf(keys, (key) => (holed.has(key) ? 'MATERIALIZED' : 'NEVER'));
    const before = process.cpuUsage();
    const { materialized } = knownPartitions(timeStatuses(ranges), [{ name: 'default', partitionKeys: keys }]);
    expect(materialized.size).toBe(50_000);
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});

describe('partitions of two dimensions', () => {
  it('are pairs; what was tried is among the pairs of a day on which something was', () => {
    const colours = ['blue', 'green', 'red'];
    const oneDay = fc.tuple(states, states, states);
    fc.assert(
      fc.property(fc.array(oneDay, { minLength: 1, maxLength: 20 }), fc.boolean(), (all, dateIsFirst) => {
        const dates = days(all.length);
        const pair = (date: string, colour: string) => (dateIsFirst ? `${date}|${colour}` : `${colour}|${date}`);
        const stateOf = (date: string, colour: string) => all[dates.indexOf(date)][colours.indexOf(colour)];
        const ranges = dates.flatMap((date) => {
          const of = (state: State) => colours.filter((colour) => stateOf(date, colour) === state);
          return of('NEVER').length === colours.length
            ? []
            : [
                {
                  primaryDimStartKey: date,
                  primaryDimEndKey: date,
                  primaryDimStartTime: 0,
                  primaryDimEndTime: 0,
                  secondaryDim: {
                    __typename: 'DefaultPartitionStatuses' as const,
                    materializedPartitions: of('MATERIALIZED'),
                  },
                },
              ];
        });
        const dimensions = [
          { name: dateIsFirst ? 'a' : 'z', partitionKeys: dates },
          { name: 'm', partitionKeys: colours },
        ].sort((a, b) => (a.name < b.name ? -1 : 1));
        const { keys, materialized, tried } = knownPartitions(
          { __typename: 'MultiPartitionStatuses', primaryDimensionName: dateIsFirst ? 'a' : 'z', ranges },
          dimensions
        );
        const pairs = (wanted: State[]) =>
          dates.flatMap((date) =>
            colours.filter((colour) => wanted.includes(stateOf(date, colour))).map((colour) => pair(date, colour))
          );
        expect(keys).toHaveLength(dates.length * colours.length);
        expect([...materialized].sort()).toEqual(pairs(['MATERIALIZED']).sort());
        expect(pairs(['FAILED', 'MATERIALIZING']).filter((key) => !tried.has(key))).toEqual([]);
      })
    );
  });
});

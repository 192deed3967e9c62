import fc from 'fast-check';
import type { BreachInterval } from './breaches';
import { HOUR_MS } from './durations';
import { remedialSprints } from './sprints';

/** In hours. */
const breach = (from: number, to: number | null, startedBefore = false): BreachInterval => ({
  fromMs: from * HOUR_MS,
  toMs: to === null ? null : to * HOUR_MS,
  startedBefore,
});
const sprints = (breaches: BreachInterval[][], asOf = 1000) =>
  remedialSprints(breaches, asOf * HOUR_MS).map(({ fromMs, toMs, startedBefore }) => ({
    from: fromMs / HOUR_MS,
    to: toMs === null ? null : toMs / HOUR_MS,
    startedBefore,
  }));

describe('a remedial sprint', () => {
  it('ends when all objectives of the service have complied for 24 h', () => {
    expect(sprints([[breach(10, 20)], [breach(15, 30)]])).toEqual([{ from: 10, to: 54, startedBefore: false }]);
  });

  it('takes in a breach that follows within 24 h, of whichever objective', () => {
    expect(sprints([[breach(10, 20)], [breach(43, 50)]])).toEqual([{ from: 10, to: 74, startedBefore: false }]);
  });

  it('is over after 24 h of compliance; the next breach begins another', () => {
    expect(sprints([[breach(10, 20), breach(44, 50)]])).toEqual([
      { from: 10, to: 44, startedBefore: false },
      { from: 44, to: 74, startedBefore: false },
    ]);
  });

  it('goes on while a breach does, and while compliance is younger than 24 h', () => {
    expect(sprints([[breach(10, null)]])).toEqual([{ from: 10, to: null, startedBefore: false }]);
    expect(sprints([[breach(10, 990)]])).toEqual([{ from: 10, to: null, startedBefore: false }]);
  });

  it('began before the first known instant if that was breached already', () => {
    expect(sprints([[breach(5, 8)], [breach(5, 6, true)]])).toEqual([{ from: 5, to: 32, startedBefore: true }]);
  });

  it('does not exist without breaches', () => {
    expect(sprints([[], []])).toEqual([]);
  });

  it('covers exactly the hours in which something was breached or has been within 24 h', () => {
    const breaches = fc.array(
      fc.array(
        fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 40 })).map(([from, hours]) => breach(from, from + hours)),
        { maxLength: 4 }
      ),
      { maxLength: 4 }
    );
    fc.assert(
      fc.property(breaches, (byObjective) => {
        const found = sprints(byObjective);
        const hours = Array.from({ length: 400 }, (_, hour) => hour);
        const naive = hours.filter((hour) =>
          byObjective
            .flat()
            .some(({ fromMs, toMs }) => fromMs <= hour * HOUR_MS && hour * HOUR_MS < (toMs ?? 0) + 24 * HOUR_MS)
        );
        expect(hours.filter((hour) => found.some(({ from, to }) => from <= hour && hour < (to ?? Infinity)))).toEqual(
          naive
        );
      })
    );
  });
});

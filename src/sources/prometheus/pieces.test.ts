import fc from 'fast-check';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../budget/durations';
import { cutRange } from './pieces';

describe('cutting a range', () => {
  it('asks for 60 days of hours in two pieces, because many servers refuse more than 31 days', () => {
    expect(cutRange(0, 60 * DAY_MS, HOUR_MS)).toEqual([
      { fromMs: 0, toMs: 30 * DAY_MS },
      { fromMs: 30 * DAY_MS, toMs: 60 * DAY_MS },
    ]);
  });

  it('asks for four days of five minutes at once', () => {
    expect(cutRange(0, 4 * DAY_MS, 5 * MINUTE_MS)).toHaveLength(1);
  });

  it('never exceeds 11,000 points or 31 days, covers everything once and stays aligned', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(MINUTE_MS, 5 * MINUTE_MS, HOUR_MS, DAY_MS),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 1, max: 60_000 }),
        (stepMs, start, length) => {
          const pieces = cutRange(start * stepMs, (start + length) * stepMs, stepMs);
          expect(pieces[0].fromMs).toBe(start * stepMs);
          expect(pieces.at(-1)?.toMs).toBe((start + length) * stepMs);
          const wrong = pieces.filter(
            ({ fromMs, toMs }, i) =>
              toMs <= fromMs ||
              (toMs - fromMs) / stepMs > 11_000 ||
              toMs - fromMs > 31 * DAY_MS ||
              fromMs % stepMs !== 0 ||
              (pieces[i + 1]?.fromMs ?? toMs) !== toMs
          );
          expect(wrong).toEqual([]);
        }
      )
    );
  });
});

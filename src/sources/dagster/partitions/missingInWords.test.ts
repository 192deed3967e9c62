import { missingInWords } from './missingInWords';
import type { MissingPartition } from './partitionState';

const day = (window: number, others = ''): MissingPartition => ({
  key: `${others && `${others}|`}day-${window}`,
  window,
  others,
  closedMs: window,
});

describe('missing partitions in words', () => {
  it('are gathered where their windows follow each other, newest first', () => {
    expect(missingInWords([day(9), day(8), day(7), day(4), day(2), day(1)])).toEqual([
      'day-7 to day-9 (3)',
      'day-4',
      'day-1 to day-2 (2)',
    ]);
  });

  it('of several dimensions are gathered along the time of each other key', () => {
    const missing = [day(3, 'eth'), day(3, 'usd'), day(2, 'eth'), day(2, 'usd'), day(0, 'usd')];
    expect(missingInWords(missing)).toEqual(['eth|day-2 to eth|day-3 (2)', 'usd|day-2 to usd|day-3 (2)', 'usd|day-0']);
  });

  it('without time are listed singly', () => {
    const slots = ['b', 'a'].map((key): MissingPartition => ({ key, window: null, others: '', closedMs: null }));
    expect(missingInWords(slots)).toEqual(['b', 'a']);
  });
});

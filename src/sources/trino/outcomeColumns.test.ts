import { HOUR_MS } from '../../budget/durations';
import { toOutcomeColumns } from './outcomeColumns';

const RANGE = { fromMs: 10 * HOUR_MS, toMs: 13 * HOUR_MS, stepMs: HOUR_MS };

describe('counts by bucket', () => {
  it('are at the index of their bucket, and 0 where Trino names none', () => {
    const { finished, killed, observed } = toOutcomeColumns({ rows: [[11, 5, 0, 2, 0, 0, 1]] }, RANGE, 0);
    expect([[...finished], [...killed], [...observed]]).toEqual([
      [0, 5, 0],
      [0, 1, 0],
      [1, 1, 1],
    ]);
  });

  it('are exact also where Trino needs more than 2^53 to say so', () => {
    const { finished } = toOutcomeColumns({ rows: [[12, BigInt(2) ** BigInt(60), 0, 0, 0, 0, 0]] }, RANGE, 0);
    expect([...finished]).toEqual([0, 0, 2 ** 60]);
  });

  it.each([13, 9, 10.5, '11', null])('are refused in the bucket %s, in which they would be lost', (bucket) => {
    expect(() => toOutcomeColumns({ rows: [[bucket, 1, 0, 0, 0, 0, 0]] }, RANGE, 0)).toThrow(
      /the counts have a bucket that was not requested/
    );
  });
});

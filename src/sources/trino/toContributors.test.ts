import fc from 'fast-check';
import { HOUR_MS } from '../../budget/durations';
import type { Value } from './client/result';
import { toContributors, toErrorParts } from './toContributors';

const PAGE = 'https://trino.example/base/';

/** A bucket with one unexpected error after the other, all of them in these parts. */
const bucket = (number: number, unexpected: number, ...parts: Value[][]) => [number, 0, 0, unexpected, 0, 0, 0, parts];

function contributorsOf(dimension: string, rows: Value[][], pageUrl?: string) {
  const unexpected = rows.reduce((sum, row) => sum + Number(row[3]), 0);
  return toContributors(toErrorParts({ rows }, HOUR_MS), unexpected, [dimension], pageUrl);
}

describe('what bad queries divide into', () => {
  it('carries its last failure, the queries to look at, and a link to the last of them', () => {
    const part = [
      'Error code',
      'REMOTE_TASK_ERROR',
      '3',
      '1768469400000',
      'gone\nat line 1',
      '20260115_1',
      '20260115_0',
    ];
    expect(contributorsOf('Error code', [bucket(491241, 3, part)], PAGE)).toEqual([
      {
        dimension: 'Error code',
        name: 'REMOTE_TASK_ERROR',
        bad: 3,
        total: null,
        lastFailureMs: 1768469400000,
        message: 'gone · Latest: 20260115_1, 20260115_0',
        url: 'https://trino.example/base/ui/query.html?20260115_1',
      },
    ]);
  });

  it('is summed over buckets, with the latest failures of them all', () => {
    const rows = [
      bucket(1, 2, ['User', 'a', '2', '7000000', 'older', 'q2', 'q1']),
      bucket(2, 3, ['User', 'a', '1', '7300000', 'newer', 'q3', null], ['User', 'b', '2', '7300001', null, 'q5', 'q4']),
    ];
    expect(contributorsOf('User', rows)).toMatchObject([
      { name: 'a', bad: 3, lastFailureMs: 7_300_000, message: 'newer · Latest: q3, q2' },
      { name: 'b', bad: 2, lastFailureMs: 7_300_001, message: 'Latest: q5, q4' },
    ]);
  });

  it('names what the history holds no value for, and leaves out what it does not know', () => {
    expect(contributorsOf('Source', [bucket(0, 1, ['Source', null, '1', '5', null, null, null])], PAGE)).toEqual([
      { dimension: 'Source', name: '(none)', bad: 1, total: null, lastFailureMs: 5 },
    ]);
  });

  it('has no links where no one said where Trino’s interface is', () => {
    const [only] = contributorsOf('User', [bucket(0, 1, ['User', 'a', '1', '5', null, 'x', null])]);
    expect(only).not.toHaveProperty('url');
  });

  it('cuts a message that fills pages', () => {
    const part = ['User', 'a', '1', '5', 'x'.repeat(5_000), null, null];
    const [{ message = '' }] = contributorsOf('User', [bucket(0, 1, part)]);
    expect(message.length).toBeLessThan(250);
    expect(message.endsWith('…')).toBe(true);
  });

  it('adds up to the errors of the figure, whatever Trino splits them by and however many values there are', () => {
    const errors = fc.array(fc.record({ hour: fc.nat({ max: 5 }), user: fc.nat({ max: 60 }) }), { maxLength: 300 });
    fc.assert(
      fc.property(errors, (events) => {
        const hours = [...new Set(events.map(({ hour }) => hour))];
        const rows = hours.map((hour) => {
          const within = events.filter((event) => event.hour === hour);
          const users = [...new Set(within.map(({ user }) => user))].map((user) => ({
            user,
            bad: within.filter((event) => event.user === user).length,
          }));
          const largest = users.sort((a, b) => b.bad - a.bad).slice(0, 20);
          return bucket(
            hour,
            within.length,
            ...largest.map(({ user, bad }) => ['User', `u${user}`, String(bad), '5', null, null, null])
          );
        });
        const found = contributorsOf('User', rows);
        expect(found.reduce((sum, { bad }) => sum + bad, 0)).toBe(events.length);
        const named = found.filter(({ name }) => name !== '(others)');
        expect(named.length).toBeLessThanOrEqual(20);
        for (const { name, bad } of named) {
          expect(bad).toBeLessThanOrEqual(events.filter(({ user }) => name === `u${user}`).length);
        }
      })
    );
  });

  it('is not known of an answer that has counts only', () => {
    expect(contributorsOf('User', [[0, 9, 0, 2, 0, 0, 0]])).toEqual([
      { dimension: 'User', name: '(others)', bad: 2, total: null },
    ]);
  });
});

import { toContributors } from './toContributors';

const PAGE = 'https://trino.example/base/';

describe('what bad queries divide into', () => {
  it('carries its last failure, the queries to look at, and a link to the last of them', () => {
    const row = ['Error code', 'REMOTE_TASK_ERROR', 3, 1768469400000, ['20260115_1', '20260115_0'], 'gone\nat line 1'];
    expect(toContributors({ rows: [row] }, PAGE)).toEqual([
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

  it('names what the history holds no value for, and leaves out what it does not know', () => {
    expect(toContributors({ rows: [['Source', null, 1, 5, [null], null]] }, PAGE)).toEqual([
      { dimension: 'Source', name: '(none)', bad: 1, total: null, lastFailureMs: 5 },
    ]);
  });

  it('has no links where nobody said where Trino’s interface is', () => {
    const [only] = toContributors({ rows: [['User', 'a', 1, 5, ['x'], null]] }, undefined);
    expect(only).not.toHaveProperty('url');
  });

  it('cuts a message that fills pages', () => {
    const [{ message = '' }] = toContributors({ rows: [['User', 'a', 1, 5, null, 'x'.repeat(5_000)]] }, undefined);
    expect(message.length).toBeLessThan(250);
    expect(message.endsWith('…')).toBe(true);
  });
});

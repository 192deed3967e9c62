import { TransportError } from '../../../transport/transportError';
import { checkTrino, type CheckedHistory } from './checkTrino';
import recorded from './testdata/trino-476.json';
import { recordedPort } from './testdata/recordedPort';
import { TrinoClient } from './trinoClient';
import type { TrinoInfo } from './trinoInfo';
import { VISIBILITY_SQL } from './visibility';
import { UpstreamFailure } from '../../upstreamFailure';

const { signal } = new AbortController();
const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 22);
const INFO: TrinoInfo = { version: '476', environment: 'test', starting: false, coordinator: true, uptimeMs: 1_000 };

/** A Trino whose `system.runtime` tables hold what was recorded under this name. */
function trinoThat(view: string, info: Partial<TrinoInfo> = {}) {
  const timing = { sleep: () => Promise.resolve() };
  const ask = (name: string, sql: string) =>
    new TrinoClient({ port: recordedPort(recorded, name), timing }).query(sql, signal);
  return {
    info: () => Promise.resolve({ ...INFO, ...info }),
    query: (sql: string) => ask(sql === VISIBILITY_SQL ? view : 'the admin', sql),
  };
}

function history(fromMs: number | null, more: Partial<CheckedHistory> = {}): CheckedHistory {
  return {
    objective: 'trino-queries',
    windowMs: 30 * DAY_MS,
    inMemory: false,
    reach: () => Promise.resolve({ fromMs }),
    ...more,
  };
}

const failing = (error: unknown) => ({ info: () => Promise.reject(error), query: () => Promise.reject(error) });

describe('the health check of Trino', () => {
  it('reports version, user, whose queries it sees, and how far back the histories go', async () => {
    const reach = NOW_MS - 65 * DAY_MS;
    expect(await checkTrino(trinoThat('what the admin sees'), [history(reach)], NOW_MS, signal)).toEqual({
      info: INFO,
      user: 'admin',
      visibility: 'everybody',
      histories: [{ objective: 'trino-queries', fromMs: reach }],
      findings: [],
    });
  });

  it('says that Trino refuses the property by which queries end by themselves', async () => {
    const trino = { ...trinoThat('what the admin sees'), limitsRuns: false };
    const { findings } = await checkTrino(trino, [], NOW_MS, signal);
    expect(findings).toEqual([
      {
        severity: 'warning',
        found: expect.stringMatching(/^Trino refuses the session property query_max_run_time/),
        remedy: 'Allow the user of the plugin to set it in the access control of Trino',
      },
    ]);
  });

  it('finds out that a user sees only its own queries', async () => {
    const { visibility, findings } = await checkTrino(trinoThat('what a reader sees'), [], NOW_MS, signal);
    expect(visibility).toBe('own');
    expect(findings).toEqual([
      {
        severity: 'warning',
        found: 'admin sees only its own queries: figures from system.runtime.queries are partial',
        remedy: "Let a rule of Trino's access control allow admin to view queries",
      },
    ]);
  });

  it.each([
    ['no other user asked anything', [1, 0]],
    ['some queries are missing although others are there', [3, 2]],
  ])('cannot say what a user sees where %s', async (_, row) => {
    const trino = trinoThat('');
    const query = (sql: string) =>
      sql === VISIBILITY_SQL
        ? Promise.resolve({ queryId: 'q', columns: [], rows: [row] })
        : trinoThat('the admin').query(sql);
    const { visibility, findings } = await checkTrino({ ...trino, query }, [], NOW_MS, signal);
    expect([visibility, findings]).toEqual(['unknown', []]);
  });

  it('cannot say what a user sees where the tables that show it are closed', async () => {
    const { visibility, findings } = await checkTrino(trinoThat('PERMISSION_DENIED'), [], NOW_MS, signal);
    expect([visibility, findings]).toEqual(['unknown', []]);
  });

  it.each([
    ['it starts', { starting: true }, /is starting/, /in a minute/],
    ['a worker answers', { coordinator: false }, /a worker/, /to the coordinator/],
    ['it shuts down', { state: 'SHUTTING_DOWN' }, /SHUTTING_DOWN/, /ACTIVE/],
  ])('asks nothing more while %s', async (_, info, found, remedy) => {
    const asked = jest.fn();
    const trino = { ...trinoThat('', info), query: asked };
    const { findings, user } = await checkTrino(trino, [history(0)], NOW_MS, signal);
    expect(findings).toEqual([
      { severity: 'error', found: expect.stringMatching(found), remedy: expect.stringMatching(remedy) },
    ]);
    expect(user).toBeUndefined();
    expect(asked).not.toHaveBeenCalled();
  });

  it.each([
    ['empty', history(null), /the history of trino-queries is empty/, /event listener/],
    ['shorter than the window', history(NOW_MS - 3 * DAY_MS), /is shorter than its window/, /Keep the history/],
    [
      "the coordinator's memory",
      history(NOW_MS - 60_000, { inMemory: true }),
      /coordinator's memory/,
      /name its table in the catalogue/,
    ],
  ])('warns of a history that is %s', async (_, checked, found, remedy) => {
    const { findings } = await checkTrino(trinoThat('what the admin sees'), [checked], NOW_MS, signal);
    expect(findings).toEqual([
      { severity: 'warning', found: expect.stringMatching(found), remedy: expect.stringMatching(remedy) },
    ]);
  });

  it('says which history cannot be read, and continues with the next', async () => {
    const missing = new UpstreamFailure('badIndicator', 'Trino has no such table', 'Correct the history');
    const checked = [
      history(null, { objective: 'broken', reach: () => Promise.reject(missing) }),
      history(NOW_MS - 40 * DAY_MS),
    ];
    const { findings, histories } = await checkTrino(trinoThat('what the admin sees'), checked, NOW_MS, signal);
    expect(findings).toEqual([
      {
        severity: 'error',
        found: 'the history of broken cannot be read: Trino has no such table',
        remedy: 'Correct the history',
      },
    ]);
    expect(histories.map(({ objective }) => objective)).toEqual(['trino-queries']);
  });

  it('is an error with a remedy where Trino is down, or refuses', async () => {
    const errors = [
      new TransportError('unreachable', 'trino', 'trino:8080 refused the connection'),
      new UpstreamFailure(
        'unauthorized',
        'Trino refused the credentials (HTTP 401)',
        'Check the user, password or token'
      ),
    ];
    const health = await Promise.all(errors.map((error) => checkTrino(failing(error), [], NOW_MS, signal)));
    expect(health.map(({ findings: [{ severity, found, remedy }] }) => [severity, found, remedy])).toEqual([
      [
        'error',
        'no answer (trino:8080 refused the connection)',
        'Check that Trino runs and that the Trino URL reaches it',
      ],
      ['error', 'Trino refused the credentials (HTTP 401)', 'Check the user, password or token'],
    ]);
  });

  it('rejects with the reason of the caller that leaves, and with mistakes of ours', async () => {
    const reason = new Error('gone');
    await expect(checkTrino(failing(reason), [], NOW_MS, AbortSignal.abort(reason))).rejects.toBe(reason);
    const mistake = new TypeError('undefined is not a function');
    await expect(checkTrino(failing(mistake), [], NOW_MS, signal)).rejects.toBe(mistake);
  });
});

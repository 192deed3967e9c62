import type { Objective, TrinoHistory } from '../catalogue/objective';
import { objectiveOf } from '../evaluation/objective.testing';
import type { HttpPort } from '../transport/port';
import { TransportError } from '../transport/transportError';
import { checkTrinoUpstream } from './checkTrinoUpstream';

const never = new AbortController().signal;
const NOW_MS = Date.UTC(2026, 10, 22, 12);
const REACH_MS = NOW_MS - 65 * 86_400_000;

function trinoObjective(id: string, history: TrinoHistory): Objective {
  const unfiltered = { include: [], exclude: [] };
  const raw = {
    measure: 'queries' as const,
    userErrors: 'excluded' as const,
    alsoBad: [],
    ignore: [],
    users: unfiltered,
    sources: unfiltered,
    resourceGroups: unfiltered,
    history,
    longestRunMs: 86_400_000,
  };
  return objectiveOf({ id, indicator: { source: 'Trino', measure: { shape: 'raw', raw, rawType: 'success' } } });
}

/** A Trino that answers each statement at once with its rows, by the text of the statement. */
function trino(answers: Array<[part: string, types: string[], row: unknown[]]>, info: object = {}) {
  const asked: string[] = [];
  const port: HttpPort = {
    async send({ method, path, body = '' }) {
      asked.push(`${method} ${path}`);
      const [, types, row] = answers.find(([part]) => body.includes(part)) ?? [];
      const columns = types?.map((type, index) => ({
        name: `c${index}`,
        type,
        typeSignature: { rawType: type, arguments: [] },
      }));
      const answer =
        path === '/v1/info'
          ? { nodeVersion: { version: '476' }, environment: 'production', starting: false, coordinator: true, ...info }
          : { id: 'q', stats: {}, columns, data: row && [row] };
      return { status: 200, headers: {}, text: JSON.stringify(answer) };
    },
  };
  return { port, asked };
}

const AS_READER: [string, string[], unknown[]] = ['current_user', ['varchar'], ['reader']];
const SEES_ALL: [string, string[], unknown[]] = ['system.runtime.tasks', ['bigint', 'bigint'], [3, 0]];
const REACHES: [string, string[], unknown[]] = ['AS reach_ms', ['bigint'], [REACH_MS]];

describe("Trino's line of the health check", () => {
  it('says version, user, whose queries it sees and how far back each history reaches', async () => {
    const { port } = trino([SEES_ALL, REACHES, AS_READER]);
    const objectives = [
      objectiveOf({ id: 'not-of-trino' }),
      trinoObjective('trino-queries', { kind: 'mysqlListener', table: 'mysql.trino_events.trino_queries' }),
      trinoObjective('counted-elsewhere', { kind: 'counters', selector: 'job="trino"' }),
    ];
    expect(await checkTrinoUpstream(port, objectives, NOW_MS, never)).toEqual({
      upstream: 'trino',
      ok: true,
      text:
        "Trino: 476 (production), reachable as reader, sees other people's queries. " +
        'The history of trino-queries reaches back to 2026-09-18 12:00 UTC (65 d).',
    });
  });

  it('warns on the same line, where figures can still be had', async () => {
    const { port } = trino([['system.runtime.tasks', ['bigint', 'bigint'], [1, 5]], REACHES, AS_READER]);
    const { ok, text } = await checkTrinoUpstream(port, [trinoObjective('now', { kind: 'runtime' })], NOW_MS, never);
    expect(ok).toBe(true);
    expect(text).toContain('Warning: reader sees only its own queries');
    expect(text).toContain("Warning: now counts the coordinator's memory");
  });

  it('says so when it is unknown whose queries are seen', async () => {
    const { port } = trino([['system.runtime.tasks', ['bigint', 'bigint'], [1, 0]], AS_READER]);
    expect((await checkTrinoUpstream(port, [], NOW_MS, never)).text).toBe(
      "Trino: 476 (production), reachable as reader, may not see all of other people's queries."
    );
  });

  it('fails while Trino starts, and asks it nothing', async () => {
    const { port, asked } = trino([], { starting: true });
    expect(await checkTrinoUpstream(port, [], NOW_MS, never)).toEqual({
      upstream: 'trino',
      ok: false,
      text: 'Trino: 476 (production). Trino is starting and takes no queries yet. Test again in a minute.',
    });
    expect(asked).toEqual(['GET /v1/info']);
  });

  it('names a missing answer and the remedy', async () => {
    const port: HttpPort = {
      send: () => Promise.reject(new TransportError('unreachable', 'trino', 'connection refused')),
    };
    expect(await checkTrinoUpstream(port, [], NOW_MS, never)).toEqual({
      upstream: 'trino',
      ok: false,
      text: 'Trino: no answer (connection refused). Check that Trino runs and that the Trino URL reaches it.',
    });
  });

  it('names a Trino that refuses proxies, and the setting that lets them pass', async () => {
    const port: HttpPort = {
      send: () => Promise.resolve({ status: 406, headers: { 'content-type': 'text/html' }, text: '<html></html>' }),
    };
    const { ok, text } = await checkTrinoUpstream(port, [], NOW_MS, never);
    expect(ok).toBe(false);
    expect(text).toContain('http-server.process-forwarded=ignore');
  });
});

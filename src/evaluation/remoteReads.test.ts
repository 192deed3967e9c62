import { DAY_MS } from '../budget/durations';
import type { HttpPort } from '../transport/port';
import { objectiveOf } from './objective.testing';
import { RemoteReads } from './remoteReads';

const NOW_MS = Date.UTC(2026, 2, 1);

interface Asked {
  reads: Array<{ objectives: unknown[] }>;
}

/** Asks for so many objectives at once; how many each request holds, and each read of it. */
async function requestsFor(count: number, question: Parameters<RemoteReads['ask']>[0]): Promise<number[][]> {
  const bodies: Asked[] = [];
  const port: HttpPort = {
    send: async ({ body, onText }) => {
      const asked: Asked = JSON.parse(body ?? '');
      bodies.push(asked);
      asked.reads.forEach(({ objectives }, read) =>
        objectives.forEach((_, objective) => onText?.(`${JSON.stringify({ read, objective, answer: {} })}\n`))
      );
      return { status: 200, headers: {}, text: '' };
    },
  };
  const reads = new RemoteReads(port);
  const objectives = Array.from({ length: count }, (_, i) => ({ ...objectiveOf(), id: `objective-${i}` }));
  const { signal } = new AbortController();
  const answers = await Promise.all(objectives.map((objective) => reads.ask(question, objective, signal)));
  expect(answers).toHaveLength(count);
  return bodies.map((asked) => asked.reads.map((read) => read.objectives.length));
}

describe('what is asked of a server at once', () => {
  it('is one request for what its bounds allow', async () => {
    const row = { kind: 'objective' as const, request: { atMs: NOW_MS, nowMs: NOW_MS } };
    expect(await requestsFor(500, row)).toEqual([[500]]);
    expect(await requestsFor(2_500, row)).toEqual([[2_000, 500]]);
  });

  it('is more for charts of many instants', async () => {
    const request = {
      fromMs: NOW_MS - 400 * DAY_MS,
      toMs: NOW_MS,
      nowMs: NOW_MS,
      at: 'figures' as const,
      figures: ['remaining' as const],
      lookbacksMs: [],
    };
    const requests = await requestsFor(250, { kind: 'series', request });
    expect(requests).toEqual([[208], [42]]);
  });
});

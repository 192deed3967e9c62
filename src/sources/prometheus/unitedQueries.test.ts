import { setMaxListeners } from 'node:events';
import { HOUR_MS, MINUTE_MS } from '../../budget/durations';
import type { HttpAnswer, HttpPort, HttpRequest } from '../../transport/port';
import { TransportError } from '../../transport/transportError';
import type { ApiAnswer } from './apiAnswer';
import { QueryApi, type QueryApiOptions } from './queryApi';

const END_MS = Date.UTC(2026, 5, 1);
const never = new AbortController().signal;
setMaxListeners(0, never);

interface Request {
  /** Names of the queries that it holds. */
  names: string[];
  form: URLSearchParams;
  signal: AbortSignal;
}

type Behaviour = (request: Request) => HttpAnswer | undefined | Promise<HttpAnswer | undefined>;

/** A server that knows the queries "q0", "q1" …: each has the value of its number. What `behaviour` answers comes first. */
function serverOf(behaviour: Behaviour = () => undefined) {
  const requests: Request[] = [];
  const port: HttpPort = {
    async send({ body, path }: HttpRequest, signal) {
      const form = new URLSearchParams(body ?? path.slice(path.indexOf('?') + 1));
      const query = form.get('query') ?? '';
      const request = { names: query.match(/\bq\d+/g) ?? [], form, signal };
      requests.push(request);
      return (await behaviour(request)) ?? success(request);
    },
  };
  const api = (options: Partial<QueryApiOptions> = {}) => new QueryApi({ port, uniteWithinMs: 5, ...options });
  return { requests, api, sizes: () => requests.map(({ names }) => names.length) };
}

function success({ names, form }: Request, warnings: string[] = []): HttpAnswer {
  const isUnion = form.get('query')?.includes('error_budget_query');
  const result = names.map((name, i) => ({
    metric: { name, ...(isUnion && { error_budget_query: String(i) }) },
    value: [Number(form.get('time')), name.slice(1)],
  }));
  return json(200, { status: 'success', data: { resultType: 'vector', result }, warnings });
}

function json(status: number, body: unknown): HttpAnswer {
  return { status, headers: {}, text: JSON.stringify(body) };
}

const REFUSED = json(422, { status: 'error', errorType: 'execution', error: 'many-to-many matching' });

const namesOf = (count: number) => Array.from({ length: count }, (_, i) => `q${i}`);

function askAll(api: QueryApi, names: readonly string[]) {
  return Promise.allSettled(names.map((name) => api.queryAt(name, END_MS, never)));
}

function answerOf(name: string): PromiseFulfilledResult<ApiAnswer> {
  const series = [{ labels: { name }, points: [[END_MS / 1000, name.slice(1)] as [number, string]] }];
  return { status: 'fulfilled', value: { series, remarks: [], partial: [] } };
}

const failure = (message: string) => ({
  status: 'rejected',
  reason: expect.objectContaining({ message: expect.stringContaining(message) }),
});

describe('queries that are asked at about the same time', () => {
  it('are asked together, ten at most, after the first, which goes by itself', async () => {
    const server = serverOf();
    const names = namesOf(24);
    expect(await askAll(server.api(), names)).toEqual(names.map(answerOf));
    expect(server.sizes()).toEqual([1, 8, 8, 7]);
  });

  it('do not wait for others where nothing is under way, as those that follow from an answer', async () => {
    const server = serverOf();
    const api = server.api({ uniteWithinMs: 2 ** 30 });
    await api.queryAt('q0', END_MS, never);
    await api.queryAt('q1', END_MS, never);
    expect(server.sizes()).toEqual([1, 1]);
  });

  it('wait for more no longer than for the answer to what is under way', async () => {
    const server = serverOf();
    const names = namesOf(3);
    expect(await askAll(server.api({ uniteWithinMs: 2 ** 30 }), names)).toEqual(names.map(answerOf));
    expect(server.sizes()).toEqual([1, 2]);
  });

  it('are sent as they are by default', async () => {
    const server = serverOf();
    await askAll(server.api({ uniteWithinMs: 0 }), namesOf(3));
    expect(server.requests.map(({ form }) => form.get('query'))).toEqual(['q0', 'q1', 'q2']);
  });

  it('are asked once where they are the same', async () => {
    const server = serverOf();
    const names = ['q0', 'q1', 'q2', 'q1', 'q2', 'q1'];
    expect(await askAll(server.api(), names)).toEqual(names.map(answerOf));
    expect(server.requests.map(({ names: asked }) => asked)).toEqual([['q0'], ['q1', 'q2']]);
  });

  it.each([
    {
      httpMethod: 'POST',
      mostBytes: 12_000,
      letters: 700,
      bytesOf: (form) => Buffer.byteLength(form.get('query') ?? ''),
    },
    { httpMethod: 'GET', mostBytes: 2_000, letters: 30, bytesOf: (form) => form.toString().length },
  ] as const satisfies Array<{
    httpMethod: string;
    mostBytes: number;
    letters: number;
    bytesOf(form: URLSearchParams): number;
  }>)('stay below $mostBytes bytes where the method is $httpMethod', async (how) => {
    const { httpMethod, mostBytes, letters, bytesOf } = how;
    const server = serverOf();
    const names = namesOf(31).map((name) => `${name} # {${'é'.repeat(letters)}}`);
    await askAll(server.api({ httpMethod }), names);
    const bytes = server.requests.map(({ form }) => bytesOf(form));
    expect(Math.max(...bytes)).toBeLessThanOrEqual(mostBytes);
    expect(Math.max(...bytes)).toBeGreaterThan(0.7 * mostBytes);
    expect(server.requests.length).toBeLessThan(names.length / 2);
  });

  it('keep custom parameters', async () => {
    const server = serverOf();
    await askAll(server.api({ parameters: { dedup: 'true' } }), namesOf(3));
    expect(server.requests.map(({ form }) => form.get('dedup'))).toEqual(['true', 'true']);
  });
});

describe('one bad query among others', () => {
  it.each<[string, (request: Request) => HttpAnswer | undefined, string]>([
    ['refused', () => REFUSED, 'many-to-many'],
    [
      'too slow for Prometheus',
      () => json(503, { status: 'error', errorType: 'timeout', error: 'too slow' }),
      'too slow',
    ],
    ['answered with HTTP 500', () => json(500, {}), 'HTTP 500'],
    ['answered with a body that breaks off', () => ({ status: 200, headers: {}, text: '{"status":' }), 'breaks off'],
    [
      'answered with native histograms',
      ({ names }) => {
        const result = names.map((_, i) => ({ metric: { error_budget_query: String(i) }, histogram: [0, {}] }));
        return json(200, { status: 'success', data: { resultType: 'vector', result } });
      },
      'native histograms',
    ],
  ])('that is %s costs only itself, and is asked by itself from then on', async (_, behaviour, message) => {
    const server = serverOf((request) => (request.names.includes('q5') ? behaviour(request) : undefined));
    const names = namesOf(11);
    const outcomes = names.map((name) => (name === 'q5' ? failure(message) : answerOf(name)));
    const api = server.api();
    expect(await askAll(api, names)).toEqual(outcomes);
    const before = server.requests.length;
    expect(await askAll(api, names)).toEqual(outcomes);
    expect(server.sizes().slice(before)).toEqual([1, 1, 9]);
  });

  it('leaves Prometheus’ remarks to the query that they are about', async () => {
    const remark = 'PromQL warning: bucket label "le" is missing (1:20)';
    const server = serverOf((request) => (request.names.includes('q2') ? success(request, [remark]) : undefined));
    const answers = await askAll(server.api(), namesOf(4));
    const remarks = answers.map((answer) => answer.status === 'fulfilled' && answer.value.remarks);
    expect(remarks).toEqual([[], [], [remark], []]);
  });
});

describe('a union that fails as a whole', () => {
  it.each<[string, HttpAnswer, string]>([
    ['credentials are refused', json(401, {}), 'credentials'],
    ['the server limits requests', json(429, {}), 'overloaded'],
    ['the server is not ready', { status: 503, headers: {}, text: 'Service Unavailable' }, 'overloaded'],
  ])('fails for all its queries without further requests where %s', async (_, answer, message) => {
    const server = serverOf(() => answer);
    expect(await askAll(server.api(), namesOf(4))).toEqual(namesOf(4).map(() => failure(message)));
    expect(server.sizes()).toEqual([1, 3]);
  });

  it('costs one more request where the server is not reached', async () => {
    const server = serverOf(() => {
      throw new TransportError('unreachable', 'prometheus', 'refused the connection');
    });
    expect(await askAll(server.api(), namesOf(4))).toEqual(namesOf(4).map(() => failure('refused the connection')));
    expect(server.sizes()).toEqual([1, 3, 1]);
  });

  it('is asked in smaller parts where the server accepts no more, and so are those that follow', async () => {
    const tooLong: HttpAnswer = { status: 413, headers: {}, text: '<html><title>413 Too Large</title></html>' };
    const server = serverOf(({ names }) => (names.length > 2 ? tooLong : undefined));
    const api = server.api();
    const names = namesOf(9);
    expect(await askAll(api, names)).toEqual(names.map(answerOf));
    const before = server.requests.length;
    expect(await askAll(api, names)).toEqual(names.map(answerOf));
    expect(server.sizes().slice(before)).toEqual([1, 2, 2, 2, 2]);
  });

  it('is partial for all its queries where stores were missing', async () => {
    const server = serverOf((request) => success(request, request.names.length > 1 ? ['a store is away'] : []));
    const answers = await askAll(server.api(), namesOf(3));
    const partial = answers.map((answer) => answer.status === 'fulfilled' && answer.value.partial);
    expect(partial).toEqual([[], ['a store is away'], ['a store is away']]);
  });
});

describe('a caller who leaves', () => {
  it('aborts the request of a union with the last one', async () => {
    const server = serverOf(({ names, signal }) =>
      names.length > 1
        ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        : undefined
    );
    const api = server.api();
    const leaving = namesOf(3).map(() => new AbortController());
    const asked = leaving.map(({ signal }, i) => api.queryAt(`q${i}`, END_MS, signal));
    const outcomes = Promise.allSettled(asked);
    await new Promise((resolve) => setTimeout(resolve, 50));
    leaving[1].abort(new Error('left'));
    expect(server.requests[1].signal.aborted).toBe(false);
    leaving[2].abort(new Error('left'));
    expect(server.requests[1].signal.aborted).toBe(true);
    expect(await outcomes).toEqual([answerOf('q0'), failure('left'), failure('left')]);
  });

  it('is not waited for by the others', async () => {
    const server = serverOf();
    const api = server.api();
    const leaving = new AbortController();
    const others = askAll(api, ['q0', 'q1', 'q2']);
    const left = api.queryAt('q3', END_MS, leaving.signal).catch((error: unknown) => error);
    leaving.abort(new Error('left'));
    expect(await left).toEqual(new Error('left'));
    expect(await others).toEqual(['q0', 'q1', 'q2'].map(answerOf));
    expect(server.requests.flatMap(({ names }) => names)).toEqual(['q0', 'q1', 'q2']);
  });
});

it('asks buckets of one width together, and those of another apart', async () => {
  const server = serverOf();
  const api = server.api();
  const piece = { fromMs: END_MS - 12 * HOUR_MS, toMs: END_MS };
  await Promise.all([
    ...['q0', 'q1', 'q2'].map((name) => api.queryBuckets(name, piece, HOUR_MS, never)),
    ...['q3', 'q4', 'q5'].map((name) => api.queryBuckets(name, piece, 5 * MINUTE_MS, never)),
  ]);
  expect(server.requests.map(({ names, form }) => [form.get('step'), ...names])).toEqual([
    ['3600', 'q0'],
    ['300', 'q3'],
    ['3600', 'q1', 'q2'],
    ['300', 'q4', 'q5'],
  ]);
});

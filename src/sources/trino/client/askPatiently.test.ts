import fc from 'fast-check';
import type { HttpAnswer, HttpPort, HttpRequest } from '../../../transport/port';
import { TrinoClient } from './trinoClient';

const { signal } = new AbortController();
const sleep = () => Promise.resolve();
const columns = [{ name: 'n', type: 'bigint', typeSignature: { rawType: 'bigint', arguments: [] } }];
const uri = (token: number) => `http://10.0.0.7:8080/v1/statement/executing/q1/slug/${token}`;

const json = (body: unknown): HttpAnswer => ({ status: 200, headers: {}, text: JSON.stringify(body) });
const html = (status: number, title: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'text/html' },
  text: `<!doctype html><title>${title}</title>`,
});
const text = (status: number, body: string): HttpAnswer => ({ status, headers: {}, text: body });

/** Three pages of five rows, the first of which comes with the POST and has no columns yet. */
const PAGES = [
  { id: 'q1', stats: { state: 'QUEUED' }, columns: null, data: null, error: null, nextUri: uri(1) },
  { id: 'q1', stats: null, columns: [], data: [], nextUri: uri(2) },
  { id: 'q1', stats: { state: 'RUNNING' }, columns, data: [[1], [2]], nextUri: uri(3) },
  { id: 'q1', columns: [], data: null, error: null, nextUri: uri(4) },
  { id: 'q1', stats: { state: 'FINISHED' }, columns, data: [[3], [4], [5]], nextUri: null },
];

/** What a proxy may answer instead of a page. */
const INTERPOSED: Record<string, HttpAnswer> = {
  nothing: text(200, ''),
  'white space': text(200, ' \n'),
  'a page of HTML': html(200, 'One moment'),
  text: text(200, 'upstream connect error'),
  'other JSON': json({ status: 'warming up' }),
  null: text(200, 'null'),
  'half a page': text(200, JSON.stringify(PAGES[2]).slice(0, 90)),
  'a failure of its own': text(500, 'internal error'),
  'a bad gateway': html(502, 'Bad Gateway'),
  'no available server': text(503, 'no available server'),
  'a timeout': html(504, 'Gateway Timeout'),
  'too many requests': text(429, 'slow down'),
};

function clientOf(before: (page: number, request: HttpRequest, attempt: number) => HttpAnswer | undefined) {
  const attempts = new Map<number, number>();
  const asked: string[] = [];
  const port: HttpPort = {
    async send(request) {
      asked.push(`${request.method} ${request.path}`);
      if (request.method === 'DELETE') {
        return text(204, '');
      }
      const page = request.method === 'POST' ? 0 : Number(/\d+$/.exec(request.path)?.[0]);
      const attempt = attempts.get(page) ?? 0;
      attempts.set(page, attempt + 1);
      return before(page, request, attempt) ?? json(PAGES[page]);
    },
  };
  return { asked, client: new TrinoClient({ port, timing: { sleep } }) };
}

describe('a result on its way through something in between', () => {
  it('comes whole and once, whatever replaces its pages up to three times', async () => {
    const faults = fc.array(fc.constantFrom(...Object.keys(INTERPOSED)), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(faults, { minLength: 4, maxLength: 4 }), async (script) => {
        const { client, asked } = clientOf((page, _, attempt) => INTERPOSED[script[page - 1]?.[attempt] ?? '']);
        const { rows } = await client.query('', signal);
        expect(rows).toEqual([[1], [2], [3], [4], [5]]);
        expect(asked).toHaveLength(5 + script.flat().length);
      }),
      { numRuns: 200 }
    );
  });

  it.each(['nothing', 'white space', 'half a page', 'a page of HTML', 'text', 'other JSON', 'null'])(
    'is posted again after %s',
    async (name) => {
      const { client } = clientOf((page, _, attempt) => (page === 0 && attempt < 3 ? INTERPOSED[name] : undefined));
      expect((await client.query('', signal)).rows).toHaveLength(5);
    }
  );

  it.each([
    ['nothing', 'the answer is empty (HTTP 200)'],
    ['a page of HTML', 'an HTML page came back instead of JSON (HTTP 200: One moment)'],
    ['a bad gateway', 'Trino takes no queries right now (HTTP 502: Bad Gateway)'],
    [
      'too many requests',
      'Trino, or a gateway in front of it, is overloaded or limits requests: too many requests (HTTP 429)',
    ],
  ])('fails after the fourth time that %s comes, says so, and is cancelled', async (name, found) => {
    const { client, asked } = clientOf((page) => (page === 2 ? INTERPOSED[name] : undefined));
    await expect(client.query('', signal)).rejects.toMatchObject({ found });
    expect(asked.slice(2)).toEqual([...Array(4).fill(`GET ${uri(2).slice(20)}`), `DELETE ${uri(2).slice(20)}`]);
  });

  it.each([
    ['a refused proxy', html(406, 'Error 406')],
    ['refused credentials', text(401, 'Unauthorized')],
    ['a query that is gone', text(404, 'Query not found')],
    ['a page that is gone', text(410, '')],
  ])('is not asked for again after the last word of Trino: %s', async (_, answer) => {
    const { client, asked } = clientOf((page) => (page === 2 ? answer : undefined));
    await expect(client.query('', signal)).rejects.toThrow();
    expect(asked.filter((one) => one.endsWith('/2'))).toEqual([
      `GET ${uri(2).slice(20)}`,
      `DELETE ${uri(2).slice(20)}`,
    ]);
  });

  it('is no result where it ends before its columns are named', async () => {
    const { client } = clientOf((page) =>
      page === 1 ? json({ id: 'q1', stats: { state: 'FINISHED' }, columns: [], data: [], nextUri: null }) : undefined
    );
    await expect(client.query('', signal)).rejects.toMatchObject({
      kind: 'notTheUpstream',
      found: 'the result ended before its columns were named',
    });
  });

  it('is no result where one of its pages is of another query', async () => {
    const { client, asked } = clientOf((page) => (page === 2 ? json({ ...PAGES[4], id: 'q2' }) : undefined));
    await expect(client.query('', signal)).rejects.toMatchObject({
      kind: 'notTheUpstream',
      found: 'a page of the result is of another query',
    });
    expect(asked.at(-1)).toBe(`DELETE ${uri(2).slice(20)}`);
  });
});

describe('what Trino reports about itself, through a proxy', () => {
  const info = { nodeVersion: { version: '476' }, environment: null, coordinator: null, starting: null, uptime: null };

  it.each(['nothing', 'half a page'])('is asked for again after %s, and nulls say nothing', async (name) => {
    let count = 0;
    const port: HttpPort = { send: async () => (count++ < 2 ? INTERPOSED[name] : json({ ...info, state: null })) };
    expect(await new TrinoClient({ port, timing: { sleep } }).info(signal)).toEqual({
      version: '476',
      environment: '',
      starting: false,
      coordinator: true,
      uptimeMs: null,
    });
  });
});

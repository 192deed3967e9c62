import {
  brokenOff,
  executionError,
  halfJson,
  hanging,
  loginPage,
  matrix,
  nativeHistograms,
  startFaultyUpstream,
  unauthorized,
  unavailable,
  withWarnings,
  type FaultyUpstream,
} from './faultyUpstream';

let behind: FaultyUpstream;
let upstream: FaultyUpstream;

beforeAll(async () => {
  behind = await startFaultyUpstream();
  upstream = await startFaultyUpstream({ behind: behind.url });
});

beforeEach(() => {
  behind.reset();
  upstream.reset();
});

afterAll(async () => {
  await upstream.stop();
  await behind.stop();
});

const ask = (init?: RequestInit) => fetch(`${upstream.url}/api/v1/query_range?x=1`, { method: 'POST', ...init });

describe('the upstream of the tests', () => {
  it('gives the answer of the server behind it', async () => {
    behind.always(matrix({ a: 'b' }, [[60, '1']]));
    const answer = await ask({ body: new URLSearchParams({ query: 'up' }) });
    expect(await answer.json()).toMatchObject({ data: { result: [{ metric: { a: 'b' }, values: [[60, '1']] }] } });
    expect(behind.requests).toMatchObject([{ method: 'POST', path: '/api/v1/query_range?x=1', body: 'query=up' }]);
    expect(behind.requests[0].headers['content-type']).toContain('application/x-www-form-urlencoded');
  });

  it('meets each request with the next fault, then with the standing one', async () => {
    upstream.next(unauthorized, unavailable({ retryAfterSeconds: 2 }));
    upstream.always(executionError());
    const answers = [await ask(), await ask(), await ask(), await ask()];
    expect(answers.map(({ status }) => status)).toEqual([401, 503, 422, 422]);
    expect(answers[1].headers.get('retry-after')).toBe('2');
    expect(await answers[2].json()).toMatchObject({ status: 'error', errorType: 'execution' });
  });

  it('can recover', async () => {
    upstream.next(unavailable({ retryAfterSeconds: 1 }));
    expect([(await ask()).status, (await ask()).status]).toEqual([503, 200]);
  });

  it('can answer with a page', async () => {
    upstream.next(loginPage);
    const answer = await ask();
    expect(answer.status).toBe(200);
    await expect(answer.json()).rejects.toThrow('not valid JSON');
  });

  it('can break off before the announced length', async () => {
    upstream.next(brokenOff);
    await expect((await ask()).text()).rejects.toThrow();
  });

  it('can end properly in the middle of the JSON', async () => {
    upstream.next(halfJson);
    const text = await (await ask()).text();
    expect(text).toMatch(/^\{"status":"success"/);
    expect(() => JSON.parse(text)).toThrow();
  });

  it('can keep silent', async () => {
    upstream.next(hanging);
    await expect(ask({ signal: AbortSignal.timeout(50) })).rejects.toThrow();
    expect(upstream.requests).toHaveLength(1);
  });

  it('can add warnings to the true answer', async () => {
    upstream.next(withWarnings('No StoreAPIs matched for this query'));
    expect(await (await ask()).json()).toMatchObject({
      status: 'success',
      data: { resultType: 'matrix' },
      warnings: ['No StoreAPIs matched for this query'],
    });
  });

  it('can answer with values that are no numbers of JSON', async () => {
    upstream.next(
      matrix({}, [
        [60, 'NaN'],
        [120, '+Inf'],
      ])
    );
    expect(await (await ask()).json()).toMatchObject({
      data: {
        result: [
          {
            values: [
              [60, 'NaN'],
              [120, '+Inf'],
            ],
          },
        ],
      },
    });
  });

  it('can answer with native histograms instead of values', async () => {
    upstream.next(nativeHistograms({ job: 'api' }, [60, 120]));
    const answer = await (await ask()).json();
    expect(answer.data.result[0]).not.toHaveProperty('values');
    expect(answer.data.result[0].histograms).toHaveLength(2);
  });
});

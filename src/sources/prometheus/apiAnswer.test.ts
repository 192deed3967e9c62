import { readApiAnswer } from './apiAnswer';
import { UpstreamFailure } from '../upstreamFailure';

function answer(body: unknown, status = 200, contentType = 'application/json') {
  return {
    status,
    headers: { 'content-type': contentType },
    text: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

function failureOf(read: () => unknown): UpstreamFailure {
  try {
    read();
  } catch (error) {
    if (error instanceof UpstreamFailure) {
      return error;
    }
    throw error;
  }
  throw new Error('expected a failure');
}

describe('reading an answer of the query API', () => {
  it('gives the series of a matrix and of a vector alike', () => {
    const matrix = { resultType: 'matrix', result: [{ metric: { a: 'b' }, values: [[1, '2']] }] };
    const vector = { resultType: 'vector', result: [{ metric: { a: 'b' }, value: [1, '2'] }] };
    const expected = [{ labels: { a: 'b' }, points: [[1, '2']] }];
    expect(readApiAnswer(answer({ status: 'success', data: matrix })).series).toEqual(expected);
    expect(readApiAnswer(answer({ status: 'success', data: vector })).series).toEqual(expected);
  });

  it('distinguishes warnings of missing stores from remarks about the query, and ignores infos', () => {
    const read = readApiAnswer(
      answer({
        status: 'success',
        data: { resultType: 'vector', result: [] },
        warnings: ['No StoreAPIs matched for this query', 'PromQL warning: bucket label "le" is missing'],
        infos: ['PromQL info: metric might not be a counter'],
      })
    );
    expect(read.partial).toEqual(['No StoreAPIs matched for this query']);
    expect(read.remarks).toEqual(['PromQL warning: bucket label "le" is missing']);
  });

  it.each([
    [
      'PromQL that Prometheus refuses',
      400,
      { status: 'error', errorType: 'bad_data', error: 'parse error' },
      'refused',
      /parse error.*Correct the query/,
    ],
    [
      'PromQL that VictoriaMetrics refuses',
      400,
      { status: 'error', errorType: '400', error: 'unexpected token' },
      'refused',
      /Prometheus refused the query: unexpected token.*Correct the query/,
    ],
    [
      'too many samples',
      422,
      { status: 'error', errorType: 'execution', error: 'too many samples' },
      'refused',
      /too many samples.*Narrow/,
    ],
    [
      'a query timeout',
      503,
      { status: 'error', errorType: 'timeout', error: 'query timed out' },
      'timeout',
      /timed out.*query\.timeout/,
    ],
    [
      'an unknown error',
      500,
      { status: 'error', errorType: 'internal', error: 'disk' },
      'refused',
      /HTTP 500, internal: disk/,
    ],
    ['a missing token', 401, 'Unauthorized', 'unauthorized', /credentials.*token/],
    ['a missing token behind Grafana', 400, 'Authentication to data source failed', 'unauthorized', /credentials/],
    ['a login page', 200, '<!doctype html><title>Sign in</title>', 'notTheUpstream', /HTML page.*Sign in.*login page/],
    ['truncated JSON', 200, '{"status":"success","data":{"resultType":"matr', 'truncated', /breaks off/],
    ['nothing', 200, '', 'notTheUpstream', /empty/],
    ['text', 404, '404 page not found', 'notTheUpstream', /not JSON.*404/],
    ['another API', 200, { version: '1.2.3' }, 'notTheUpstream', /not from Prometheus/],
    [
      'a scalar',
      200,
      { status: 'success', data: { resultType: 'scalar', result: [1, '2'] } },
      'badIndicator',
      /scalar/,
    ],
    [
      'broken samples',
      200,
      { status: 'success', data: { resultType: 'vector', result: [{ value: 7 }] } },
      'notTheUpstream',
      /samples/,
    ],
  ])('explains %s and names the remedy', (_, status, body, kind, message) => {
    const failure = failureOf(() => readApiAnswer(answer(body, status)));
    expect(failure.kind).toBe(kind);
    expect(failure.message).toMatch(message);
  });

  const MIMIR = { status: 'error', errorType: 'too_many_requests', error: 'too many outstanding requests' };
  const BODIES: Array<[string, unknown, string, string]> = [
    ['text', 'too many outstanding requests', 'text/plain', ': too many outstanding requests'],
    ['HTML', '<html><head><title>Slow down</title></head></html>', 'text/html', ': Slow down'],
    ['the error envelope', MIMIR, 'application/json', ': too many outstanding requests'],
    ['nothing', '', 'text/plain', ''],
  ];

  it.each([429, 503].flatMap((status) => BODIES.map((body) => [status, ...body] as const)))(
    'takes HTTP %d with %s for what it is: a server that is overloaded or limits requests',
    (status, _, body, contentType, words) => {
      const failure = failureOf(() => readApiAnswer(answer(body, status, contentType)));
      expect(failure.kind).toBe('unavailable');
      expect(failure.found).toMatch(/ is overloaded or limits requests/);
      expect(failure.found.endsWith(`(HTTP ${status}${words})`)).toBe(true);
      expect(failure.remedy).toMatch(/^Refresh later; if it stays, raise the request limit/);
      expect(failure.message).not.toMatch(/URL|JSON/);
    }
  );

  it.each([
    [
      'a bad gateway',
      502,
      '<title>502 Bad Gateway</title>',
      'text/html',
      /failed to answer \(HTTP 502: 502 Bad Gateway\)/,
    ],
    ['a gateway that timed out', 504, 'upstream request timeout', 'text/plain', /HTTP 504: upstream request/],
    ['a failure', 500, '', 'text/plain', /failed to answer \(HTTP 500\)/],
    ['a failure in JSON of a gateway', 502, { code: 7 }, 'application/json', /failed to answer \(HTTP 502\)/],
  ])('does not blame the URL for %s', (_, status, body, contentType, found) => {
    const failure = failureOf(() => readApiAnswer(answer(body, status, contentType)));
    expect(failure).toMatchObject({ kind: 'unavailable', found: expect.stringMatching(found) });
    expect(failure.message).not.toMatch(/URL|JSON/);
  });

  it('refuses native histograms and says how to count them', () => {
    const result = [{ metric: {}, histograms: [[1, { count: '3', sum: '1', buckets: [] }]] }];
    const failure = failureOf(() =>
      readApiAnswer(answer({ status: 'success', data: { resultType: 'matrix', result } }))
    );
    expect(failure.message).toMatch(/native histograms.*histogram_count\(\)/);
  });
});

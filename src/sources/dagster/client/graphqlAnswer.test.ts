import { readGraphqlAnswer } from './graphqlAnswer';
import { UpstreamFailure } from '../../upstreamFailure';

function answer(body: unknown, status = 200, contentType = 'application/json') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': contentType }, text };
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

const trace = 'OperationalError: disk full\n\nStack Trace:\n  File "/srv/dagster/secret.py", line 3, in query\n';

describe('reading an answer of Dagster', () => {
  it('gives the data', () => {
    expect(readGraphqlAnswer(answer({ data: { version: '1.13.27' } }))).toEqual({ version: '1.13.27' });
  });

  it.each([
    ['401', answer('', 401), 'unauthorized', /refused the credentials.*Check the token/],
    ['403 with a page', answer('<html></html>', 403, 'text/html'), 'unauthorized', /token/],
    [
      'the 400 that Grafana makes of a 401',
      answer('Authentication to data source failed', 400),
      'unauthorized',
      /token/,
    ],
    [
      'a login page',
      answer('<html><title>Sign in</title></html>', 200, 'text/html'),
      'notTheUpstream',
      /Sign in.*login page/,
    ],
    [
      'a wrong path, as Dagster answers it',
      answer('Method Not Allowed', 405, 'text/plain'),
      'notTheUpstream',
      /HTTP 405.*before \/graphql/,
    ],
    [
      '404',
      answer('<html><title>nginx</title></html>', 404, 'text/html'),
      'notTheUpstream',
      /HTTP 404.*before \/graphql/,
    ],
    [
      'a server behind a proxy that is down',
      answer('<html><title>503</title></html>', 503, 'text/html'),
      'unavailable',
      /HTTP 503/,
    ],
    ['text', answer('hello'), 'notTheUpstream', /not JSON/],
    ['nothing', answer(''), 'notTheUpstream', /empty/],
    ['half an answer', answer('{"data":{"assetNodes":[{"a'), 'truncated', /breaks off/],
    [
      'JSON of another product',
      answer({ status: 'success', data: undefined }),
      'notTheUpstream',
      /not from a GraphQL server/,
    ],
    ['a list', answer([1]), 'notTheUpstream', /not from a GraphQL server/],
    [
      'a query that an old Dagster refuses, with HTTP 400',
      answer({ data: null, errors: [{ message: "Cannot query field 'kinds' on type 'AssetNode'." }] }, 400),
      'refused',
      /Cannot query field 'kinds'.*update Dagster/,
    ],
    [
      'a resolver that failed, with HTTP 500',
      answer({ data: null, errors: [{ message: trace }] }, 500),
      'unavailable',
      /disk full.*log/,
    ],
    [
      'a statement that ran too long',
      answer({ errors: [{ message: '(QueryCanceled) canceling statement due to statement timeout' }] }, 500),
      'timeout',
      /statement timeout.*db-statement-timeout/,
    ],
    [
      'a refusal of rights',
      answer({ errors: [{ message: 'UnauthorizedError: no permission' }] }),
      'unauthorized',
      /right to view/,
    ],
    ['errors without words', answer({ errors: [{}] }, 500), 'unavailable', /no message/],
    ['no data and no error', answer({ data: null }), 'unavailable', /without data/],
  ])('explains %s', (_, given, kind, message) => {
    const failure = failureOf(() => readGraphqlAnswer(given));
    expect(failure.kind).toBe(kind);
    expect(failure.message).toMatch(message);
  });

  it.each(
    [429, 503].flatMap((status) => [
      answer('Too Many Requests', status, 'text/plain'),
      answer('<html><title>Too Many Requests</title></html>', status, 'text/html'),
      answer({ errors: [{ message: 'Too Many Requests' }] }, status),
      answer({ message: 'Too Many Requests' }, status),
    ])
  )('takes %j for a server that is overloaded or limits requests', (given) => {
    const failure = failureOf(() => readGraphqlAnswer(given));
    expect(failure.kind).toBe('unavailable');
    expect(failure.found).toMatch(/ is overloaded or limits requests.* \(HTTP (429|503): Too Many Requests\)$/);
    expect(failure.remedy).toMatch(/^Refresh later; .*raise the request limit/);
    expect(failure.message).not.toMatch(/URL|JSON/);
  });

  it('shows no stack trace and no extension of an error', () => {
    const errors = [{ message: trace, extensions: { errorInfo: { stack: ['File "/srv/dagster/secret.py"'] } } }];
    expect(failureOf(() => readGraphqlAnswer(answer({ data: null, errors }, 500))).message).not.toMatch(
      /secret|Stack|File/
    );
  });
});

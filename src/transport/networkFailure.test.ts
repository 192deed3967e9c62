import { networkFailure } from './networkFailure';

describe('a failure of the network', () => {
  it('names an untrusted certificate and quotes the reason', () => {
    const cause = Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    const failure = networkFailure(new TypeError('fetch failed', { cause }), 'dagster', 'dagster:443');
    expect(failure).toMatchObject({
      kind: 'unreachable',
      upstream: 'dagster',
      message: 'the certificate of dagster:443 is not valid: self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT)',
    });
  });

  it.each([
    ['ENOTFOUND', 'unreachable', 'the name of trino does not resolve (ENOTFOUND)'],
    ['EHOSTUNREACH', 'unreachable', 'no route leads to trino (EHOSTUNREACH)'],
    ['ECONNRESET', 'unreachable', 'trino closed the connection before it answered (ECONNRESET)'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', 'trino did not accept the connection in time (UND_ERR_CONNECT_TIMEOUT)'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout', 'trino did not answer in time (UND_ERR_HEADERS_TIMEOUT)'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'unreachable', /does not speak the TLS/],
    ['EWHATEVER', 'unreachable', 'the request to trino failed: reason (EWHATEVER)'],
  ])('explains %s', (code, kind, message) => {
    const cause = Object.assign(new Error('reason'), { code });
    const failure = networkFailure(new TypeError('fetch failed', { cause }), 'trino', 'trino');
    expect(failure.kind).toBe(kind);
    expect(failure.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });

  it('looks into the first of several attempted addresses', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:9090'), { code: 'ECONNREFUSED' });
    const error = new TypeError('fetch failed', { cause: new AggregateError([refused]) });
    expect(networkFailure(error, 'prometheus', 'localhost:9090').message).toBe(
      'localhost:9090 refused the connection (ECONNREFUSED)'
    );
  });

  it('keeps the words of an error without code', () => {
    expect(networkFailure('odd', 'prometheus', 'p').message).toBe('the request to p failed: odd');
  });
});

import type { HttpAnswer, HttpPort, HttpRequest } from '../transport/port';
import { TransportError } from '../transport/transportError';
import { checkUpstream } from './upstreamChecks';

const never = new AbortController().signal;

function answering(answer: Partial<HttpAnswer>): HttpPort & { asked: HttpRequest[] } {
  const asked: HttpRequest[] = [];
  return {
    asked,
    send: async (request) => {
      asked.push(request);
      return { status: 200, headers: {}, text: '', ...answer };
    },
  };
}

const json = (body: unknown) => ({ text: JSON.stringify(body) });

describe('the line of an upstream', () => {
  it.each([
    ['prometheus', '/api/v1/status/buildinfo', { status: 'success', data: { version: '3.5.0' } }, 'Prometheus 3.5.0'],
    ['dagster', '/graphql', { data: { version: '1.13.27' } }, 'Dagster 1.13.27'],
  ] as const)('of %s says its version and how it was asked', async (upstream, path, body, name) => {
    const port = answering(json(body));
    const health = await checkUpstream(upstream, port, 'with a bearer token', never);
    expect(health).toEqual({ upstream, ok: true, text: `${name}: reachable with a bearer token.` });
    expect(port.asked[0].path).toBe(path);
  });

  it('accepts a Prometheus-like server that reports no version', async () => {
    const port = answering({ status: 404, ...json({ status: 'error', errorType: 'not_found' }) });
    expect(await checkUpstream('prometheus', port, 'without credentials', never)).toMatchObject({
      ok: true,
      text: 'Prometheus: reachable without credentials, reports no version.',
    });
  });

  it.each([
    [
      'refused credentials',
      { status: 400, text: 'Authentication to data source failed' },
      /refused with a bearer token .*authentication/,
    ],
    [
      'a login page',
      { text: '<!doctype html><title>Sign in</title>' },
      /an HTML page \(Sign in\).*must end before \/api\/v1/,
    ],
    ['text', { status: 404, text: '404 page not found' }, /no JSON \(HTTP 404\).*URL/],
    ['another server', json({ hello: 'world' }), /something else answers/],
  ])('names %s and the remedy', async (_, answer, text) => {
    const health = await checkUpstream('prometheus', answering(answer), 'with a bearer token', never);
    expect(health.ok).toBe(false);
    expect(health.text).toMatch(text);
  });

  it.each([
    [
      'prometheus',
      429,
      'text/plain',
      'too many outstanding requests',
      'Prometheus: is overloaded or limits requests (HTTP 429: too',
    ],
    [
      'prometheus',
      503,
      'text/html',
      '<title>Unavailable</title>',
      'Prometheus: is overloaded or limits requests, or is not ready',
    ],
    [
      'prometheus',
      429,
      'application/json',
      '{"status":"error","error":"queue"}',
      'Prometheus: is overloaded or limits requests (HTTP 429: queue)',
    ],
    [
      'dagster',
      429,
      'text/html',
      '<title>Slow down</title>',
      'Dagster: is overloaded or limits requests (HTTP 429: Slow down)',
    ],
    ['dagster', 502, 'text/html', '<title>Bad gateway</title>', 'Dagster: failed to answer (HTTP 502: Bad gateway)'],
  ] as const)('does not blame the URL of %s for HTTP %d as %s', async (upstream, status, type, text, found) => {
    const port = answering({ status, headers: { 'content-type': type }, text });
    const health = await checkUpstream(upstream, port, 'with a bearer token', never);
    expect(health.ok).toBe(false);
    expect(health.text.startsWith(found)).toBe(true);
    expect(health.text).not.toMatch(/URL/);
  });

  it('names a missing answer and the remedy', async () => {
    const port: HttpPort = {
      send: () => Promise.reject(new TransportError('unreachable', 'dagster', 'connection refused')),
    };
    expect((await checkUpstream('dagster', port, 'with a bearer token', never)).text).toBe(
      'Dagster: no answer (connection refused). Check that it runs, and its URL: it must end before /graphql.'
    );
  });
});

import { overloadInWords } from './overload';

const words = (status: number, text: string, contentType = 'application/json') =>
  overloadInWords({ status, headers: { 'content-type': contentType }, text });

describe('an answer of a server that cannot answer now', () => {
  it.each([
    ['text', 'too many outstanding requests', 'text/plain', ': too many outstanding requests'],
    ['HTML', '<html><head><title>Slow down</title></head></html>', 'text/html', ': Slow down'],
    [
      'the envelope of Prometheus',
      '{"status":"error","errorType":"a","error":"queue full"}',
      undefined,
      ': queue full',
    ],
    ['an envelope without a reason', '{"status":"error","errorType":"unavailable"}', undefined, ': unavailable'],
    ['the envelope of GraphQL', '{"errors":[{"message":"rate limited"}]}', undefined, ': rate limited'],
    ['JSON of a gateway', '{"message":"API rate limit exceeded"}', undefined, ': API rate limit exceeded'],
    ['JSON of another gateway', '{"error":{"code":429,"message":"quota"}}', undefined, ': quota'],
    ['JSON without words', '{"data":null,"errors":[]}', undefined, ''],
    ['JSON that is no mapping', '[]', undefined, ''],
    ['half of its JSON', '{"status":"err', undefined, ': {"status":"err'],
    ['nothing', '', 'text/plain', ''],
  ])('is recognized by its status, whatever it says: %s', (_, text, contentType, reason) => {
    expect(words(429, text, contentType)).toBe(`overloaded or limits requests (HTTP 429${reason})`);
    expect(words(503, text, contentType)).toBe(
      `overloaded or limits requests, or is not ready yet (HTTP 503${reason})`
    );
  });

  it.each([200, 400, 404, 500, 502, 504])('is none with HTTP %d', (status) => {
    expect(words(status, 'too many requests')).toBeUndefined();
  });
});

import { narrowedTotal } from './narrowedTotal';

const total = 'sum(increase(http_requests_total{job="api"}[{{.window}}]))';
const part = (selector: string) => `sum(increase(${selector}[{{.window}}]))`;

describe('a part of the total', () => {
  it('is the total’s counter with one further matcher', () => {
    expect(narrowedTotal(part('http_requests_total{job="api",code!~"5.."}'), total)).toEqual({
      selector: 'http_requests_total{job="api"}',
      label: 'code',
      pattern: '"5.."',
      negated: true,
    });
    expect(narrowedTotal(part('http_requests_total{code="500", job="api"}'), total)).toMatchObject({
      pattern: '"500"',
      negated: false,
    });
  });

  it('may span several lines', () => {
    const spread = `
      sum(
        increase(http_requests_total{job="api",code=~"5..|429"}[{{ .window }}])
      )`;
    expect(narrowedTotal(spread, total)).toMatchObject({ label: 'code', pattern: '"5..|429"', negated: false });
  });

  it('may have names that Prometheus 3 quotes', () => {
    const dotted = 'sum(increase({"http.requests_total", job="api"}[{{.window}}]))';
    expect(narrowedTotal(part('{job="api","http.status"!~"5..", "http.requests_total"}'), dotted)).toEqual({
      selector: '{"http.requests_total", job="api"}',
      label: 'http.status',
      pattern: '"5.."',
      negated: true,
    });
    expect(narrowedTotal(part('{"http.errors_total", job="api", "http.status"=~"5.."}'), dotted)).toBeUndefined();
  });

  it('is the same whether a name is quoted or not', () => {
    expect(narrowedTotal(part('http_requests_total{"job"="api","code"!~"5.."}'), total)).toMatchObject({
      label: 'code',
      negated: true,
    });
  });

  it.each([
    ['another counter', part('http_errors_total{job="api"}')],
    ['two further matchers', part('http_requests_total{job="api",code!~"5..",method="GET"}')],
    ['no further matcher', total],
    ['a matcher of the total missing', part('http_requests_total{code!~"5.."}')],
    ['another matcher in the total’s place', part('http_requests_total{job="web",code!~"5.."}')],
    ['an equality that would mean something else as a pattern', part('http_requests_total{job="api",path="/a.b"}')],
    ['a group', 'sum by (pod) (increase(http_requests_total{job="api",code!~"5.."}[{{.window}}]))'],
    ['an offset', 'sum(increase(http_requests_total{job="api",code!~"5.."}[{{.window}}] offset 5m))'],
    ['a rate', 'sum(rate(http_requests_total{job="api",code!~"5.."}[{{.window}}]))'],
    ['a fixed range', 'sum(increase(http_requests_total{job="api",code!~"5.."}[1h]))'],
    ['something beside it', `${part('http_requests_total{job="api",code!~"5.."}')} - 1`],
    ['a quoted label with escapes', part(String.raw`http_requests_total{job="api","co\x64e"!~"5.."}`)],
  ])('is not %s', (_, query) => {
    expect(narrowedTotal(query, total)).toBeUndefined();
  });
});

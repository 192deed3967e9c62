import { counterSelectors, queryProblem, selectorProblem } from './promql';

describe('a query', () => {
  it.each([
    'sum(increase(http_requests_total{code!~"5.."}[{{.window}}]))',
    'sum(increase(http_requests_total[{{ .window }}])) - (sum(increase(errors_total[{{.window}}])) or vector(0))',
    'sum_over_time(probe_success{job="blackbox"}[{{.window}}])',
    'sum_over_time((min(up) >= bool 1)[{{.window}}:1m])',
    'sum(increase({"http.requests", code="200"}[{{.window}}] offset 5m)) # a comment',
    'label_replace(increase(x[{{.window}}]), "a", "$1", "b", "(.*)$")',
  ])('may be %s', (query) => {
    expect(queryProblem(query, 'required')).toBeUndefined();
  });

  it.each([
    ['sum(increase(x[{{.window}}])', 28, 'the end of the query', 'valid PromQL'],
    ['sum(increase(x[{{.window}}]))) + 1', 29, '") + 1"', 'valid PromQL'],
    ['increase(x{a=~}[{{.window}}])', 14, expect.stringContaining('}['), 'valid PromQL'],
  ])('is not %s', (query, offset, found, expected) => {
    expect(queryProblem(query, 'required')).toEqual({ offset, found, expected });
  });

  it.each(['sum(increase(x[]))', 'sum(increase(x[ ]))', 'sum_over_time(up[:1m])'])(
    'has no empty range, which a variable emptied by Grafana leaves behind: %s',
    (query) => {
      const problem = queryProblem(query, 'required');
      expect(problem?.offset).toBe(query.search(/[\]:]/));
      expect(problem?.found).toMatch(/^an empty range, probably a variable .* that Grafana emptied$/);
      expect(problem?.expected).toMatch(/^\{\{\.window\}\}/);
    }
  );

  it.each(['$__interval', '$__rate_interval', '$__range', '${__interval}', '$__range_s', '$__interval_ms'])(
    "has no variable of Grafana's, such as %s",
    (variable) => {
      expect(queryProblem(`sum(rate(x[${variable}]))`, 'optional')).toEqual({
        offset: 'sum(rate(x['.length,
        found: `Grafana's variable ${variable}`,
        expected: '{{.window}}, the width of a bucket (Grafana empties variables in provisioned text)',
      });
    }
  );

  it('has no other token', () => {
    expect(queryProblem('sum(rate(x[{{.Window}}]))', 'required')).toEqual({
      offset: 11,
      found: 'the token "{{.Window}}"',
      expected: '{{.window}}, the only token',
    });
  });

  it('needs the width of a bucket as a range where events are counted', () => {
    expect(queryProblem('sum(rate(x[5m]))', 'required')?.found).toBe('no {{.window}}');
    expect(queryProblem('sum(rate(x{a="{{.window}}"}[5m]))', 'required')?.found).toBe('{{.window}} that is no range');
    expect(queryProblem('sum(rate(x[5m]))', 'optional')).toBeUndefined();
  });
});

describe('counter selectors', () => {
  it.each([
    ['sum(increase(a_total{code!~"5.."}[{{.window}}]))', ['a_total{code!~"5.."}']],
    [
      'sum(rate(a_total[{{ .window }}])) + sum(irate(b_total[{{.window}}])) + resets(c_total[{{.window}}])',
      ['a_total', 'b_total', 'c_total'],
    ],
    ['increase(a_total[{{.window}}]) / increase(a_total[{{.window}}])', ['a_total']],
    ['increase({"a.total", job="x"}[{{.window}}] offset 5m)', ['{"a.total", job="x"}']],
    ['sum_over_time(up[{{.window}}])', []],
    ['delta(temperature[{{.window}}])', []],
    ['sum_over_time((sum(increase(a_total[30m])) > bool 0)[{{.window}}:1m])', []],
    ['max_over_time(increase(a_total[{{.window}}])[1h:{{.window}}])', []],
    ['increase(a_total[5m]) + increase(b_total[{{.window}}])', ['b_total']],
  ])('of %s are %p', (query, expected) => {
    expect(counterSelectors(query)).toEqual(expected);
  });
});

describe('a selector', () => {
  it.each(['up', 'http_requests_total{job="api",code!~"5.."}', '{__name__="a.b"}', '{"a.b"}'])(
    'may be %s',
    (selector) => {
      expect(selectorProblem(selector)).toBeUndefined();
    }
  );

  it.each(['', 'up[5m]', 'sum(up)', 'up offset 5m', 'up{', 'up down', '1', 'up + up', 'up[{{.window}}]'])(
    'is not %p',
    (selector) => {
      expect(selectorProblem(selector)?.expected).toBe(
        'a selector without range or function, such as http_requests_total{job="api"}'
      );
    }
  );
});

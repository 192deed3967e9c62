import { rewriteIntervalVariables } from './intervalVariables';

describe('PromQL that was pasted from a panel', () => {
  it.each(['$__interval', '$__rate_interval', '$__range', '${__interval}', '${__rate_interval:raw}', '$__range_s'])(
    'counts over the width of a bucket instead of %s',
    (variable) => {
      expect(rewriteIntervalVariables(`sum(increase(x{a="b"}[${variable}]))`)).toEqual({
        text: 'sum(increase(x{a="b"}[{{.window}}]))',
        variables: [variable],
      });
    }
  );

  it('keeps the step of a subquery', () => {
    expect(rewriteIntervalVariables('max_over_time(up[$__interval:1m])').text).toBe(
      'max_over_time(up[{{.window}}:1m])'
    );
  });

  it('keeps everything else, variables of other kinds included', () => {
    const text = 'query: sum(rate(x{job="$job"}[5m])) * $__interval_ms\nlist: [a, b]';
    expect(rewriteIntervalVariables(text)).toEqual({ text, variables: [] });
  });
});

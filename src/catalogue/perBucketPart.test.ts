import { perBucketPart } from './perBucketPart';

describe('what answers each bucket with as much', () => {
  it.each([
    ['sum(max_over_time(up[{{.window}}]))', 'max_over_time'],
    ['avg_over_time((a > bool 1)[{{.window}}:1m])', 'avg_over_time'],
    ['sum(sum_over_time(up[{{.window}}]))', undefined],
    ['sum_over_time((max_over_time(up[1m]) > bool 0)[{{.window}}:1m])', undefined],
    ['avg_over_time(up[{{.window}}]) * count_over_time(up[{{.window}}])', undefined],
    ['sum(increase(x[{{.window}}])) + 1', '+ 1'],
    ['1e3 + sum(increase(x[{{.window}}]))', '1e3 +'],
    ['sum(increase(x[{{.window}}])) - vector(0.5)', '- vector(0.5)'],
    ['sum(increase(x[{{.window}}])) or vector(1)', 'or vector(1)'],
    ['count(increase(x[{{.window}}]) > 0)', 'count'],
    ['sum(increase(x[{{.window}}]) >  bool 0)', '> bool 0'],
    ['sum(increase(x[{{.window}}]) > 5)', '> 5'],
    ['COUNT(count_over_time(up[{{.window}}]))', 'count'],
    ['clamp_max(sum(sum_over_time(up[{{.window}}])), 1)', 'clamp_max'],
    ['sum(increase(x[{{.window}}])) ^ 2', '^ 2'],
    ['sum(increase(x[{{.window}}])) * 2', undefined],
    ['sum(increase(x[{{.window}}]) > 0) or vector(0)', undefined],
    ['sum(increase(a[{{.window}}])) + sum(increase(b[{{.window}}]))', undefined],
    ['(sum(increase(a[{{.window}}])) > bool 5) * sum(increase(b[{{.window}}]))', undefined],
    ['topk(3, increase(a[{{.window}}]))', undefined],
    ['round(sum(increase(a[{{.window}}])))', undefined],
    ['vector(0) or sum(increase(a[{{.window}}]))', 'vector(0) or'],
    ['vector(0) + sum(increase(a[{{.window}}]))', undefined],
  ])('of %s is %s', (query, expected) => {
    expect(perBucketPart(query)).toBe(expected);
  });
});

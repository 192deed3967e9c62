import { HOUR_MS, MINUTE_MS } from '../../budget/durations';
import type { Measure, NarrowedTotal, PrometheusSpec } from '../../catalogue/objective';
import { levelsOf, levelTerms } from './levels';

const FINE_MS = 5 * MINUTE_MS;
const spec = (counter?: string): PrometheusSpec => ({
  query: 'q',
  counterSelectors: ['x'],
  ...(counter && { counted: ['', counter, ''] }),
});

function narrowedBy(narrows: NarrowedTotal, side: 'good' | 'bad'): Measure<PrometheusSpec> {
  const part = { ...spec(), narrows };
  return side === 'good'
    ? { shape: 'goodTotal', good: part, total: spec('x') }
    : { shape: 'badTotal', bad: part, total: spec('x') };
}

const of = (selector: string) => ['', selector, ''];
const CODE = { selector: 'x{job="api"}', label: 'code', pattern: '"5.."', negated: false };

describe('the counters whose levels are read', () => {
  it('are those of both parts of a total in five minutes, and of bad events alone in hours', () => {
    const measure = narrowedBy(CODE, 'bad');
    expect(levelsOf(measure, FINE_MS)).toEqual({
      bad: of('x{job="api",code=~"5.."}'),
      good: of('x{job="api",code!~"5.."}'),
    });
    expect(levelsOf(measure, HOUR_MS)).toEqual({ bad: of('x{job="api",code=~"5.."}') });
  });

  it('are split the other way round where the catalogue says which events are good', () => {
    expect(levelsOf(narrowedBy({ ...CODE, negated: true }, 'good'), HOUR_MS)).toEqual({
      bad: of('x{job="api",code=~"5.."}'),
    });
    expect(levelsOf(narrowedBy(CODE, 'good'), HOUR_MS)).toEqual({ bad: of('x{job="api",code!~"5.."}') });
  });

  it.each([
    ['x', 'x{code=~"5.."}'],
    ['x{}', 'x{code=~"5.."}'],
    ['x{a="}",}', 'x{a="}",code=~"5.."}'],
    ['{"http.requests", a="b"}', '{"http.requests", a="b",code=~"5.."}'],
  ])('narrow the selector %s', (selector, narrowed) => {
    expect(levelsOf(narrowedBy({ ...CODE, selector }, 'bad'), HOUR_MS)).toEqual({ bad: of(narrowed) });
  });

  it('quote labels that only Prometheus 3 knows', () => {
    expect(levelsOf(narrowedBy({ ...CODE, label: 'http.status' }, 'bad'), HOUR_MS).bad?.[1]).toContain(
      '"http.status"=~"5.."'
    );
  });

  const composed: PrometheusSpec = { query: 'a - (b or vector(0))', counterSelectors: [] };

  it.each<[string, Measure<PrometheusSpec>, object]>([
    ['both sides', { shape: 'goodTotal', good: spec('a'), total: spec('b') }, { good: of('a'), total: of('b') }],
    ['bad events alone', { shape: 'badTotal', bad: spec('a'), total: composed }, { bad: of('a') }],
    // By one level and one increase, a service without an error would show some.
    ['neither, of a total beside composed good events', { shape: 'goodTotal', good: composed, total: spec('b') }, {}],
    ['neither, of a total beside composed bad events', { shape: 'badTotal', bad: composed, total: spec('b') }, {}],
    ['neither, of good events beside a composed total', { shape: 'goodTotal', good: spec('a'), total: composed }, {}],
  ])('are those of %s', (_, measure, expected) => {
    expect(levelsOf(measure, HOUR_MS)).toEqual(expected);
  });

  it('are those of sums and differences of several counters', () => {
    const counted = ['sum(', 'a', ') - (sum(', 'b', ') or vector(0))'];
    const measure: Measure<PrometheusSpec> = { shape: 'goodTotal', good: { ...spec(), counted }, total: spec('a') };
    expect(levelTerms(levelsOf(measure, HOUR_MS))[0]).toBe(
      'label_replace(sum(sum(a) - (sum(b) or vector(0))), "error_budget", "goodLevel", "", "")'
    );
  });

  it('are named by their term, and grouped by a label on demand', () => {
    expect(levelTerms({ bad: of('errors') })).toEqual([
      'label_replace(sum(errors), "error_budget", "badLevel", "", "")',
    ]);
    expect(levelTerms({ bad: of('errors') }, 'path')).toEqual([
      'label_replace(sum by (path)(errors), "error_budget", "badLevel", "", "")',
    ]);
  });
});

import { queryProblem } from '../../catalogue/promql';
import { overCounters } from './countersMeasure';
import { trinoObjective } from './trinoObjective.testing';

/** Both queries of the objective over Trino's metrics. */
function queriesOf(userErrors: 'excluded' | 'good', selector: string): { bad: string; total: string } {
  const { indicator } = overCounters(trinoObjective(), { userErrors, selector });
  if (indicator.source !== 'Prometheus' || indicator.measure.shape !== 'badTotal') {
    throw new Error('expected bad and total');
  }
  return { bad: indicator.measure.bad.query, total: indicator.measure.total.query };
}

describe('an objective over Trino’s own metrics', () => {
  it('is PromQL, with and without label matchers', () => {
    for (const selector of ['', 'job="trino"', 'job=~"a|b", cluster="c"']) {
      for (const query of Object.values(queriesOf('excluded', selector))) {
        expect(queryProblem(query, 'required')).toBeUndefined();
      }
    }
  });

  it('leaves user errors out, or keeps them among all queries', () => {
    expect(queriesOf('excluded', '').total).toMatch(/CompletedQueries.* - .*UserErrorFailures/);
    expect(queriesOf('good', '').total).not.toContain('UserErrorFailures');
    expect(queriesOf('good', '').bad).toBe(queriesOf('excluded', '').bad);
  });

  it('counts no user error as bad', () => {
    expect(queriesOf('excluded', '').bad).not.toMatch(/UserError|FailedQueries/);
  });
});

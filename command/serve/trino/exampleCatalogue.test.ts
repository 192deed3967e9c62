import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCatalogue } from '../../../src/catalogue/parseCatalogue';
import { shippedCatalogue } from '../../../src/catalogue/shippedCatalogue';

describe('the example of an objective over the polled counters', () => {
  const { objectives, problems } = parseCatalogue(readFileSync(join(__dirname, '../trino-from-counters.yaml'), 'utf8'));
  const [objective] = objectives;

  it('is a valid catalogue', () => {
    expect(problems).toEqual([]);
    expect(objectives).toHaveLength(1);
  });

  it('takes the place of the shipped objective: same id, target, window and severity, told apart by error code', () => {
    const shipped = shippedCatalogue.objectives.find(({ id }) => id === 'trino-queries');
    const { target, window, policy, category } = objective;
    expect({ target, window, category: category.id }).toEqual({
      target: shipped?.target,
      window: shipped?.window,
      category: shipped?.category.id,
    });
    expect(policy.severity).toBe(shipped?.policy.severity);
    expect(objective.indicator.source === 'Prometheus' && policy.groupBy).toBe('error_code');
  });

  it('needs one pass over the counters, and knows their scrape holes', () => {
    expect(objective.indicator.measure).toMatchObject({
      shape: 'badTotal',
      bad: { narrows: { label: 'outcome', negated: true } },
      total: { counterSelectors: ['slo_trino_queries_total{outcome!="user_error"}'] },
    });
  });
});

import { known } from '../budget/figure';
import type { Measure, Objective, PrometheusSpec } from '../catalogue/objective';
import { objectiveOf } from './objective.testing';
import { plausibilityNotices } from './plausibility';

const spec: PrometheusSpec = { query: 'x', counterSelectors: [] };
const GOOD: Measure<PrometheusSpec> = { shape: 'goodTotal', good: spec, total: spec };
const BAD: Measure<PrometheusSpec> = { shape: 'badTotal', bad: spec, total: spec };

function of(measure: Measure<PrometheusSpec>, target = 0.99): Objective {
  return objectiveOf({ target, indicator: { source: 'Prometheus', measure } });
}

function textsFor(objective: Objective, good: number, total: number): string[] {
  const judged = { good, total, bad: total - good, sli: known(good / total) };
  return plausibilityNotices(objective, judged).map(({ text }) => text);
}

describe('an SLI below 50 % of an objective above 90 %', () => {
  it('is said with the arithmetic, rounded as on the screen', () => {
    expect(textsFor(of(GOOD), 311.2499, 10_000.7)).toEqual([
      '311 good and 9,689 bad of 10,001 make an SLI of 3.1 %, at a target of 99 %: ' +
        'if good counts what failed, write its query as bad, and the SLI is 96.9 %',
    ]);
    expect(textsFor(of(BAD), 0, 500)).toEqual([
      '0 good and 500 bad of 500 make an SLI of 0 %, at a target of 99 %: ' +
        'if bad counts what succeeded, write its query as good, and the SLI is 100 %',
    ]);
  });

  it('is said of ratios and thresholds with what turns them around', () => {
    expect(textsFor(of({ shape: 'raw', raw: spec, rawType: 'success' }), 1, 100)[0]).toMatch(
      /if the ratio is one of failures, invert rawType, and the SLI is 99 %/
    );
    expect(textsFor(of({ shape: 'threshold', metric: spec, op: 'lte', value: 0.25 }), 1, 100)[0]).toMatch(
      /if what meets lte 0.25 is bad, invert op/
    );
    expect(textsFor(objectiveOf(), 1, 100)[0]).toMatch(/check what the indicator counts$/);
  });

  it('is not said of a looser target, unless the opposite would meet it', () => {
    expect(textsFor(of(GOOD, 0.9), 40, 100)).toEqual([]);
    expect(textsFor(of(GOOD, 0.85), 2, 100)[0]).toMatch(/and the SLI is 98 %/);
  });

  it('is not said from 50 % on, or without a figure', () => {
    expect(textsFor(of(GOOD), 50, 100)).toEqual([]);
    const noFigure = { good: 0, bad: 0, total: 0, sli: { value: null, reason: 'noEvents' as const } };
    expect(plausibilityNotices(of(GOOD), noFigure)).toEqual([]);
  });
});

it('A target below 1 % is said with the number that was meant', () => {
  expect(textsFor(of(GOOD, 0.00999), 99, 100)).toEqual([
    'the target is 0.999 %: if 99.9 % is meant, write targetPercent: 99.9 or target: 0.999',
  ]);
});

it('A rate that is read as increase is said once, with its sides', () => {
  const rate: PrometheusSpec = { ...spec, readAsIncrease: true };
  const both = plausibilityNotices(of({ shape: 'goodTotal', good: rate, total: rate }), {
    good: 99,
    bad: 1,
    total: 100,
    sli: known(0.99),
  });
  expect(both).toEqual([
    {
      severity: 'info',
      text: 'rate over {{.window}} in good and total is read as increase, so that every bucket counts its events',
    },
  ]);
  expect(textsFor(of({ shape: 'goodTotal', good: rate, total: spec }), 99, 100)[0]).toMatch(/in good is read/);
});

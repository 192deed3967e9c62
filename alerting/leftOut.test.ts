import { DAY_MS } from '../src/budget/durations';
import { objectiveOf } from '../src/evaluation/objective.testing';
import { alertingFor } from './catalogueRules';
import { INDICATORS } from './catalogues.testing';
import { whatIsLeftOut } from './leftOut';

const weekly = (id: string) => objectiveOf({ id, window: { type: 'rolling', durationMs: 7 * DAY_MS } });
const leftOut = (...objectives: Array<ReturnType<typeof objectiveOf>>) =>
  whatIsLeftOut(alertingFor({ categories: [], objectives, problems: [] }));

describe('what rules lack', () => {
  it('is nothing where every row can fire', () => {
    expect(leftOut(objectiveOf())).toEqual([]);
  });

  it('is a sentence for each of a few rows, with its arithmetic', () => {
    const [first, second] = leftOut(weekly('shop'));
    expect(first).toMatch(/^Objective shop \(shop\), ticket at 10 % of the budget of 7 d, is left out: .*below 0\.9/);
    expect(second).toMatch(/0\.1 × 168 h \/ 72 h = 0\.23/);
  });

  it('is one table for many, with a line for each arithmetic', () => {
    const [text, ...more] = leftOut(...['a', 'b', 'c', 'd'].map(weekly));
    expect(more).toEqual([]);
    expect(text).toMatch(/^8 burn-rate rows are left out:\n/);
    expect(text.match(/a, b, c and 1 more/g)).toHaveLength(2);
    expect(text).toContain('/ 72 h = 0.23, below 0.9');
  });

  it('is the guard on few events of ratios from the start', () => {
    const [indicator] = INDICATORS.filter(({ source, measure }) => source === 'Prometheus' && measure.shape === 'raw');
    expect(leftOut(objectiveOf({ id: 'ratio', indicator }), objectiveOf())).toEqual([
      expect.stringMatching(/^ratio: the indicator is a raw ratio without counts/),
    ]);
  });
});

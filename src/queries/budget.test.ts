import { objectiveOf } from '../evaluation/objective.testing';
import { budgetFrame } from './budget';
import { fieldNamed } from '../frames/dataPlane.testing';
import { INSTANTS, seriesOf } from '../frames/results.testing';

describe('the budget over time', () => {
  it('is what remains at each instant, negative once overspent', () => {
    const { values, config } = fieldNamed(budgetFrame('A', INSTANTS, [seriesOf()]), 'Budget remaining');
    expect(values).toEqual([0.8, null, -0.6]);
    expect(config.unit).toBe('percentunit');
  });

  it('has neither threshold nor bounds: colours and axes are the panel’s', () => {
    const { config } = fieldNamed(budgetFrame('A', INSTANTS, [seriesOf()]), 'Budget remaining');
    expect(config).not.toHaveProperty('thresholds');
    expect(config).not.toHaveProperty('min');
  });

  it('says why an objective without a budget draws nothing', () => {
    const remaining = new Float64Array(3).fill(NaN);
    const frame = budgetFrame('A', INSTANTS, [seriesOf({ objective: objectiveOf({ target: 1 }), remaining })]);
    expect(fieldNamed(frame, 'Budget remaining').values).toEqual([null, null, null]);
    expect(frame.meta?.notices?.[0].text).toMatch(/^Objective api-requests: a target of 100 % leaves no budget/);
  });
});

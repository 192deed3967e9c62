import { objectiveOf } from '../evaluation/objective.testing';
import { burnRateFrame } from './burnRate';
import { INSTANTS, seriesOf } from '../frames/results.testing';

describe('the burn rate over time', () => {
  it('has a line a lookback, told apart by name and label', () => {
    const [, hour, days] = burnRateFrame('A', INSTANTS, [seriesOf()]).fields;
    expect(hour).toMatchObject({
      name: 'Burn rate',
      labels: { lookback: '1 h' },
      values: [1, null, 14.4],
      config: { displayNameFromDS: 'Objective api-requests, 1 h', unit: 'suffix:×' },
    });
    expect(days).toMatchObject({ labels: { lookback: '3 d' }, values: [0.5, 0.5, 0.5] });
  });

  it('shares one axis among objectives of any policy', () => {
    const series = [0.9, 0.99].map((target) => seriesOf({ objective: objectiveOf({ id: `at-${target}`, target }) }));
    const [, ...lines] = burnRateFrame('A', INSTANTS, series).fields;
    const limits = lines.map(({ config }) => config.custom);
    expect(limits).toEqual(lines.map(() => limits[0]));
    expect(limits[0].axisSoftMax).toBeGreaterThan(10);
  });
});

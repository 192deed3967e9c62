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
});

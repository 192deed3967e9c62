import { eventsFrame } from './events';
import { INSTANTS, seriesOf } from '../frames/results.testing';

describe('the events over time', () => {
  it('are good and bad ones of the bucket that ends at each instant', () => {
    const [, good, bad] = eventsFrame('A', INSTANTS, [seriesOf()]).fields;
    expect(good).toMatchObject({ name: 'Good', values: [10, null, 9] });
    expect(bad).toMatchObject({ name: 'Bad', values: [0, null, 1] });
    expect(good.config.displayNameFromDS).toBe('Objective api-requests, good');
    expect(bad.config.displayNameFromDS).toBe('Objective api-requests, bad');
    expect(good.config.description).toBe('Good events in the 1 h before each instant.');
  });
});

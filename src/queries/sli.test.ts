import { objectiveOf } from '../evaluation/objective.testing';
import { fieldNamed } from '../frames/dataPlane.testing';
import { INSTANTS, seriesOf } from '../frames/results.testing';
import { STATE_COLOURS } from '../frames/colours';
import { sliFrame } from './sli';

const sliOf = (target: number) =>
  fieldNamed(sliFrame('A', INSTANTS, [seriesOf({ objective: objectiveOf({ target }) })]), 'SLI');

describe('the SLI over time', () => {
  it('is the share of good events at each instant', () => {
    expect(sliOf(0.99).values).toEqual([0.998, null, 0.996]);
  });

  it('brings the target of its own objective as threshold', () => {
    expect(sliOf(0.995).config.thresholds).toEqual({
      mode: 'absolute',
      steps: [
        { value: -Infinity, color: STATE_COLOURS.breached },
        { value: 0.995, color: STATE_COLOURS.met },
      ],
    });
  });

  it('says what it is held against', () => {
    expect(sliOf(0.9999).config.description).toBe(
      'Good events / all events over the 30 d before each instant; the target is 99.99 %.'
    );
  });

  it('shows a hundredth of its budget', () => {
    expect(sliOf(0.99).config.decimals).toBe(2);
    expect(sliOf(0.999).config.decimals).toBe(3);
  });
});

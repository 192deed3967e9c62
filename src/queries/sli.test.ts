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

  it('shares one axis among objectives of any target, with the line of each in sight', () => {
    const series = [0.94, 0.99, 1].map((target) =>
      seriesOf({ objective: objectiveOf({ id: `at-${target}`, target }) })
    );
    const [, ...lines] = sliFrame('A', INSTANTS, series).fields;
    const limits = lines.map(({ config }) => config.custom);
    expect(limits).toEqual([limits[0], limits[0], limits[0]]);
    expect(limits[0].axisSoftMin).toBeLessThan(0.94);
    expect(limits[0].axisSoftMax).toBe(1);
  });

  it('has no axis from 100 to 200 % at a target of 100 %', () => {
    expect(sliOf(1).config.custom).toEqual({ axisSoftMin: 1 - 1.25 * 0.001, axisSoftMax: 1 });
  });

  it('asks for no gradient where it has no value: Grafana draws none on an empty axis', () => {
    const sli = new Float64Array(3).fill(NaN);
    expect(sliFrame('A', INSTANTS, [seriesOf({ sli })]).fields[1].config.custom).toMatchObject({
      gradientMode: 'none',
    });
    expect(sliOf(0.99).config.custom).not.toHaveProperty('gradientMode');
  });

  it('keeps to the points that a panel can draw, and ends where it ends', () => {
    const frame = sliFrame('A', INSTANTS, [seriesOf()], 2);
    expect(frame.fields.map(({ values }) => values)).toEqual([
      [INSTANTS.timesMs[0], INSTANTS.timesMs[2]],
      [0.998, 0.996],
    ]);
  });

  it('shows a hundredth of its budget', () => {
    expect(sliOf(0.99).config.decimals).toBe(2);
    expect(sliOf(0.999).config.decimals).toBe(3);
  });
});

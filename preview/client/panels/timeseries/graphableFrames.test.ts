import { FieldType } from '@grafana/data';
import { frameOf } from '../panel.testing';
import { graphableFrames } from './graphableFrames';

const series = frameOf(
  { name: 'Time', type: FieldType.time, values: [1, 2, 3, 4] },
  { name: 'a', type: FieldType.number, values: [1, NaN, Infinity, null] },
  { name: 'b', type: FieldType.number, values: [1, 2, 3, 4] }
);

describe('frames that can be drawn over time', () => {
  it('have a time, a number and a row', () => {
    const table = frameOf({ name: 'b', type: FieldType.number, values: [1] });
    const empty = frameOf({ name: 'Time', type: FieldType.time }, { name: 'b', type: FieldType.number });
    expect(graphableFrames([table, empty, frameOf(), series], undefined)).toHaveLength(1);
  });

  it('hold a gap for whatever is not a finite number', () => {
    expect(graphableFrames([series], undefined)[0].fields[1].values).toEqual([1, null, null, null]);
  });

  it('do not share their values with the answer of the data source', () => {
    const [{ fields }] = graphableFrames([series], undefined);
    for (const { values } of fields) {
      values.push(5);
    }
    expect(series.fields.map(({ values }) => values.length)).toEqual([4, 4, 4]);
  });

  it('colour no line along a scale that does not exist', () => {
    const config = { custom: { gradientMode: 'scheme' } };
    const loading = frameOf(
      { name: 'Time', type: FieldType.time, values: [1] },
      { name: 'a', type: FieldType.number, values: [null], config },
      { name: 'b', type: FieldType.number, values: [1], config }
    );
    const [{ fields }] = graphableFrames([loading], undefined);
    expect(fields.slice(1).map((field) => field.config.custom.gradientMode)).toEqual(['none', 'scheme']);
  });

  it('hide the series that a reader has not chosen', () => {
    const [{ fields }] = graphableFrames([series], new Set(['b']));
    expect(fields.map(({ config }) => config.custom?.hideFrom?.viz)).toEqual([undefined, true, undefined]);
  });
});

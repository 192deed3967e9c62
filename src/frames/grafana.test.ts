import { createDataFrame, DataFrameType, FieldType, ThresholdsMode } from '@grafana/data';
import { ABSOLUTE_THRESHOLDS, FIELD_TYPES, FRAME_TYPES, frameOf } from './grafana';

describe('what frames need of Grafana', () => {
  it('are its own values', () => {
    const { time, number, string, boolean, other } = FieldType;
    expect(FIELD_TYPES).toEqual({ time, number, string, boolean, other });
    expect(FRAME_TYPES).toEqual({
      timeSeriesWide: DataFrameType.TimeSeriesWide,
      timeSeriesLong: DataFrameType.TimeSeriesLong,
      numericLong: DataFrameType.NumericLong,
    });
    expect(ABSOLUTE_THRESHOLDS).toBe(ThresholdsMode.Absolute);
  });

  it('is its own frame', () => {
    const fields = [{ name: 'a', type: FIELD_TYPES.number, config: {}, values: [1, 2] }];
    expect(frameOf({ refId: 'A', fields })).toEqual(createDataFrame({ refId: 'A', fields }));
    expect(frameOf({ refId: 'A', fields: [] })).toEqual(createDataFrame({ refId: 'A', fields: [] }));
  });
});

import type { DataFrame, DataFrameType, FieldType, ThresholdsMode } from '@grafana/data';

/** What frames need of Grafana, without its code: that runs in a browser only, and frames are built in Node as well. */

export const FIELD_TYPES = {
  time: 'time' as FieldType.time,
  number: 'number' as FieldType.number,
  string: 'string' as FieldType.string,
  boolean: 'boolean' as FieldType.boolean,
  other: 'other' as FieldType.other,
};

export const FRAME_TYPES = {
  timeSeriesWide: 'timeseries-wide' as DataFrameType.TimeSeriesWide,
  timeSeriesLong: 'timeseries-long' as DataFrameType.TimeSeriesLong,
  numericLong: 'numeric-long' as DataFrameType.NumericLong,
};

export const ABSOLUTE_THRESHOLDS = 'absolute' as ThresholdsMode.Absolute;

/** A frame of these fields, as long as the longest of them. */
export function frameOf(frame: Omit<DataFrame, 'length'>): DataFrame {
  return { ...frame, length: Math.max(0, ...frame.fields.map(({ values }) => values.length)) };
}

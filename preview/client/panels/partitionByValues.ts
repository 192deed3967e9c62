import type { DataFrame, DataTransformerInfo } from '@grafana/data';
import { map } from 'rxjs';

interface Options {
  fields?: string[];
}

/**
 * Grafana's transformation of this id, which is not in its packages: a frame for each combination of values of the fields, none
 * for a frame without rows. Fields are kept, as with `keepFields`.
 */
export const partitionByValuesTransformer: DataTransformerInfo<Options> = {
  id: 'partitionByValues',
  name: 'Partition by values',
  description: 'A frame for each value of a field.',
  defaultOptions: {},
  operator:
    ({ fields = [] }) =>
    (source) =>
      source.pipe(map((frames) => frames.flatMap((frame) => partition(frame, fields)))),
};

function partition(frame: DataFrame, names: readonly string[]): DataFrame[] {
  const keys = frame.fields.filter(({ name }) => names.includes(name));
  if (keys.length === 0) {
    return [frame];
  }
  const rowsByKey = new Map<string, number[]>();
  for (let row = 0; row < frame.length; row++) {
    const key = JSON.stringify(keys.map(({ values }) => values[row]));
    rowsByKey.set(key, [...(rowsByKey.get(key) ?? []), row]);
  }
  return [...rowsByKey.values()].map((rows) => ({
    ...frame,
    length: rows.length,
    fields: frame.fields.map((field) => ({ ...field, values: rows.map((row) => field.values[row]) })),
  }));
}

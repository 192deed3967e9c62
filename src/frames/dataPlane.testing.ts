import { DataFrameType, FieldType, type DataFrame, type Field } from '@grafana/data';

/** Field of that name; fails the test where there is none. */
export function fieldNamed(frame: DataFrame, name: string): Field {
  const field = frame.fields.find((candidate) => candidate.name === name);
  if (!field) {
    throw new Error(`The frame has no field "${name}", only ${frame.fields.map((one) => one.name).join(', ')}`);
  }
  return field;
}

/** A row of a frame as an object by field names. */
export function rowOf(frame: DataFrame, index: number): Record<string, unknown> {
  return Object.fromEntries(frame.fields.map(({ name, values }) => [name, values[index]]));
}

/**
 * Expects what Grafana's data-plane contract, version 0.1, says of the kind that a frame declares
 * (https://grafana.com/developers/dataplane).
 */
export function expectDataPlane(frame: DataFrame, type: DataFrameType): void {
  expect(frame.meta).toMatchObject({ type, typeVersion: [0, 1] });
  expect(new Set(frame.fields.map(({ values }) => values.length)).size).toBeLessThanOrEqual(1);
  const times = frame.fields.filter((field) => field.type === FieldType.time);
  const values = frame.fields.filter((field) => field.type === FieldType.number);
  const texts = frame.fields.filter((field) => field.type === FieldType.string);
  switch (type) {
    case DataFrameType.TimeSeriesWide:
      if (frame.fields.length > 0) {
        expectTime(times, { duplicates: false });
        expect(values.length).toBeGreaterThan(0);
        expectUnique(values.map(({ name, labels }) => JSON.stringify([name, labels])));
      }
      expect(texts).toEqual([]);
      return;
    case DataFrameType.TimeSeriesLong:
      expectTime(times, { duplicates: true });
      expectDimensions(frame, texts);
      return;
    case DataFrameType.NumericLong:
      expect(times).toEqual([]);
      expect(values.length).toBeGreaterThan(0);
      expectDimensions(frame, texts);
      return;
    default:
      throw new Error(`No frame of ours declares ${type}`);
  }
}

function expectTime(fields: Field[], { duplicates }: { duplicates: boolean }): void {
  expect(fields).toHaveLength(1);
  const [{ values, labels }] = fields;
  expect(labels).toBeUndefined();
  expect(values.every((value) => typeof value === 'number')).toBe(true);
  expect(values).toEqual([...values].sort((a, b) => a - b));
  if (!duplicates) {
    expectUnique(values);
  }
}

/** Dimensions are texts, never null and never in labels, and distinguish the rows. */
function expectDimensions(frame: DataFrame, texts: Field[]): void {
  expect(frame.fields.every(({ labels }) => labels === undefined)).toBe(true);
  expect(texts.flatMap(({ values }) => values).every((value) => typeof value === 'string')).toBe(true);
  expect(texts.length).toBeGreaterThan(0);
}

function expectUnique(values: unknown[]): void {
  expect(new Set(values).size).toBe(values.length);
}

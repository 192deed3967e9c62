import { FieldType, type DataFrame, type LinkModel } from '@grafana/data';

/**
 * The data links of one point of a chart. The chart joins its frames on time, so the row of the joined frame need not be
 * that of the frame which the links read.
 */
export function linksAt(joined: DataFrame, frames: DataFrame[], fieldIndex: number, row: number): LinkModel[] {
  const { origin } = joined.fields[fieldIndex]?.state ?? {};
  const frame = origin && frames[origin.frameIndex];
  const field = origin && frame?.fields[origin.fieldIndex];
  if (!frame || !field?.config.links?.length) {
    return [];
  }
  const times = frame.fields.find(({ type }) => type === FieldType.time)?.values ?? [];
  const valueRowIndex = times.indexOf(joined.fields[0].values[row]);
  return valueRowIndex < 0 ? [] : (field.getLinks?.({ valueRowIndex }) ?? []);
}

import type { Field } from '@grafana/data';
import type { NumberFormat } from './units';
import { FIELD_TYPES } from './grafana';

/**
 * A column of numbers; null where a figure does not exist.
 *
 * @param format how they are shown, or what decides it from all of them.
 */
export function numberField(
  name: string,
  format: NumberFormat | ((values: ReadonlyArray<number | null>) => NumberFormat),
  description: string,
  values: Array<number | null>
): Field<number | null> {
  const { unit, decimals } = typeof format === 'function' ? format(values) : format;
  return { name, type: FIELD_TYPES.number, config: { unit, decimals, description }, values };
}

/** A column of texts. */
export function textField(name: string, description: string, values: Array<string | null>): Field<string | null> {
  return { name, type: FIELD_TYPES.string, config: { description }, values };
}

/** A column of ids, for links: in the frame, but shown by no panel that has no override for it. */
export function idField(name: string, description: string, values: Array<string | null>): Field<string | null> {
  const hideFrom = { viz: true, legend: true, tooltip: true };
  return { name, type: FIELD_TYPES.string, config: { description, custom: { hideFrom } }, values };
}

/** A column of yes and no; null where it is not known yet. */
export function flagField(name: string, description: string, values: Array<boolean | null>): Field<boolean | null> {
  return { name, type: FIELD_TYPES.boolean, config: { description }, values };
}

/** A column of instants in epoch milliseconds. */
export function timeField(name: string, description: string, values: Array<number | null>): Field<number | null> {
  return { name, type: FIELD_TYPES.time, config: { description }, values };
}

export function inSeconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}

import type { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard';
import { VERDICTS } from '../../src/frames/stateWords';
import { STATUS_FIELDS } from '../../src/queries/status';
import { property, VERDICT_PLACE_MAPPINGS } from './appearance';

/**
 * Makes the texts of a field an enumeration, so that a click on its column sorts by this order and not by the alphabet. The data
 * source's field keeps its type and values.
 */
export function inOrder(field: string, words: ReadonlyArray<{ text: string; color: string }>): DataTransformerConfig {
  const enumConfig = { text: words.map(({ text }) => text), color: words.map(({ color }) => color) };
  return {
    id: 'convertFieldType',
    options: { fields: {}, conversions: [{ targetField: field, destinationType: 'enum', enumConfig }] },
  };
}

/**
 * Makes each verdict its place in the order of urgency, by which a click on the column sorts; value mappings show it in words. An
 * enumeration alone would show the value and not the words.
 */
export const VERDICTS_BY_URGENCY: DataTransformerConfig = {
  id: 'convertFieldType',
  options: {
    fields: {},
    conversions: [
      {
        targetField: STATUS_FIELDS.verdict,
        destinationType: 'enum',
        enumConfig: { text: VERDICTS.map(({ verdict }) => verdict) },
      },
      { targetField: STATUS_FIELDS.verdict, destinationType: 'number' },
    ],
  },
};

/** How a column of such places reads. */
export const PLACE_IN_WORDS = [property.mappings(VERDICT_PLACE_MAPPINGS), property.align('left')];

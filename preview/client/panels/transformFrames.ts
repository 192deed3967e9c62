import {
  standardTransformers,
  type DataFrame,
  type DataTransformerConfig,
  type DataTransformerInfo,
  type InterpolateFunction,
} from '@grafana/data';
import { of } from 'rxjs';
import { partitionByValuesTransformer } from './partitionByValues';

const TRANSFORMERS: DataTransformerInfo[] = [
  standardTransformers.organizeFieldsTransformer,
  standardTransformers.sortByTransformer,
  standardTransformers.mergeTransformer,
  standardTransformers.limitTransformer,
  standardTransformers.filterFieldsByNameTransformer,
  standardTransformers.filterByValueTransformer,
  standardTransformers.convertFieldTypeTransformer,
  standardTransformers.calculateFieldTransformer,
  partitionByValuesTransformer,
];

export const TRANSFORMATION_IDS: string[] = TRANSFORMERS.map(({ id }) => id);

/**
 * Applies the transformations of a panel that the preview knows. They answer at once, so a render can wait for them; through Grafana's
 * registry, which loads them when they are needed, they would not.
 */
export function transformFrames(
  frames: DataFrame[],
  transformations: DataTransformerConfig[],
  replaceVariables: InterpolateFunction
): DataFrame[] {
  const context = { interpolate: (text: string) => replaceVariables(text) };
  return transformations
    .filter(({ disabled }) => !disabled)
    .reduce((before, { id, options }) => {
      const transformer = TRANSFORMERS.find((candidate) => candidate.id === id);
      let after = before;
      transformer
        ?.operator(
          expanded({ ...transformer.defaultOptions, ...options }, context.interpolate),
          context
        )(of(before))
        .subscribe((result) => (after = result))
        .unsubscribe();
      return after;
    }, frames);
}

/** The value with variables replaced in all of its texts. */
function expanded(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') {
    return replace(value);
  }
  if (Array.isArray(value)) {
    return value.map((entry) => expanded(entry, replace));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, expanded(entry, replace)]));
  }
  return value;
}

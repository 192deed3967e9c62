import {
  standardTransformers,
  standardTransformersRegistry,
  transformDataFrame,
  type DataFrame,
  type DataTransformerConfig,
  type InterpolateFunction,
  type TransformerRegistryItem,
} from '@grafana/data';
import { partitionByValuesTransformer } from './partitionByValues';

const TRANSFORMERS = [
  standardTransformers.organizeFieldsTransformer,
  standardTransformers.sortByTransformer,
  standardTransformers.mergeTransformer,
  standardTransformers.limitTransformer,
  standardTransformers.filterFieldsByNameTransformer,
  standardTransformers.filterByValueTransformer,
  standardTransformers.convertFieldTypeTransformer,
  partitionByValuesTransformer,
];

export const TRANSFORMATION_IDS: string[] = TRANSFORMERS.map(({ id }) => id);

standardTransformersRegistry.setInit(() => TRANSFORMERS.map(registered));

/** A registry entry without the editor, which only a page that edits panels needs. */
function registered(transformation: (typeof TRANSFORMERS)[number]): TransformerRegistryItem {
  const { id, name, description } = transformation;
  return { id, name, description, transformation, editor: () => null, imageDark: '', imageLight: '' };
}

/** Applies the transformations of a panel. All that the preview knows answer at once, so a render can wait for them. */
export function transformFrames(
  frames: DataFrame[],
  transformations: DataTransformerConfig[],
  replaceVariables: InterpolateFunction
): DataFrame[] {
  const known = transformations.filter(({ id }) => TRANSFORMATION_IDS.includes(id));
  if (known.length === 0) {
    return frames;
  }
  let transformed = frames;
  transformDataFrame(known, frames, { interpolate: (text) => replaceVariables(text) })
    .subscribe((result) => (transformed = result))
    .unsubscribe();
  return transformed;
}

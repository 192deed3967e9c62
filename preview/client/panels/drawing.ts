import type { DataFrame, FieldConfigSource } from '@grafana/data';
import type { VisualizationProps } from '../contract';

/** What the drawing of one panel type receives. */
export interface DrawingProps extends VisualizationProps {
  /** `frames`, transformed and configured. The same array as long as nothing that it depends on changes. */
  data: DataFrame[];
  /** The panel's configuration of fields, completed by the defaults of its type. */
  fieldConfig: FieldConfigSource;
}

import type {
  DataFrame,
  DataLink,
  DataTransformerConfig,
  FieldConfigSource,
  InterpolateFunction,
  LoadingState,
  TimeRange,
  TimeZone,
} from '@grafana/data';

/** Classic dashboard JSON (schema v1), as far as our own dashboards use it; `dashboardJson.ts` parses it. */
export interface PanelJson {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  options: Record<string, unknown>;
  fieldConfig: FieldConfigSource;
  transformations: DataTransformerConfig[];
  links: DataLink[];
  targets: Array<{ refId: string; [key: string]: unknown }>;
  maxDataPoints?: number;
}

/** What a panel draws. Sizes are those of the panel's content, in CSS pixels. */
export interface VisualizationProps {
  panel: PanelJson;
  /** As the data source sent them: neither transformed nor configured. */
  frames: DataFrame[];
  /** Frames of annotation queries, in the fields `time`, `timeEnd`, `title`, `text`, `tags`. */
  annotations: AnnotationLayer[];
  state: LoadingState;
  timeRange: TimeRange;
  timeZone: TimeZone;
  width: number;
  height: number;
  /** Dashboard variables, `__url_time_range`, `__all_variables`; scoped variables win. */
  replaceVariables: InterpolateFunction;
  onChangeTimeRange(range: { from: number; to: number }): void;
}

/** One annotation query of the dashboard with its answer. */
export interface AnnotationLayer {
  name: string;
  /** Any colour that Grafana knows by name, or hex. */
  color: string;
  frame: DataFrame;
}

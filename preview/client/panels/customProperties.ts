import {
  AxisColorMode,
  AxisPlacement,
  BarAlignment,
  GraphDrawStyle,
  GraphGradientMode,
  GraphThresholdsStyleMode,
  LineInterpolation,
  ScaleDistribution,
  StackingMode,
  TableCellBackgroundDisplayMode,
  TableCellDisplayMode,
  VisibilityMode,
} from '@grafana/schema';
import { z } from 'zod';

/** The `custom.*` properties of a panel type: their values, and by default what a panel has that says nothing of them. */
export type CustomProperties = Record<string, z.ZodType>;

const HIDING: CustomProperties = {
  hideFrom: z
    .strictObject({ viz: z.boolean().optional(), legend: z.boolean().optional(), tooltip: z.boolean().optional() })
    .optional(),
  'hideFrom.viz': z.boolean().optional(),
};

const TIME_SERIES: CustomProperties = {
  ...HIDING,
  drawStyle: z.enum(GraphDrawStyle).default(GraphDrawStyle.Line),
  lineInterpolation: z.enum(LineInterpolation).default(LineInterpolation.Linear),
  lineWidth: z.number().default(1),
  lineStyle: z
    .strictObject({ fill: z.enum(['solid', 'dash', 'dot', 'square']), dash: z.array(z.number()).optional() })
    .default({ fill: 'solid' }),
  fillOpacity: z.number().default(0),
  gradientMode: z.enum(GraphGradientMode).default(GraphGradientMode.None),
  spanNulls: z.union([z.boolean(), z.number()]).default(false),
  insertNulls: z.union([z.boolean(), z.number()]).default(false),
  showPoints: z.enum(VisibilityMode).default(VisibilityMode.Auto),
  // Sparse points stand out by their size only; drawn values are not part of the published chart.
  showValues: z.literal(false).optional(),
  pointSize: z.number().default(5),
  stacking: z
    .strictObject({ mode: z.enum(StackingMode).optional(), group: z.union([z.string(), z.literal(false)]).optional() })
    .default({ mode: StackingMode.None, group: 'A' }),
  axisPlacement: z.enum(AxisPlacement).default(AxisPlacement.Auto),
  axisColorMode: z.enum(AxisColorMode).default(AxisColorMode.Text),
  axisLabel: z.string().default(''),
  axisBorderShow: z.boolean().default(false),
  axisCenteredZero: z.boolean().default(false),
  axisGridShow: z.boolean().optional(),
  axisWidth: z.number().optional(),
  axisSoftMin: z.number().optional(),
  axisSoftMax: z.number().optional(),
  scaleDistribution: z
    .strictObject({
      type: z.enum(ScaleDistribution),
      log: z.number().optional(),
      linearThreshold: z.number().optional(),
    })
    .default({ type: ScaleDistribution.Linear }),
  barAlignment: z.enum(BarAlignment).default(BarAlignment.Center),
  barWidthFactor: z.number().default(0.6),
  barMaxWidth: z.number().optional(),
  thresholdsStyle: z
    .strictObject({ mode: z.enum(GraphThresholdsStyleMode) })
    .default({ mode: GraphThresholdsStyleMode.Off }),
};

const TABLE: CustomProperties = {
  ...HIDING,
  hidden: z.boolean().optional(),
  align: z.enum(['auto', 'left', 'center', 'right']).default('auto'),
  width: z.number().optional(),
  minWidth: z.number().optional(),
  cellOptions: z
    .looseObject({
      type: z.enum(TableCellDisplayMode),
      mode: z.union([z.enum(TableCellBackgroundDisplayMode), z.string()]).optional(),
    })
    .default({ type: TableCellDisplayMode.Auto }),
  filterable: z.boolean().optional(),
  inspect: z.boolean().default(false),
  wrapHeaderText: z.boolean().optional(),
  wrapText: z.boolean().optional(),
  footer: z.strictObject({ reducers: z.array(z.string()).max(0).optional() }).optional(),
};

const BY_TYPE: Record<string, CustomProperties> = { timeseries: TIME_SERIES, table: TABLE };

/** Panels of values draw hidden fields too, as Grafana's do: they know how to hide and ignore it. */
export function customPropertiesOf(panelType: string): CustomProperties {
  return BY_TYPE[panelType] ?? HIDING;
}

/** What Grafana's panel of this type starts from; dashboards say only what differs. */
export function customDefaultsOf(panelType: string): Record<string, unknown> {
  const values = Object.entries(customPropertiesOf(panelType)).map(([name, schema]) => [name, schema.parse(undefined)]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

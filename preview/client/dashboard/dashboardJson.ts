import type { DataLink, DataTransformerConfig, FieldConfigSource } from '@grafana/data';
import { z } from 'zod';
import type { PanelJson } from '../contract';

export interface DashboardPanel extends PanelJson {
  transparent: boolean;
  /** Why the preview will not draw it, if anything outside its options is in the way. */
  refusals: string[];
}

/** A row with the panels below it, or the panels before the first row. */
export interface Section {
  row?: { id: number; title: string; collapsed: boolean };
  panels: DashboardPanel[];
}

export type DashboardJson = Omit<z.output<typeof DASHBOARD>, 'panels' | 'templating' | 'annotations'> & {
  sections: Section[];
  variables: VariableJson[];
  annotations: AnnotationJson[];
};

export type VariableJson = z.output<typeof VARIABLE>;
export type AnnotationJson = z.output<typeof ANNOTATION>;
export type DashboardLinkJson = z.output<typeof LINK>;

const PLUGIN_ID = 'oso-errorbudget-datasource';

const isRecord = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

const TARGET = z.looseObject({ refId: z.string().default('A') });
const DATASOURCE = z.union([z.string(), z.looseObject({ type: z.string().optional() }), z.null()]).optional();

const PANEL = z.object({
  id: z.number(),
  type: z.string(),
  title: z.string().default(''),
  description: z.string().optional(),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  options: z.record(z.string(), z.unknown()).default({}),
  fieldConfig: z.custom<FieldConfigSource>(isRecord).default({ defaults: {}, overrides: [] }),
  transformations: z.array(z.custom<DataTransformerConfig>(isRecord)).default([]),
  links: z.array(z.custom<DataLink>(isRecord)).default([]),
  targets: z.array(TARGET).default([]),
  datasource: DATASOURCE,
  repeat: z.string().nullish(),
  transparent: z.boolean().default(false),
  maxDataPoints: z.number().nullish(),
});

const ROW = z.object({
  id: z.number(),
  type: z.literal('row'),
  title: z.string().default(''),
  collapsed: z.boolean().default(false),
  panels: z.array(PANEL).default([]),
});

const TEXTS = z.union([z.string(), z.array(z.string())]);

const VARIABLE = z.object({
  name: z.string(),
  type: z.string(),
  label: z.string().nullish(),
  description: z.string().nullish(),
  hide: z.number().default(0),
  skipUrlSync: z.boolean().default(false),
  multi: z.boolean().default(false),
  includeAll: z.boolean().default(false),
  allValue: z.string().nullish(),
  query: z.union([z.string(), z.looseObject({ refId: z.string().default('Variable') })]).default(''),
  current: z.object({ text: TEXTS.optional(), value: TEXTS.optional() }).nullish(),
});

const ANNOTATION = z.object({
  name: z.string(),
  enable: z.boolean().default(true),
  hide: z.boolean().default(false),
  iconColor: z.string().default('red'),
  builtIn: z.number().nullish(),
  target: TARGET.optional(),
  filter: z.object({ exclude: z.boolean().default(false), ids: z.array(z.number()).default([]) }).nullish(),
});

const LINK = z.object({
  type: z.enum(['link', 'dashboards']),
  title: z.string().default(''),
  url: z.string().nullish(),
  tooltip: z.string().nullish(),
  tags: z.array(z.string()).default([]),
  asDropdown: z.boolean().default(false),
  targetBlank: z.boolean().default(false),
  keepTime: z.boolean().default(false),
  includeVars: z.boolean().default(false),
});

const DASHBOARD = z.object({
  uid: z.string(),
  title: z.string(),
  description: z.string().nullish(),
  tags: z.array(z.string()).default([]),
  time: z.object({ from: z.string(), to: z.string() }).default({ from: 'now-6h', to: 'now' }),
  timezone: z.string().default('browser'),
  refresh: z.union([z.string(), z.literal(false)]).default(''),
  weekStart: z.string().nullish(),
  timepicker: z
    .object({
      refresh_intervals: z.array(z.string()).optional(),
      quick_ranges: z.array(z.object({ display: z.string(), from: z.string(), to: z.string() })).optional(),
    })
    .default({}),
  graphTooltip: z.number().default(0),
  templating: z.object({ list: z.array(VARIABLE).default([]) }).default({ list: [] }),
  annotations: z.object({ list: z.array(ANNOTATION).default([]) }).default({ list: [] }),
  links: z.array(LINK).default([]),
  panels: z.array(z.unknown()).default([]),
});

/**
 * Reads classic dashboard JSON. Keys that change nothing here are left aside; a panel that the preview must not draw
 * carries the reasons.
 * @throws Error naming every field that is not what it should be.
 */
export function parseDashboard(json: unknown): DashboardJson {
  const { panels, templating, annotations, ...rest } = read(DASHBOARD, json, 'The dashboard');
  return {
    ...rest,
    sections: sectionsOf(panels.map(readPanel)),
    variables: templating.list,
    annotations: annotations.list.filter(({ builtIn, target }) => !builtIn && target?.queryType !== undefined),
  };
}

function readPanel(json: unknown, index: number): Row | Panel {
  const schema = typeof json === 'object' && json !== null && 'type' in json && json.type === 'row' ? ROW : PANEL;
  return read<Row | Panel>(schema, json, `panels[${index}] of the dashboard`);
}

function read<T>(schema: z.ZodType<T>, json: unknown, what: string): T {
  const result = schema.safeParse(json);
  if (!result.success) {
    throw new Error(`${what} is not valid.\n${z.prettifyError(result.error)}`);
  }
  return result.data;
}

type Row = z.output<typeof ROW>;
type Panel = z.output<typeof PANEL>;

/** Rows take the panels that follow them; a collapsed row holds its own. */
function sectionsOf(panels: ReadonlyArray<Row | Panel>): Section[] {
  const inReadingOrder: Section[] = [{ panels: [] }];
  for (const panel of panels) {
    if (isRow(panel)) {
      const { id, title, collapsed } = panel;
      inReadingOrder.push({ row: { id, title, collapsed }, panels: panel.panels.map(toPanel) });
    } else {
      inReadingOrder[inReadingOrder.length - 1].panels.push(toPanel(panel));
    }
  }
  return inReadingOrder.filter((section) => section.row || section.panels.length > 0);
}

function isRow(panel: Row | Panel): panel is Row {
  return panel.type === 'row';
}

function toPanel({ datasource, repeat, maxDataPoints, ...panel }: Panel): DashboardPanel {
  const type = typeof datasource === 'object' && datasource !== null ? datasource.type : undefined;
  const isForeign = panel.targets.length > 0 && type !== undefined && type !== PLUGIN_ID;
  const name = `panel ${panel.id} “${panel.title}”`;
  return {
    ...panel,
    maxDataPoints: maxDataPoints ?? undefined,
    refusals: [
      ...(isForeign ? [`${name}: the preview does not know data source type ${type}`] : []),
      ...(repeat ? [`${name}: the preview does not repeat panels, here by ${repeat}`] : []),
    ],
  };
}

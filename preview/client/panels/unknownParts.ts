import {
  fieldColorModeRegistry,
  FieldMatcherID,
  fieldReducers,
  MappingType,
  type DynamicConfigValue,
  type FieldConfigSource,
} from '@grafana/data';
import { z } from 'zod';
import type { PanelJson } from '../contract';
import { alertListOptions } from './alertlist/alertListOptions';
import { barGaugeOptions } from './bargauge/barGaugeOptions';
import { customPropertiesOf } from './customProperties';
import { fieldPropertiesOf } from './fieldProperties';
import { nodeGraphOptions } from './nodeGraph/nodeGraphOptions';
import { statOptions } from './stat/statOptions';
import { tableOptions } from './table/tableOptions';
import { textOptions } from './text/textOptions';
import { timeSeriesOptions } from './timeseries/timeSeriesOptions';
import { TRANSFORMATION_IDS } from './transformFrames';

const OPTIONS: Record<string, z.ZodType> = {
  stat: statOptions,
  bargauge: barGaugeOptions,
  table: tableOptions,
  timeseries: timeSeriesOptions,
  text: textOptions,
  nodeGraph: nodeGraphOptions,
  alertlist: alertListOptions,
};

const MATCHERS: string[] = [
  FieldMatcherID.byName,
  FieldMatcherID.byRegexp,
  FieldMatcherID.byType,
  FieldMatcherID.byFrameRefID,
  FieldMatcherID.byValue,
];

const MAPPINGS: string[] = Object.values(MappingType);

/**
 * Sentences about everything in a panel that the preview would draw wrongly or not at all; none if it can draw the panel.
 * A panel that is refused by name misleads no one, one that is drawn without half of its configuration does.
 */
export function unknownParts(panel: PanelJson): string[] {
  const options = OPTIONS[panel.type];
  const unknown = options
    ? [
        ...wrongOptions(panel, options),
        ...unknownTransformations(panel),
        ...unknownDefaults(panel),
        ...unknownOverrides(panel),
      ]
    : [`does not know panel type ${panel.type}`];
  return [...new Set(unknown)].map((part) => `panel ${panel.id} “${panel.title}”: the preview ${part}`);
}

function wrongOptions({ options }: PanelJson, schema: z.ZodType): string[] {
  return [
    ...problemsOf(schema, options, 'option'),
    ...calcsOf(options)
      .filter((calc) => !fieldReducers.getIfExists(calc))
      .map((calc) => `does not know calculation ${calc}`),
  ];
}

const calculations = z.object({
  reduceOptions: z.object({ calcs: z.array(z.string()).catch([]) }).catch({ calcs: [] }),
  legend: z.object({ calcs: z.array(z.string()).catch([]) }).catch({ calcs: [] }),
});

function calcsOf(options: unknown): string[] {
  const { data } = calculations.safeParse(options);
  return data ? [...data.reduceOptions.calcs, ...data.legend.calcs] : [];
}

function unknownTransformations({ transformations }: PanelJson): string[] {
  return transformations
    .filter(({ id }) => !TRANSFORMATION_IDS.includes(id))
    .map(({ id }) => `does not know transformation ${id}`);
}

function unknownDefaults({ type, fieldConfig }: PanelJson): string[] {
  const { custom = {}, ...standard }: FieldConfigSource['defaults'] = fieldConfig.defaults ?? {};
  return [
    ...Object.entries(standard).flatMap(([id, value]) => unknownProperty(type, { id, value })),
    ...Object.entries(custom).flatMap(([name, value]) => unknownProperty(type, { id: `custom.${name}`, value })),
  ];
}

function unknownOverrides({ type, fieldConfig }: PanelJson): string[] {
  return (fieldConfig.overrides ?? []).flatMap(({ matcher, properties }) => [
    ...(MATCHERS.includes(matcher.id) ? [] : [`does not know field matcher ${matcher.id}`]),
    ...properties.flatMap((property) => unknownProperty(type, property)),
  ]);
}

function unknownProperty(panelType: string, { id, value }: DynamicConfigValue): string[] {
  if (!fieldPropertiesOf(panelType).getIfExists(id)) {
    return [`does not know field property ${id} of ${panelType} panels`];
  }
  const isSaid = value !== undefined && value !== null;
  const custom = id.startsWith('custom.') ? customPropertiesOf(panelType)[id.slice('custom.'.length)] : undefined;
  if (custom) {
    return isSaid ? problemsOf(custom, value, `field property ${id}`) : [];
  }
  switch (id) {
    case 'mappings':
      return mappingTypes(value)
        .filter((type) => !MAPPINGS.includes(type))
        .map((type) => `does not know value mapping ${type}`);
    case 'color':
      return isSaid && !fieldColorModeRegistry.getIfExists(value.mode)
        ? [`does not know colour mode ${value.mode}`]
        : [];
    default:
      return [];
  }
}

function mappingTypes(value: unknown): string[] {
  const { data } = z.array(z.object({ type: z.coerce.string() })).safeParse(value);
  return (data ?? []).map(({ type }) => type);
}

/** What a schema objects to: keys that it does not know, and values with what it would accept instead. */
function problemsOf(schema: z.ZodType, value: unknown, what: string): string[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).flatMap((issue) => {
    const place = issue.path.join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => `does not know ${what} ${place === '' ? key : `${place}.${key}`}`);
    }
    const found = JSON.stringify(valueAt(value, issue.path));
    return [`does not know ${[what, place].filter(Boolean).join(' ')} = ${found}`];
  });
}

function valueAt(value: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (within, key) => (typeof within === 'object' && within !== null ? Reflect.get(within, key) : undefined),
    value
  );
}

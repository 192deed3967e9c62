import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  applyFieldOverrides,
  createTheme,
  displayNameOverrideProcessor,
  getFieldDisplayValues,
  getFieldDisplayValuesProxy,
  Registry,
  valueMappingsOverrideProcessor,
  type DataFrame,
  type FieldConfigPropertyItem,
  type FieldConfigSource,
  type ScopedVars,
} from '@grafana/data';
import { categorySummaries } from '../evaluation/categorySummaries';
import { objectiveOf } from '../evaluation/objective.testing';
import { eventsRow, failedRow, itemsRow } from '../frames/results.testing';
import { STATE_WORDS } from '../frames/stateWords';
import { QUERIES, QUERY_TYPES, type QueryType } from '.';
import { categoryFrame } from './category';
import { demoRun } from './demoRun.testing';
import { LINEAGE_EDGE_FIELDS, LINEAGE_NODE_FIELDS } from './lineage';
import type { QueryOptions } from './query';

const page = readFileSync(path.join(__dirname, '../../docs/frames.md'), 'utf8');

/** A lineage has a form with frames of its own. */
const DOCUMENTED = [...QUERY_TYPES, 'lineage nodes', 'lineage edges'] as const;

type Documented = (typeof DOCUMENTED)[number];

/** Names that the code hands to dashboards, and a frame that it makes of the demo. */
interface Promised {
  names: Record<string, string>;
  frame: DataFrame;
}

async function everyFrame(): Promise<Map<Documented, Promised>> {
  const [nodes, edges] = await framesOf('lineage', { form: 'graph' });
  const promised = new Map<Documented, Promised>([
    ['lineage nodes', { names: LINEAGE_NODE_FIELDS, frame: nodes }],
    ['lineage edges', { names: LINEAGE_EDGE_FIELDS, frame: edges }],
  ]);
  for (const type of QUERY_TYPES) {
    const [frame] = await framesOf(type, { form: 'table' });
    promised.set(type, { names: QUERIES[type].fields, frame });
  }
  return promised;
}

async function framesOf(type: QueryType, options: QueryOptions): Promise<DataFrame[]> {
  let lastFrames = (_refId: string): DataFrame[] => [];
  await QUERIES[type].run({ ...demoRun, options }, (toFrames) => (lastFrames = toFrames), new AbortController().signal);
  return lastFrames('A');
}

describe('docs/frames.md', () => {
  let promised: Map<Documented, Promised>;

  beforeAll(async () => {
    promised = await everyFrame();
  });

  const of = (type: Documented): Promised => promised.get(type) ?? { names: {}, frame: { fields: [], length: 0 } };

  it('gives ids last, as they are for links and variables', () => {
    for (const [type, { names }] of promised) {
      const isId = Object.values(names).map((name) => name.endsWith(' id'));
      expect({ type, isId }).toEqual({ type, isId: [...isId].sort() });
    }
  });

  it.each(DOCUMENTED)('documents every field of %s with its type and unit, and no other', (type) => {
    expect(documentedFields(type)).toEqual(fieldsOf(of(type).frame));
  });

  it.each(DOCUMENTED)('documents the names of %s that the code hands to dashboards', (type) => {
    expect(documentedFields(type).map(({ name }) => name)).toEqual(Object.values(of(type).names));
  });

  it.each(DOCUMENTED)('names the data-plane kind of %s', (type) => {
    const kind = /Data-plane\s+kind: (?:`([^`]+)`|none)/.exec(sectionOf(type));
    expect(kind).not.toBeNull();
    expect(kind?.[1]).toBe(of(type).frame.meta?.type);
  });

  it.each(DOCUMENTED)('says what every field of %s means', (type) => {
    expect(tableOf(type).filter(({ meaning }) => meaning === '')).toEqual([]);
  });

  it('shows a panel whose tiles need no transformation', () => {
    const panel = examplePanel();
    expect(panel.transformations).toBeUndefined();
    expect(panel.targets).toMatchObject([{ queryType: 'category' }]);
    const rows = [eventsRow(), itemsRow(), failedRow(objectiveOf({ id: 'other', category: ELSEWHERE }))];
    const theme = createTheme();
    const { fieldConfig, options } = panel;
    const data = applyFieldOverrides({
      data: [categoryFrame('A', categorySummaries(rows), rows)],
      fieldConfig,
      fieldConfigRegistry: overridable,
      replaceVariables: withFieldsOfRow,
      theme,
    });
    const tiles = getFieldDisplayValues({
      data,
      reduceOptions: options.reduceOptions,
      fieldConfig,
      replaceVariables: withFieldsOfRow,
      theme,
    });
    expect(tiles.map(({ display }) => [display.title, display.text, display.color])).toEqual([
      ['Public Applications', 'breached', theme.visualization.getColorByName('red')],
      ['Elsewhere', 'failed', theme.visualization.getColorByName('purple')],
    ]);
  });

  it('gives every status a colour in the example', () => {
    const mapping = examplePanel()
      .fieldConfig.overrides.flatMap(({ properties }) => properties)
      .find(({ id }) => id === 'mappings');
    expect(Object.keys(mapping?.value[0].options).sort()).toEqual(Object.values(STATE_WORDS).sort());
  });
});

interface ExamplePanel {
  targets: unknown;
  options: { reduceOptions: { values: boolean; calcs: string[]; fields: string } };
  fieldConfig: FieldConfigSource;
  transformations?: unknown;
}

function examplePanel(): ExamplePanel {
  const [, json] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  return JSON.parse(json ?? 'null');
}

/** The properties that the example overrides, processed as Grafana processes them. */
const overridable = new Registry<FieldConfigPropertyItem>(() =>
  [
    { id: 'displayName', process: displayNameOverrideProcessor, settings: { expandTemplateVars: true } },
    { id: 'mappings', process: valueMappingsOverrideProcessor },
  ].map((property) => ({
    ...property,
    name: property.id,
    path: property.id,
    editor: () => null,
    override: () => null,
    shouldApply: () => true,
  }))
);

/** As Grafana's variables do: an expression that needs a row stays as it is until there is one. */
function withFieldsOfRow(text: string, scopedVars?: ScopedVars): string {
  const { frame, rowIndex } = scopedVars?.__dataContext?.value ?? {};
  if (!frame || rowIndex === undefined) {
    return text;
  }
  const values = getFieldDisplayValuesProxy({ frame, rowIndex });
  return text.replace(/\$\{__data\.fields\.(\w+)\}/g, (_, name: string) => String(values[name]));
}

const ELSEWHERE = { id: 'elsewhere', displayName: 'Elsewhere', description: '' };

/** Text below the heading of a query type, up to the next heading. */
function sectionOf(type: string): string {
  const [, section] = page.split(new RegExp(`^#+ \`${type}\`$`, 'm'));
  return (section ?? '').split(/^#/m)[0];
}

function tableOf(type: string) {
  const [, , ...lines] = sectionOf(type)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return lines.map((line) => {
    const [name, fieldType, unit, meaning] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    return { name, type: fieldType, unit: unit.replaceAll('`', ''), meaning };
  });
}

function documentedFields(type: string) {
  return tableOf(type).map(({ name, type: fieldType, unit }) => ({ name, type: fieldType, unit }));
}

/** Fields as the page lists them: one of several lines that differ by their labels only. */
function fieldsOf({ fields }: DataFrame) {
  const byName = new Map(
    fields.map(({ name, type, config }) => [name, { name, type: String(type), unit: config.unit ?? '' }])
  );
  return [...byName.values()];
}

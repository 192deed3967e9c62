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
import { QUERY_TYPES } from '../queries';
import { categorySummaries } from '../evaluation/categorySummaries';
import { objectiveOf } from '../evaluation/objective.testing';
import { alertsFrame } from '../queries/alerts';
import {
  ALERTS_FIELDS,
  ANNOTATION_FIELDS,
  BUDGET_FIELDS,
  BURN_RATE_FIELDS,
  CATEGORY_FIELDS,
  CONTRIBUTORS_FIELDS,
  FRESHNESS_FIELDS,
  EVENTS_FIELDS,
  LINEAGE_EDGE_FIELDS,
  LINEAGE_FIELDS,
  LINEAGE_NODE_FIELDS,
  PARTITIONS_FIELDS,
  QUERIES_FIELDS,
  QUERY_OUTCOMES_FIELDS,
  REMEDIATION_FIELDS,
  SLI_FIELDS,
  STATUS_FIELDS,
  TIME_FIELD,
  TRINO_STATE_FIELDS,
} from './fieldNames';
import { breachesFrame } from '../queries/breaches';
import { budgetFrame } from '../queries/budget';
import { burnRateFrame } from '../queries/burnRate';
import { categoryFrame } from '../queries/category';
import { contributorsFrame } from '../queries/contributors';
import { eventsFrame } from '../queries/events';
import { freshnessFrame } from '../queries/freshness';
import { lineageFrames } from '../queries/lineage';
import { lineageTableFrame } from './lineageTableFrame';
import { maintenanceFrame } from '../queries/maintenance';
import { partitionsFrame } from '../queries/partitions';
import { queriesFrame } from '../queries/queries';
import { queryOutcomesFrame } from '../queries/queryOutcomes';
import { remediationFrame } from '../queries/remediation';
import { eventsRow, failedRow, INSTANTS, itemsRow, NOW_MS, seriesOf } from './results.testing';
import { sliFrame } from '../queries/sli';
import { STATE_WORDS } from './stateWords';
import { statusFrame } from '../queries/status';
import { trinoStateFrame } from '../queries/trinoState';

const page = readFileSync(path.join(__dirname, '../../docs/frames.md'), 'utf8');

const rows = [eventsRow(), itemsRow(), failedRow(objectiveOf({ id: 'other', category: otherCategory() }))];

/** A lineage has a form with frames of its own. */
const DOCUMENTED = [...QUERY_TYPES, 'lineage nodes', 'lineage edges'] as const;
const [nodes, edges] = lineageFrames('A', []);

const FRAMES: Record<(typeof DOCUMENTED)[number], DataFrame> = {
  status: statusFrame('A', rows),
  category: categoryFrame('A', categorySummaries(rows), rows),
  sli: sliFrame('A', INSTANTS, [seriesOf()]),
  budget: budgetFrame('A', INSTANTS, [seriesOf()]),
  burnRate: burnRateFrame('A', INSTANTS, [seriesOf()]),
  events: eventsFrame('A', INSTANTS, [seriesOf()]),
  alerts: alertsFrame('A', []),
  contributors: contributorsFrame('A', []),
  freshness: freshnessFrame('A', []),
  lineage: lineageTableFrame('A', []),
  'lineage nodes': nodes,
  'lineage edges': edges,
  partitions: partitionsFrame('A', []),
  queryOutcomes: queryOutcomesFrame('A', []),
  trinoState: trinoStateFrame('A', []),
  remediation: remediationFrame('A', [], NOW_MS, []),
  queries: queriesFrame('A', rows),
  breaches: breachesFrame('A', [], NOW_MS),
  maintenance: maintenanceFrame('A', [], { fromMs: 0, toMs: NOW_MS }),
};

const NAMES: Record<(typeof DOCUMENTED)[number], string[]> = {
  status: Object.values(STATUS_FIELDS),
  category: Object.values(CATEGORY_FIELDS),
  sli: [TIME_FIELD, ...Object.values(SLI_FIELDS)],
  budget: [TIME_FIELD, ...Object.values(BUDGET_FIELDS)],
  burnRate: [TIME_FIELD, ...Object.values(BURN_RATE_FIELDS)],
  events: [TIME_FIELD, ...Object.values(EVENTS_FIELDS)],
  alerts: Object.values(ALERTS_FIELDS),
  contributors: Object.values(CONTRIBUTORS_FIELDS),
  freshness: Object.values(FRESHNESS_FIELDS),
  lineage: Object.values(LINEAGE_FIELDS),
  'lineage nodes': Object.values(LINEAGE_NODE_FIELDS),
  'lineage edges': Object.values(LINEAGE_EDGE_FIELDS),
  partitions: Object.values(PARTITIONS_FIELDS),
  queryOutcomes: Object.values(QUERY_OUTCOMES_FIELDS),
  trinoState: Object.values(TRINO_STATE_FIELDS),
  remediation: Object.values(REMEDIATION_FIELDS),
  queries: Object.values(QUERIES_FIELDS),
  breaches: Object.values(ANNOTATION_FIELDS),
  maintenance: Object.values(ANNOTATION_FIELDS),
};

describe('docs/frames.md', () => {
  it.each(DOCUMENTED)('documents every field of %s with its type and unit, and no other', (type) => {
    expect(documentedFields(type)).toEqual(fieldsOf(FRAMES[type]));
  });

  it.each(DOCUMENTED)('documents the names of %s that the code hands to dashboards', (type) => {
    expect(documentedFields(type).map(({ name }) => name)).toEqual(NAMES[type]);
  });

  it.each(DOCUMENTED)('names the data-plane kind of %s', (type) => {
    const kind = /Data-plane\s+kind: (?:`([^`]+)`|none)/.exec(sectionOf(type));
    expect(kind).not.toBeNull();
    expect(kind?.[1]).toBe(FRAMES[type].meta?.type);
  });

  it.each(DOCUMENTED)('says what every field of %s means', (type) => {
    expect(tableOf(type).filter(({ meaning }) => meaning === '')).toEqual([]);
  });

  it('shows a panel whose tiles need no transformation', () => {
    const panel = examplePanel();
    expect(panel.transformations).toBeUndefined();
    const theme = createTheme();
    const { fieldConfig, options, targets } = panel;
    const data = applyFieldOverrides({
      data: [FRAMES[targets[0].queryType]],
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
  targets: Array<{ queryType: (typeof QUERY_TYPES)[number] }>;
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

function otherCategory() {
  return { id: 'elsewhere', displayName: 'Elsewhere', description: '' };
}

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

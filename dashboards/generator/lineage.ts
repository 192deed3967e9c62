import { RowBuilder, type Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { PanelBuilder as NodeGraphBuilder, ZoomMode } from '@grafana/grafana-foundation-sdk/nodegraph';
import type { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { dagsterMeasure } from '../../src/catalogue/dagsterMeasure';
import type { Objective } from '../../src/catalogue/objective';
import { LINEAGE_FIELDS } from '../../src/frames/lineageTableFrame';
import { FRESHNESS_MAPPINGS, property, PROVENANCE_MAPPINGS } from './appearance';
import { CATEGORY_PANEL_IDS as IDS } from './ids';
import { DATA_SOURCE, query } from './query';
import { coloured, narrow, only, saidIfEmpty, styled, table, wrapped, type Column } from './tables';

/** Fits the lineages of the demo at 1440 px beside the menu: Grafana neither fits a drawing to its panel nor shows what is outside. */
const UPSTREAM_HEIGHT = 28;
const DOWNSTREAM_HEIGHT = 14;

/** Fits as many assets as the demo has; more scroll. */
const ASSETS_HEIGHT = 25;
const DERIVED_HEIGHT = 7;

interface LineagePart {
  row: RowBuilder;
  panels: Array<Builder<Panel>>;
}

/**
 * Where the data of a category come from; of unstable data, what derives from them. Undefined where no objective measures the
 * materializations of assets.
 */
export function lineageOf(objectives: readonly Objective[], y: number): LineagePart | undefined {
  const objective = objectives.find((one) => dagsterMeasure(one) === 'materializations');
  if (objective === undefined) {
    return undefined;
  }
  const row = new RowBuilder('Provenance').id(IDS.lineageRow).collapsed(false).gridPos({ x: 0, y, w: 24, h: 1 });
  const isUnstable = objective.policy.data === 'unstable';
  const h = isUnstable ? DOWNSTREAM_HEIGHT : UPSTREAM_HEIGHT;
  const graphAt = { x: 0, y: y + 1, w: 24, h };
  const tableY = y + 1 + h;
  if (isUnstable) {
    const tableAt = { x: 0, y: tableY, w: 24, h: DERIVED_HEIGHT };
    return {
      row,
      panels: [
        lineageGraph('What derives from unstable sources now', objective, 'downstream')
          .id(IDS.lineage)
          .gridPos(graphAt),
        derivedTable(objective).id(IDS.derived).gridPos(tableAt),
      ],
    };
  }
  const graph = lineageGraph('Where the data comes from now', objective, 'upstream').id(IDS.lineage).gridPos(graphAt);
  // The table of freshness lists the same assets.
  return objectives.some((one) => dagsterMeasure(one) === 'freshness')
    ? { row, panels: [graph] }
    : {
        row,
        panels: [graph, assetsTable(objective).id(IDS.derived).gridPos({ x: 0, y: tableY, w: 24, h: ASSETS_HEIGHT })],
      };
}

function lineageGraph(title: string, { id }: Objective, direction: 'upstream' | 'downstream'): NodeGraphBuilder {
  return new NodeGraphBuilder()
    .title(title)
    .description(
      'The ring of an asset has the colour of its freshness; the orange part of it is the share of its processes that failed in ' +
        'the window, and the figure is the rest. Blue edges carry data of unstable sources. Dashed edges come from what no ' +
        'loaded code location defines: what lies beyond is unknown. At most 250 assets, the nearest ones. Drag to move; Ctrl or ⌘ and the ' +
        'wheel to zoom.'
    )
    .datasource(DATA_SOURCE)
    .withTarget(query({ queryType: 'lineage', direction, form: 'graph', objectives: [id] }))
    .zoomMode(ZoomMode.Cooperative);
}

const ASSET: Column = {
  field: LINEAGE_FIELDS.asset,
  properties: [wrapped, property.filterable(), property.inspect(), property.minWidth(360)],
};
const DERIVES_FROM: Column = {
  field: LINEAGE_FIELDS.derivesFrom,
  properties: [wrapped, property.inspect(), property.minWidth(286)],
};
const FIGURES: Column[] = [
  narrow(LINEAGE_FIELDS.freshness, 85, property.mappings(FRESHNESS_MAPPINGS), coloured),
  narrow(LINEAGE_FIELDS.reliability, 80),
];

/** Every asset of an objective, those on unstable sources first. */
function assetsTable(objective: Objective): TableBuilder {
  const columns: Column[] = [
    ASSET,
    narrow(LINEAGE_FIELDS.provenance, 100, property.mappings(PROVENANCE_MAPPINGS), coloured),
    narrow(LINEAGE_FIELDS.unstableSources, 70, property.displayName('Sources')),
    DERIVES_FROM,
    ...FIGURES,
  ];
  return lineageTable('Assets on unstable sources now', objective, 'upstream', columns).description(
    'Every asset, those that derive from unstable sources first; Sources: how many. Provenance is unresolved where part of the lineage is ' +
      'unknown. Reliability: share of its processes in the window that succeeded.'
  );
}

/** What derives from the assets of an objective. */
function derivedTable(objective: Objective): TableBuilder {
  const columns: Column[] = [
    ASSET,
    narrow(LINEAGE_FIELDS.unstableSources, 70, property.displayName('Sources')),
    DERIVES_FROM,
    narrow(LINEAGE_FIELDS.kinds, 118),
    ...FIGURES,
  ];
  return lineageTable(
    'Assets that derive from unstable sources now',
    objective,
    'downstream',
    columns,
    'Nothing is known to derive from unstable sources'
  ).description(
    'Assets of any kind that derive from these, those that derive from most of them first. Reliability: share of its processes in the window ' +
      'that succeeded.'
  );
}

function lineageTable(
  title: string,
  { id }: Objective,
  direction: 'upstream' | 'downstream',
  columns: Column[],
  ifEmpty = 'No assets are known to match the objective'
): TableBuilder {
  return styled(table(title), columns, ifEmpty)
    .withTarget(query({ queryType: 'lineage', direction, form: 'table', objectives: [id] }))
    .withTransformation(saidIfEmpty(LINEAGE_FIELDS.objectiveId))
    .withTransformation(only(columns, LINEAGE_FIELDS));
}

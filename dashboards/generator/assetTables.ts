import type { DataTransformerConfig, DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { CONTRIBUTORS_FIELDS } from '../../src/queries/contributors';
import { FRESHNESS_FIELDS } from '../../src/queries/freshness';
import { PARTITIONS_FIELDS } from '../../src/queries/partitions';
import { TOO_FEW_TO_TELL } from '../../src/frames/stateWords';
import { BELOW_TARGET_MAPPINGS, FRESHNESS_MAPPINGS, property } from './appearance';
import type { Selected } from './charts';
import { query } from './query';
import {
  coloured,
  narrow,
  only,
  rowsWhere,
  saidIfEmpty,
  solid,
  styled,
  table,
  TO_THE_MINUTE,
  WIDTHS,
  wrapped,
  type Column,
} from './tables';

/** The worst come first; the queries have them all. */
export const MOST_ASSETS = 15;
export const MOST_FAILING = 8;

const assetColumn = (field: string, leastWidth: number, ...properties: DynamicConfigValue[]): Column => ({
  field,
  properties: [property.filterable(), property.inspect(), property.minWidth(leastWidth), ...properties],
});

/** The assets that an objective judges, the stale ones first. */
export function freshnessTable(selected: Selected): TableBuilder {
  const columns: Column[] = [
    assetColumn(FRESHNESS_FIELDS.asset, 230),
    narrow(FRESHNESS_FIELDS.state, 78, property.mappings(FRESHNESS_MAPPINGS), solid, property.filterable()),
    narrow(FRESHNESS_FIELDS.decidedBy, 132),
    narrow(FRESHNESS_FIELDS.staleSince, WIDTHS.minute, TO_THE_MINUTE),
    narrow(FRESHNESS_FIELDS.age, WIDTHS.duration),
    narrow(FRESHNESS_FIELDS.interval, WIDTHS.duration),
    narrow(FRESHNESS_FIELDS.intervalFrom, 98),
    narrow(FRESHNESS_FIELDS.checks, 145, wrapped),
    narrow(FRESHNESS_FIELDS.owners, 108, wrapped),
  ];
  return styled(table('Assets now'), columns, 'No assets are known to match the objective')
    .description(
      'The assets that the objective judges, the stale ones first, fifteen at most. An asset is fresh while its last materialization is no ' +
        'older than its interval, or while all of its data audits passed within it; Decided by shows which. A name links to the asset in Dagster.'
    )
    .withTarget(query({ queryType: 'freshness', ...selected }))
    .withTransformation(saidIfEmpty(FRESHNESS_FIELDS.objectiveId))
    .withTransformation({ id: 'limit', options: { limitField: MOST_ASSETS } })
    .withTransformation(only(columns, FRESHNESS_FIELDS));
}

/** The partitioned assets of an objective, the lowest share first. */
export function partitionsTable(selected: Selected): TableBuilder {
  const columns: Column[] = [
    assetColumn(PARTITIONS_FIELDS.asset, 210),
    narrow(
      PARTITIONS_FIELDS.belowTarget,
      122,
      property.mappings(BELOW_TARGET_MAPPINGS),
      coloured,
      property.filterable()
    ),
    narrow(PARTITIONS_FIELDS.share, WIDTHS.fineShare),
    narrow(PARTITIONS_FIELDS.missing, WIDTHS.count),
    narrow(PARTITIONS_FIELDS.total, WIDTHS.count),
    narrow(PARTITIONS_FIELDS.withinGrace, 105),
    narrow(PARTITIONS_FIELDS.failed, WIDTHS.count),
    narrow(PARTITIONS_FIELDS.materializing, 110),
    { field: PARTITIONS_FIELDS.missingPartitions, properties: [wrapped, property.inspect(), property.minWidth(210)] },
  ];
  return styled(table('Partitions by asset now'), columns, 'No assets with partitions are known to match the objective')
    .description(
      'The partitioned assets that the objective judges, the lowest share first, fifteen at most. Share: materialized / partitions, those ' +
        'within grace left out. Missing: never materialized and overdue. Failed and materializing: what the last attempts came to, also of ' +
        'partitions that were materialized before. Any asset below the target by itself puts the objective at risk. A name links to the asset in ' +
        'Dagster.'
    )
    .withTarget(query({ queryType: 'partitions', ...selected }))
    .withTransformation(saidIfEmpty(PARTITIONS_FIELDS.objectiveId))
    .withTransformation({ id: 'limit', options: { limitField: MOST_ASSETS } })
    .withTransformation(only(columns, PARTITIONS_FIELDS));
}

const RELIABILITY = narrow(CONTRIBUTORS_FIELDS.sli, 90, property.displayName('Reliability'));
const BAD = narrow(CONTRIBUTORS_FIELDS.bad, WIDTHS.count);
const TOTAL = narrow(CONTRIBUTORS_FIELDS.total, WIDTHS.count);
const OF_THE_BAD = narrow(
  CONTRIBUTORS_FIELDS.shareOfBad,
  86,
  property.displayName('Share of failures'),
  property.wrapHeader()
);
const LAST_FAILURE = narrow(CONTRIBUTORS_FIELDS.lastFailure, WIDTHS.minute, TO_THE_MINUTE);
const MESSAGE: Column = {
  field: CONTRIBUTORS_FIELDS.message,
  properties: [wrapped, property.inspect(), property.minWidth(200)],
};
const FAILING_ASSET = assetColumn(CONTRIBUTORS_FIELDS.contributor, 240, property.displayName('Asset'));

/** How reliable each asset that failed was over the window, the least reliable first. */
export function reliabilityTable(selected: Selected): TableBuilder {
  const columns: Column[] = [
    FAILING_ASSET,
    RELIABILITY,
    BAD,
    TOTAL,
    narrow(
      CONTRIBUTORS_FIELDS.budgetConsumed,
      WIDTHS.share,
      property.displayName('Share of budget'),
      property.wrapHeader()
    ),
    narrow(CONTRIBUTORS_FIELDS.belowTarget, 112, property.mappings(BELOW_TARGET_MAPPINGS), coloured),
    LAST_FAILURE,
    MESSAGE,
  ];
  return styled(table('Reliability by asset'), columns, 'No asset is known to have failed within the window')
    .description(
      'The assets whose processes failed within the window, the least reliable first, eight at most; those that are missing never failed. Share of ' +
        'budget: its failures / the error budget in events; a process counts for each of its assets, so shares may overlap. A name links to the run that failed last.'
    )
    .withTarget(query({ queryType: 'contributors', ...selected }))
    .withTransformation(saidIfEmpty(CONTRIBUTORS_FIELDS.categoryId))
    .withTransformation(sortedBy(CONTRIBUTORS_FIELDS.sli, false))
    .withTransformation({ id: 'limit', options: { limitField: MOST_FAILING } })
    .withTransformation(only(columns, CONTRIBUTORS_FIELDS));
}

/** Unstable sources that fall below the target, and those of which it is not known yet. */
export function candidatesTable(selected: Selected): TableBuilder {
  const columns: Column[] = [
    FAILING_ASSET,
    narrow(
      CONTRIBUTORS_FIELDS.belowTarget,
      130,
      property.displayName('Candidate'),
      property.mappings(BELOW_TARGET_MAPPINGS),
      solid,
      property.filterable()
    ),
    RELIABILITY,
    BAD,
    TOTAL,
    OF_THE_BAD,
    LAST_FAILURE,
    MESSAGE,
  ];
  return (
    styled(table('Candidates for removal'), columns, 'No asset is known to fall below the target')
      .description(
        'Assets that fall below the target by themselves: the platform may stop collecting them. With fewer than eight events in the ' +
          'window it is “too few to tell”. The least reliable first, eight at most. A name links to the run that failed last.'
      )
      .withTarget(query({ queryType: 'contributors', ...selected }))
      .withTransformation(rowsWhere(CONTRIBUTORS_FIELDS.belowTarget, 'yes', TOO_FEW_TO_TELL))
      .withTransformation(saidIfEmpty(CONTRIBUTORS_FIELDS.categoryId))
      .withTransformation(sortedBy(CONTRIBUTORS_FIELDS.sli, false))
      // Rows that are alike keep their order: "yes" before "too few to tell", in each the least reliable first.
      .withTransformation(sortedBy(CONTRIBUTORS_FIELDS.belowTarget, true))
      .withTransformation({ id: 'limit', options: { limitField: MOST_FAILING } })
      .withTransformation(only(columns, CONTRIBUTORS_FIELDS))
  );
}

function sortedBy(field: string, desc: boolean): DataTransformerConfig {
  return { id: 'sortBy', options: { sort: [{ field, desc }] } };
}

import type { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { CONTRIBUTORS_FIELDS } from '../../src/queries/contributors';
import { property } from './appearance';
import type { Selected } from './charts';
import { query } from './query';
import {
  NAMED,
  narrow,
  OBJECTIVE,
  only,
  rowsWithout,
  saidIfEmpty,
  styled,
  table,
  WIDTHS,
  wrapped,
  type Column,
} from './tables';

/** The largest parts are enough here; the query has them all. */
export const MOST_CONTRIBUTORS = 10;

/** What error codes show already, in other words; the dashboard of the category has them all. */
const OTHER_DIMENSIONS = ['Error type', 'User', 'Source', 'Resource group'];

const LARGEST_FIRST: DataTransformerConfig = {
  id: 'sortBy',
  options: { sort: [{ field: CONTRIBUTORS_FIELDS.budgetConsumed, desc: true }] },
};

/** What spent the budget of each objective, the largest part of a budget first. */
export function contributorsTable(selected: Selected, how: 'ofOne' | 'ofMany', most = MOST_CONTRIBUTORS): TableBuilder {
  const columns: Column[] = [
    ...(how === 'ofMany' ? [{ ...OBJECTIVE, properties: [...NAMED, property.width(190)] }] : []),
    {
      field: CONTRIBUTORS_FIELDS.contributor,
      properties: [property.filterable(), property.inspect(), property.minWidth(how === 'ofOne' ? 240 : 220)],
    },
    narrow(CONTRIBUTORS_FIELDS.shareOfBad, 86, property.displayName('Share of failures'), property.wrapHeader()),
    narrow(
      CONTRIBUTORS_FIELDS.budgetConsumed,
      WIDTHS.share,
      property.displayName('Share of budget'),
      property.wrapHeader()
    ),
    narrow(CONTRIBUTORS_FIELDS.bad, WIDTHS.count),
    narrow(CONTRIBUTORS_FIELDS.total, WIDTHS.count),
    narrow(CONTRIBUTORS_FIELDS.belowTarget, 110),
    ...(how === 'ofOne'
      ? [narrow(CONTRIBUTORS_FIELDS.lastFailure, WIDTHS.instant, property.unit('dateTimeAsIso'))]
      : []),
    { field: CONTRIBUTORS_FIELDS.message, properties: [wrapped, property.inspect(), property.minWidth(150)] },
  ];
  return (
    styled(
      table('What spent the budget'),
      columns,
      'Nothing is known to have failed, or the upstream cannot say what did'
    )
      .description(
        'The parts into which the bad events of the window divide: assets, error codes, values of the group-by label. Share of ' +
          'failures: share of all bad events. Share of budget: its bad events / the error budget, may exceed 100 %. Below target: ' +
          `whether it misses the target by itself. The ${most} that matter most, those below the target before all others, the largest first; empty: nothing failed, or the upstream has no breakdown.`
      )
      .withTarget(query({ queryType: 'contributors', ...selected }))
      .withTransformation(saidIfEmpty(CONTRIBUTORS_FIELDS.categoryId))
      .withTransformation(rowsWithout(CONTRIBUTORS_FIELDS.dimension, ...OTHER_DIMENSIONS))
      .withTransformation(LARGEST_FIRST)
      // Rows that are alike keep their order: "yes" before "too few to tell" before "no", in each the largest first.
      .withTransformation({ id: 'sortBy', options: { sort: [{ field: CONTRIBUTORS_FIELDS.belowTarget, desc: true }] } })
      .withTransformation({ id: 'limit', options: { limitField: most } })
      .withTransformation(LARGEST_FIRST)
      .withTransformation(only(columns, CONTRIBUTORS_FIELDS))
  );
}

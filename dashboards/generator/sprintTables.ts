import type { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { REMEDIATION_FIELDS } from '../../src/queries/remediation';
import { BEGAN_EARLIER, property } from './appearance';
import { toCategoryOfRow } from './links';
import { query } from './query';
import {
  narrow,
  only,
  rowsWhere,
  saidIfEmpty,
  styled,
  table,
  TO_THE_MINUTE,
  WIDTHS,
  wrapped,
  type Column,
} from './tables';

const SERVICE: Column = {
  field: REMEDIATION_FIELDS.service,
  properties: [property.link('Open the category', toCategoryOfRow), wrapped, property.width(135)],
};
const IN_SPRINT: Column[] = [
  SERVICE,
  narrow(REMEDIATION_FIELDS.since, WIDTHS.minute, TO_THE_MINUTE),
  narrow(REMEDIATION_FIELDS.began, 68, property.mappings(BEGAN_EARLIER)),
  narrow(REMEDIATION_FIELDS.duration, WIDTHS.duration),
];

/** Of a sprint whose beginning is not known. */
const BEGAN_EARLIER_TOO =
  'Began: “earlier” if the breach already existed at the first known instant, so that the sprint is longer than its duration shows.';

/** Services in a remedial sprint, short enough for the overview. */
export function openSprintsTable(how: 'short' | 'full'): TableBuilder {
  const columns: Column[] = [
    ...IN_SPRINT,
    narrow(REMEDIATION_FIELDS.earliestReturn, WIDTHS.minute, TO_THE_MINUTE, property.noValue('unknown')),
    ...(how === 'short'
      ? [{ field: REMEDIATION_FIELDS.objectives, properties: [wrapped, property.minWidth(125)] }]
      : [
          // Grafana measures a row by the column that seems to need the most lines. Names of assets need more than their length shows, so
          // theirs is the narrow one.
          {
            field: REMEDIATION_FIELDS.contributors,
            properties: [property.displayName('What failed most'), wrapped, property.width(250)],
          },
          {
            field: REMEDIATION_FIELDS.toReturn,
            properties: [wrapped, property.minWidth(290), property.noValue('complying for under 24 h')],
          },
        ]),
  ];
  return sprintsTable(how === 'short' ? 'In a remedial sprint' : 'Open sprints', 'open', columns).description(
    'Services that missed an objective and are not yet back in compliance. Earliest return: if traffic continues at its ' +
      `mean rate and nothing else fails, the 24 hours of compliance included. ${BEGAN_EARLIER_TOO}`
  );
}

export function closedSprintsTable(): TableBuilder {
  const columns: Column[] = [
    ...IN_SPRINT,
    narrow(REMEDIATION_FIELDS.until, WIDTHS.minute, TO_THE_MINUTE),
    { field: REMEDIATION_FIELDS.category, properties: [wrapped, property.width(170)] },
    { field: REMEDIATION_FIELDS.objectives, properties: [wrapped, property.minWidth(200)] },
  ];
  return sprintsTable('Closed sprints', 'closed', columns).description(
    `Sprints that ended within the range, because all objectives of the service had complied for 24 hours. ${BEGAN_EARLIER_TOO}`
  );
}

const IF_NONE = {
  open: 'No service is known to be in a remedial sprint',
  closed: 'No sprint is known to have ended in this range',
};

function sprintsTable(title: string, state: 'open' | 'closed', columns: Column[]): TableBuilder {
  return styled(table(title), columns, IF_NONE[state])
    .withTarget(query({ queryType: 'remediation' }))
    .withTransformation(rowsWhere(REMEDIATION_FIELDS.state, state))
    .withTransformation(saidIfEmpty(REMEDIATION_FIELDS.state))
    .withTransformation(only(columns, REMEDIATION_FIELDS));
}

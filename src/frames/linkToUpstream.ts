import type { DataLink, Field } from '@grafana/data';
import type { Objective } from '../catalogue/objective';

interface LinkedRow {
  objective: Objective;
  url?: string;
}

/**
 * Makes the texts of a field links to the upstream, through the field `Link` of the same frame. Only where every row has an
 * address: Grafana would turn an empty one into a link to the page itself.
 */
export function linkToUpstream(field: Field<string | null>, rows: readonly LinkedRow[]): Field<string | null> {
  if (rows.length === 0 || rows.some(({ url }) => !url)) {
    return field;
  }
  const [{ objective }] = rows;
  const link: DataLink = {
    title: `Open in ${objective.indicator.source}`,
    url: '${__data.fields.Link}',
    targetBlank: true,
  };
  return { ...field, config: { ...field.config, links: [link] } };
}

import { Text, TextLink } from '@grafana/ui';
import React from 'react';
import { grafanaConfig } from '../datasource/grafanaConfig';
import type { ErrorBudgetQuery } from '../queries/query';

/** Says why a panel's "New alert rule" leaves this query out, with a link to the rules that are generated instead. */
export function AlertHint({ objectives = [] }: Pick<ErrorBudgetQuery, 'objectives'>) {
  const [objective, ...others] = objectives.filter((id) => !id.includes('$'));
  // Grafana's list of rules searches for one value of a label.
  const search = objective !== undefined && others.length === 0 ? `label:objective=${objective}` : 'label:objective';
  return (
    <Text color="secondary" variant="bodySmall">
      <i>New alert rule</i> leaves this query out: Grafana alerts on data sources with a backend only. Rules are
      generated from the catalogue instead:{' '}
      <TextLink
        href={`${grafanaConfig()?.appSubUrl ?? ''}/alerting/list?search=${encodeURIComponent(search)}`}
        external
        inline
        variant="bodySmall"
      >
        {objective !== undefined && others.length === 0 ? 'rules of this objective' : 'rules of all objectives'}
      </TextLink>
    </Text>
  );
}

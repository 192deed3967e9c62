import { Alert } from '@grafana/ui';
import React from 'react';
import { counted } from './counted';
import type { CheckedField, SettingsProblems } from './settingsProblems';
import { testIds } from './testIds';
import { errorsOf, type ParsedCatalogue } from './useParsedCatalogue';

interface Props {
  problems: SettingsProblems;
  parsed: ParsedCatalogue;
}

const FIELD_NAMES: ReadonlyArray<[CheckedField, string]> = [
  ['data', 'Data'],
  ['serverUrl', 'Error Budget server URL'],
  ['serverCredentials', 'Error Budget server authentication'],
  ['prometheusUrl', 'Prometheus URL'],
  ['prometheusCredentials', 'Prometheus authentication'],
  ['dagsterUrl', 'Dagster URL'],
  ['dagsterPageUrl', 'Dagster page URL'],
  ['dagsterCredentials', 'Dagster authentication'],
  ['trinoUrl', 'Trino URL'],
  ['trinoPageUrl', 'Trino page URL'],
  ['trinoCredentials', 'Trino authentication'],
  ['trinoUser', 'Trino user'],
  ['tlsCACert', 'CA certificate'],
];

/** Right above "Save & test": what the health check would refuse. */
export function RefusedSettings({ problems, parsed }: Props) {
  const errors = parsed.state === 'read' ? errorsOf(parsed.catalogue) : [];
  const reasons = [
    ...FIELD_NAMES.flatMap(([field, name]) => (problems[field] ? [`${name}: ${problems[field]}`] : [])),
    ...(errors.length > 0 ? [`Catalogue: ${counted(errors.length, 'error')}. ${errors[0].message}`] : []),
  ];
  return reasons.length === 0 ? null : (
    <Alert severity="error" title="The health check refuses these settings" data-testid={testIds.configEditor.refused}>
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </Alert>
  );
}

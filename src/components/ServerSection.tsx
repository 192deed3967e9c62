import { Alert, FieldSet } from '@grafana/ui';
import React from 'react';
import { hasDirectUpstream, usesServer } from '../datasource/settings';
import { AuthFields } from './AuthFields';
import {
  isStored,
  type SecretName,
  type SettingsDraft,
  type SettingsSectionProps,
  withSettings,
} from './settingsChange';
import type { SettingsProblems } from './settingsProblems';
import { UrlField } from './UrlField';

interface Props extends SettingsSectionProps {
  problems: SettingsProblems;
}

/** An `error-budget serve`, which reads once for all viewers and takes precedence over every other upstream. */
export function ServerSection({ options, onOptionsChange, problems }: Props) {
  const { jsonData, readOnly } = options;
  return (
    <FieldSet label="Error Budget server">
      <UrlField
        label="Error Budget server URL"
        description="Base URL of “error-budget serve”, without /api/v1. Optional: it reads once for everyone, and no viewer reaches another upstream."
        placeholder="http://error-budget:9464"
        value={jsonData.serverUrl}
        problem={problems.serverUrl}
        disabled={readOnly}
        onChange={(serverUrl) => onOptionsChange(withSettings(options, { serverUrl }))}
      />
      {jsonData.serverUrl && (
        <AuthFields
          upstream="Error Budget server"
          modes={['none', 'bearer']}
          mode={jsonData.serverAuth}
          onModeChange={(serverAuth) => onOptionsChange(withSettings(options, { serverAuth }))}
          token="serverToken"
          problem={problems.serverCredentials}
          options={options}
          onOptionsChange={onOptionsChange}
        />
      )}
      {usesServer(jsonData) && (hasDirectUpstream(jsonData) || keepsSecrets(options)) && (
        <Alert severity="warning" title="The upstreams below are not queried, but viewers can still reach them">
          Everything is read through the server. Remove their URLs and secrets, unless objectives are to be tried from
          this page: a route stays open while its URL is set, and a secret is sent as soon as it is.
        </Alert>
      )}
    </FieldSet>
  );
}

const SECRETS_OF_UPSTREAMS: readonly SecretName[] = [
  'prometheusBasic',
  'prometheusToken',
  'dagsterBasic',
  'dagsterToken',
  'trinoBasic',
  'trinoToken',
];

function keepsSecrets(draft: SettingsDraft): boolean {
  return SECRETS_OF_UPSTREAMS.some((name) => isStored(draft, name));
}

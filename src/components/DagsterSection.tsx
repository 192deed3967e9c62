import { FieldSet } from '@grafana/ui';
import React from 'react';
import { AuthFields } from './AuthFields';
import { type SettingsSectionProps, withSettings } from './settingsChange';
import type { SettingsProblems } from './settingsProblems';
import { UrlField } from './UrlField';

interface Props extends SettingsSectionProps {
  problems: SettingsProblems;
}

export function DagsterSection({ options, onOptionsChange, problems }: Props) {
  const { jsonData, readOnly } = options;
  return (
    <FieldSet label="Dagster">
      <UrlField
        label="Dagster URL"
        description="Base URL, without /graphql. Anyone who can view the dashboards can reach it: use a read-only web server."
        placeholder="http://dagster-webserver:3000"
        value={jsonData.dagsterUrl}
        problem={problems.dagsterUrl}
        disabled={readOnly}
        onChange={(dagsterUrl) => onOptionsChange(withSettings(options, { dagsterUrl }))}
      />
      <UrlField
        label="Dagster page URL"
        description="Where people open Dagster in their browser, for links. Empty: the Dagster URL."
        placeholder={jsonData.dagsterUrl || 'https://dagster.example'}
        value={jsonData.dagsterPageUrl}
        problem={problems.dagsterPageUrl}
        disabled={readOnly}
        onChange={(dagsterPageUrl) => onOptionsChange(withSettings(options, { dagsterPageUrl }))}
      />
      <AuthFields
        upstream="Dagster"
        modes={['none', 'basic', 'bearer', 'dagsterCloud']}
        mode={jsonData.dagsterAuth}
        onModeChange={(dagsterAuth) => onOptionsChange(withSettings(options, { dagsterAuth }))}
        basic="dagsterBasic"
        token="dagsterToken"
        problem={problems.dagsterCredentials}
        options={options}
        onOptionsChange={onOptionsChange}
      />
    </FieldSet>
  );
}

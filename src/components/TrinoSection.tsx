import { Field, FieldSet, Input } from '@grafana/ui';
import React, { useId } from 'react';
import { AuthFields } from './AuthFields';
import { type SettingsSectionProps, withSettings } from './settingsChange';
import type { SettingsProblems } from './settingsProblems';
import { UrlField } from './UrlField';

interface Props extends SettingsSectionProps {
  problems: SettingsProblems;
}

export function TrinoSection({ options, onOptionsChange, problems }: Props) {
  const userId = useId();
  const { jsonData, readOnly } = options;
  const needsUser = (jsonData.trinoAuth ?? 'none') === 'none';
  return (
    <FieldSet label="Trino">
      <UrlField
        label="Trino URL"
        description="Base URL, without /v1/statement. Anyone who can view the dashboards can reach it: limit what its user may do."
        placeholder="http://trino:8080"
        value={jsonData.trinoUrl}
        problem={problems.trinoUrl}
        disabled={readOnly}
        onChange={(trinoUrl) => onOptionsChange(withSettings(options, { trinoUrl }))}
      />
      <UrlField
        label="Trino page URL"
        description="Where people open Trino in their browser, for links. Empty: the Trino URL."
        placeholder={jsonData.trinoUrl || 'https://trino.example'}
        value={jsonData.trinoPageUrl}
        problem={problems.trinoPageUrl}
        disabled={readOnly}
        onChange={(trinoPageUrl) => onOptionsChange(withSettings(options, { trinoPageUrl }))}
      />
      <AuthFields
        upstream="Trino"
        modes={['none', 'basic', 'bearer']}
        mode={jsonData.trinoAuth}
        onModeChange={(trinoAuth) => onOptionsChange(withSettings(options, { trinoAuth }))}
        basic="trinoBasic"
        token="trinoToken"
        problem={problems.trinoCredentials}
        options={options}
        onOptionsChange={onOptionsChange}
      />
      {needsUser && (
        <Field
          label="Trino user"
          description="Sent as X-Trino-User."
          invalid={problems.trinoUser !== undefined}
          error={problems.trinoUser}
          disabled={readOnly}
        >
          <Input
            id={userId}
            value={jsonData.trinoUser ?? ''}
            placeholder="error-budget"
            onChange={({ currentTarget }) => onOptionsChange(withSettings(options, { trinoUser: currentTarget.value }))}
          />
        </Field>
      )}
    </FieldSet>
  );
}

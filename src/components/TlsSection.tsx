import { Alert, Field, FieldSet, SecretTextArea, Switch } from '@grafana/ui';
import React, { useId } from 'react';
import { isStored, type SettingsSectionProps, withoutSecret, withSecret, withSettings } from './settingsChange';
import type { SettingsProblems } from './settingsProblems';

interface Props extends SettingsSectionProps {
  problems: SettingsProblems;
}

const CERTIFICATE_ROWS = 6;

/** Whom to trust: Grafana has one setting per data source, hence one for all upstreams. */
export function TlsSection({ options, onOptionsChange, problems }: Props) {
  const caId = useId();
  const certificateId = useId();
  const skipId = useId();
  const { jsonData, readOnly } = options;
  return (
    <FieldSet label="TLS, for all upstreams at once">
      <Field
        label="Own certificate authority"
        description="Trust the authority below, for upstreams that it signed. An existing Grafana data source keeps its own settings."
        disabled={readOnly}
      >
        <Switch
          id={caId}
          value={jsonData.tlsAuthWithCACert ?? false}
          onChange={({ currentTarget }) =>
            onOptionsChange(withSettings(options, { tlsAuthWithCACert: currentTarget.checked || undefined }))
          }
        />
      </Field>
      {jsonData.tlsAuthWithCACert && (
        <Field label="CA certificate" invalid={problems.tlsCACert !== undefined} error={problems.tlsCACert}>
          <SecretTextArea
            id={certificateId}
            rows={CERTIFICATE_ROWS}
            placeholder="-----BEGIN CERTIFICATE-----"
            disabled={readOnly}
            isConfigured={isStored(options, 'tlsCACert')}
            value={options.secureJsonData?.tlsCACert ?? ''}
            onChange={({ currentTarget }) => onOptionsChange(withSecret(options, 'tlsCACert', currentTarget.value))}
            onReset={() => !readOnly && onOptionsChange(withoutSecret(options, 'tlsCACert'))}
          />
        </Field>
      )}
      <Field
        label="Skip verification"
        description="Accept any certificate of any upstream. Anyone in between can read the credentials."
        disabled={readOnly}
      >
        <Switch
          id={skipId}
          value={jsonData.tlsSkipVerify ?? false}
          onChange={({ currentTarget }) =>
            onOptionsChange(withSettings(options, { tlsSkipVerify: currentTarget.checked || undefined }))
          }
        />
      </Field>
      {jsonData.tlsSkipVerify && <Alert severity="warning" title="Certificates of the upstreams are not verified" />}
    </FieldSet>
  );
}

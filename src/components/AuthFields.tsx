import { Field, RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import type { AuthMode } from '../datasource/settings';
import { BasicCredentialsFields } from './BasicCredentialsFields';
import { SecretField } from './SecretField';
import type { SecretName, SettingsSectionProps } from './settingsChange';

interface Props extends SettingsSectionProps {
  upstream: string;
  modes: readonly AuthMode[];
  mode: AuthMode | undefined;
  onModeChange: (mode: AuthMode) => void;
  /** Absent where no mode sends a user and a password. */
  basic?: SecretName;
  token: SecretName;
  problem: string | undefined;
}

const MODE_LABELS: Record<AuthMode, string> = {
  none: 'None',
  basic: 'Basic',
  bearer: 'Bearer token',
  dagsterCloud: 'Dagster+ token',
};

/** How requests to an upstream are authenticated, and the secrets of that mode. */
export function AuthFields({ upstream, modes, mode = 'none', onModeChange, basic, token, ...rest }: Props) {
  const label = `${upstream} authentication`;
  return (
    <>
      <Field label={label} disabled={rest.options.readOnly}>
        <RadioButtonGroup
          aria-label={label}
          options={modes.map((value) => ({ value, label: MODE_LABELS[value] }))}
          value={mode}
          onChange={onModeChange}
        />
      </Field>
      {mode === 'basic' && basic && <BasicCredentialsFields {...rest} upstream={upstream} name={basic} />}
      {mode === 'bearer' && <SecretField {...rest} label={`${upstream} bearer token`} name={token} />}
      {mode === 'dagsterCloud' && (
        <SecretField
          {...rest}
          label="Dagster+ user token"
          description="Sent as Dagster-Cloud-Api-Token. A token of a viewer is enough."
          name={token}
        />
      )}
    </>
  );
}

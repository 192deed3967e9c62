import { Field, SecretInput } from '@grafana/ui';
import React, { useId } from 'react';
import { isStored, type SecretName, type SettingsSectionProps, withoutSecret, withSecret } from './settingsChange';

interface Props extends SettingsSectionProps {
  name: SecretName;
  label: string;
  description?: string;
  problem: string | undefined;
}

/** One secret: typed once, then only to be reset. */
export function SecretField({ name, label, description, problem, options, onOptionsChange }: Props) {
  const id = useId();
  return (
    <Field label={label} description={description} invalid={problem !== undefined} error={problem}>
      <SecretInput
        id={id}
        autoComplete="new-password"
        disabled={options.readOnly}
        isConfigured={isStored(options, name)}
        value={options.secureJsonData?.[name] ?? ''}
        onChange={({ currentTarget }) => onOptionsChange(withSecret(options, name, currentTarget.value))}
        onReset={() => !options.readOnly && onOptionsChange(withoutSecret(options, name))}
      />
    </Field>
  );
}

import { Field, Input } from '@grafana/ui';
import React, { useId } from 'react';
import { normalizeBase } from './upstreamUrl';

interface Props {
  label: string;
  description: string;
  placeholder: string;
  value: string | undefined;
  problem: string | undefined;
  disabled: boolean;
  onChange: (url: string) => void;
}

/** Base of an upstream. Trailing slashes and blanks go as soon as the field is left. */
export function UrlField({ label, description, placeholder, value = '', problem, disabled, onChange }: Props) {
  const id = useId();
  return (
    <Field label={label} description={description} invalid={problem !== undefined} error={problem} disabled={disabled}>
      <Input
        id={id}
        inputMode="url"
        value={value}
        placeholder={placeholder}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        onBlur={() => value !== normalizeBase(value) && onChange(normalizeBase(value))}
      />
    </Field>
  );
}

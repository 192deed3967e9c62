import { type ComboboxOption, Field, MultiCombobox } from '@grafana/ui';
import React, { useId } from 'react';
import { isVariableReference } from '../queries/expandIds';
import { variableReferences } from './variableReference';

interface Props {
  label: string;
  description?: string;
  /** What an empty selection means. */
  placeholder: string;
  ids: readonly string[] | undefined;
  options: ComboboxOption[];
  /** Everything that exists, selectable at the moment or not; undefined while it is not known. */
  known: readonly ComboboxOption[] | undefined;
  onChange: (ids: string[] | undefined) => void;
}

const VARIABLES = 'Dashboard variables';

/** Ids of the catalogue, dashboard variables, or whatever else was typed; what the catalogue does not hold is marked. */
export function IdsField({ label, description, placeholder, ids = [], options, known, onChange }: Props) {
  const id = useId();
  const variables = variableReferences().map((reference) => ({ value: reference, label: reference, group: VARIABLES }));
  return (
    <Field label={label} description={description} htmlFor={id}>
      <MultiCombobox
        id={id}
        placeholder={placeholder}
        isClearable
        createCustomValue
        options={[...options, ...variables]}
        value={ids.map((value) => ({ value, label: labelOf(value, options, known) }))}
        onChange={(chosen) => onChange(distinct(chosen.map(({ value }) => value)))}
      />
    </Field>
  );
}

function labelOf(id: string, options: readonly ComboboxOption[], known: Props['known']): string {
  if (isVariableReference(id) || known === undefined) {
    return id;
  }
  const option = known.find(({ value }) => value === id);
  if (option === undefined) {
    return `${id} (unknown)`;
  }
  const name = option.label ?? id;
  return options.some(({ value }) => value === id) ? name : `${name} (outside the selection)`;
}

function distinct(typed: string[]): string[] | undefined {
  const ids = [...new Set(typed.map((id) => id.trim()))].filter((id) => id !== '');
  return ids.length === 0 ? undefined : ids;
}

import { Field, RadioButtonGroup } from '@grafana/ui';
import React, { useId } from 'react';
import type { ErrorBudgetQuery, LineageDirection, LineageForm } from '../queries/query';

interface Props {
  query: Pick<ErrorBudgetQuery, 'direction' | 'form'>;
  onChange: (changed: Pick<ErrorBudgetQuery, 'direction' | 'form'>) => void;
}

const DIRECTIONS: Array<{ value: LineageDirection; label: string; description: string }> = [
  { value: 'upstream', label: 'Upstream', description: 'Where the assets come from' },
  { value: 'downstream', label: 'Downstream', description: 'What derives from the assets' },
];
const FORMS: Array<{ value: LineageForm; label: string; description: string }> = [
  { value: 'graph', label: 'Graph', description: 'Nodes and edges, for the node graph panel' },
  { value: 'table', label: 'Table', description: 'One row per asset, with the unstable sources behind it' },
];

/** Which way a lineage is followed, and as what it is shown. */
export function LineageFields({ query: { direction = 'upstream', form = 'graph' }, onChange }: Props) {
  const id = useId();
  return (
    <>
      <Field label="Direction" description="From the assets of the objectives." htmlFor={`${id}-direction`}>
        <RadioButtonGroup
          id={`${id}-direction`}
          options={DIRECTIONS}
          value={direction}
          onChange={(value) => onChange({ direction: value })}
        />
      </Field>
      <Field
        label="Form"
        description="A graph shows part of a large lineage; a table shows all of it."
        htmlFor={`${id}-form`}
      >
        <RadioButtonGroup
          id={`${id}-form`}
          options={FORMS}
          value={form}
          onChange={(value) => onChange({ form: value })}
        />
      </Field>
    </>
  );
}

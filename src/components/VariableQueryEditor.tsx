import { Alert, Field, RadioButtonGroup, Stack } from '@grafana/ui';
import React from 'react';
import type { ErrorBudgetVariableQuery } from '../queries/query';
import { catalogueOptions } from './catalogueOptions';
import { IdsField } from './IdsField';
import { type CatalogueOwner, useCatalogue } from './useCatalogue';

interface Props {
  datasource: CatalogueOwner;
  /** Grafana passes an empty text for a variable that has no query yet. */
  query: ErrorBudgetVariableQuery | string;
  onChange: (query: ErrorBudgetVariableQuery, definition: string) => void;
}

type Listed = NonNullable<ErrorBudgetVariableQuery['list']>;

const LISTS: Array<{ value: Listed; label: string }> = [
  { value: 'categories', label: 'Categories' },
  { value: 'applications', label: 'Applications' },
  { value: 'objectives', label: 'Objectives' },
  { value: 'demo', label: 'Demo data remark' },
];

const NEW_QUERY: ErrorBudgetVariableQuery = { refId: 'ErrorBudgetVariable' };

/** What a dashboard variable lists: ids as values, display names as texts. */
export function VariableQueryEditor({ datasource, query: given, onChange }: Props) {
  const query = typeof given === 'string' ? NEW_QUERY : given;
  const loaded = useCatalogue(datasource);
  const catalogue = loaded.state === 'loaded' ? loaded.catalogue : undefined;
  const options = catalogueOptions(catalogue ?? { categories: [], objectives: [] }, { categories: query.categories });
  const known = catalogue && catalogueOptions(catalogue, {});
  const list = query.list ?? 'objectives';

  const change = (changed: Partial<ErrorBudgetVariableQuery>) => {
    const next = { ...query, list, ...changed };
    onChange(next, variableQueryInWords(next));
  };

  return (
    <Stack direction="column" gap={0}>
      <Field
        label="List"
        description="Ids as values, display names as texts; or a remark for titles, which is empty unless demo data is on."
      >
        <RadioButtonGroup aria-label="List" options={LISTS} value={list} onChange={(next) => change({ list: next })} />
      </Field>
      <IdsField
        label="Of categories"
        description="Variables work here too, so that this one follows them."
        placeholder="all"
        ids={query.categories}
        options={options.categories}
        known={known?.categories}
        onChange={(categories) => change({ categories })}
      />
      <IdsField
        label="Of applications"
        placeholder="all"
        ids={query.applications}
        options={options.applications}
        known={known?.applications}
        onChange={(applications) => change({ applications })}
      />
      {loaded.state === 'failed' && (
        <Alert severity="error" title="The catalogue cannot be read">
          {loaded.reason}
        </Alert>
      )}
    </Stack>
  );
}

/** How Grafana's list of variables shows the query: "Objectives of core-source-data, $application". */
function variableQueryInWords({ list = 'objectives', categories, applications }: ErrorBudgetVariableQuery): string {
  if (list === 'demo') {
    return 'Demo data remark';
  }
  const filters = [...(categories ?? []), ...(applications ?? [])];
  const listed = `${list[0].toUpperCase()}${list.slice(1)}`;
  return filters.length === 0 ? listed : `${listed} of ${filters.join(', ')}`;
}

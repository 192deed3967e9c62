import { CoreApp, type PanelData } from '@grafana/data';
import { Alert, Combobox, Field, Grid, Stack, Text } from '@grafana/ui';
import React, { useEffect, useId, useRef } from 'react';
import type { Catalogue } from '../catalogue/parseCatalogue';
import { DEFAULT_QUERY_TYPE, knownQueryType, QUERIES, QUERY_TYPES } from '../queries';
import { type ErrorBudgetQuery, selectionOf } from '../queries/query';
import { AlertHint } from './AlertHint';
import { catalogueOptions } from './catalogueOptions';
import { IdsField } from './IdsField';
import { LineageFields } from './LineageFields';
import { LookbacksField } from './LookbacksField';
import { queryInWords } from './queryInWords';
import { testIds } from './testIds';
import { type CatalogueOwner, useCatalogue } from './useCatalogue';
import { WindowField } from './WindowField';

/** The part of Grafana's `QueryEditorProps` that it needs. */
interface Props {
  datasource: CatalogueOwner & { uid: string };
  query: ErrorBudgetQuery;
  /** Where the editor is. */
  app?: CoreApp;
  /** What the panel shows. */
  data?: PanelData;
  onChange: (query: ErrorBudgetQuery) => void;
  onRunQuery: () => void;
}

const NOTHING: Pick<Catalogue, 'categories' | 'objectives'> = { categories: [], objectives: [] };

const TYPE_OPTIONS = QUERY_TYPES.map((value) => ({
  value,
  label: QUERIES[value].label,
  description: QUERIES[value].help,
}));

/** What a panel, an annotation or Explore asks for. Every change runs the query. */
export function QueryEditor({ datasource, query, app, data, onChange, onRunQuery }: Props) {
  useFirstRun(app === CoreApp.PanelEditor && isOfAnother(data, datasource.uid), onRunQuery);
  const typeId = useId();
  const loaded = useCatalogue(datasource);
  const catalogue = loaded.state === 'loaded' ? loaded.catalogue : undefined;
  const options = catalogueOptions(catalogue ?? NOTHING, selectionOf(query));
  const known = catalogue && catalogueOptions(catalogue, {});
  const type = knownQueryType(query.queryType) ?? DEFAULT_QUERY_TYPE;
  const { help, options: taken } = QUERIES[type];

  const change = (changed: Partial<ErrorBudgetQuery>) => {
    onChange({ ...query, queryType: query.queryType || type, ...changed });
    onRunQuery();
  };

  return (
    <Stack direction="column" gap={0}>
      <Field label="Show" description={help} htmlFor={typeId}>
        <Combobox
          id={typeId}
          options={TYPE_OPTIONS}
          value={query.queryType || type}
          onChange={({ value }) => change({ queryType: value })}
        />
      </Field>
      <Grid columnGap={2} minColumnWidth={34}>
        <IdsField
          label="Categories"
          placeholder="all"
          ids={query.categories}
          options={options.categories}
          known={known?.categories}
          onChange={(categories) => change({ categories })}
        />
        <IdsField
          label="Applications"
          placeholder="all"
          ids={query.applications}
          options={options.applications}
          known={known?.applications}
          onChange={(applications) => change({ applications })}
        />
        <IdsField
          label="Objectives"
          placeholder="all of these"
          ids={query.objectives}
          options={options.objectives}
          known={known?.objectives}
          onChange={(objectives) => change({ objectives })}
        />
        {taken.includes('window') && <WindowField window={query.window} onChange={(window) => change({ window })} />}
        {taken.includes('lookbacks') && (
          <LookbacksField lookbacks={query.lookbacks} onChange={(lookbacks) => change({ lookbacks })} />
        )}
        {taken.includes('direction') && <LineageFields query={query} onChange={change} />}
      </Grid>
      {loaded.state === 'failed' && (
        <Alert severity="error" title="The catalogue cannot be read">
          {loaded.reason}
        </Alert>
      )}
      {catalogue && <Words query={query} catalogue={catalogue} />}
      {app === CoreApp.PanelEditor && <AlertHint objectives={query.objectives} />}
    </Stack>
  );
}

/** Runs the query once where that is wanted. */
function useFirstRun(isWanted: boolean, onRunQuery: () => void): void {
  const hasRun = useRef(false);
  useEffect(() => {
    if (isWanted && !hasRun.current) {
      hasRun.current = true;
      onRunQuery();
    }
  }, [isWanted, onRunQuery]);
}

/** True for the data that a panel had before its data source was chosen: Grafana keeps them until a query runs. */
function isOfAnother(data: PanelData | undefined, uid: string): boolean {
  const asked = data?.request?.targets ?? [];
  return asked.length > 0 && asked.every(({ datasource }) => datasource?.uid !== uid);
}

function Words({ query, catalogue }: { query: ErrorBudgetQuery; catalogue: Catalogue }) {
  const { answers, text } = queryInWords(query, catalogue);
  return (
    <div role="status" data-testid={testIds.queryEditor.words}>
      <Text color={answers ? 'secondary' : 'error'}>{text}</Text>
    </div>
  );
}

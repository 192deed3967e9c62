import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import React from 'react';
import type { ErrorBudgetSecrets, ErrorBudgetSettings } from '../datasource/settings';
import { CatalogueSection } from './CatalogueSection';
import { DagsterSection } from './DagsterSection';
import { DataSection } from './DataSection';
import { ObjectivesSection } from './ObjectivesSection';
import { PrometheusSection } from './PrometheusSection';
import { RefusedSettings } from './RefusedSettings';
import { settingsProblems } from './settingsProblems';
import { TlsSection } from './TlsSection';
import { TrinoSection } from './TrinoSection';
import { type TryObjective, tryInGrafana } from './tryObjective';
import { useParsedCatalogue } from './useParsedCatalogue';
import { useSavedSettings } from './useSavedSettings';
import { useSaveGuard } from './useSaveGuard';

interface Props extends DataSourcePluginOptionsEditorProps<ErrorBudgetSettings, ErrorBudgetSecrets> {
  /** How an objective is tried; Grafana's own way unless a test says otherwise. */
  tryObjective?: TryObjective;
}

/** Time that a catalogue's text must rest before it is read. */
const REST_MS = 300;

/** The settings of the data source. Nothing is kept here that Grafana does not store, but for what is being typed. */
export function ConfigEditor({ options, onOptionsChange, validation, tryObjective = tryInGrafana }: Props) {
  const { saved, isUnsaved } = useSavedSettings(options);
  const parsed = useParsedCatalogue(options.jsonData.catalogue ?? '', REST_MS);
  useSaveGuard(validation, options);
  const problems = settingsProblems(options);
  const section = { options, onOptionsChange, problems };
  return (
    <>
      <DataSection {...section} />
      <PrometheusSection {...section} />
      <DagsterSection {...section} />
      <TrinoSection {...section} />
      <TlsSection {...section} />
      <CatalogueSection options={options} onOptionsChange={onOptionsChange} parsed={parsed} />
      <ObjectivesSection saved={saved} isUnsaved={isUnsaved} tryObjective={tryObjective} />
      <RefusedSettings problems={problems} parsed={parsed} />
    </>
  );
}

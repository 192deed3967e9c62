import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import React, { useState } from 'react';
import type { ErrorBudgetSecrets, ErrorBudgetSettings } from '../datasource/settings';
import { CatalogueSection } from './CatalogueSection';
import { DagsterSection } from './DagsterSection';
import { DataSection } from './DataSection';
import { ObjectivesSection } from './ObjectivesSection';
import { PrometheusSection } from './PrometheusSection';
import { RefusedSettings } from './RefusedSettings';
import { ServerSection } from './ServerSection';
import { sameSettings, type SettingsDraft } from './settingsChange';
import { settingsProblems } from './settingsProblems';
import { TlsSection } from './TlsSection';
import { TrinoSection } from './TrinoSection';
import { type TryObjective, tryInGrafana } from './tryObjective';
import { useParsedCatalogue } from './useParsedCatalogue';
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
      <ServerSection {...section} />
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

/** The settings as they were loaded or last saved, and whether the draft differs from them. Saving raises the version. */
function useSavedSettings(draft: SettingsDraft): { saved: SettingsDraft; isUnsaved: boolean } {
  const [saved, setSaved] = useState(draft);
  const isNewVersion = draft.version !== saved.version || draft.uid !== saved.uid;
  if (isNewVersion) {
    setSaved(draft);
  }
  return { saved, isUnsaved: !isNewVersion && !sameSettings(draft, saved) };
}

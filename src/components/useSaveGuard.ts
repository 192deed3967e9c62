import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { useEffect } from 'react';
import { parseLazily } from './parseLazily';
import type { SettingsDraft } from './settingsChange';
import { settingsProblems } from './settingsProblems';
import { errorsOf } from './useParsedCatalogue';

/** Grafana 12.4 and newer ask it before they save; older ones do not pass it. */
type Validation = DataSourcePluginOptionsEditorProps['validation'];

/** Keeps Grafana from saving what the health check would refuse. */
export function useSaveGuard(validation: Validation, draft: SettingsDraft): void {
  useEffect(() => {
    let reported: string[] = [];
    const unregister = validation?.registerValidation(async () => {
      const problems = { ...settingsProblems(draft), ...(await catalogueProblem(draft.jsonData.catalogue ?? '')) };
      reported.forEach((field) => validation.clearError(field));
      reported = Object.keys(problems);
      Object.entries(problems).forEach(([field, problem]) => validation.setError(field, problem));
      return reported.length === 0;
    });
    return () => {
      reported.forEach((field) => validation?.clearError(field));
      unregister?.();
    };
  }, [validation, draft]);
}

async function catalogueProblem(text: string): Promise<{ catalogue?: string }> {
  if (text.trim() === '') {
    return {};
  }
  try {
    const [first] = errorsOf(await parseLazily(text));
    return first ? { catalogue: first.message } : {};
  } catch {
    // Without its parser this is unknown here; the health check will find it.
    return {};
  }
}

import { useEffect, useState } from 'react';
import type { ScopedVars, TimeRange } from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import type { TemplateService } from '../grafana/templateService';
import type { LoadedDataSource } from '../grafana/loadDataSource';
import type { DashboardJson, VariableJson } from './dashboardJson';
import { formatted, resolveVariables, type Variable, type VariableOption } from './variables';

export interface ResolvedVariables {
  variables: Variable[];
  /** False while the values for a new choice are being found: those of the choice before still hold. */
  settled: boolean;
}

/**
 * The variables of a dashboard with the values that the URL chooses, once all are known; the template service knows them
 * from then on. Undefined until the first are known.
 */
export function useVariables(
  dashboard: DashboardJson,
  chosen: Readonly<Record<string, string[]>>,
  { dataSource, templates }: { dataSource: LoadedDataSource; templates: TemplateService },
  range: TimeRange
): ResolvedVariables | undefined {
  const [found, setFound] = useState<{ variables: Variable[]; key: string }>();
  const key = JSON.stringify([dashboard.uid, chosen]);

  useEffect(() => {
    let current = true;
    const [, values]: [string, Record<string, string[]>] = JSON.parse(key);
    const list = (variable: VariableJson, scopedVars: ScopedVars) =>
      listOptions(variable, scopedVars, dataSource, range);
    resolveVariables(dashboard.variables, values, list).then((variables) => {
      if (current) {
        templates.setVariables(variables.map(formatted));
        setFound({ variables, key });
      }
    });
    return () => {
      current = false;
    };
    // Options hold for the dashboard, not for a range: they are not asked for again as time passes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [dashboard, key, dataSource, templates]);

  return found && { variables: found.variables, settled: found.key === key };
}

async function listOptions(
  variable: VariableJson,
  scopedVars: ScopedVars,
  dataSource: LoadedDataSource,
  range: TimeRange
): Promise<VariableOption[]> {
  if (variable.type === 'datasource') {
    return variable.query === dataSource.type ? [{ value: dataSource.uid, text: dataSource.name }] : [];
  }
  if (typeof variable.query === 'string') {
    throw new Error('The preview needs the query of a variable as an object');
  }
  return lastValueFrom(dataSource.listVariable(variable.query, scopedVars, range));
}

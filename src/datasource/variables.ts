import {
  CustomVariableSupport,
  type DataSourceApi,
  type DataQueryRequest,
  type DataQueryResponse,
  type MetricFindValue,
} from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { defer, from, type Observable } from 'rxjs';
import type { Catalogue } from '../catalogue/parseCatalogue';
import type { Objective } from '../catalogue/objective';
import { selectObjectives } from '../evaluation/selection';
import { expandIds, type ReplaceVariables } from '../queries/expandIds';
import type { ErrorBudgetQuery, ErrorBudgetVariableQuery } from '../queries/query';
import { wantsDemo, type ErrorBudgetSettings } from './settings';

type CatalogueOwner = DataSourceApi<ErrorBudgetQuery, ErrorBudgetSettings> & { getCatalogue(): Promise<Catalogue> };

/** What people choose a variable's values with. */
export type VariableEditor = CustomVariableSupport<
  CatalogueOwner,
  ErrorBudgetVariableQuery,
  ErrorBudgetQuery,
  ErrorBudgetSettings
>['editor'];

/** Dashboard variables over the catalogue: ids as values, display names as texts. */
export class ErrorBudgetVariables extends CustomVariableSupport<
  CatalogueOwner,
  ErrorBudgetVariableQuery,
  ErrorBudgetQuery,
  ErrorBudgetSettings
> {
  constructor(
    private readonly getCatalogue: () => Promise<Catalogue>,
    private readonly settings: ErrorBudgetSettings,
    override readonly editor: VariableEditor
  ) {
    super();
  }

  override query({ targets, scopedVars }: DataQueryRequest<ErrorBudgetVariableQuery>): Observable<DataQueryResponse> {
    const replace: ReplaceVariables = (text, format) => getTemplateSrv().replace(text, scopedVars, format);
    return defer(() =>
      from(
        this.getCatalogue().then((catalogue) => ({
          data: targets.flatMap((target) =>
            target.list === 'demo' ? demoRemark(this.settings) : list(target, target.list, catalogue, replace)
          ),
        }))
      )
    );
  }
}

/** Appended to the titles of panels. */
const DEMO_REMARK = ' · Demo data (invented)';

function demoRemark(settings: ErrorBudgetSettings): MetricFindValue[] {
  return wantsDemo(settings) ? [{ value: DEMO_REMARK, text: DEMO_REMARK }] : [];
}

type Listed = Exclude<NonNullable<ErrorBudgetVariableQuery['list']>, 'demo'>;

function list(
  query: ErrorBudgetVariableQuery,
  what: Listed = 'objectives',
  catalogue: Catalogue,
  replace: ReplaceVariables
): MetricFindValue[] {
  const objectives = selectObjectives(catalogue, {
    categories: expandIds(query.categories, replace),
    applications: expandIds(query.applications, replace),
  });
  return distinct(objectives.flatMap((objective) => entryOf(objective, what)));
}

function entryOf(objective: Objective, what: Listed): MetricFindValue[] {
  const named = { categories: objective.category, applications: objective.application, objectives: objective }[what];
  return named ? [{ value: named.id, text: named.displayName }] : [];
}

function distinct(entries: MetricFindValue[]): MetricFindValue[] {
  return [...new Map(entries.map((entry) => [entry.value, entry])).values()];
}

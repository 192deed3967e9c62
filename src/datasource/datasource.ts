import {
  CoreApp,
  DataSourceApi,
  type AnnotationSupport,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type DataSourceJsonData,
  type RawTimeRange,
  type ScopedVars,
  type TestDataSourceResponse,
  type TimeRange,
} from '@grafana/data';
import { getBackendSrv, getDataSourceSrv, getTemplateSrv } from '@grafana/runtime';
import { defer, from, of, switchMap, type Observable } from 'rxjs';
import type { Catalogue } from '../catalogue/parseCatalogue';
import type { Sources } from '../evaluation/evaluateObjective';
import { localEvaluation } from '../evaluation/evaluations';
import { selectObjectives } from '../evaluation/selection';
import { asSaved } from './asSaved';
import type { ErrorBudgetServer } from '../evaluation/errorBudgetServer';
import { createSources, type Connection } from './createSources';
import { expandIds, type ReplaceVariables } from '../queries/expandIds';
import { loadCatalogue } from './loadCatalogue';
import { loadOnce } from './loadOnce';
import { streamPackets } from './packets';
import { DEFAULT_QUERY_TYPE, knownQueryType, PANEL_QUERY_TYPE, QUERIES } from '../queries';
import type { ErrorBudgetQuery } from '../queries/query';
import { RowMemory } from '../queries/rowMemory';
import { runTarget, type RunContext } from './runTarget';
import { usesServer, type ErrorBudgetSettings } from './settings';
import { refusedWhereShared } from './sharedExternally';
import type { TryResult } from './tryResult';
import { ErrorBudgetVariables, type VariableEditor } from './variables';

/** Queries in, frames out: the objectives of a catalogue, measured by their sources, as panels, Explore, variables and
 * annotations ask for them. */
export class ErrorBudgetDataSource extends DataSourceApi<ErrorBudgetQuery, ErrorBudgetSettings> {
  override annotations: AnnotationSupport<ErrorBudgetQuery> = { getDefaultQuery: () => ({ queryType: 'breaches' }) };
  private readonly settings: ErrorBudgetSettings;
  private readonly proxyUrl: string;
  private readonly memory = new RowMemory();
  /** The server's where there is one, else that of the settings. */
  readonly getCatalogue: () => Promise<Catalogue>;
  private createdSources?: Sources;
  /** That of the settings; read once. Where its parser fails to load, the next query tries again. */
  private readonly ownCatalogue: () => Promise<Catalogue>;
  /** Through which everything is read, where the settings name one. */
  private readonly server: () => Promise<ErrorBudgetServer | undefined>;

  constructor(instance: DataSourceInstanceSettings<ErrorBudgetSettings>, variableEditor: VariableEditor) {
    super(instance);
    this.settings = instance.jsonData;
    this.proxyUrl = instance.url ?? '';
    this.ownCatalogue = loadOnce(() => loadCatalogue(this.settings));
    this.server = loadOnce(() => this.createServer());
    this.getCatalogue = async () =>
      (await this.server())?.catalogue(new AbortController().signal) ?? this.ownCatalogue();
    this.variables = new ErrorBudgetVariables(() => this.getCatalogue(), this.settings, variableEditor);
  }

  override query(request: DataQueryRequest<ErrorBudgetQuery>): Observable<DataQueryResponse> {
    const refused = refusedWhereShared();
    if (refused) {
      return of(refused);
    }
    const targets = asSaved(request).filter((target) => this.filterQuery(target));
    return defer(() => from(this.contextOf(request))).pipe(
      switchMap((context) => streamPackets(targets, (target, emit, signal) => runTarget(target, context, emit, signal)))
    );
  }

  override filterQuery(query: ErrorBudgetQuery): boolean {
    return !query.hide;
  }

  override getDefaultQuery(app: CoreApp): Partial<ErrorBudgetQuery> {
    const isPanel = app === CoreApp.Dashboard || app === CoreApp.PanelEditor;
    return { queryType: isPanel ? PANEL_QUERY_TYPE : DEFAULT_QUERY_TYPE };
  }

  override getQueryDisplayText(query: ErrorBudgetQuery): string {
    return describeQuery(query);
  }

  /** Explore has no variables: they are replaced by their ids and durations. */
  override interpolateVariablesInQueries(queries: ErrorBudgetQuery[], scopedVars: ScopedVars): ErrorBudgetQuery[] {
    const replace = replacer(scopedVars);
    return queries.map((query) => ({
      ...query,
      queryType: query.queryType || DEFAULT_QUERY_TYPE,
      datasource: this.getRef(),
      categories: expandOrKeep(query.categories, replace),
      applications: expandOrKeep(query.applications, replace),
      objectives: expandOrKeep(query.objectives, replace),
      window: expandOrKeep(query.window ? [query.window] : undefined, replace)?.[0],
      lookbacks: expandOrKeep(query.lookbacks, replace),
    }));
  }

  override async testDatasource(): Promise<TestDataSourceResponse> {
    const signal = new AbortController().signal;
    const server = await this.server();
    if (server) {
      const { checkServer } = await import('./checkServer');
      return checkServer(server, this.settings, signal);
    }
    const { checkHealth } = await import('./healthCheck');
    return checkHealth(await this.ownCatalogue(), this.connection(), this.sources(), Date.now(), signal);
  }

  /**
   * What the settings page shows for one objective of their own catalogue, asked for directly even where there is a server. Rejects with
   * the reason why there is nothing to show.
   */
  async tryObjective(objectiveId: string, signal: AbortSignal): Promise<TryResult> {
    const { tryObjective } = await import('./tryObjective');
    const [objective] = selectObjectives(await this.ownCatalogue(), { objectives: [objectiveId] });
    return tryObjective(objective, this.sources(), Date.now(), signal);
  }

  private async contextOf({
    range,
    scopedVars,
    maxDataPoints,
    timezone,
  }: DataQueryRequest<ErrorBudgetQuery>): Promise<RunContext> {
    const server = await this.server();
    const nowMs = server ? (await server.state(new AbortController().signal)).asOfMs : Date.now();
    const catalogue = await this.getCatalogue();
    const endsNow = range.raw.to === 'now';
    return {
      catalogue,
      evaluate: server ? server.evaluate : localEvaluation({ sources: this.sources(), catalogue }),
      // A panel that comes into view late is given the range of when the page was opened, and a server answers the same question of
      // several readers once.
      fromMs: endsNow && isAgo(range.raw.from) ? nowMs - spanOf(range) : range.from.valueOf(),
      toMs: endsNow ? nowMs : Math.min(range.to.valueOf(), nowMs),
      nowMs,
      toText: String(range.raw.to.valueOf()),
      replace: replacer(scopedVars),
      memory: this.memory,
      maxDataPoints,
      timeZone: timezone,
    };
  }

  private async createServer(): Promise<ErrorBudgetServer | undefined> {
    if (!usesServer(this.settings)) {
      return undefined;
    }
    const { connectServer } = await import('./connectServer');
    return connectServer(this.connection());
  }

  /** Made when first needed: the data source that they may reuse is not known yet while this one is constructed. */
  private sources(): Sources {
    this.createdSources ??= createSources(this.connection());
    return this.createdSources;
  }

  private connection(): Connection {
    const uid = this.settings.prometheusDataSourceUid;
    return {
      settings: this.settings,
      proxyUrl: this.proxyUrl,
      fetch: (options) => getBackendSrv().fetch(options),
      reusedPrometheus: uid ? reusedPrometheus(uid) : undefined,
    };
  }
}

/** Such as `now-30d`; `now-1d/d` is an instant of its own. */
function isAgo(raw: RawTimeRange['from']): boolean {
  return typeof raw === 'string' && /^now-\w+$/.test(raw);
}

/** Without the moment that passes between reading the clock for the one and for the other end. */
function spanOf({ from, to }: TimeRange): number {
  return Math.round((to.valueOf() - from.valueOf()) / 1_000) * 1_000;
}

/** An empty variable stays what it is: the query that is run says so, where this would only break the link to Explore. */
function expandOrKeep(entries: string[] | undefined, replace: ReplaceVariables): string[] | undefined {
  try {
    return expandIds(entries, replace);
  } catch {
    return entries;
  }
}

function replacer(scopedVars: ScopedVars): ReplaceVariables {
  return (text, format) => getTemplateSrv().replace(text, scopedVars, format);
}

/** What a Prometheus data source of Grafana keeps in its `jsonData`. */
interface PrometheusSettings extends DataSourceJsonData {
  httpMethod?: string;
  customQueryParameters?: string;
}

function reusedPrometheus(uid: string): Connection['reusedPrometheus'] {
  const settings: PrometheusSettings = getDataSourceSrv().getInstanceSettings(uid)?.jsonData ?? {};
  const { httpMethod, customQueryParameters } = settings;
  return { proxyUrl: `/api/datasources/proxy/uid/${encodeURIComponent(uid)}`, httpMethod, customQueryParameters };
}

/** What a query will show, in a few words. */
function describeQuery(query: ErrorBudgetQuery): string {
  const { categories = [], applications = [], objectives = [], window } = query;
  const of =
    objectives.length > 0
      ? objectives.join(', ')
      : [...applications, ...categories].join(', ') || 'all objectives of the catalogue';
  const type = knownQueryType(query.queryType);
  const what = type === undefined ? query.queryType : QUERIES[type].label;
  return `${what} of ${of}${window ? `, over ${window}` : ''}`;
}

import {
  DataSourceApi,
  FieldType,
  createDataFrame,
  type DataQuery,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type DataSourceJsonData,
  type TestDataSourceResponse,
} from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { Observable } from 'rxjs';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { evaluateCatalogue } from '../evaluation/evaluateCatalogue';
import type { ObjectiveRow, Sources } from '../evaluation/evaluateObjective';
import { DemoSource } from '../sources/demo/demoSource';
import { isQueryTimeout } from '../sources/prometheus/apiAnswer';
import { PrometheusSource } from '../sources/prometheus/prometheusSource';
import { createTransport } from '../transport/createTransport';
import { createGrafanaPort } from '../transport/grafanaPort';

interface Settings extends DataSourceJsonData {
  /** Base of Prometheus' API; absent or empty: demo data. */
  prometheusUrl?: string;
}

/** Answers every query with the status of the shipped objectives, one row each. */
export class ErrorBudgetDataSource extends DataSourceApi<DataQuery, Settings> {
  private readonly sources: Sources;

  constructor(settings: DataSourceInstanceSettings<Settings>) {
    super(settings);
    this.sources = settings.jsonData.prometheusUrl ? proxiedSources(settings.url ?? '') : demoSources();
  }

  override query(request: DataQueryRequest<DataQuery>): Observable<DataQueryResponse> {
    return new Observable((subscriber) => {
      const controller = new AbortController();
      evaluateCatalogue(shippedCatalogue.objectives, this.sources, request.range.to.valueOf(), controller.signal).then(
        (rows) => {
          subscriber.next({ data: request.targets.map(({ refId }) => statusFrame(refId, rows)) });
          subscriber.complete();
        },
        (error: unknown) => subscriber.error(error)
      );
      return () => controller.abort();
    });
  }

  override async testDatasource(): Promise<TestDataSourceResponse> {
    const rows = await evaluateCatalogue(
      shippedCatalogue.objectives,
      this.sources,
      Date.now(),
      new AbortController().signal
    );
    const failed = rows.filter((row) => row.kind === 'failed');
    return failed.length === 0
      ? { status: 'success', message: `${rows.length} objectives are measurable` }
      : { status: 'error', message: failed.map(({ error }) => error.message).join('\n') };
  }
}

function demoSources(): Sources {
  const demo = new DemoSource();
  return { Prometheus: demo, Dagster: demo, Trino: demo, Demo: demo };
}

function proxiedSources(proxyUrl: string): Sources {
  const port = createGrafanaPort({
    fetch: (options) => getBackendSrv().fetch(options),
    proxyUrl,
    routes: { prometheus: 'prom-none' },
  });
  const transport = createTransport(port, { retries: { isFinal: isQueryTimeout } });
  return { Prometheus: new PrometheusSource({ port: transport }), Demo: new DemoSource() };
}

function statusFrame(refId: string, rows: ObjectiveRow[]) {
  const figure = (read: (row: ObjectiveRow) => number | null) => rows.map(read);
  return createDataFrame({
    refId,
    name: 'Status',
    fields: [
      { name: 'Category', type: FieldType.string, values: rows.map(({ objective }) => objective.category.displayName) },
      { name: 'Objective', type: FieldType.string, values: rows.map(({ objective }) => objective.displayName) },
      { name: 'Status', type: FieldType.string, values: rows.map(stateOf) },
      {
        name: 'SLI',
        type: FieldType.number,
        config: { unit: 'percentunit' },
        values: figure((row) => (row.kind === 'events' ? row.evaluation.sli.value : null)),
      },
      {
        name: 'Budget remaining',
        type: FieldType.number,
        config: { unit: 'percentunit' },
        values: figure((row) => (row.kind === 'events' ? row.evaluation.remaining.value : null)),
      },
      { name: 'Why', type: FieldType.string, values: rows.map(whyOf) },
    ],
  });
}

function stateOf(row: ObjectiveRow): string {
  switch (row.kind) {
    case 'events':
      return row.evaluation.status.state;
    case 'items':
      return row.judged.status.state;
    case 'failed':
      return 'failed';
  }
}

function whyOf(row: ObjectiveRow): string {
  switch (row.kind) {
    case 'events':
      return row.evaluation.status.why;
    case 'items':
      return row.judged.status.why;
    case 'failed':
      return row.error.message;
  }
}

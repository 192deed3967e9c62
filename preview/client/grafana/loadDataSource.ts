import * as emotion from '@emotion/css';
import * as grafanaData from '@grafana/data';
import {
  CoreApp,
  CustomVariableSupport,
  DataSourceApi,
  DataSourcePlugin,
  dateTime,
  getDefaultTimeRange,
  PluginType,
  type DataQuery,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type MetricFindValue,
  type ScopedVars,
  type TimeRange,
} from '@grafana/data';
import * as grafanaRuntime from '@grafana/runtime';
import * as grafanaUi from '@grafana/ui';
import React from 'react';
import * as rxjs from 'rxjs';
import { z } from 'zod';
import type { VariableOption } from '../dashboard/variables';
import { loadAmdModule } from './amdLoader';

/** The plugin's data source, as the preview uses it. */
export interface LoadedDataSource {
  api: DataSourceApi;
  uid: string;
  name: string;
  type: string;
  /** What it shows is invented. */
  isDemo: boolean;
  query(request: DataQueryRequest): rxjs.Observable<DataQueryResponse>;
  listVariable(query: DataQuery, scopedVars: ScopedVars, range: TimeRange): rxjs.Observable<VariableOption[]>;
}

const BASE_URL = '/public/plugins/oso-errorbudget-datasource';
const MODULE = `${BASE_URL}/module.js`;

const SETTINGS = z.object({
  uid: z.string(),
  type: z.string(),
  name: z.string(),
  url: z.string(),
  jsonData: z.record(z.string(), z.unknown()),
});

/** What Grafana shares with a plugin; it must be the page's own, or contexts and classes would exist twice. */
const PROVIDED = {
  '@emotion/css': emotion,
  '@grafana/data': grafanaData,
  '@grafana/runtime': grafanaRuntime,
  '@grafana/ui': grafanaUi,
  react: React,
  rxjs,
};

/**
 * Loads the built plugin as Grafana does and makes its data source from the server's settings.
 * Rejects with what is wrong with the module or the settings.
 */
export async function loadDataSource(): Promise<LoadedDataSource> {
  const [settings, loaded] = await Promise.all([fetchSettings(), loadAmdModule(MODULE, PROVIDED)]);
  const plugin = typeof loaded === 'object' && loaded !== null && 'plugin' in loaded ? loaded.plugin : undefined;
  if (!(plugin instanceof DataSourcePlugin)) {
    throw new Error(`${MODULE} exports no data source plugin`);
  }
  const api: unknown = new plugin.DataSourceClass(settings);
  if (!(api instanceof DataSourceApi)) {
    throw new Error(`${MODULE} exports a plugin without data source`);
  }
  return {
    api,
    uid: settings.uid,
    name: settings.name,
    type: settings.type,
    isDemo: await isDemo(api),
    query: (request) => rxjs.from(api.query(request)),
    listVariable: (query, scopedVars, range) => listVariable(api, query, scopedVars, range),
  };
}

/** As a dashboard finds out. */
async function isDemo(api: DataSourceApi): Promise<boolean> {
  const query = { refId: 'demo', list: 'demo' };
  return (await rxjs.firstValueFrom(listVariable(api, query, {}, getDefaultTimeRange()))).length > 0;
}

async function fetchSettings(): Promise<DataSourceInstanceSettings> {
  const settings = SETTINGS.parse(await (await fetch('/api/settings')).json());
  return {
    ...settings,
    access: 'proxy',
    readOnly: true,
    meta: {
      id: settings.type,
      name: settings.name,
      type: PluginType.datasource,
      module: MODULE,
      baseUrl: BASE_URL,
      info: {
        author: { name: settings.name },
        description: '',
        links: [],
        logos: { small: `${BASE_URL}/img/logo.svg`, large: `${BASE_URL}/img/logo.svg` },
        screenshots: [],
        updated: '',
        version: '',
      },
    },
  };
}

function listVariable(
  { variables }: DataSourceApi,
  query: DataQuery,
  scopedVars: ScopedVars,
  range: TimeRange
): rxjs.Observable<VariableOption[]> {
  if (!(variables instanceof CustomVariableSupport)) {
    throw new Error('The data source lists no variables');
  }
  const request: DataQueryRequest = {
    requestId: 'variable',
    app: CoreApp.Dashboard,
    interval: '1m',
    intervalMs: 60_000,
    range,
    scopedVars,
    targets: [query],
    timezone: 'browser',
    startTime: dateTime().valueOf(),
  };
  return variables.query(request).pipe(rxjs.map(({ data }) => data.map(toOption)));
}

function toOption({ text, value }: MetricFindValue): VariableOption {
  return { text, value: String(value ?? text) };
}

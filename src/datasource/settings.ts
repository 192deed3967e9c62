import type { DataSourceJsonData } from '@grafana/data';

/** How requests to an upstream are authenticated. Each mode has a route of its own, because a route always sends its header. */
export type AuthMode = 'none' | 'basic' | 'bearer' | 'dagsterCloud';

/** `jsonData`: readable by every viewer, so nothing secret. Flat, because routes and provisioning name the keys. */
export interface ErrorBudgetSettings extends DataSourceJsonData {
  /** Demo data instead of every upstream. Absent: only while no upstream is configured. */
  demo?: boolean;
  /** OpenSLO documents of one's own; absent or blank: the shipped catalogue. */
  catalogue?: string;

  /** Base of `/api/v1/query_range`, without trailing slash. */
  prometheusUrl?: string;
  prometheusAuth?: AuthMode;
  /** Uid of an existing Grafana data source of type prometheus; beats `prometheusUrl`. */
  prometheusDataSourceUid?: string;

  /** Base of `/graphql`. */
  dagsterUrl?: string;
  /** Where people open Dagster, for links; absent or blank: `dagsterUrl`. */
  dagsterPageUrl?: string;
  dagsterAuth?: AuthMode;

  /** Base of `/v1/statement`. */
  trinoUrl?: string;
  /** Where people open Trino, for links; absent or blank: `trinoUrl`. */
  trinoPageUrl?: string;
  trinoAuth?: AuthMode;
  /** Sent as X-Trino-User where no credentials are. */
  trinoUser?: string;

  /** Base of `/api/v1/evaluations` of an `error-budget serve`; beats every other upstream. */
  serverUrl?: string;
  serverAuth?: AuthMode;

  /** Grafana's own keys: they hold for all upstreams at once. */
  tlsAuthWithCACert?: boolean;
  tlsSkipVerify?: boolean;
}

/** `secureJsonData`: written by the editor or by provisioning, never readable again. */
export interface ErrorBudgetSecrets {
  /** base64 of `user:password`, which the editor encodes. */
  prometheusBasic?: string;
  prometheusToken?: string;
  dagsterBasic?: string;
  dagsterToken?: string;
  trinoBasic?: string;
  trinoToken?: string;
  serverToken?: string;
  tlsCACert?: string;
}

/** True where the answers are to be demo data. */
export function wantsDemo(settings: ErrorBudgetSettings): boolean {
  return settings.demo ?? !(settings.serverUrl || hasDirectUpstream(settings));
}

/** True where an upstream can be asked without a server in between. */
export function hasDirectUpstream(settings: ErrorBudgetSettings): boolean {
  return Boolean(
    settings.prometheusUrl || settings.prometheusDataSourceUid || settings.dagsterUrl || settings.trinoUrl
  );
}

/** True where everything is read through an `error-budget serve`. */
export function usesServer(settings: ErrorBudgetSettings): boolean {
  return Boolean(settings.serverUrl) && !wantsDemo(settings);
}

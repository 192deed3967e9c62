import { ROUTES } from '../../src/datasource/routes';
import {
  UPSTREAMS,
  type AuthMode,
  type ErrorBudgetSecrets,
  type ErrorBudgetSettings,
  type UpstreamName,
} from '../../src/datasource/settings';

import { ArgumentError } from '../../commandLine/argumentError';

/** Everything that Grafana would keep of our data source. Only `jsonData` may reach a browser. */
export interface DataSourceSettings {
  jsonData: ErrorBudgetSettings;
  secureJsonData: ErrorBudgetSecrets;
}

interface Configured {
  upstreams: Partial<Record<UpstreamName, string>>;
  /** The text of `--catalogue`. */
  catalogue?: string;
}

/**
 * The settings that provisioning/datasources/errorbudget.yaml would make of the same environment.
 * @throws ArgumentError when an auth mode is unknown.
 */
export function dataSourceSettings({ upstreams, catalogue }: Configured, env: NodeJS.ProcessEnv): DataSourceSettings {
  return {
    jsonData: {
      demo: UPSTREAMS.every((upstream) => upstreams[upstream] === undefined),
      catalogue,
      prometheusUrl: upstreams.prometheus,
      prometheusAuth: authMode('prometheus', env.PROMETHEUS_AUTH),
      dagsterUrl: upstreams.dagster,
      dagsterPageUrl: env.DAGSTER_PAGE_URL,
      dagsterAuth: authMode('dagster', env.DAGSTER_AUTH),
      trinoUrl: upstreams.trino,
      trinoPageUrl: env.TRINO_PAGE_URL,
      trinoAuth: authMode('trino', env.TRINO_AUTH),
      trinoUser: env.TRINO_USER || 'errorbudget',
    },
    secureJsonData: {
      prometheusBasic: env.PROMETHEUS_BASIC,
      prometheusToken: env.PROMETHEUS_TOKEN,
      dagsterBasic: env.DAGSTER_BASIC,
      dagsterToken: env.DAGSTER_TOKEN,
      trinoBasic: env.TRINO_BASIC,
      trinoToken: env.TRINO_TOKEN,
    },
  };
}

function authMode(upstream: UpstreamName, text: string | undefined): AuthMode | undefined {
  if (!text) {
    return undefined;
  }
  const known: string[] = Object.keys(ROUTES[upstream]);
  if (!isAuthMode(text) || !known.includes(text)) {
    throw new ArgumentError(`${upstream.toUpperCase()}_AUTH is "${text}", expected one of ${known.join(', ')}`);
  }
  return text;
}

function isAuthMode(text: string): text is AuthMode {
  return Object.values(ROUTES).some((modes) => Object.hasOwn(modes, text));
}

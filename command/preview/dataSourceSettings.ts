import type { ErrorBudgetSecrets } from '../../src/datasource/settings';
import type { DataSourceSettings } from '../../preview/server/previewServer';
import { readCredential, readToken, type Credential, type Environment } from '../credentials';
import { trinoUser } from '../sources';
import { UPSTREAMS, type UpstreamUrls } from '../upstreams';

interface Configured {
  upstreams: UpstreamUrls;
  /** The URL of an Error Budget server. */
  server?: string;
  /** The text of `--catalogue`. */
  catalogue?: string;
}

/**
 * What Grafana would keep of a data source that is provisioned with these upstreams and the same credentials.
 * @throws ArgumentError for credentials in the environment that cannot be used.
 */
export function dataSourceSettings(
  { upstreams, server, catalogue }: Configured,
  environment: Environment
): DataSourceSettings {
  const prometheus = readCredential('prometheus', environment);
  const dagster = readCredential('dagster', environment);
  const trino = readCredential('trino', environment);
  const serverToken = server === undefined ? undefined : readToken('SERVE_TOKEN', environment);
  return {
    jsonData: {
      demo: server === undefined && UPSTREAMS.every((upstream) => upstreams[upstream] === undefined),
      ...(server === undefined ? {} : { serverUrl: server, serverAuth: serverToken === undefined ? 'none' : 'bearer' }),
      catalogue,
      prometheusUrl: upstreams.prometheus,
      prometheusAuth: prometheus.mode,
      dagsterUrl: upstreams.dagster,
      dagsterPageUrl: environment.DAGSTER_PAGE_URL,
      dagsterAuth: dagster.mode,
      trinoUrl: upstreams.trino,
      trinoPageUrl: environment.TRINO_PAGE_URL,
      trinoAuth: trino.mode,
      trinoUser: trinoUser(environment),
    },
    secureJsonData: {
      ...secretOf(prometheus, 'prometheusBasic', 'prometheusToken'),
      ...secretOf(dagster, 'dagsterBasic', 'dagsterToken'),
      ...secretOf(trino, 'trinoBasic', 'trinoToken'),
      ...(serverToken === undefined ? {} : { serverToken }),
    },
  };
}

function secretOf(
  credential: Credential,
  basic: keyof ErrorBudgetSecrets,
  token: keyof ErrorBudgetSecrets
): ErrorBudgetSecrets {
  return credential.mode === 'none' ? {} : { [credential.mode === 'basic' ? basic : token]: credential.secret };
}

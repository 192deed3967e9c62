import type { ErrorBudgetSecrets } from '../../src/datasource/settings';
import type { DataSourceSettings } from '../../preview/server/previewServer';
import { readCredential, type Credential, type Environment } from '../credentials';
import { trinoUser } from '../sources';
import { UPSTREAMS, type UpstreamUrls } from '../upstreams';

interface Configured {
  upstreams: UpstreamUrls;
  /** The text of `--catalogue`. */
  catalogue?: string;
}

/**
 * What Grafana would keep of a data source that is provisioned with these upstreams and the same credentials.
 * @throws ArgumentError for credentials in the environment that cannot be used.
 */
export function dataSourceSettings({ upstreams, catalogue }: Configured, environment: Environment): DataSourceSettings {
  const prometheus = readCredential('prometheus', environment);
  const dagster = readCredential('dagster', environment);
  const trino = readCredential('trino', environment);
  return {
    jsonData: {
      demo: UPSTREAMS.every((upstream) => upstreams[upstream] === undefined),
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

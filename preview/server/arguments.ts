import { ArgumentError } from '../../commandLine/argumentError';
import { parseOptions } from '../../commandLine/parseOptions';
import { portNumber } from '../../commandLine/portNumber';
import { upstreamUrl } from '../../commandLine/upstreamUrl';
import type { UpstreamName } from '../../src/datasource/settings';

export interface PreviewArguments {
  help: boolean;
  /** Serve what is built already, however old. */
  skipBuild: boolean;
  /** Build again whenever a source changes, and reload the page. */
  watch: boolean;
  upstreams: Partial<Record<UpstreamName, string>>;
  catalogueFile?: string;
  host: string;
  port: number;
}

export const USAGE = `Shows the dashboards in a browser, without a Grafana server.

  npm start                                         demo data, at http://localhost:3000
  npm start -- --prometheus http://localhost:9090 --catalogue objectives.yaml

Options
  --prometheus URL    ask this Prometheus
  --dagster URL       ask this Dagster
  --trino URL         ask this Trino
  --catalogue FILE    OpenSLO documents instead of the shipped catalogue, with dashboards of their own
  --port N            listen on this port instead of 3000; 0 takes any free one
  --host HOST         listen on this address instead of 127.0.0.1; everyone who reaches it sees the data
  --watch             build again whenever a source changes, and reload the page
  --no-build          serve what was built before
  --help              this text

Credentials come from the environment and never reach the browser, as in provisioning/datasources/errorbudget.yaml:
  PROMETHEUS_AUTH, DAGSTER_AUTH, TRINO_AUTH         none, basic or bearer (dagsterCloud for Dagster)
  PROMETHEUS_BASIC, DAGSTER_BASIC, TRINO_BASIC      base64 of user:password
  PROMETHEUS_TOKEN, DAGSTER_TOKEN, TRINO_TOKEN

DAGSTER_PAGE_URL and TRINO_PAGE_URL: where people open these two, for links; unset: the URLs above.

Exit status: 0 after Ctrl-C, 1 when a build failed, 2 when the call, the catalogue or the port is wrong.
`;

const DEFAULT_PORT = 3000;

/** @throws ArgumentError for an unknown option, a missing value, a URL or a port that is none. */
export function readArguments(args: string[]): PreviewArguments {
  const values = parse(args);
  if (values.watch && values['no-build']) {
    throw new ArgumentError('--watch builds, and --no-build does not: leave one of them out');
  }
  return {
    help: values.help ?? false,
    skipBuild: values['no-build'] ?? false,
    watch: values.watch ?? false,
    upstreams: {
      ...(values.prometheus !== undefined && { prometheus: readUrl('--prometheus', values.prometheus) }),
      ...(values.dagster !== undefined && { dagster: readUrl('--dagster', values.dagster) }),
      ...(values.trino !== undefined && { trino: readUrl('--trino', values.trino) }),
    },
    catalogueFile: values.catalogue,
    host: values.host ?? '127.0.0.1',
    port: values.port === undefined ? DEFAULT_PORT : portNumber(values.port),
  };
}

function parse(args: string[]) {
  return parseOptions('npm start', args, {
    help: { type: 'boolean', short: 'h' },
    prometheus: { type: 'string' },
    dagster: { type: 'string' },
    trino: { type: 'string' },
    catalogue: { type: 'string' },
    port: { type: 'string' },
    host: { type: 'string' },
    'no-build': { type: 'boolean' },
    watch: { type: 'boolean' },
  });
}

/** Routes append the upstream's own path, so a base ends without slash. */
function readUrl(option: string, text: string): string {
  const url = upstreamUrl(option, text, 'http://localhost:9090');
  if (url.username || url.password) {
    const upstream = option.slice(2).toUpperCase();
    throw new ArgumentError(
      `${option}: every page would show these credentials; set ${upstream}_AUTH=basic and ${upstream}_BASIC instead`
    );
  }
  return text.replace(/\/+$/, '');
}

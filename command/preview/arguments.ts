import { ArgumentError } from '../argumentError';
import { parseOptions } from '../parseOptions';
import { portNumber } from '../portNumber';
import { CREDENTIALS_HELP } from '../credentials';
import { readServerUrl, SERVER_HELP, SERVER_OPTION, SERVER_TOKEN_HELP } from '../errorBudgetServer';
import { EXIT_HELP } from '../exitStatus';
import {
  CATALOGUE_HELP,
  EXAMPLE_URLS,
  holdsCredentials,
  readUpstreamUrls,
  UPSTREAM_OPTIONS,
  UPSTREAMS,
  variablePrefix,
  type UpstreamUrls,
} from '../upstreams';

export interface PreviewArguments {
  help: boolean;
  /** Serve what is built already, however old. */
  skipBuild: boolean;
  /** Build again whenever a source changes, and reload the page. */
  watch: boolean;
  upstreams: UpstreamUrls;
  serverUrl?: string;
  catalogueFile?: string;
  host: string;
  port: number;
}

export const USAGE = `Shows the dashboards in a browser, without a Grafana server.

  npm start                                         demo data, at http://localhost:3000
  npm start -- --prometheus ${EXAMPLE_URLS.prometheus} --catalogue objectives.yaml

Options
  --prometheus URL    query this Prometheus
  --dagster URL       query this Dagster
  --trino URL         query this Trino
  ${SERVER_HELP}
  ${CATALOGUE_HELP}, with dashboards of their own
  --port N            listen on this port instead of 3000; 0 takes any free one
  --host HOST         listen on this address instead of 127.0.0.1; everyone who reaches it sees the data
  --watch             build again whenever a source changes, and reload the page
  --no-build          serve what was built before
  --help              this text

${CREDENTIALS_HELP}
  ${SERVER_TOKEN_HELP}
They never reach the browser.

DAGSTER_PAGE_URL and TRINO_PAGE_URL: where people open Dagster and Trino, for links; default: the URLs above.

${EXIT_HELP}
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
    upstreams: withoutCredentials(readUpstreamUrls(values)),
    serverUrl: readServerUrl(values),
    catalogueFile: values.catalogue,
    host: values.host ?? '127.0.0.1',
    port: values.port === undefined ? DEFAULT_PORT : portNumber(values.port),
  };
}

function parse(args: string[]) {
  return parseOptions('npm start', args, {
    help: { type: 'boolean', short: 'h' },
    ...UPSTREAM_OPTIONS,
    ...SERVER_OPTION,
    catalogue: { type: 'string' },
    port: { type: 'string' },
    host: { type: 'string' },
    'no-build': { type: 'boolean' },
    watch: { type: 'boolean' },
  });
}

/** Routes append the upstream's own path, so a base ends without slash. */
function withoutCredentials(urls: UpstreamUrls): UpstreamUrls {
  return Object.fromEntries(
    UPSTREAMS.flatMap((upstream) => {
      const url = urls[upstream];
      if (url === undefined) {
        return [];
      }
      if (holdsCredentials(new URL(url))) {
        const prefix = variablePrefix(upstream);
        throw new ArgumentError(
          `--${upstream}: every page would show these credentials; set ${prefix}_AUTH=basic and ${prefix}_BASIC instead`
        );
      }
      return [[upstream, url.replace(/\/+$/, '')]];
    })
  );
}

import { ArgumentError } from '../argumentError';
import { parseOptions } from '../parseOptions';
import { portNumber } from '../portNumber';
import { CREDENTIALS_HELP, type Environment } from '../credentials';
import { EXIT_HELP } from '../exitStatus';
import {
  CATALOGUE_HELP,
  EXAMPLE_URLS,
  holdsCredentials,
  UPSTREAM_OPTIONS,
  UPSTREAMS,
  upstreamUrl,
  variablePrefix,
  type UpstreamUrls,
} from '../upstreams';
import { DAY_MS } from '../../src/budget/durations';
import { durationMs, parseDurationShorthand } from '../../src/catalogue/durationShorthand';
import type { Upstream } from '../../src/transport/port';

export interface ExporterArguments {
  help: boolean;
  demo: boolean;
  urls: UpstreamUrls;
  trinoPoll: boolean;
  stateFile?: string;
  catalogueFile?: string;
  intervalMs: number;
  host: string;
  port: number;
}

export const USAGE = `Exposes the figures of every objective to Prometheus, as OpenMetrics on /metrics.

  npm run exporter -- --demo
  npm run exporter -- --prometheus ${EXAMPLE_URLS.prometheus} --dagster ${EXAMPLE_URLS.dagster}

Options
  --prometheus URL    query this Prometheus (or PROMETHEUS_URL)
  --dagster URL       query this Dagster (or DAGSTER_URL)
  --trino URL         query this Trino (or TRINO_URL)
  --demo              demo data instead of every upstream
  ${CATALOGUE_HELP}
  --interval TIME     time between rounds of reads, such as 60s or 5m; default 60s
  --host ADDRESS      listen on this address; default 127.0.0.1
  --port PORT         listen on this port; default 9464
  --trino-poll        count the queries that end, for a Trino without a query history
  --state FILE        keep these counts in this file, so that a restart misses no query
  --help              this text

${CREDENTIALS_HELP}

${EXIT_HELP}
`;

const DEFAULTS = { interval: '60s', host: '127.0.0.1', port: '9464' };
const SHORTEST_INTERVAL_MS = 1_000;
/** Far longer than rules wait for a figure; timers take 24 days at most. */
const LONGEST_INTERVAL_MS = DAY_MS;

/**
 * Options beat the environment, in which an empty variable counts as unset.
 * @throws ArgumentError for an unknown option, for a value that is none, and where nothing is left to ask.
 */
export function readArguments(args: string[], environment: Environment): ExporterArguments {
  const values = parse(args);
  const { help = false, demo = false, 'trino-poll': trinoPoll = false, state: stateFile } = values;
  const asked = UPSTREAMS.find((upstream) => values[upstream] !== undefined);
  if (demo && asked !== undefined && !help) {
    throw new ArgumentError(`--demo and --${asked} exclude each other: leave one of them out`);
  }
  const urls = demo ? {} : readUrls(values, environment);
  if (!help && !demo && Object.keys(urls).length === 0) {
    throw new ArgumentError(
      'There is nothing to query: give one of --prometheus, --dagster and --trino a URL (or set PROMETHEUS_URL, DAGSTER_URL ' +
        'or TRINO_URL), or use --demo'
    );
  }
  if (trinoPoll && urls.trino === undefined && !help) {
    throw new ArgumentError('--trino-poll needs a Trino to poll: give --trino its URL, or set TRINO_URL');
  }
  if (stateFile !== undefined && !trinoPoll) {
    throw new ArgumentError('--state keeps the counts of --trino-poll and nothing else: add that, or leave it out');
  }
  return {
    help,
    demo,
    urls,
    trinoPoll,
    stateFile,
    catalogueFile: values.catalogue,
    intervalMs: readInterval(values.interval ?? DEFAULTS.interval),
    host: values.host ?? DEFAULTS.host,
    port: portNumber(values.port ?? DEFAULTS.port),
  };
}

function parse(args: string[]) {
  return parseOptions('npm run exporter', args, {
    help: { type: 'boolean', short: 'h' },
    demo: { type: 'boolean' },
    ...UPSTREAM_OPTIONS,
    'trino-poll': { type: 'boolean' },
    state: { type: 'string' },
    catalogue: { type: 'string' },
    interval: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
  });
}

function readUrls(options: UpstreamUrls, environment: Environment): UpstreamUrls {
  return Object.fromEntries(
    UPSTREAMS.flatMap((upstream) => {
      const variable = `${variablePrefix(upstream)}_URL`;
      const option = options[upstream];
      if (option !== undefined) {
        return [[upstream, withoutSecrets(upstream, readUrl(`--${upstream}`, upstream, option))]];
      }
      const text = environment[variable]?.trim();
      return text ? [[upstream, readUrl(variable, upstream, text)]] : [];
    })
  );
}

function readUrl(name: string, upstream: Upstream, text: string): string {
  upstreamUrl(name, text, EXAMPLE_URLS[upstream]);
  return text;
}

function withoutSecrets(upstream: Upstream, text: string): string {
  if (holdsCredentials(new URL(text))) {
    const name = variablePrefix(upstream);
    throw new ArgumentError(
      `--${upstream} holds credentials, which everyone sees in the list of processes. Set ${name}_BASIC or ${name}_BASIC_FILE`
    );
  }
  return text;
}

function readInterval(text: string): number {
  const [, seconds] = /^([1-9]\d*)s$/.exec(text) ?? [];
  const shorthand = parseDurationShorthand(text);
  const ms = seconds === undefined ? shorthand && durationMs(shorthand) : Number(seconds) * 1000;
  if (ms === undefined || ms < SHORTEST_INTERVAL_MS || ms > LONGEST_INTERVAL_MS) {
    throw new ArgumentError(`--interval needs a time such as 60s or 5m, and at most 1d, found "${text}"`);
  }
  return ms;
}

import { ArgumentError } from '../argumentError';
import { parseOptions } from '../parseOptions';
import { portNumber } from '../portNumber';
import { CREDENTIALS_HELP, readToken, readTokenFile, type Environment } from '../credentials';
import { EXIT_HELP } from '../exitStatus';
import { readStore, type StoreArguments } from './storeArguments';
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
import { DEFAULT_KEEP_MS } from '../../serve/store/memory';
import { DAY_MS } from '../../src/budget/durations';
import { durationMs, parseDurationShorthand } from '../../src/catalogue/durationShorthand';
import type { Upstream } from '../../src/transport/port';

/** `serve`, or its older name. */
export type CalledAs = 'serve' | 'exporter';

/** Who may use the read API: those who have the token, everyone, or no one. */
export type ReadAccess = { token: string } | 'everyone' | 'none';

export interface ServeArguments {
  help: boolean;
  demo: boolean;
  urls: UpstreamUrls;
  trinoPoll: boolean;
  stateFile?: string;
  catalogueFile?: string;
  intervalMs: number;
  host: string;
  port: number;
  access: ReadAccess;
  /** Absent: nothing outlives the process. */
  store?: StoreArguments;
}

export const USAGE = `Reads every objective once for everyone: exposes the figures to Prometheus, as OpenMetrics on /metrics, and serves the
answers that dashboards and commands ask for, on /api/v1. "exporter" is the older name of "serve".

  npm run serve -- --demo
  npm run serve -- --prometheus ${EXAMPLE_URLS.prometheus} --dagster ${EXAMPLE_URLS.dagster}

Options
  --prometheus URL    query this Prometheus (or PROMETHEUS_URL)
  --dagster URL       query this Dagster (or DAGSTER_URL)
  --trino URL         query this Trino (or TRINO_URL)
  --demo              demo data instead of every upstream
  ${CATALOGUE_HELP}
  --interval TIME     time between rounds of reads, such as 60s or 5m; default 60s
  --host ADDRESS      listen on this address; default 127.0.0.1
  --port PORT         listen on this port; default 9464
  --token-file FILE   the read API asks for the bearer token in this file (or SERVE_TOKEN, SERVE_TOKEN_FILE)
  --no-auth           everyone who reaches this address may use the read API; not needed on the loopback
  --trino-poll        count the queries that end, for a Trino without a query history
  --state FILE        keep these counts in this file, so that a restart misses no query
  --store STORE       remember what upstreams forget, in this SQLite file or in PostgreSQL: postgres://user@host:5432/database
                      (or SERVE_STORE; its password: SERVE_STORE_PASSWORD, SERVE_STORE_PASSWORD_FILE)
  --keep DAYS         for how long the store keeps; default ${DEFAULT_KEEP_MS / DAY_MS}
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
export function readArguments(args: string[], environment: Environment, calledAs: CalledAs = 'serve'): ServeArguments {
  const values = parse(args, calledAs);
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
  if (!help) {
    checkPoll({ trinoPoll, stateFile }, urls);
  }
  const host = values.host ?? DEFAULTS.host;
  return {
    help,
    demo,
    urls,
    trinoPoll,
    stateFile,
    catalogueFile: values.catalogue,
    intervalMs: readInterval(values.interval ?? DEFAULTS.interval),
    host,
    port: portNumber(values.port ?? DEFAULTS.port),
    ...(help
      ? { access: 'none' }
      : { access: readAccess(values, host, environment, calledAs), store: readStore(values, environment) }),
  };
}

function checkPoll(
  { trinoPoll, stateFile }: Pick<ServeArguments, 'trinoPoll' | 'stateFile'>,
  urls: UpstreamUrls
): void {
  if (trinoPoll && urls.trino === undefined) {
    throw new ArgumentError('--trino-poll needs a Trino to poll: give --trino its URL, or set TRINO_URL');
  }
  if (stateFile !== undefined && !trinoPoll) {
    throw new ArgumentError('--state keeps the counts of --trino-poll and nothing else: add that, or leave it out');
  }
}

function readAccess(
  { 'token-file': tokenFile, 'no-auth': isOpen }: Pick<ReturnType<typeof parse>, 'token-file' | 'no-auth'>,
  host: string,
  environment: Environment,
  calledAs: CalledAs
): ReadAccess {
  if (tokenFile !== undefined && isOpen) {
    throw new ArgumentError('--token-file and --no-auth exclude each other: leave one of them out');
  }
  const token =
    tokenFile === undefined ? readToken('SERVE_TOKEN', environment) : readTokenFile('--token-file', tokenFile);
  if (isOpen) {
    return 'everyone';
  }
  if (token !== undefined) {
    return { token };
  }
  if (isLoopback(host)) {
    return 'everyone';
  }
  if (calledAs === 'exporter') {
    // As it has always been: an exporter that others scrape goes on without a token, and without the read API.
    return 'none';
  }
  throw new ArgumentError(
    `--host ${host} lets others reach the read API, which needs a token: name a file that holds one with --token-file (or set ` +
      'SERVE_TOKEN or SERVE_TOKEN_FILE), or let everyone in with --no-auth'
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function parse(args: string[], calledAs: CalledAs) {
  return parseOptions(`npm run ${calledAs}`, args, {
    help: { type: 'boolean', short: 'h' },
    demo: { type: 'boolean' },
    ...UPSTREAM_OPTIONS,
    'trino-poll': { type: 'boolean' },
    state: { type: 'string' },
    store: { type: 'string' },
    keep: { type: 'string' },
    catalogue: { type: 'string' },
    interval: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    'token-file': { type: 'string' },
    'no-auth': { type: 'boolean' },
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

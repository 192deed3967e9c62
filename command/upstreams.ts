import { UPSTREAMS, type Upstream, UPSTREAM_NAMES } from '../src/transport/port';
import { ArgumentError } from './argumentError';

export { UPSTREAM_NAMES, UPSTREAMS };

/** Where the upstreams are; those without a URL are not asked. */
export type UpstreamUrls = Partial<Record<Upstream, string>>;

/** As docker-compose.yml publishes them. */
export const EXAMPLE_URLS: Readonly<Record<Upstream, string>> = {
  prometheus: 'http://localhost:9090',
  dagster: 'http://localhost:3070',
  trino: 'http://localhost:8080',
};

export const UPSTREAM_OPTIONS = {
  prometheus: { type: 'string' },
  dagster: { type: 'string' },
  trino: { type: 'string' },
} as const;

export const CATALOGUE_HELP = '--catalogue FILE    OpenSLO documents instead of the shipped catalogue';

/**
 * The URLs among the values of UPSTREAM_OPTIONS.
 * @throws ArgumentError for a value that is no URL.
 */
export function readUpstreamUrls(values: UpstreamUrls): UpstreamUrls {
  return Object.fromEntries(
    UPSTREAMS.flatMap((upstream) => {
      const text = values[upstream];
      if (text === undefined) {
        return [];
      }
      upstreamUrl(`--${upstream}`, text, EXAMPLE_URLS[upstream]);
      return [[upstream, text]];
    })
  );
}

/**
 * The URL of an upstream that an option or a variable holds.
 *
 * @param name of the option or variable.
 * @throws ArgumentError for what is no URL of http or https. It never shows the text, which may hold a password.
 */
export function upstreamUrl(name: string, text: string, example: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new ArgumentError(`${name} needs a URL such as ${example}`);
  }
  return url;
}

export function holdsCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}

/** The prefix of the variables of an upstream, such as `DAGSTER`. */
export function variablePrefix(upstream: Upstream): string {
  return upstream.toUpperCase();
}

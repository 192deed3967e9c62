import { readFileSync } from 'node:fs';
import { ROUTES } from '../src/datasource/routes';
import type { AuthMode } from '../src/datasource/settings';
import type { Upstream } from '../src/transport/port';
import { ArgumentError, messageOf } from './argumentError';
import { holdsCredentials, UPSTREAMS, variablePrefix, type UpstreamUrls } from './upstreams';

export type Environment = Readonly<Record<string, string | undefined>>;

/** How we let an upstream know who asks. */
export type Credential = { mode: 'none' } | { mode: Exclude<AuthMode, 'none'>; secret: string };

export const CREDENTIALS_HELP = `Credentials come from the environment, never from options, which everyone can see in the list of processes:
  PROMETHEUS_TOKEN, DAGSTER_TOKEN, TRINO_TOKEN      a bearer token
  PROMETHEUS_BASIC, DAGSTER_BASIC, TRINO_BASIC      base64 of user:password
  each with _FILE                                   a file that holds it instead
  PROMETHEUS_AUTH, DAGSTER_AUTH, TRINO_AUTH         none, basic or bearer (dagsterCloud for Dagster+); default: by the credential that is set
  TRINO_USER                                        user name for a Trino without authentication`;

interface Found {
  variable: string;
  kind: 'basic' | 'token';
  secret: string;
}

/**
 * The credential of an upstream, from the environment alone: `DAGSTER_TOKEN` for a token or `DAGSTER_BASIC` (base64 of
 * `user:password`) for Basic, or the same names with `_FILE` for a file that holds it. `DAGSTER_AUTH` says how it is sent;
 * `none` sends none. An empty variable counts as unset.
 *
 * @throws ArgumentError for more than one of the four, for a mode that the upstream does not know or that lacks its
 * credential, and for a file that cannot be read; never with a secret in it.
 */
export function readCredential(upstream: Upstream, environment: Environment): Credential {
  const mode = readMode(upstream, environment);
  if (mode === 'none') {
    return { mode };
  }
  const found = findCredential(upstream, environment);
  if (mode === undefined) {
    return found ? { mode: found.kind === 'basic' ? 'basic' : 'bearer', secret: found.secret } : { mode: 'none' };
  }
  const kind = mode === 'basic' ? 'basic' : 'token';
  if (found?.kind !== kind) {
    const prefix = variablePrefix(upstream);
    const variable = `${prefix}_${kind.toUpperCase()}`;
    throw new ArgumentError(
      `${prefix}_AUTH is ${mode}, and ${found ? `${found.variable} is set` : 'there is no credential'}: ` +
        `set ${variable} or ${variable}_FILE${found ? ' instead' : ''}, or unset ${prefix}_AUTH`
    );
  }
  return { mode, secret: found.secret };
}

/**
 * A token that no upstream asks for, by the same rule: `SERVE_TOKEN`, or `SERVE_TOKEN_FILE` for a file that holds it.
 *
 * @throws ArgumentError as `readCredential` does.
 */
export function readToken(variable: string, environment: Environment): string | undefined {
  return oneOf(
    [fromVariable(variable, 'token', environment), fromFile(`${variable}_FILE`, 'token', environment)],
    variable
  )?.secret;
}

/**
 * A password by the same rule, which is sent in no header and so may hold any character.
 *
 * @throws ArgumentError as `readCredential` does.
 */
export function readPassword(variable: string, environment: Environment): Found | undefined {
  return single(
    [fromVariable(variable, 'token', environment), fromFile(`${variable}_FILE`, 'token', environment)],
    variable
  );
}

/** The token in a file that an option names. @throws ArgumentError */
export function readTokenFile(option: string, file: string): string {
  return sendable(fromFile(option, 'token', { [option]: file }))?.secret ?? '';
}

/** The headers that let us in at an upstream, as the environment says (readCredential). */
export function credentialHeaders(upstream: Upstream, environment: Environment): Record<string, string> {
  const credential = readCredential(upstream, environment);
  switch (credential.mode) {
    case 'none':
      return {};
    case 'basic':
      return { Authorization: `Basic ${credential.secret}` };
    case 'bearer':
      return { Authorization: `Bearer ${credential.secret}` };
    case 'dagsterCloud':
      return { 'Dagster-Cloud-Api-Token': credential.secret };
  }
}

/**
 * Warns of each URL that holds credentials, which will be refused in the next release.
 *
 * @param nameOf the option or variable that holds the URL of an upstream.
 * @throws ArgumentError where the environment holds a credential for the same upstream.
 */
export function warnOfUrlCredentials(
  urls: UpstreamUrls,
  nameOf: (upstream: Upstream) => string,
  environment: Environment,
  warn: (line: string) => void
): void {
  for (const upstream of UPSTREAMS) {
    const url = urls[upstream];
    if (url === undefined || !holdsCredentials(new URL(url))) {
      continue;
    }
    const name = nameOf(upstream);
    const basic = `${variablePrefix(upstream)}_BASIC`;
    const found = findCredential(upstream, environment);
    if (found) {
      throw new ArgumentError(
        `${name} holds credentials, and ${found.variable} is set; ${upstream} takes one of them: remove those in the URL`
      );
    }
    warn(
      `Warning: ${name} holds credentials, which the next release refuses: set ${basic} (base64 of user:password) or ` +
        `${basic}_FILE instead`
    );
  }
}

function readMode(upstream: Upstream, environment: Environment): AuthMode | undefined {
  const variable = `${variablePrefix(upstream)}_AUTH`;
  const text = environment[variable]?.trim();
  if (!text) {
    return undefined;
  }
  const known: string[] = Object.keys(ROUTES[upstream]);
  if (!isAuthMode(text) || !known.includes(text)) {
    throw new ArgumentError(`${variable} is "${text}", expected one of ${known.join(', ')}`);
  }
  return text;
}

function isAuthMode(text: string): text is AuthMode {
  return Object.values(ROUTES).some((modes) => Object.hasOwn(modes, text));
}

function findCredential(upstream: Upstream, environment: Environment): Found | undefined {
  const prefix = variablePrefix(upstream);
  const found = (['token', 'basic'] as const).flatMap((kind) => {
    const variable = `${prefix}_${kind.toUpperCase()}`;
    return [fromVariable(variable, kind, environment), fromFile(`${variable}_FILE`, kind, environment)];
  });
  return oneOf(found, upstream);
}

function oneOf(candidates: Array<Found | undefined>, taker: string): Found | undefined {
  return sendable(single(candidates, taker));
}

function single(candidates: Array<Found | undefined>, taker: string): Found | undefined {
  const found = candidates.filter((candidate) => candidate !== undefined);
  if (found.length > 1) {
    const names = found.map(({ variable }) => variable).join(' and ');
    throw new ArgumentError(`${names} are set together; ${taker} takes one of them: unset the others`);
  }
  return found.at(0);
}

function sendable(credential: Found | undefined): Found | undefined {
  if (credential && !/^[\t\x20-\x7e\x80-\xff]*$/.test(credential.secret)) {
    throw new ArgumentError(
      `${credential.variable} holds a line break or another character that no header carries: set it to the secret and nothing else`
    );
  }
  return credential;
}

function fromVariable(variable: string, kind: Found['kind'], environment: Environment): Found | undefined {
  const secret = environment[variable]?.trim();
  return secret ? { variable, kind, secret } : undefined;
}

function fromFile(variable: string, kind: Found['kind'], environment: Environment): Found | undefined {
  const file = environment[variable]?.trim();
  if (!file) {
    return undefined;
  }
  const secret = read(variable, file).trim();
  if (secret === '') {
    throw new ArgumentError(`${variable} names ${file}, which is empty: it must hold the secret and nothing else`);
  }
  return { variable, kind, secret };
}

function read(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ArgumentError(`${variable} names ${file}, which cannot be read (${messageOf(error)})`);
  }
}

import { readFileSync } from 'node:fs';
import type { Upstream } from '../src/transport/port';
import { ArgumentError } from '../commandLine/argumentError';

export type Environment = Readonly<Record<string, string | undefined>>;

interface Credential {
  variable: string;
  value: string;
}

/**
 * The headers that let us in at an upstream, from the environment alone, since flags show in the list of processes:
 * `DAGSTER_TOKEN` for Bearer or `DAGSTER_BASIC` (base64 of `user:password`) for Basic, or the same names with `_FILE` for
 * a file that holds it. `DAGSTER_AUTH=dagsterCloud` sends the token as Dagster+ wants it. An empty variable counts as unset.
 *
 * @throws ArgumentError for more than one of the four, and for a file that cannot be read; never with a secret in it.
 */
export function credentialHeaders(upstream: Upstream, environment: Environment): Record<string, string> {
  const prefix = upstream.toUpperCase();
  const token = [fromVariable(`${prefix}_TOKEN`, environment), fromFile(`${prefix}_TOKEN_FILE`, environment)];
  const basic = [fromVariable(`${prefix}_BASIC`, environment), fromFile(`${prefix}_BASIC_FILE`, environment)];
  const found = [...token, ...basic].filter((credential) => credential !== undefined);
  if (found.length > 1) {
    const names = found.map(({ variable }) => variable).join(' and ');
    throw new ArgumentError(`${names} are set together; ${upstream} takes one of them: unset the others`);
  }
  const [credential] = found;
  if (credential === undefined) {
    return {};
  }
  if (basic.includes(credential)) {
    return { Authorization: `Basic ${credential.value}` };
  }
  return upstream === 'dagster' && environment.DAGSTER_AUTH === 'dagsterCloud'
    ? { 'Dagster-Cloud-Api-Token': credential.value }
    : { Authorization: `Bearer ${credential.value}` };
}

function fromVariable(variable: string, environment: Environment): Credential | undefined {
  const value = environment[variable]?.trim();
  return value ? { variable, value } : undefined;
}

function fromFile(variable: string, environment: Environment): Credential | undefined {
  const file = environment[variable]?.trim();
  if (!file) {
    return undefined;
  }
  const value = read(variable, file).trim();
  if (value === '') {
    throw new ArgumentError(`${variable} names ${file}, which is empty: it must hold the secret and nothing else`);
  }
  return { variable, value };
}

function read(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ArgumentError(
      `${variable} names ${file}, which cannot be read (${error instanceof Error ? error.message : error})`
    );
  }
}

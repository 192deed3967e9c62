import { resolve } from 'node:path';
import { isPostgres, postgresUrl } from '../../serve/store/openStore';
import { DAY_MS } from '../../src/budget/durations';
import { ArgumentError } from '../argumentError';
import { readPassword, type Environment } from '../credentials';

/** Where the server remembers, and for how long. */
export interface StoreArguments {
  /** Path of a SQLite file, or URL of a PostgreSQL with the password that was found. */
  store: string;
  /** Absent: for as long as the memory keeps by itself. */
  keepMs?: number;
  /** The password, as it is written down and as it is sent; neither may be shown. */
  secrets: string[];
}

const PASSWORD = 'SERVE_STORE_PASSWORD';
const EXAMPLE = 'postgres://user@host:5432/database';
const LONGEST_KEPT_DAYS = 3_650;

/**
 * The store that `--store`, else SERVE_STORE names; undefined where neither does.
 *
 * @throws ArgumentError for a URL of another database, one that does not parse, a password in the option or in two places, and for
 * days that are no number; never with a secret in it
 */
export function readStore(
  { store: option, keep }: { store?: string; keep?: string },
  environment: Environment
): StoreArguments | undefined {
  const [name, text] = option === undefined ? ['SERVE_STORE', environment.SERVE_STORE?.trim()] : ['--store', option];
  if (!text) {
    if (option !== undefined || keep !== undefined) {
      throw new ArgumentError(
        option === undefined
          ? '--keep says how long a store keeps: name one with --store (or SERVE_STORE), or leave it out'
          : `--store needs a file, or a URL such as ${EXAMPLE}`
      );
    }
    return undefined;
  }
  const keepMs = keep === undefined ? undefined : readDays(keep);
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(text)) {
    return { store: resolve(text), keepMs, secrets: [] };
  }
  return { ...readUrl(name, text, environment), keepMs };
}

function readUrl(name: string, text: string, environment: Environment): Pick<StoreArguments, 'store' | 'secrets'> {
  if (!isPostgres(text) || !URL.canParse(text)) {
    throw new ArgumentError(`${name} needs a file, or a URL such as ${EXAMPLE}`);
  }
  const { password: written, searchParams } = new URL(text);
  const own = searchParams.get('password') ?? decoded(written);
  if (own !== '' && name === '--store') {
    throw new ArgumentError(
      `--store holds a password, which everyone sees in the list of processes. Set ${PASSWORD} or ${PASSWORD}_FILE`
    );
  }
  const found = readPassword(PASSWORD, environment);
  if (found && own !== '') {
    throw new ArgumentError(`${name} holds a password, and ${found.variable} is set: remove one of them`);
  }
  const password = found?.secret ?? own;
  return {
    store: found ? postgresUrl(text, found.secret) : text,
    secrets: password === '' ? [] : [password, encodeURIComponent(password), ...(written === '' ? [] : [written])],
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readDays(text: string): number {
  const days = /^[1-9]\d*$/.test(text) ? Number(text) : NaN;
  if (!(days <= LONGEST_KEPT_DAYS)) {
    throw new ArgumentError(`--keep needs a number of days from 1 to ${LONGEST_KEPT_DAYS}, found "${text}"`);
  }
  return days * DAY_MS;
}

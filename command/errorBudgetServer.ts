import { ErrorBudgetServer } from '../src/evaluation/errorBudgetServer';
import { createTransport } from '../src/transport/createTransport';
import { createNodePort } from '../src/transport/nodePort';
import { SERVER_LIMITS } from '../src/transport/requestLimits';
import { ArgumentError } from './argumentError';
import { readToken, type Environment } from './credentials';
import { holdsCredentials, UPSTREAMS, upstreamUrl, type UpstreamUrls } from './upstreams';

export const SERVER_OPTION = { server: { type: 'string' } } as const;

export const SERVER_HELP =
  '--server URL        read from this "error-budget serve", with its catalogue, instead of upstreams';

export const SERVER_TOKEN_HELP =
  'SERVE_TOKEN, or SERVE_TOKEN_FILE for a file that holds it                      the token for --server';

const EXAMPLE = 'http://localhost:9464';

interface Given extends UpstreamUrls {
  server?: string;
  catalogue?: string;
}

/**
 * The URL of an Error Budget server among the values of options, without trailing slash.
 * @throws ArgumentError for one that is none, that holds credentials, or that comes with upstreams or a catalogue.
 */
export function readServerUrl(values: Given): string | undefined {
  const { server } = values;
  if (server === undefined) {
    return undefined;
  }
  const other = [...UPSTREAMS, 'catalogue' as const].find((option) => values[option] !== undefined);
  if (other !== undefined) {
    throw new ArgumentError(
      `--server and --${other} exclude each other: the server has upstreams and a catalogue of its own`
    );
  }
  if (holdsCredentials(upstreamUrl('--server', server, EXAMPLE))) {
    throw new ArgumentError(
      '--server holds credentials, which everyone sees in the list of processes: set SERVE_TOKEN instead'
    );
  }
  return server.replace(/\/+$/, '');
}

/** The server at that URL, with the token of the environment. @throws ArgumentError for a token that cannot be used. */
export function serverAt(url: string, environment: Environment): ErrorBudgetServer {
  const token = readToken('SERVE_TOKEN', environment);
  const headers = token === undefined ? {} : { server: { Authorization: `Bearer ${token}` } };
  return new ErrorBudgetServer(
    createTransport(createNodePort({ bases: { server: url }, headers }), { limits: SERVER_LIMITS })
  );
}

import { ArgumentError } from './argumentError';

const LAST_PORT = 65_535;

/**
 * The value of --port; 0 means any free port.
 * @throws ArgumentError for what is no port.
 */
export function portNumber(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(port <= LAST_PORT)) {
    throw new ArgumentError(`--port needs a number from 0 to ${LAST_PORT}, found "${text}"`);
  }
  return port;
}

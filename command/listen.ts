import { once } from 'node:events';
import type { Server } from 'node:net';
import { ArgumentError, messageOf } from './argumentError';

export interface Address {
  host: string;
  /** 0: any free one. */
  port: number;
}

/**
 * Lets the server listen and answers its port.
 *
 * @param explain what to say of an address that cannot be used; absent: for a person at a terminal.
 * @throws ArgumentError if the address cannot be used.
 */
export async function listen(
  server: Server,
  { host, port }: Address,
  explain: (error: unknown, address: Address) => string = explainToPerson
): Promise<number> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new ArgumentError(explain(error, { host, port }));
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function explainToPerson(error: unknown, { host, port }: Address): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use. Stop what listens there, or choose another: npm start -- --port ${port + 1}`;
    case 'EACCES':
      return `Port ${port} needs more rights. Choose one from 1024 on: npm start -- --port 3000`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `--host: this machine has no address ${host}`;
    default:
      return `Cannot listen on ${host}:${port} (${messageOf(error)})`;
  }
}

/** A host as it is written in a URL. */
export function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

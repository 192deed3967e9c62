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
 * @throws ArgumentError if the address cannot be used.
 */
export async function listen(server: Server, { host, port }: Address): Promise<number> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new ArgumentError(explain(error, { host, port }));
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function explain(error: unknown, { host, port }: Address): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `--port: ${port} is in use (EADDRINUSE). Stop what listens there, or choose another, such as --port ${port + 1}`;
    case 'EACCES':
      return `--port: ${port} needs more rights. Choose one from 1024 on`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `--host: this machine has no address ${host}. Choose one of its own, such as 127.0.0.1`;
    default:
      return `--host, --port: cannot listen on ${hostInUrl(host)}:${port} (${messageOf(error)}). Choose another address`;
  }
}

/** A host as it is written in a URL. */
export function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

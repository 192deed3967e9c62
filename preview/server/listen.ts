import { once } from 'node:events';
import type { Server } from 'node:net';
import { ArgumentError } from '../../commandLine/argumentError';

/**
 * Lets the server listen and answers its port.
 * @throws ArgumentError if the address cannot be used.
 */
export async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new ArgumentError(explain(error, host, port));
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function explain(error: unknown, host: string, port: number): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use. Stop what listens there, or choose another: npm start -- --port ${port + 1}`;
    case 'EACCES':
      return `Port ${port} is not ours to take. Choose one from 1024 on: npm start -- --port 3000`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `--host: this machine has no address ${host}`;
    default:
      return `Cannot listen on ${host}:${port} (${error instanceof Error ? error.message : error})`;
  }
}

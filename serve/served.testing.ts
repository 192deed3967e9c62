import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';

/** A server on a free port of 127.0.0.1. */
export interface Served {
  /** Base without trailing slash. */
  url: string;
  port: number;
  /** Ends open connections too. */
  stop(): Promise<void>;
}

export async function served(listener: RequestListener): Promise<Served> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The server listens, but not on a port');
  }
  const { port } = address;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Resolves once the condition holds. The real timer, whichever a test has set. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

import { once } from 'node:events';
import type { Server } from 'node:net';
import { Server as HttpServer } from 'node:http';

const KEPT_ALIVE_MS = 600_000;

/** A server that listens on 127.0.0.1. */
interface Listening {
  port: number;
  /** Base without trailing slash. */
  url: string;
  /** Ends open connections too, so that a hanging exchange cannot keep the server. */
  stop(): Promise<void>;
}

/** Lets the server listen on a free port of 127.0.0.1. */
export async function listenOnLoopback(server: Server): Promise<Listening> {
  if (server instanceof HttpServer) {
    // A connection that the server ends while a client sends its next request on it would break that request off.
    server.keepAliveTimeout = KEPT_ALIVE_MS;
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The server listens, but not on a port');
  }
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      if (server instanceof HttpServer) {
        server.closeAllConnections();
      }
      await closed;
    },
  };
}

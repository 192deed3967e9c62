import { once, setMaxListeners } from 'node:events';
import { everyInterval } from './everyInterval';
import { Exporter, type ExporterOptions } from './exporter';
import { exporterServer } from './httpServer';

export interface ListenOptions {
  host: string;
  /** 0: any free one. */
  port: number;
}

export interface RunningExporter {
  /** Base without trailing slash. */
  url: string;
  /** Aborts what is under way; resolves when nothing is left. */
  stop(): Promise<void>;
  /** Resolves once stopped; rejects if the rounds broke off by themselves. */
  ended: Promise<void>;
}

/** Listens and begins the first rounds at once. Rejects when the address cannot be listened on. */
export async function startExporter({
  host,
  port,
  ...options
}: ExporterOptions & ListenOptions): Promise<RunningExporter> {
  const { readers, intervalMs } = options;
  const exporter = new Exporter(options);
  const server = exporterServer(exporter);
  server.listen(port, host);
  await once(server, 'listening');
  const controller = new AbortController();
  const { signal } = controller;
  // Every request of every objective listens to it.
  setMaxListeners(0, signal);
  const loops = readers.map((reader) =>
    everyInterval(intervalMs, (skipped) => exporter.round(reader, skipped, signal), signal)
  );
  const ended = Promise.all(loops).then(
    () => undefined,
    (error: unknown) => {
      if (!signal.aborted) {
        throw error;
      }
    }
  );
  return {
    url: addressOf(server.address(), host),
    ended,
    async stop() {
      controller.abort(new Error('the exporter stops'));
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await Promise.all([closed, ended]);
    },
  };
}

function addressOf(address: ReturnType<ReturnType<typeof exporterServer>['address']>, host: string): string {
  const port = typeof address === 'object' && address ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

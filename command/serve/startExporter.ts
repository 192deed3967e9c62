import { once, setMaxListeners } from 'node:events';
import { everyInterval } from './everyInterval';
import { Exporter, type ExporterOptions } from './exporter';
import { exporterServer, type Api } from './httpServer';
import { hostInUrl, listen, type Address } from '../listen';

export interface RunningExporter {
  /** Base without trailing slash. */
  url: string;
  /** Aborts what is under way; resolves when nothing is left. */
  stop(): Promise<void>;
  /** Resolves once stopped; rejects if the rounds broke off by themselves. */
  ended: Promise<void>;
}

/** What a read sends at once listens to the read's signal; Node warns from 10 on. */
const LISTENERS_OF_A_READ = 1_000;

/** Listens and begins the first rounds at once. Rejects when the address cannot be listened on. */
export async function startExporter({
  host,
  port,
  api,
  ...options
}: ExporterOptions & Address & { api?: Api }): Promise<RunningExporter> {
  const { readers, intervalMs } = options;
  const exporter = new Exporter(options);
  const server = exporterServer(exporter, api);
  const taken = await listen(server, { host, port });
  setMaxListeners(LISTENERS_OF_A_READ);
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
    url: `http://${hostInUrl(host)}:${taken}`,
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

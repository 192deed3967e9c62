import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Exporter } from './exporter';
import { CONTENT_TYPE } from './exposition';

const PLAIN_TEXT = 'text/plain; charset=utf-8';

const NOTHING_YET =
  'Nothing has been read yet: the first round of reads has not ended. /readyz says what it waits for.\n';

/** The read API, below /api/. */
export interface Api {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** Headers that take longer are no client's of ours; the read API bounds bodies by itself. */
const HEADERS_WITHIN_MS = 10_000;
const CHECKED_EVERY_MS = 5_000;
/** Longer than Grafana keeps an idle connection (90 s): where the server closes it first, a request that is on its way fails. */
const KEPT_ALIVE_MS = 120_000;
const MOST_CONNECTIONS = 1_000;

/** `/metrics` for Prometheus, `/healthz` and `/readyz` for whatever keeps the process running, and the read API. */
export function exporterServer(exporter: Pick<Exporter, 'metrics' | 'readiness'>, api?: Api): Server {
  const limits = {
    headersTimeout: HEADERS_WITHIN_MS,
    connectionsCheckingInterval: CHECKED_EVERY_MS,
    keepAliveTimeout: KEPT_ALIVE_MS,
  };
  const server = createServer(limits, (request, response) => {
    if (api && request.url?.startsWith('/api/')) {
      void api.handle(request, response);
      return;
    }
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const answer = isRead ? answerTo(request.url ?? '/', exporter, api !== undefined) : refused();
    answer.then(
      ({ status, type = PLAIN_TEXT, text }) => send(response, status, type, text),
      (error: unknown) => send(response, 500, PLAIN_TEXT, `${error instanceof Error ? error.message : error}\n`)
    );
  });
  server.maxConnections = MOST_CONNECTIONS;
  return server;
}

interface Answer {
  status: number;
  type?: string;
  text: string;
}

async function answerTo(
  url: string,
  exporter: Pick<Exporter, 'metrics' | 'readiness'>,
  hasApi: boolean
): Promise<Answer> {
  switch (url.split('?', 1)[0]) {
    case '/metrics': {
      const text = await exporter.metrics();
      return text === undefined ? { status: 503, text: NOTHING_YET } : { status: 200, type: CONTENT_TYPE, text };
    }
    case '/healthz':
      return { status: 200, text: 'alive\n' };
    case '/readyz': {
      const readiness = exporter.readiness();
      return readiness.ready ? { status: 200, text: 'ready\n' } : { status: 503, text: `${readiness.why}\n` };
    }
    case '/':
      return { status: 200, text: `Error Budget: /metrics, /healthz, /readyz${hasApi ? ', /api/v1/state' : ''}\n` };
    default:
      return { status: 404, text: 'There are /metrics, /healthz and /readyz.\n' };
  }
}

async function refused(): Promise<Answer> {
  return { status: 405, text: 'Only GET and HEAD are answered.\n' };
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

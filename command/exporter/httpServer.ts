import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Exporter } from './exporter';
import { CONTENT_TYPE } from './exposition';

const PLAIN_TEXT = 'text/plain; charset=utf-8';

const NOTHING_YET =
  'Nothing has been read yet: the first round of reads has not ended. /readyz says what it waits for.\n';

/** `/metrics` for Prometheus, `/healthz` and `/readyz` for whatever keeps the process running. */
export function exporterServer(exporter: Pick<Exporter, 'metrics' | 'readiness'>): Server {
  return createServer((request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const answer = isRead ? answerTo(request.url ?? '/', exporter) : refused();
    answer.then(
      ({ status, type = PLAIN_TEXT, text }) => send(response, status, type, text),
      (error: unknown) => send(response, 500, PLAIN_TEXT, `${error instanceof Error ? error.message : error}\n`)
    );
  });
}

interface Answer {
  status: number;
  type?: string;
  text: string;
}

async function answerTo(url: string, exporter: Pick<Exporter, 'metrics' | 'readiness'>): Promise<Answer> {
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
      return { status: 200, text: 'Error Budget exporter: /metrics, /healthz, /readyz\n' };
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

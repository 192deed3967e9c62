import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { listenOnLoopback } from '../loopback';
import { askTrino } from './askTrino';

/** What a client asks of Trino. */
export type RequestKind = 'submit' | 'page' | 'cancel' | 'info';

export interface TrinoRequest {
  kind: RequestKind;
  method: string;
  /** Path and query string. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

interface Exchange {
  request: TrinoRequest;
  response: ServerResponse;
  /** Of the Trino behind. */
  trueAnswer(): Promise<TrueAnswer>;
  /** Base of the Trino behind. */
  behind: string;
}

interface TrueAnswer {
  status: number;
  contentType: string;
  body: Buffer;
}

/** What one exchange does in place of, or with, the true answer. */
export type TrinoFault = (exchange: Exchange) => void | Promise<void>;

export interface FaultyTrino {
  /** Base without trailing slash. Pages name the Trino behind, as they do behind Grafana's proxy. */
  url: string;
  /** In order of arrival, whatever became of them. */
  requests: TrinoRequest[];
  /** The next requests of the kind meet these faults, one each and in this order; those after them get true answers. */
  next(kind: RequestKind, ...faults: TrinoFault[]): void;
  /** Every request of the kind meets this fault, once those of `next` are used up. */
  always(kind: RequestKind, fault: TrinoFault): void;
  /** True answers again, and no memory of requests. */
  reset(): void;
  stop(): Promise<void>;
}

/** A server in front of the Trino at `behind` whose answers a test spoils. */
export async function startFaultyTrino(behind: string): Promise<FaultyTrino> {
  const requests: TrinoRequest[] = [];
  const script = new Map<RequestKind, TrinoFault[]>();
  const standing = new Map<RequestKind, TrinoFault>();
  const respond = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await receive(incoming);
    requests.push(request);
    const fault = script.get(request.kind)?.shift() ?? standing.get(request.kind) ?? asItIs;
    await fault({ request, response, trueAnswer: () => ask(behind, request), behind });
  };
  const server = createServer((incoming, response) => {
    // A client may go away at any time: that is part of what is tested.
    respond(incoming, response).catch(() => response.destroy());
  });
  const { url, stop } = await listenOnLoopback(server);
  return {
    url,
    requests,
    next: (kind, ...faults) => void script.set(kind, [...(script.get(kind) ?? []), ...faults]),
    always: (kind, fault) => void standing.set(kind, fault),
    reset() {
      requests.length = 0;
      script.clear();
      standing.clear();
    },
    stop,
  };
}

const asItIs: TrinoFault = async ({ response, trueAnswer }) => send(response, await trueAnswer());

/** A proxy in front of a Trino that does not answer yet: the process listens only when it is nearly ready. */
export const starting: TrinoFault = ({ response }) => {
  response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' }).end('no available server\n');
};

/** Trino's own word for a request with X-Forwarded-For, unless its configuration allows it. */
export const forwardedRefused: TrinoFault = ({ response }) => {
  const heading = 'HTTP ERROR 406 Server configuration does not allow processing of the X-Forwarded-For header';
  response
    .writeHead(406, { 'content-type': 'text/html;charset=iso-8859-1' })
    .end(`<html><head><title>Error 406</title></head><body><h2>${heading}</h2></body></html>\n`);
};

/** The connection breaks after half of the announced body; Trino itself has sent the page. */
export const cutOff: TrinoFault = async ({ response, trueAnswer }) => {
  const { body } = await trueAnswer();
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
};

/** Trino has received the request, and its answer is lost. */
export const answerLost: TrinoFault = async ({ response, trueAnswer }) => {
  await trueAnswer();
  response.destroy();
};

/** As some gateways write pages: null for what Trino leaves out, without its statistics, behind a byte order mark. */
export const rewritten: TrinoFault = async ({ response, trueAnswer }) => {
  const { status, body } = await trueAnswer();
  const { stats: _, ...page }: Record<string, unknown> = JSON.parse(body.toString());
  const absent = { nextUri: null, columns: null, data: null, error: null, warnings: null, updateType: null };
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(`\uFEFF${JSON.stringify({ ...absent, ...page }, null, 2)}\n`);
};

/** Compressed, although it was not asked for. */
export const compressed: TrinoFault = async ({ response, trueAnswer }) => {
  const { status, contentType, body } = await trueAnswer();
  response.writeHead(status, { 'content-type': contentType, 'content-encoding': 'gzip' }).end(gzipSync(body));
};

/** Something in between answers 200 for Trino, with nothing. */
export const emptyAnswer: TrinoFault = ({ response }) => void response.writeHead(200).end();

export function slow(delayMs: number): TrinoFault {
  return async (exchange) => {
    await wait(delayMs);
    await asItIs(exchange);
  };
}

export function tooManyRequests({ retryAfterSeconds }: { retryAfterSeconds: number }): TrinoFault {
  return ({ response }) => {
    response.writeHead(429, { 'content-type': 'text/plain', 'retry-after': String(retryAfterSeconds) });
    response.end('Too Many Requests\n');
  };
}

export function badGateway(status: 502 | 503 | 504): TrinoFault {
  return ({ response }) => void response.writeHead(status, { 'content-type': 'text/html' }).end('<html></html>\n');
}

/** In the words of Trino for a page that it has forgotten because a later one was asked for. */
export const tokenLost: TrinoFault = ({ response }) => {
  response.writeHead(410, { 'content-type': 'text/plain' }).end('Error 410 Gone: HTTP 410 Gone');
};

/** In the words of Trino for a query that it does not know, as after a restart. */
export const queryLost: TrinoFault = ({ response }) => {
  response.writeHead(404, { 'content-type': 'text/plain' }).end('Error 404 Not Found: Query not found');
};

/** What a single sign-on in front of Trino answers. */
export const loginPage: TrinoFault = ({ response }) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title><form></form>');
};

/** An administrator kills the query of this page before the page is asked for. */
export const killed: TrinoFault = async (exchange) => {
  const [queryId] = /\d{8}_\d{6}_\d{5}_\w{5}/.exec(exchange.request.path) ?? [];
  await askTrino(
    exchange.behind,
    `CALL system.runtime.kill_query(query_id => '${queryId}', message => 'too expensive')`
  );
  await asItIs(exchange);
};

async function receive(incoming: IncomingMessage): Promise<TrinoRequest> {
  const { method = 'GET', url: path = '/', headers } = incoming;
  return { kind: kindOf(method, path), method, path, headers, body: (await buffer(incoming)).toString() };
}

function kindOf(method: string, path: string): RequestKind {
  if (!path.startsWith('/v1/statement')) {
    return 'info';
  }
  switch (method) {
    case 'POST':
      return 'submit';
    case 'DELETE':
      return 'cancel';
    default:
      return 'page';
  }
}

/** With the client's headers, but those of the connection. */
async function ask(behind: string, { method, path, headers, body }: TrinoRequest): Promise<TrueAnswer> {
  const passed = Object.entries(headers).filter(([name]) => /^(x-|authorization|content-type|accept$)/.test(name));
  const answer = await fetch(`${behind}${path}`, {
    method,
    headers: passed.map(([name, value]): [string, string] => [name, String(value)]),
    body: method === 'POST' ? body : undefined,
  });
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? 'application/octet-stream',
    body: Buffer.from(await answer.arrayBuffer()),
  };
}

function send(response: ServerResponse, { status, contentType, body }: TrueAnswer): void {
  // 204 may not carry a type.
  response.writeHead(status, body.length > 0 ? { 'content-type': contentType } : {}).end(body);
}

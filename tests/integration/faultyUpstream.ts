import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from './loopback';

/** What one exchange does in place of, or with, the true answer. */
export type Fault = (exchange: Exchange) => void | Promise<void>;

interface Exchange {
  request: ReceivedRequest;
  response: ServerResponse;
  /** The answer of the server behind; an empty matrix where there is none. */
  trueAnswer(): Promise<TrueAnswer>;
}

export interface ReceivedRequest {
  method: string;
  /** Path and query string. */
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

interface TrueAnswer {
  status: number;
  contentType: string;
  body: string;
}

export interface FaultyUpstream {
  /** Base without trailing slash. */
  url: string;
  /** In order of arrival, whatever became of them. */
  requests: ReceivedRequest[];
  /** The next requests meet these faults, one each and in this order; those after them `always`. */
  next(...faults: Fault[]): void;
  /** Every request meets this fault; the true answer until said otherwise. */
  always(fault: Fault): void;
  /** True answers again, and no memory of requests. */
  reset(): void;
  stop(): Promise<void>;
}

/** A server whose answers a test chooses, in front of the server at `behind` or by itself. */
export async function startFaultyUpstream({ behind }: { behind?: string } = {}): Promise<FaultyUpstream> {
  const requests: ReceivedRequest[] = [];
  const script: Fault[] = [];
  let standing: Fault = asItIs;
  const server = createServer((incoming, response) => {
    // A client may go away at any time: that is part of what is tested.
    respond(incoming, response).catch(() => response.destroy());
  });
  const respond = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await receive(incoming);
    requests.push(request);
    const fault = script.shift() ?? standing;
    await fault({ request, response, trueAnswer: () => ask(behind, request) });
  };
  const { url, stop } = await listenOnLoopback(server);
  return {
    url,
    requests,
    next: (...faults) => void script.push(...faults),
    always: (fault) => void (standing = fault),
    reset() {
      requests.length = 0;
      script.length = 0;
      standing = asItIs;
    },
    stop,
  };
}

const asItIs: Fault = async ({ response, trueAnswer }) => {
  const { status, contentType, body } = await trueAnswer();
  response.writeHead(status, { 'content-type': contentType }).end(body);
};

export const unauthorized: Fault = ({ response }) => {
  response.writeHead(401, { 'content-type': 'text/plain', 'www-authenticate': 'Basic' }).end('Unauthorized\n');
};

/** What a single sign-on in front of the upstream answers: status 200 and a page. */
export const loginPage: Fault = ({ response }) => {
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    .end('<!doctype html><html><head><title>Sign in</title></head><body><form method="post"></form></body></html>');
};

/** The connection breaks after half of the announced body. */
export const brokenOff: Fault = async ({ response, trueAnswer }) => {
  const body = Buffer.from((await trueAnswer()).body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
};

/** Half of the body, and a proper end: nothing but the JSON shows that something is missing. */
export const halfJson: Fault = async ({ response, trueAnswer }) => {
  const { body } = await trueAnswer();
  response.writeHead(200, { 'content-type': 'application/json' }).end(body.slice(0, body.length / 2));
};

export function unavailable({ retryAfterSeconds }: { retryAfterSeconds: number }): Fault {
  return ({ response }) => {
    response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': String(retryAfterSeconds) });
    response.end('Service Unavailable\n');
  };
}

/** No answer as long as the client waits. */
export const hanging: Fault = () => undefined;

/** The true answer with Thanos' remarks on a partial response. */
export function withWarnings(...warnings: string[]): Fault {
  return async ({ response, trueAnswer }) => {
    const { status, contentType, body } = await trueAnswer();
    const parsed: unknown = JSON.parse(body);
    response.writeHead(status, { 'content-type': contentType });
    response.end(JSON.stringify(Object.assign({}, parsed, { warnings })));
  };
}

/** A matrix of one series, whose values may be "NaN", "+Inf" and "-Inf" as in Prometheus' own JSON. */
export function matrix(metric: Record<string, string>, values: Array<[timeSeconds: number, value: string]>): Fault {
  return success({ resultType: 'matrix', result: [{ metric, values }] });
}

/** A series of native histograms: `histograms` instead of `values`. */
export function nativeHistograms(metric: Record<string, string>, timesSeconds: number[]): Fault {
  const histogram = { count: '3', sum: '4.5', buckets: [[0, '1', '2', '3']] };
  const histograms = timesSeconds.map((timeSeconds) => [timeSeconds, histogram]);
  return success({ resultType: 'matrix', result: [{ metric, histograms }] });
}

/** Prometheus could parse the query and not execute it. */
export function executionError(
  message = 'query processing would load too many samples into memory in query execution'
): Fault {
  return ({ response }) => sendJson(response, 422, { status: 'error', errorType: 'execution', error: message });
}

function success(data: object): Fault {
  return ({ response }) => sendJson(response, 200, { status: 'success', data });
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function receive(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const { method = 'GET', url = '/', headers } = incoming;
  return { method, path: url, headers, body: await text(incoming) };
}

async function ask(behind: string | undefined, { method, path, headers, body }: ReceivedRequest): Promise<TrueAnswer> {
  if (behind === undefined) {
    const nothing = { status: 'success', data: { resultType: 'matrix', result: [] } };
    return { status: 200, contentType: 'application/json', body: JSON.stringify(nothing) };
  }
  const answer = await fetch(`${behind}${path}`, {
    method,
    headers: headers['content-type'] ? { 'content-type': headers['content-type'] } : {},
    body: method === 'GET' || method === 'HEAD' ? undefined : body,
  });
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? 'application/octet-stream',
    body: await answer.text(),
  };
}

import type { HttpAnswer, HttpPort, HttpRequest } from '../../../../transport/port';

/** One exchange with a real Trino, in which hosts and capabilities are replaced. */
export interface Exchange {
  method: string;
  path: string;
  status: number;
  contentType: string;
  text: string;
}

/** What a client asked for one thing, from the first exchange to the last. */
export interface Recorded {
  name: string;
  exchanges: Exchange[];
}

/** A port that answers as a real Trino did to the same requests; what is cancelled answers as Trino does. */
export function recordedPort(recorded: readonly Recorded[], name: string): HttpPort & { sent: HttpRequest[] } {
  const found = recorded.find((one) => one.name === name);
  if (found === undefined) {
    throw new Error(`nothing recorded of the name "${name}"`);
  }
  return playing(found.exchanges);
}

/** A port that answers each request as `exchanges` do, the same request more than once in their order. */
export function playing(exchanges: readonly Exchange[]): HttpPort & { sent: HttpRequest[] } {
  const left = [...exchanges];
  const sent: HttpRequest[] = [];
  return {
    sent,
    async send(request, signal): Promise<HttpAnswer> {
      signal.throwIfAborted();
      sent.push(request);
      if (request.method === 'DELETE') {
        return { status: 204, headers: {}, text: '' };
      }
      const index = left.findIndex(({ method, path }) => method === request.method && path === request.path);
      if (index < 0) {
        throw new Error(`nothing recorded for ${request.method} ${request.path}`);
      }
      const [{ status, contentType, text }] = left.splice(index, 1);
      return { status, headers: contentType ? { 'content-type': contentType } : {}, text };
    },
  };
}

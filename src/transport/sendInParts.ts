import type { BackendSrv, BackendSrvRequest } from '@grafana/runtime';
import { fromEvent, lastValueFrom, takeUntil, tap } from 'rxjs';
import type { HttpAnswer } from './port';

/**
 * Sends a request and hands over the text of its answer as it comes; each part of it calls `prolong`. The text of an answer with an error
 * status is kept together instead, and part of what it resolves with.
 */
export type SendInParts = (
  request: BackendSrvRequest,
  onText: (part: string) => void,
  prolong: () => void,
  deadline: AbortSignal
) => Promise<HttpAnswer>;

/**
 * By Grafana's `chunked`, whose requests need no place in its queue, and whose answers with error statuses have their headers and the text
 * that the upstream sent.
 *
 * @param chunked `getBackendSrv().chunked`, bound
 */
export function sendInPartsBy(chunked: BackendSrv['chunked']): SendInParts {
  return async (request, onText, prolong, deadline) => {
    const decoder = new TextDecoder();
    let text = '';
    const { status, headers } = await lastValueFrom(
      chunked(request).pipe(
        takeUntil(fromEvent(deadline, 'abort')),
        tap(({ ok, data }) => {
          prolong();
          const part = decoder.decode(data, { stream: data !== undefined });
          if (ok) {
            onText(part);
          } else {
            text += part;
          }
        })
      )
    );
    deadline.throwIfAborted();
    return { status, headers: Object.fromEntries(headers), text };
  };
}

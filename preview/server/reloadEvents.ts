import type { ServerResponse } from 'node:http';

/** Makes every open page load again, by server-sent events (HTML standard, section "Server-sent events"). */
export class ReloadEvents {
  readonly #pages = new Set<ServerResponse>();

  /** Keeps the response open for the events to come. */
  open(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    response.flushHeaders();
    this.#pages.add(response);
    response.on('close', () => this.#pages.delete(response));
  }

  send(): void {
    for (const response of this.#pages) {
      // Browsers drop an event without data.
      response.write('data: reload\n\n');
    }
  }
}

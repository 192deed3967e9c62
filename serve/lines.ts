import type { ServerResponse } from 'node:http';
import { constants, createGzip, type Gzip } from 'node:zlib';

/** What is there within this long is sent together: a flush costs some bytes and a packet. */
const GATHER_MS = 50;
/** Proxies give up on a connection that is silent for longer, often after 60 s. */
const ALIVE_MS = 15_000;
/** What is written is held until it is sent; at 25 kB/s, this is 1.5 MB. */
const SENT_WITHIN_MS = 60_000;

/** Lines of JSON that are sent while they come, compressed where the client takes it. */
export class Lines {
  private readonly gzip?: Gzip;
  private text = '';
  private readonly same = new Map<number, number[]>();
  private timer?: NodeJS.Timeout;
  private readonly alive: NodeJS.Timeout;

  constructor(
    private readonly response: ServerResponse,
    isGzipAccepted: boolean
  ) {
    response.writeHead(200, {
      'Content-Type': 'application/x-ndjson',
      'Cache-Control': 'no-store',
      // Proxies that buffer would hold back the first lines until the last.
      'X-Accel-Buffering': 'no',
      Vary: 'Accept-Encoding',
      ...(isGzipAccepted ? { 'Content-Encoding': 'gzip' } : {}),
    });
    // Proxies wait for headers, some for 10 s only.
    response.flushHeaders();
    if (isGzipAccepted) {
      this.gzip = createGzip();
      this.gzip.pipe(response);
    }
    this.alive = setInterval(() => this.write(''), ALIVE_MS);
    response.once('close', () => this.stop());
  }

  write(line: string): void {
    this.text += `${line}\n`;
    this.sendSoon();
  }

  /** An objective of a read about which nothing has changed. */
  writeSame(read: number, objective: number): void {
    const known = this.same.get(read) ?? [];
    known.push(objective);
    this.same.set(read, known);
    this.sendSoon();
  }

  /** What has been written of a read is before what is written next. */
  endSame(read: number): void {
    const objectives = this.same.get(read);
    if (objectives) {
      this.same.delete(read);
      this.text += `${JSON.stringify({ read, same: objectives })}\n`;
    }
  }

  /** Resolves when everything is sent, or the client is gone or too slow. */
  async end(): Promise<void> {
    this.stop();
    this.send();
    const { response } = this;
    if (response.closed) {
      return;
    }
    const closed = new Promise((resolve) => response.once('close', resolve));
    const timer = setTimeout(() => response.destroy(), SENT_WITHIN_MS);
    (this.gzip ?? response).end();
    await closed;
    clearTimeout(timer);
  }

  private sendSoon(): void {
    this.timer ??= setTimeout(() => this.send(), GATHER_MS);
  }

  private send(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    [...this.same.keys()].forEach((read) => this.endSame(read));
    const { text } = this;
    this.text = '';
    if (text === '' || this.response.destroyed) {
      return;
    }
    if (this.gzip) {
      this.gzip.write(text);
      this.gzip.flush(constants.Z_SYNC_FLUSH);
    } else {
      this.response.write(text);
    }
  }

  private stop(): void {
    clearInterval(this.alive);
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

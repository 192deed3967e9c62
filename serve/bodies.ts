import type { IncomingMessage } from 'node:http';
import { READ_BOUNDS } from '../src/evaluation/readApi';
import { ApiError } from './apiError';

/** Of all bodies that are on their way. */
const MOST_BYTES_TOGETHER = 64 * READ_BOUNDS.bytes;
const WITHIN_MS = 10_000;

/** Bodies of requests, each of at most 1 MB and sent within 10 s, and at most 64 MB of those that are on their way. */
export class Bodies {
  private bytesTogether = 0;

  /** @throws ApiError */
  async read(request: IncomingMessage): Promise<string> {
    const tooLarge = new ApiError(413, 'The body is larger than 1 MB. Ask for less at once.');
    if (Number(request.headers['content-length'] ?? 0) > READ_BOUNDS.bytes) {
      throw tooLarge;
    }
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const settle = () => {
        clearTimeout(timer);
        this.bytesTogether -= bytes;
        request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone);
      };
      const fail = (error: ApiError) => {
        settle();
        // The rest is not read: the answer closes the connection.
        request.pause();
        reject(error);
      };
      const timer = setTimeout(() => fail(new ApiError(408, 'The body did not arrive within 10 s.')), WITHIN_MS);
      const onData = (chunk: Buffer) => {
        bytes += chunk.byteLength;
        this.bytesTogether += chunk.byteLength;
        chunks.push(chunk);
        if (bytes > READ_BOUNDS.bytes) {
          fail(tooLarge);
        } else if (this.bytesTogether > MOST_BYTES_TOGETHER) {
          fail(
            new ApiError(429, 'Too many large bodies are on their way. Ask again in a second.', { 'Retry-After': '1' })
          );
        }
      };
      const onEnd = () => {
        settle();
        resolve(Buffer.concat(chunks).toString('utf8'));
      };
      const onGone = () => fail(new ApiError(400, 'The body broke off.'));
      request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone);
    });
  }
}

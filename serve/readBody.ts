import type { IncomingMessage } from 'node:http';
import { ApiError } from './apiError';

const MOST_BYTES = 2 ** 20;
const WITHIN_MS = 10_000;

/** The body of a request, of at most 1 MB and sent within 10 s. @throws ApiError */
export async function readBody(request: IncomingMessage): Promise<string> {
  const tooLarge = new ApiError(413, 'The body is larger than 1 MB. Ask for less at once.');
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) {
    throw tooLarge;
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const fail = (error: unknown) => {
      settle();
      // The rest is not read: the answer closes the connection.
      request.pause();
      reject(error);
    };
    const timer = setTimeout(() => fail(new ApiError(408, 'The body did not arrive within 10 s.')), WITHIN_MS);
    const onData = (chunk: Buffer) => {
      bytes += chunk.byteLength;
      chunks.push(chunk);
      if (bytes > MOST_BYTES) {
        fail(tooLarge);
      }
    };
    const onEnd = () => {
      settle();
      resolve(Buffer.concat(chunks).toString('utf8'));
    };
    const onGone = () => fail(new ApiError(400, 'The body broke off.'));
    function settle() {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone);
    }
    request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone);
  });
}

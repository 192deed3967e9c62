import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** A content hash in a name: the same name never holds anything else. */
const HASHED = /\.[0-9a-f]{20}\.\w+$/;

/**
 * The file below `folder` that a path of a URL names; undefined if it would lie outside or the path cannot be decoded.
 * Whether it exists is not looked at.
 */
export function fileBelow(folder: string, urlPath: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  const file = join(folder, path);
  return path.includes('\0') || path.includes('\\') || !file.startsWith(folder + sep) ? undefined : file;
}

/** Sends a file; false, and nothing sent, if there is none. */
export async function sendFile(response: ServerResponse, file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) {
    return false;
  }
  response.writeHead(200, {
    'content-type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
    'content-length': found.size,
    'cache-control': HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  pipeline(createReadStream(file), response, () => undefined);
  return true;
}

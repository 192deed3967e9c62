import { randomFrom } from './prometheus/random';

type Random = ReturnType<typeof randomFrom>;

/** What the malformed requests are made from. */
export interface WellFormed {
  body: string;
  token: string;
}

/** The bytes of so many requests, each of which is wrong somewhere; the same for the same seed. A few may still be answered. */
export function* malformedRequests(seed: string, count: number, from: WellFormed): Generator<Buffer> {
  const random = randomFrom(seed);
  for (let i = 0; i < count; i++) {
    yield i % 4 === 3 ? withWrongHead(random, from) : withWrongBody(random, from);
  }
}

function withWrongBody(random: Random, { body, token }: WellFormed): Buffer {
  const wrong = pick(random, BODIES)(body, random);
  const bytes = typeof wrong === 'string' ? Buffer.from(wrong) : wrong;
  const head = ['POST /api/v1/evaluations HTTP/1.1', ...COMMON, `Authorization: Bearer ${token}`];
  return Buffer.concat([Buffer.from(`${[...head, `Content-Length: ${bytes.length}`].join('\r\n')}\r\n\r\n`), bytes]);
}

const COMMON = ['Host: localhost', 'Connection: close'];

const BODIES: Array<(body: string, random: Random) => string | Buffer> = [
  // Truncated.
  (body, random) => body.slice(0, Math.floor(random() * body.length)),
  // Some bytes are others, so that it may be no UTF-8.
  (body, random) => {
    const bytes = Buffer.from(body);
    for (let i = 0; i < 1 + random() * 20; i++) {
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    }
    return bytes;
  },
  // Bytes of any kind.
  (_, random) => Buffer.from(Array.from({ length: random() * 2_000 }, () => Math.floor(random() * 256))),
  // Deep in itself, alone or in a place of the body.
  (body, random) => replaced(body, random, deep(random, 10 ** (1 + random() * 4))),
  (_, random) => deep(random, 10 ** (1 + random() * 4)),
  // Of the wrong type in some place.
  (body, random) => replaced(body, random, pick(random, VALUES)),
  (body, random) => replaced(replaced(body, random, pick(random, VALUES)), random, pick(random, VALUES)),
  // With fields that no one asked for.
  (body, random) =>
    body.replace(/\{/g, (brace) => (random() < 0.2 ? `{"${pick(random, NAMES)}":${pick(random, VALUES)},` : brace)),
  // Many of something.
  (_, random) => `{"reads":[${Array.from({ length: random() * 5_000 }, () => pick(random, VALUES)).join()}]}`,
];

const NAMES = [
  'query',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'row',
  '$',
  '',
  '\\u0000',
  'reads',
  'nowMs',
];
const VALUES = [
  ...['null', 'true', '[]', '{}', '""', '0', '-0', '-1', '1.5', '1e308', '1e400', '-1e400', '8640000000000001'],
  ...[
    `${'9'.repeat(400)}`,
    '"2026-03-01"',
    '"\\ud800"',
    '"\\u0000"',
    '"__proto__"',
    '[[[]]]',
    '{"__proto__":{"kind":1}}',
  ],
  ...[
    `"${'x'.repeat(5_000)}"`,
    `[${'1,'.repeat(2_000)}1]`,
    '"$(id)"',
    '"\' OR 1=1 --"',
    '"{{constructor}}"',
    'NaN',
    '"../../etc/passwd"',
  ],
];

function deep(random: Random, depth: number): string {
  const [open, close] = pick(random, [
    ['[', ']'],
    ['{"a":', '}'],
  ]);
  return `${open.repeat(depth)}1${close.repeat(random() < 0.8 ? depth : depth - 1)}`;
}

/** With another value in the place of one of the body's strings and numbers. */
function replaced(body: string, random: Random, value: string): string {
  const places = [...body.matchAll(/(?<=:)("[^"]*"|\d+)/g)];
  const place = pick(random, places);
  return place === undefined ? body : body.slice(0, place.index) + value + body.slice(place.index + place[0].length);
}

function withWrongHead(random: Random, { body, token }: WellFormed): Buffer {
  const head = pick(random, HEADS)(random, token, Buffer.byteLength(body));
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${random() < 0.5 ? body : ''}`, 'latin1');
}

const LINE = 'POST /api/v1/evaluations HTTP/1.1';

const HEADS: Array<(random: Random, token: string, bytes: number) => string[]> = [
  // Without the token, with a part of it, by another scheme.
  (_, __, bytes) => [LINE, ...COMMON, `Content-Length: ${bytes}`],
  (random, token) => [
    LINE,
    ...COMMON,
    `Authorization: Bearer ${token.slice(0, random() * token.length)}`,
    'Content-Length: 0',
  ],
  (random, token) => [
    LINE,
    ...COMMON,
    `Authorization: ${pick(random, ['Basic', 'Digest', '', 'Bearer\t', 'Bearer  Bearer'])} ${token}x`,
  ],
  // Of a length that is none, is contradicted, or is never sent.
  (random, token) => [
    LINE,
    ...COMMON,
    `Authorization: Bearer ${token}`,
    `Content-Length: ${pick(random, ['-1', 'x', '1e3', '0x10', '9'.repeat(30), '', '1, 2'])}`,
  ],
  (_, token, bytes) => [
    LINE,
    ...COMMON,
    `Authorization: Bearer ${token}`,
    `Content-Length: ${bytes}`,
    `Content-Length: ${bytes + 1}`,
  ],
  (_, token, bytes) => [
    LINE,
    ...COMMON,
    `Authorization: Bearer ${token}`,
    `Content-Length: ${bytes}`,
    'Transfer-Encoding: chunked',
  ],
  (random, token) => [
    LINE,
    ...COMMON,
    `Authorization: Bearer ${token}`,
    `Transfer-Encoding: ${pick(random, ['chunked', 'gzip', 'identity', 'chunked, chunked', 'x'])}`,
  ],
  // Of a method, path or version that is none.
  (random, token) => [
    `${pick(random, ['GET', 'PUT', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT', 'HEAD', 'PRI', 'x', '\u0000'])} /api/v1/evaluations HTTP/1.1`,
    ...COMMON,
    `Authorization: Bearer ${token}`,
  ],
  (random, token) => [`GET ${pick(random, PATHS)} HTTP/1.1`, ...COMMON, `Authorization: Bearer ${token}`],
  (random, token) => [
    `POST /api/v1/evaluations ${pick(random, ['HTTP/9.9', 'HTTP/0.9', 'HTTP/1.0', 'HTTPS/1.1', '', 'x'])}`,
    ...COMMON,
    `Authorization: Bearer ${token}`,
  ],
  // With headers that are too many, too large or no headers.
  (_, token) => [LINE, ...COMMON, `Authorization: Bearer ${token}`, `X-Large: ${'x'.repeat(20_000)}`],
  (_, token) => [
    LINE,
    ...COMMON,
    `Authorization: Bearer ${token}`,
    ...Array.from({ length: 3_000 }, (__, i) => `X-${i}: 1`),
  ],
  (random, token) => [
    LINE,
    ...COMMON,
    `Authorization: Bearer ${token}`,
    pick(random, ['no colon', ': nothing', ' folded: x', 'Nul: \u0000', 'Bad\u0001Name: x', 'Ü: x', 'X: \u007f']),
  ],
  (_, token) => [LINE, 'Connection: close', `Authorization: Bearer ${token}`],
  // That ask for another protocol, or for a go-ahead.
  (random, token) => [
    LINE,
    'Host: localhost',
    `Authorization: Bearer ${token}`,
    'Connection: Upgrade',
    `Upgrade: ${pick(random, ['websocket', 'h2c', 'x'])}`,
  ],
  (random, token, bytes) => [
    LINE,
    ...COMMON,
    `Authorization: Bearer ${token}`,
    `Content-Length: ${bytes}`,
    `Expect: ${pick(random, ['100-continue', '200-ok'])}`,
  ],
  (random, token, bytes) => [
    LINE,
    ...COMMON,
    `Authorization: Bearer ${token}`,
    `Content-Length: ${bytes}`,
    `Accept-Encoding: ${pick(random, ['gzip;q=x', 'gzip;q=0', '*', ',,,', 'x'.repeat(5_000)])}`,
  ],
];

const PATHS = [
  ...[
    '/api/',
    '/api/v1',
    '/api/v2/state',
    '/api/v1/state/..',
    '/api/v1/%00',
    '/api/v1/%zz',
    '//api/v1/state',
    '/api/v1/state#x',
  ],
  ...[
    '*',
    'x',
    'http://[',
    'http://localhost/api/v1/state',
    '/../../etc/passwd',
    '/api/v1/catalogue/../../../package.json',
  ],
  ...[`/api/${'x'.repeat(10_000)}`, '/api/v1/state?query=up', '/metrics/..', '/\u00ff', '/api/v1/evaluations?reads=[]'],
];

function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[Math.floor(random() * values.length)];
}

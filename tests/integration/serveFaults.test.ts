import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import { startFaultyUpstream, type Fault, type FaultyUpstream } from './faultyUpstream';
import { malformedRequests } from './malformedRequests';
import { refusedServe, startServe, type ServeProcess } from './serveProcess';
import { until } from './scraped/scrapedBy';

const TOKEN = 'token-3f9c1d7e';
/** Answers to requests that are complete come at once; some of the malformed are never complete. */
const SILENT_MS = 400;
const AT_ONCE = 24;
/** The server's own limit of 10 s, and the time between its looks at connections. */
const HEADERS_CLOSED_WITHIN_MS = 20_000;

/** What a server says to these bytes until it closes the connection, or says nothing more. */
function exchange(port: number, bytes: Buffer, silentMs = SILENT_MS): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(silentMs, () => socket.destroy());
    socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
    // It may close before it has read everything.
    socket.on('error', () => undefined).on('close', () => resolve(heard));
    socket.write(bytes);
  });
}

const post = (body: string, ...headers: string[]) =>
  Buffer.from(
    ['POST /api/v1/evaluations HTTP/1.1', 'Host: x', `Authorization: Bearer ${TOKEN}`, ...headers, '', body].join(
      '\r\n'
    )
  );

/** Every objective has its row and the read its cursor. */
async function expectWhole(serve: ServeProcess): Promise<void> {
  const { objectives } = JSON.parse((await serve.get('/api/v1/catalogue')).text);
  const { status, lines } = await serve.rows();
  expect(status).toBe(200);
  expect(lines.filter((line) => 'answer' in line).length).toBe(objectives.length);
  expect(lines.at(-1)).toMatchObject({ read: 0, cursor: expect.any(String) });
}

describe('error-budget serve', () => {
  let serve: ServeProcess;

  beforeAll(async () => {
    serve = await startServe({ args: ['--demo', '--host', '0.0.0.0', '--interval', '1h'], token: TOKEN });
    await until(
      () => serve.get('/readyz'),
      ({ status }) => status === 200,
      60_000
    );
  });

  afterEach(() => {
    expect(serve.child.exitCode).toBeNull();
    expect(serve.output()).not.toContain('"event":"defect"');
  });

  afterAll(() => serve?.stop());

  it('refuses to let others in without a token, and says what to do', async () => {
    const { status, output } = await refusedServe({ args: ['--demo', '--host', '0.0.0.0'] });
    expect(status).toBe(2);
    expect(output).toMatch(/--host 0\.0\.0\.0 lets others reach the read API.* --token-file .*SERVE_TOKEN.* --no-auth/);
    expect(output).not.toMatch(/^ {4}at /m);
  });

  it('answers 10,000 malformed requests without a crash, a stack trace or a secret, and well-formed ones afterwards', async () => {
    const requests = malformedRequests('serve', 10_000, { body: await serve.body('objective'), token: TOKEN });
    const statuses = new Map<string, number>();
    const leaks: string[] = [];
    const client = async () => {
      for (const request of requests) {
        const heard = await exchange(serve.port, request);
        const [status = 'none'] = /(?<=^HTTP\/1\.1 )\d{3}/.exec(heard) ?? [];
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (/^5/.test(status) || heard.includes(TOKEN) || /^ {4}at |\.ts:\d|node:internal/m.test(heard)) {
          leaks.push(`${request.subarray(0, 500).toString('latin1')}\n->\n${heard.slice(0, 500)}`);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, client));
    expect(leaks).toEqual([]);
    expect([...statuses.values()].reduce((sum, count) => sum + count)).toBe(10_000);
    for (const status of ['200', '400', '401', '404', '405', '431']) {
      expect([status, statuses.get(status)]).toEqual([status, expect.any(Number)]);
    }
    expect(statuses.get('400')).toBeGreaterThan(5_000);
    await expectWhole(serve);
  }, 300_000);

  it('refuses huge bodies, whatever their announced length, without reading them', async () => {
    expect(await exchange(serve.port, post('x', 'Content-Length: 10000000000'))).toMatch(/^HTTP\/1\.1 413 /);
    const megabyte = Buffer.alloc(2 ** 20, 'x');
    const socket = connect(serve.port, '127.0.0.1');
    socket.on('error', () => undefined);
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(post('', 'Transfer-Encoding: chunked'));
    let sent = 0;
    while (!socket.destroyed && sent < 1_000) {
      socket.write('100000\r\n');
      socket.write(megabyte);
      socket.write('\r\n');
      sent++;
      await wait(1);
    }
    await closed;
    expect(sent).toBeLessThan(1_000);
    expect(heard === '' || heard.startsWith('HTTP/1.1 413 ')).toBe(true);
    await expectWhole(serve);
  });

  it('answers while 150 clients send headers, and 150 send bodies, byte by byte, and rids itself of them', async () => {
    const slow = (begin: Buffer) => {
      const socket = connect(serve.port, '127.0.0.1');
      const closed = new Promise<string>((resolve) => {
        let heard = '';
        socket.on('error', () => undefined).on('data', (chunk) => (heard += chunk));
        socket.on('close', () => resolve(heard));
      });
      socket.write(begin);
      const timer = setInterval(() => socket.write('x'), 1_000);
      void closed.then(() => clearInterval(timer));
      return closed;
    };
    const headers = Array.from({ length: 150 }, () => slow(Buffer.from('GET /api/v1/state HTTP/1.1\r\nX-Slow: ')));
    const bodies = Array.from({ length: 150 }, () => slow(post('{', 'Content-Length: 1000')));
    await wait(1_000);
    await expectWhole(serve);
    const late = wait(HEADERS_CLOSED_WITHIN_MS).then(() => ['still open']);
    const heard = await Promise.race([Promise.all([...headers, ...bodies]), late]);
    expect(new Set(heard.map((text) => text.slice(0, 12)))).toEqual(new Set(['HTTP/1.1 408']));
  });

  it('answers others while five clients do not read 60 MB each that they asked for', async () => {
    const [{ reads }, many] = [JSON.parse(await serve.body('series')), Array.from({ length: 10 })];
    // More than the kernel's buffers of a connection hold.
    const body = JSON.stringify({ reads: many.flatMap(() => reads) });
    const readers = Array.from({ length: 5 }, () => {
      const socket = connect(serve.port, '127.0.0.1');
      socket.pause();
      socket.write(post(body, 'Connection: close', `Content-Length: ${Buffer.byteLength(body)}`));
      return socket;
    });
    await wait(2_000);
    await expectWhole(serve);
    readers.forEach((socket) => socket.destroy());
    await expectWhole(serve);
  });

  it('answers 200 at once in full, or asks them to come again, and then answers', async () => {
    const body = await serve.body('objective');
    const headers = { Authorization: `Bearer ${TOKEN}` };
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, async () => {
        for (;;) {
          const answer = await fetch(`${serve.url}/api/v1/evaluations`, { method: 'POST', headers, body });
          const text = await answer.text();
          if (answer.status !== 429) {
            return [
              answer.status,
              text
                .split('\n')
                .sort()
                .filter((line) => !line.includes('"cursor"'))
                .join('\n'),
            ];
          }
          await wait(1_000 * Number(answer.headers.get('retry-after')));
        }
      })
    );
    expect(new Set(outcomes.map(String)).size).toBe(1);
    expect(outcomes[0][0]).toBe(200);
  });

  it('shows its token nowhere', async () => {
    await fetch(`${serve.url}/api/v1/state`, { headers: { Authorization: 'Bearer another' } });
    const paths = [
      '/',
      '/metrics',
      '/healthz',
      '/readyz',
      '/api/v1/state',
      '/api/v1/catalogue',
      `/api/v1/${TOKEN.slice(0, 3)}`,
    ];
    const said = await Promise.all(paths.map((path) => serve.get(path)));
    expect(said.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 404]);
    expect([...said.map(({ text }) => text), serve.output()].join('\n')).not.toContain(TOKEN);
  });
});

describe('error-budget serve, whose clock a test sets', () => {
  let upstream: FaultyUpstream;
  let serve: ServeProcess;
  let folder: string;

  beforeAll(async () => {
    upstream = await startFaultyUpstream();
    folder = mkdtempSync(join(tmpdir(), 'error-budget-serve-'));
    const file = join(folder, 'objectives.yaml');
    writeFileSync(file, CATALOGUE);
    const args = ['--prometheus', upstream.url, '--catalogue', file, '--interval', '1s'];
    serve = await startServe({ args, clock: 'running' });
  });

  afterAll(async () => {
    await serve?.stop();
    await upstream?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const state = async () => JSON.parse((await serve.get('/api/v1/state')).text);
  const rowOf = async (objective: string) => {
    const { lines } = await serve.rows();
    const index = objective === 'measured' ? 0 : 1;
    const [line] = lines.flatMap((one) => ('answer' in one && one.objective === index ? [one.answer] : []));
    return JSON.stringify(line);
  };
  /** After the clock was set, in a round that began after it. */
  const setClock = async (signal: 'SIGUSR2' | 'SIGHUP', byMs: number) => {
    const { asOfMs } = await state();
    serve.child.kill(signal);
    return until(state, (now) => Math.abs(now.asOfMs - asOfMs - byMs) < 2 * MINUTE_MS, 60_000);
  };

  it('costs other rows nothing while an upstream is down for an hour, and has its rows again afterwards', async () => {
    await until(
      () => rowOf('measured'),
      (row) => row.includes('"kind":"events"'),
      60_000
    );
    const broken: Fault = ({ response }) => void response.destroy();
    upstream.always(broken);
    const seen: Array<{ failed: boolean; invented: boolean }> = [];
    for (let minutes = 0; minutes < 60; minutes += 5) {
      await setClock('SIGUSR2', 5 * MINUTE_MS);
      const [measured, invented] = [await rowOf('measured'), await rowOf('invented')];
      seen.push({ failed: measured.includes('"kind":"failed"'), invented: invented.includes('"kind":"events"') });
    }
    expect(seen.every(({ invented }) => invented)).toBe(true);
    expect(seen.slice(3).every(({ failed }) => failed)).toBe(true);
    expect((await serve.get('/metrics')).text).toMatch(/slo_status\{objective="invented"/);
    expect((await serve.get('/metrics')).text).not.toMatch(/slo_status\{objective="measured"/);
    expect(serve.output().split('"event":"failing"').length - 1).toBe(1);
    upstream.reset();
    await setClock('SIGUSR2', 5 * MINUTE_MS);
    await until(
      () => rowOf('measured'),
      (row) => row.includes('"kind":"events"'),
      60_000
    );
    expect(serve.output()).toContain('"event":"recovered","objectives":["measured"]');
    expect(serve.output()).not.toContain('"event":"defect"');
  }, 240_000);

  it('goes on as of the new time where the clock is set back by an hour', async () => {
    const before = await state();
    const after = await setClock('SIGHUP', -HOUR_MS);
    expect(after.asOfMs).toBeLessThan(before.asOfMs - HOUR_MS + 2 * MINUTE_MS);
    const later = await until(state, ({ asOfMs }) => asOfMs > after.asOfMs, 60_000);
    expect(later.asOfMs).toBeLessThan(before.asOfMs);
    expect(await rowOf('invented')).toContain('"kind":"events"');
    expect(await rowOf('measured')).toContain('"kind":"events"');
    expect((await serve.get('/readyz')).status).toBe(200);
    expect(serve.output()).not.toContain('"event":"defect"');
  });
});

const objective = (name: string, raw: string) => `
apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name}, displayName: ${name} }
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 1d, isRolling: true }]
  objectives: [{ target: 0.99 }]
  indicator:
    metadata: { name: ${name} }
    spec:
      ratioMetric:
        counter: true
${raw}
`;

const query = (matcher: string) =>
  `{ metricSource: { type: Prometheus, spec: { query: 'sum(increase(requests_total${matcher}[{{.window}}]))' } } }`;

const CATALOGUE = [
  `
apiVersion: openslo/v1
kind: Service
metadata: { name: shop, displayName: Shop }
spec: { description: Where things are bought }
`,
  objective('measured', `        good: ${query('{code!~"5.."}')}\n        total: ${query('')}`),
  objective(
    'invented',
    '        raw: { metricSource: { type: Demo, spec: { eventsPerHour: 60, errorRatio: 0.01 } } }\n        rawType: success'
  ),
].join('---\n');

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from '../listen';
import { createPreviewServer } from '../../preview/server/previewServer';
import { ReloadEvents } from '../../preview/server/reloadEvents';
import { watchBuilds } from './watchBuilds';

let folder: string;
let server: Server;
let url: string;
let stopWatching: () => Promise<void>;

const reloads = new ReloadEvents();
/** Called with each line that is reported. */
let onLine: (line: string) => void = () => {};

const write = (text: string) => writeFile(join(folder, 'source.js'), text);

const built = () => readFile(join(folder, 'dist', 'module.js'), 'utf8');

/** Webpack may build what was just written once more, so lines that say something else are passed over. */
async function untilReported(pattern: RegExp, start: () => unknown): Promise<void> {
  const line = new Promise<void>((resolve) => (onLine = (text) => void (pattern.test(text) && resolve())));
  await start();
  await line;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watch-'));
  await write('globalThis.answer = "first";');
  server = createPreviewServer({
    root: folder,
    settings: { jsonData: {}, secureJsonData: {} },
    routes: [],
    reloads,
  });
  url = `http://127.0.0.1:${await listen(server, { host: '127.0.0.1', port: 0 })}`;
  const output = { path: join(folder, 'dist'), filename: 'module.js' };
  await untilReported(/^Built plugin$/, () => {
    stopWatching = watchBuilds(
      [{ name: 'plugin', mode: 'development', entry: join(folder, 'source.js'), output }],
      (line) => onLine(line),
      () => reloads.send()
    );
  });
});

afterAll(async () => {
  await stopWatching();
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

it('A change is built, and then the page loads again', async () => {
  const events = (await fetch(`${url}/api/reload`)).body?.getReader();
  await write('globalThis.answer = "second";');
  do {
    const { value } = (await events?.read()) ?? {};
    expect(new TextDecoder().decode(value)).toContain('data: reload\n\n');
  } while (!(await built()).includes('second'));
  await events?.cancel();
});

it('A change that cannot be built is reported, and the next one is built', async () => {
  await untilReported(/source\.js/, () => write('globalThis.answer = ;'));
  await untilReported(/^Built plugin$/, () => write('globalThis.answer = "third";'));
  expect(await built()).toContain('third');
});

it('The page listens only while its server watches', async () => {
  const still = createPreviewServer({ root: folder, settings: { jsonData: {}, secureJsonData: {} }, routes: [] });
  const stillUrl = `http://127.0.0.1:${await listen(still, { host: '127.0.0.1', port: 0 })}`;
  try {
    expect((await fetch(`${stillUrl}/api/reload`)).status).toBe(404);
  } finally {
    still.close();
    still.closeAllConnections();
  }
});

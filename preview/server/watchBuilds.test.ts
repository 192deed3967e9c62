import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from './listen';
import { createPreviewServer } from './previewServer';
import { ReloadEvents } from './reloadEvents';
import { watchBuilds } from './watchBuilds';

let folder: string;
let server: Server;
let url: string;
let stopWatching: () => Promise<void>;

const reloads = new ReloadEvents();
const lines: string[] = [];
/** Called at the next line that is reported. */
let reported = () => {};

const write = (text: string) => writeFile(join(folder, 'source.js'), text);

async function untilReported(start: () => unknown): Promise<string> {
  const line = new Promise<void>((resolve) => (reported = resolve));
  await start();
  await line;
  return lines[lines.length - 1];
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
  await untilReported(() => {
    stopWatching = watchBuilds(
      [{ name: 'plugin', mode: 'development', entry: join(folder, 'source.js'), output }],
      (line) => {
        lines.push(line);
        reported();
      },
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
  expect(await untilReported(() => write('globalThis.answer = "second";'))).toBe('Built plugin');
  const { value } = (await events?.read()) ?? {};
  expect(new TextDecoder().decode(value)).toBe('data: reload\n\n');
  expect(await readFile(join(folder, 'dist', 'module.js'), 'utf8')).toContain('second');
  await events?.cancel();
});

it('A change that cannot be built is reported, and the next one is built', async () => {
  expect(await untilReported(() => write('globalThis.answer = ;'))).toContain('source.js');
  expect(await untilReported(() => write('globalThis.answer = "third";'))).toBe('Built plugin');
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

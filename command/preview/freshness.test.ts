import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFresh, noteBuild, type Built } from './freshness';

let folder: string;
let built: Built;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'freshness-'));
  built = {
    inputs: [join(folder, 'src'), join(folder, 'lock.json')],
    output: join(folder, 'module.js'),
    stampFile: join(folder, 'stamps', 'plugin'),
  };
  await mkdir(join(folder, 'src', 'deep'), { recursive: true });
  await write('src/deep/a.ts', 'a');
  await write('lock.json', '{}');
  await write('module.js', 'built');
  await noteBuild(built);
});

afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, text: string) => writeFile(join(folder, name), text);

it('What was just built is fresh, and stays so when files are merely checked out anew', async () => {
  await utimes(join(folder, 'src', 'deep', 'a.ts'), new Date(), new Date(Date.now() + 60_000));
  expect(await isFresh(built)).toBe(true);
});

it('A test that changes makes no build stale', async () => {
  await write('src/a.test.ts', 'test');
  expect(await isFresh(built)).toBe(true);
});

it.each([
  ['a source changes', () => write('src/deep/a.ts', 'b')],
  ['a source is added', () => write('src/b.ts', '')],
  ['the lock file changes', () => write('lock.json', '{ }')],
  ['another process builds', () => write('module.js', 'another build')],
  ['the output is gone', () => rm(join(folder, 'module.js'))],
  ['nothing is known about a build', () => rm(built.stampFile)],
])('It is stale once %s', async (_, change) => {
  await change();
  expect(await isFresh(built)).toBe(false);
});

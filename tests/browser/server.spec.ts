import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { OVERVIEW_UID, PANEL_IDS } from '../../dashboards/generator/ids';
import { painted, panel } from './previewPage';

const ROOT = join(__dirname, '../..');
const TOKEN = 'of-the-test';
const MOST_REQUESTS = 10;

/** A subcommand, once it has printed where it listens. */
class Running {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number
  ) {}

  static async start(args: string[], listening: RegExp): Promise<Running> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'command/main.ts', ...args], {
      cwd: ROOT,
      env: { ...process.env, SERVE_TOKEN: TOKEN },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    const port = await new Promise<number>((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        printed += String(chunk);
        const [, found] = listening.exec(printed) ?? [];
        if (found !== undefined) {
          resolve(Number(found));
        }
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', () => reject(new Error(`${args[0]} ended: ${printed}`)));
    });
    return new Running(child, port);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) {
      return;
    }
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill();
    await ended;
  }
}

let server: Running;
let preview: Running;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await Running.start(['serve', '--demo', '--port', '0'], /"url":"http:\/\/127\.0\.0\.1:(\d+)"/);
  const url = `http://127.0.0.1:${server.port}`;
  preview = await Running.start(['preview', '--no-build', '--port', '0', '--server', url], /http:\/\/localhost:(\d+)/);
});
test.afterAll(() => Promise.all([server.stop(), preview.stop()]));

/** The paths below the data source that a page asks for. */
function requestsOf(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const [, path] = /\/api\/datasources\/proxy\/uid\/errorbudget(\/.*)/.exec(request.url()) ?? [];
    if (path !== undefined) {
      asked.push(path);
    }
  });
  return asked;
}

test('the overview is read through a server in few requests, and keeps its figures while that is away', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const asked = requestsOf(page);
  await page.goto(`http://localhost:${preview.port}/d/${OVERVIEW_UID}`);
  await painted(page);
  const objectives = panel(page, PANEL_IDS.overview.status);
  await expect(objectives).toHaveAttribute('data-panel-state', 'done');
  const figures = await objectives.innerText();
  expect(figures).toMatch(/SQLMesh materialization reliability\s+\d\d\.\d+%/);
  expect(asked.length).toBeLessThanOrEqual(MOST_REQUESTS);
  for (const path of asked) {
    expect(path).toMatch(/^\/server-bearer\/api\/v1\/(state|catalogue|evaluations)$/);
  }

  await server.stop();
  const before = asked.length;
  await page.getByRole('button', { name: 'Refresh dashboard' }).click();
  await expect.poll(() => asked.length).toBeGreaterThan(before);
  // What a proxy answers for a server that is away is asked again twice.
  await expect(objectives).toHaveAttribute('data-panel-state', 'done', { timeout: 30_000 });
  await objectives
    .getByRole('button', { name: /notice|warning/i })
    .first()
    .hover();
  await expect(page.getByRole('tooltip')).toContainText('Error Budget server: no answer');
  expect(await objectives.innerText()).toBe(figures);
});

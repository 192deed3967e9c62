import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { spawnServer, end, freePort, whenReady } from './serverProcess';
import { describeWithTrino, prepareTrino, type TrinoFixture } from './trino/fixture';

/** A history that takes minutes to read, on any machine. */
const SLOW_HISTORY = `
  CREATE VIEW memory.default.slow_history AS
  SELECT 'FINISHED' AS outcome, CAST(NULL AS varchar) AS kind, 'x' AS client,
    CAST(current_timestamp AS timestamp(3) with time zone) - a.orderkey * INTERVAL '1' SECOND AS ended
  FROM tpch.sf1000.lineitem a JOIN tpch.sf1000.lineitem b ON a.orderkey + 1 = b.orderkey * 2`;

const CATALOGUE = `
apiVersion: openslo/v1
kind: Service
metadata: { name: lake }
spec: {}
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: queries }
spec:
  service: lake
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 30d, isRolling: true }]
  objectives: [{ target: 0.9 }]
  indicator:
    metadata: { name: queries }
    spec:
      ratioMetric:
        counter: true
        rawType: success
        raw:
          metricSource:
            type: Trino
            spec:
              history: { kind: table, table: memory.default.slow_history, columns: { state: outcome, errorType: kind, source: client, end: ended } }
`;

const CANCELLED_WITHIN_MS = 10_000;
const DEBIAN_CHROMIUM = '/usr/bin/chromium';

/** Path of a Chromium, Debian's unless CHROMIUM names one; installed where it is missing. */
async function ensureChromium(): Promise<string> {
  const named = process.env.CHROMIUM;
  if (named === undefined && !existsSync(DEBIAN_CHROMIUM)) {
    await promisify(execFile)('scripts/installPackages.sh', ['chromium'], { timeout: 600_000 });
  }
  return named ?? DEBIAN_CHROMIUM;
}

describeWithTrino('a tab that is closed while Trino is asked', () => {
  let trino: TrinoFixture;
  let folder: string;
  let preview: ReturnType<typeof spawnServer>;
  let previewUrl: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'error-budget-closed-tab-'));
    writeFileSync(join(folder, 'objectives.yaml'), CATALOGUE);
    trino = await prepareTrino({ empty: true });
    await trino.run(SLOW_HISTORY);
    const port = await freePort();
    previewUrl = `http://127.0.0.1:${port}`;
    const args = ['--import', 'tsx', 'command/main.ts', 'preview', '--port', String(port)];
    preview = spawnServer(
      process.execPath,
      [...args, '--trino', trino.url, '--catalogue', join(folder, 'objectives.yaml')],
      { stdio: 'inherit', cwd: join(__dirname, '../..'), env: { ...process.env, TRINO_USER: 'viewer' } }
    );
    await whenReady(preview, 300_000, async () => (await fetch(previewUrl)).ok);
    browser = await chromium.launch({
      executablePath: await ensureChromium(),
      args: ['--no-sandbox', '--disable-gpu'],
    });
  }, 900_000);

  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    await page.goto(`${previewUrl}/d/errorbudget-overview`);
    await until(async () => (await states()).includes('RUNNING'), 60_000);
  });

  afterEach(() => context?.close());

  afterAll(async () => {
    await browser?.close();
    if (preview) {
      await end(preview, 5_000);
    }
    await trino?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('leaves no query of it in Trino', async () => {
    await page.close({ runBeforeUnload: true });
    await until(async () => (await open()) === 0, CANCELLED_WITHIN_MS);
    expect(await errors()).toEqual(['USER_CANCELED']);
  });

  it('leaves none either where another page is opened in it', async () => {
    await page.goto('about:blank');
    await until(async () => (await open()) === 0, CANCELLED_WITHIN_MS);
    expect(await errors()).toEqual(['USER_CANCELED']);
  });

  async function states(): Promise<unknown[]> {
    const sql = `SELECT state FROM system.runtime.queries WHERE source = 'error-budget'`;
    return (await trino.run(sql)).rows.flat();
  }

  async function open(): Promise<number> {
    return (await states()).filter((state) => state !== 'FINISHED' && state !== 'FAILED').length;
  }

  async function errors(): Promise<unknown[]> {
    const sql = `SELECT DISTINCT error_code FROM system.runtime.queries WHERE source = 'error-budget' AND state = 'FAILED'`;
    return (await trino.run(sql)).rows.flat();
  }
});

/** @throws Error once the time is up. */
async function until(holds: () => Promise<boolean>, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) {
      throw new Error(`not so within ${withinMs / 1000} s`);
    }
    await wait(200);
  }
}

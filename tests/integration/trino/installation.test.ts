import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenOnLoopback } from '../loopback';
import { describeWithTrino } from './describeWithTrino';
import { ensureTrino } from './installation';

describeWithTrino('the installation of Trino', () => {
  const before = { ...process.env };
  let cache: string;

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'error-budget-cache-'));
    process.env.XDG_CACHE_HOME = cache;
  });

  afterEach(() => {
    process.env = { ...before };
    rmSync(cache, { recursive: true, force: true });
  });

  async function installedFrom(status: number, body: string): Promise<string> {
    const asked: string[] = [];
    const { url, stop } = await listenOnLoopback(
      createServer((request, response) => {
        asked.push(request.url ?? '');
        response.writeHead(status).end(body);
      })
    );
    process.env.TRINO_REPOSITORY = `${url}/maven/`;
    try {
      await expect(ensureTrino()).rejects.toThrow('TRINO_REPOSITORY, the URL of a Maven repository');
      expect(asked).toEqual(['/maven/io/trino/trino-server-core/476/trino-server-core-476.tar.gz']);
      return await ensureTrino().then(String, (error: Error) => error.message);
    } finally {
      await stop();
    }
  }

  it('says where the server is missing, how to name another repository and how to do without', async () => {
    const message = await installedFrom(404, '');
    expect(message).toMatch(/trino-server-core-476\.tar\.gz answered 404/);
    expect(message).toMatch(/SKIP_TRINO=1/);
  });

  it('takes nothing but the files that it knows', async () => {
    expect(await installedFrom(200, 'something else')).toMatch(/has the SHA-256 [0-9a-f]{64}, expected 0f388f99/);
  });

  it('leaves nothing half done behind', async () => {
    await installedFrom(200, 'something else');
    expect(readdirSync(join(cache, 'error-budget'))).toEqual([]);
  });
});

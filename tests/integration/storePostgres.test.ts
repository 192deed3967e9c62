import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Memory } from '../../serve/store/memory';
import { holds, numberOf, roundOfNumber } from '../../serve/store/numberedRounds.testing';
import { openPostgresStore } from '../../serve/store/postgresStore';
import { describeStore } from '../../serve/store/storeSuite.testing';
import { describeWithPostgres, startPostgres, type PostgresServer } from './postgresServer';

describeWithPostgres('a store in PostgreSQL', () => {
  let server: PostgresServer;
  let schemas = 0;

  beforeAll(async () => {
    server = await startPostgres();
  });

  afterAll(() => server.stop());

  describeStore(async () => {
    const schema = `store_${++schemas}`;
    return {
      open: (migrations) => openPostgresStore({ url: server.url, schema, migrations }),
      remove: async () => undefined,
    };
  });

  it('is whole in a copy that is taken while it is written to', async () => {
    const schema = 'copied';
    const store = await openPostgresStore({ url: server.url, schema });
    let written = 0;
    let isEnding = false;
    const writing = (async () => {
      while (!isEnding) {
        await store.write(roundOfNumber(written + 1));
        written++;
      }
    })();
    const folder = mkdtempSync(join(tmpdir(), 'error-budget-copy-'));
    const file = join(folder, 'copy.sql');
    const copyUrl = server.url.replace(/postgres$/, 'copy');
    try {
      while (written < 5) {
        await wait(10);
      }
      const before = written;
      await server.run('pg_dump', ['--schema', schema, '--file', file, server.url]);
      await server.run('createdb', ['--maintenance-db', server.url, 'copy']);
      await server.run('psql', ['--quiet', '--set', 'ON_ERROR_STOP=1', '--file', file, copyUrl]);
      const copy = await openPostgresStore({ url: copyUrl, schema });
      const number = numberOf(await copy.series());
      expect(number).toBeGreaterThanOrEqual(before);
      expect(await holds(copy, number, { hasRecords: true })).toBe(true);
      await copy.close();
    } finally {
      isEnding = true;
      await writing;
      await store.close();
      rmSync(folder, { recursive: true });
    }
  }, 120_000);

  it('loses nothing of a memory, and shows no half of a round, when the server crashes under load and starts again', async () => {
    const schema = 'restarted';
    const log = jest.fn();
    const memory = new Memory({ open: (report) => openPostgresStore({ url: server.url, schema, report }), log });
    await memory.open();
    let last = 0;
    let isEnding = false;
    const writing = (async () => {
      while (!isEnding) {
        last++;
        for (const { key, state, parts } of roundOfNumber(last).series) {
          parts.forEach((part) => memory.put(key, state, part));
        }
        await memory.endRound();
      }
    })();
    const [{ key, state }] = roundOfNumber(1).series;
    const reading = (async () => {
      while (!isEnding) {
        await memory.read(key, state.keptFromMs, state.settledUntilMs);
        await wait(1);
      }
    })();
    try {
      for (let crash = 0; crash < 3; crash++) {
        const before = last;
        await server.crashAndRestart();
        while (memory.faults().length > 0 || last < before + 5) {
          await wait(10);
        }
        const store = await openPostgresStore({ url: server.url, schema });
        const number = numberOf(await store.series());
        expect(number).toBeGreaterThanOrEqual(before);
        await store.close();
      }
    } finally {
      isEnding = true;
    }
    await Promise.all([writing, reading]);
    await memory.close();
    expect(log.mock.calls.map(([, event]) => event)).toEqual(
      expect.arrayContaining(['memoryFailing', 'memoryRecovered'])
    );
    const store = await openPostgresStore({ url: server.url, schema });
    expect(await holds(store, last, { hasRecords: false })).toBe(true);
    await store.close();
  }, 180_000);
});

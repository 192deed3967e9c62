import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { holds, numberOf, roundOfNumber } from './numberedRounds.testing';
import { openSqliteStore } from './sqliteStore';

const ROUNDS = 40;

describe('a SQLite store whose journal was cut', () => {
  let folder: string;
  let file: string;
  let copies = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'error-budget-torn-'));
    const original = join(folder, 'original.db');
    file = join(folder, 'memory.db');
    const store = await openSqliteStore({ file: original });
    for (let number = 1; number <= ROUNDS; number++) {
      await store.write(roundOfNumber(number));
    }
    // As a power cut leaves them: closing would empty the journal.
    copyFileSync(original, file);
    copyFileSync(`${original}-wal`, `${file}-wal`);
    await store.close();
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  /** The round that is left, and whether that is all that is left. */
  async function leftAfter(cutTo: number): Promise<number> {
    // libsql closes files late, so that each needs a name of its own.
    const torn = join(folder, `torn-${++copies}.db`);
    copyFileSync(file, torn);
    copyFileSync(`${file}-wal`, `${torn}-wal`);
    truncateSync(`${torn}-wal`, cutTo);
    const report = jest.fn();
    const store = await openSqliteStore({ file: torn, report });
    try {
      const number = numberOf(await store.series());
      expect(await holds(store, number)).toBe(true);
      expect(report).not.toHaveBeenCalled();
      // It goes on from there.
      await store.write(roundOfNumber(number + 1));
      expect(await holds(store, number + 1)).toBe(true);
      return number;
    } finally {
      await store.close();
    }
  }

  it('keeps the rounds before the cut, each of them whole, wherever that is', async () => {
    const { size } = statSync(`${file}-wal`);
    const found = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: size }), async (cutTo) => {
        found.add(await leftAfter(cutTo));
      }),
      { numRuns: 40 }
    );
    expect(found.size).toBeGreaterThan(1);
    expect(await leftAfter(size)).toBe(ROUNDS);
    expect(await leftAfter(size - 1)).toBe(ROUNDS - 1);
  });
});

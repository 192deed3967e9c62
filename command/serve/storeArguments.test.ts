import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DAY_MS } from '../../src/budget/durations';
import { ArgumentError } from '../argumentError';
import { readStore } from './storeArguments';

const URL_OF = 'postgres://me@db:5432/slo';

describe('the store of npm run serve', () => {
  it('is none unless an option or the environment names one', () => {
    expect(readStore({}, {})).toBeUndefined();
    expect(readStore({}, { SERVE_STORE: ' ' })).toBeUndefined();
  });

  it('is a file, whatever its name looks like', () => {
    expect(readStore({ store: 'memory.db', keep: '30' }, {})).toEqual({
      store: resolve('memory.db'),
      keepMs: 30 * DAY_MS,
      secrets: [],
    });
    expect(readStore({ store: ':memory:' }, { SERVE_STORE: URL_OF })?.store).toBe(resolve(':memory:'));
  });

  it('is a PostgreSQL, whose password comes from the environment, its URL there, or a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'error-budget-store-'));
    try {
      const file = join(folder, 'password');
      writeFileSync(file, 'p@ss/wörd %\n');
      const secrets = ['p@ss/wörd %', 'p%40ss%2Fw%C3%B6rd%20%25'];
      const found = readStore({ store: URL_OF }, { SERVE_STORE_PASSWORD_FILE: file });
      expect(found?.secrets).toEqual(secrets);
      expect(new URL(found?.store ?? '').searchParams.get('password')).toBe('p@ss/wörd %');
      expect(readStore({ store: 'postgresql:///slo' }, { SERVE_STORE_PASSWORD: 'p@ss' })?.store).toContain(
        'password=p%40ss'
      );
      const written = 'postgres://me:p%40ss%2Fw%C3%B6rd%20%25@db/slo';
      expect(readStore({}, { SERVE_STORE: written })).toMatchObject({
        store: written,
        secrets: expect.arrayContaining(secrets),
      });
      expect(readStore({ store: URL_OF }, {})).toMatchObject({ store: URL_OF, secrets: [] });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    [{ store: '' }, {}, /--store needs a file, or a URL such as postgres:/],
    [{ store: 'mysql://db/slo' }, {}, /--store needs a file, or a URL/],
    [{ store: 'postgres://db:port/slo' }, {}, /--store needs a file, or a URL/],
    [{}, { SERVE_STORE: 'libsql://hunter2@db' }, /SERVE_STORE needs a file, or a URL/],
    [
      { store: 'postgres://me:hunter2@db/slo' },
      {},
      /--store holds a password, .*Set SERVE_STORE_PASSWORD or SERVE_STORE_PASSWORD_FILE/,
    ],
    [{ store: 'postgres://db/slo?password=hunter2' }, {}, /--store holds a password/],
    [
      {},
      { SERVE_STORE: 'postgres://me:hunter2@db/slo', SERVE_STORE_PASSWORD: 'hunter3' },
      /SERVE_STORE holds a password, and SERVE_STORE_PASSWORD is set: remove one of them/,
    ],
    [{ keep: '30' }, {}, /--keep says how long a store keeps: name one with --store/],
    [{ store: 'f', keep: '0' }, {}, /--keep needs a number of days from 1 to 3650, found "0"/],
    [{ store: 'f', keep: '30d' }, {}, /found "30d"/],
    [{ store: 'f', keep: '4000' }, {}, /found "4000"/],
  ])('is refused as %j with %j, with what was expected and no password', (options, environment, message) => {
    const call = () => readStore(options, environment);
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(message);
    expect(call).not.toThrow(/hunter/);
  });
});

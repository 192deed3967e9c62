import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { DAY_MS } from '../budget/durations';
import { BrowserRecords } from './browserRecords';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('records in the browser', () => {
  it('come back in the next page', async () => {
    await new BrowserRecords('ours http://dagster').write('runs', { version: 1, names: ['a'] });
    expect(await new BrowserRecords('ours http://dagster').read('runs')).toEqual({ version: 1, names: ['a'] });
  });

  it('of another data source, or of another Dagster, are not seen', async () => {
    await new BrowserRecords('ours http://dagster').write('runs', 'ours');
    expect(await new BrowserRecords('theirs http://dagster').read('runs')).toBeUndefined();
    expect(await new BrowserRecords('ours http://other').read('runs')).toBeUndefined();
    expect(await new BrowserRecords('ours http://dagster').read('assets')).toBeUndefined();
  });

  it('are those of the tab that wrote last', async () => {
    const [one, other] = [new BrowserRecords('ours'), new BrowserRecords('ours')];
    await Promise.all([one.write('runs', 'one'), other.write('runs', 'other')]);
    await one.write('runs', 'one again');
    expect(await other.read('runs')).toBe('one again');
  });

  it('go when no one has written them for 35 days, also those of a data source that exists no more', async () => {
    const written = Date.now();
    await new BrowserRecords('deleted').write('runs', 'old');
    jest.spyOn(Date, 'now').mockReturnValue(written + 20 * DAY_MS);
    await new BrowserRecords('ours').write('runs', 'used');
    jest.spyOn(Date, 'now').mockReturnValue(written + 36 * DAY_MS);
    expect(await new BrowserRecords('ours').read('runs')).toBe('used');
    expect(await new BrowserRecords('deleted').read('runs')).toBeUndefined();
  });

  it('stay what they were where there is no space for more', async () => {
    const records = new BrowserRecords('ours');
    await records.write('runs', 'before');
    const put = IDBObjectStore.prototype.put;
    jest.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      if (value === 'too much') {
        throw new DOMException('The quota has been exceeded', 'QuotaExceededError');
      }
      return put.call(this, value, key);
    });
    await expect(records.write('runs', 'too much')).rejects.toThrow('quota');
    expect(await new BrowserRecords('ours').read('runs')).toBe('before');
    await records.write('runs', 'less');
    expect(await new BrowserRecords('ours').read('runs')).toBe('less');
  });

  it('come back once the browser opens its database again', async () => {
    const records = new BrowserRecords('ours');
    await records.write('runs', 'kept');
    const open = jest.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
      throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
    });
    const other = new BrowserRecords('ours');
    await expect(other.read('runs')).rejects.toThrow('lost');
    open.mockRestore();
    expect(await other.read('runs')).toBe('kept');
  });

  it('are refused, not lost without a word, where the browser keeps nothing', async () => {
    Reflect.deleteProperty(globalThis, 'indexedDB');
    await expect(new BrowserRecords('ours').read('runs')).rejects.toThrow();
    await expect(new BrowserRecords('ours').write('runs', 1)).rejects.toThrow();
  });
});

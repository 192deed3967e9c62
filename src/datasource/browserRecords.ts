import { createStore, delMany, get, set, update, type UseStore } from 'idb-keyval';
import { DAY_MS } from '../budget/durations';
import type { RecordStore } from '../sources/dagster/persistence/recordStore';

const DATABASE = 'oso-errorbudget-datasource';
const USED = 'used';
const UNUSED_FOR_MS = 35 * DAY_MS;

/** When each record was written last, by its key. */
type Used = Record<string, number>;

/**
 * Records of one owner in the browser's IndexedDB. Whichever owner reads first in a page sees to it that records go which
 * have not been written for 35 days, also those of data sources that are gone.
 */
export class BrowserRecords implements RecordStore {
  private store?: UseStore;
  private swept = false;

  /** @param owner separates what must not mix: data sources, and the servers that they read from. */
  constructor(private readonly owner: string) {}

  async read(name: string): Promise<unknown> {
    const store = this.open();
    if (!this.swept) {
      this.swept = true;
      await sweep(store, Date.now() - UNUSED_FOR_MS);
    }
    return get<unknown>(this.keyOf(name), store);
  }

  async write(name: string, record: unknown): Promise<void> {
    const store = this.open();
    const key = this.keyOf(name);
    await update<Used>(USED, (used) => ({ ...used, [key]: Date.now() }), store);
    await set(key, record, store);
  }

  private keyOf(name: string): string {
    return `${this.owner} ${name}`;
  }

  private open(): UseStore {
    this.store ??= createStore(DATABASE, 'records');
    return this.store;
  }
}

async function sweep(store: UseStore, beforeMs: number): Promise<void> {
  const unused = Object.entries((await get<Used>(USED, store)) ?? {}).flatMap(([key, usedMs]) =>
    usedMs < beforeMs ? key : []
  );
  if (unused.length > 0) {
    await delMany(unused, store);
    await update<Used>(
      USED,
      (used = {}) => Object.fromEntries(Object.entries(used).filter(([key]) => !unused.includes(key))),
      store
    );
  }
}

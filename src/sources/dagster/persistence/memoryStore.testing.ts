import type { RecordStore } from './recordStore';

/** A store that keeps as a browser's does: what is read is a copy. */
export class MemoryStore implements RecordStore {
  readonly records = new Map<string, unknown>();
  /** Names, in the order of their writing. */
  readonly written: string[] = [];

  read(name: string): Promise<unknown> {
    return Promise.resolve(structuredClone(this.records.get(name)));
  }

  write(name: string, record: unknown): Promise<void> {
    this.written.push(name);
    this.records.set(name, structuredClone(record));
    return Promise.resolve();
  }
}

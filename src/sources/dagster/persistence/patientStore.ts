import type { RecordStore } from './recordStore';

/** Reading from Dagster afresh takes seconds, so that waiting for longer would save nothing. */
const PATIENCE_MS = 1_000;

/**
 * A store that never fails: what cannot be had, or not soon, is not there, and what cannot be written is not kept. One
 * that did not answer once is not asked again.
 */
export class PatientStore implements RecordStore {
  private silent = false;

  constructor(private readonly store: RecordStore) {}

  async read(name: string): Promise<unknown> {
    if (this.silent) {
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => {
        this.silent = true;
        resolve(undefined);
      }, PATIENCE_MS);
    });
    try {
      return await Promise.race([this.store.read(name), patience]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  async write(name: string, record: unknown): Promise<void> {
    if (!this.silent) {
      await this.store.write(name, record).catch(() => undefined);
    }
  }
}

import type { RecordStore } from './recordStore';

/** Together a second. While the page is busy with something else only one of them passes, and an answer may wait its turn. */
const WAITS = 10;
const WAIT_MS = 100;

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
      const wait = (left: number) => {
        if (left > 0) {
          timer = setTimeout(() => wait(left - 1), WAIT_MS);
        } else {
          this.silent = true;
          resolve(undefined);
        }
      };
      wait(WAITS);
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

import { loadStoreLibrary } from '../../serve/store/openStore';
import { openMemory, type Memory } from '../../serve/store/memory';
import { StoreError } from '../../serve/store/store';
import { ArgumentError } from '../argumentError';
import type { Log } from './log';
import type { StoreArguments } from './storeArguments';

/**
 * The memory in the store, opened; whatever else is wrong with the store is logged, and the memory tries again by itself.
 * @throws ArgumentError where the library that reads the store is not installed
 */
export async function startMemory(
  { store, keepMs }: StoreArguments,
  log: Log,
  redact: (text: string) => string
): Promise<Memory> {
  try {
    await loadStoreLibrary(store);
  } catch (error) {
    throw error instanceof StoreError ? new ArgumentError(`--store: ${error.message}`) : error;
  }
  const memory = openMemory(store, {
    keepMs,
    log: (level, event, { found, ...fields }) =>
      log(level, event, { ...fields, ...(typeof found === 'string' && { found: redact(found) }) }),
  });
  await memory.open();
  return memory;
}

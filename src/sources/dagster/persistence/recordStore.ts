/**
 * Where records outlive a page. Both calls may reject or never answer, as storage of a browser does in private mode, when
 * it is full or when another tab blocks it; the caller does without.
 */
export interface RecordStore {
  /** Undefined where nothing is kept under the name. */
  read(name: string): Promise<unknown>;
  /** The record is plain data; what was kept under the name before is replaced as a whole. */
  write(name: string, record: unknown): Promise<void>;
}

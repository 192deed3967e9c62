import { deflateSync, inflateSync } from 'node:zlib';
import {
  chunkMs,
  chunkStartMs,
  emptyStretch,
  KEPT_COLUMNS,
  overlay,
  StoreError,
  type ReportDamage,
  type SeriesKey,
  type Stretch,
} from './store';

const BYTES = Float64Array.BYTES_PER_ELEMENT;
/** Fast, and within a few percent of the smallest: most columns repeat one number. */
const LEVEL = 1;

/**
 * A chunk as bytes: its columns one after another, as float64 in the order of the processor's bytes (little-endian), in zlib's format, whose checksum shows damage.
 *
 * @param stretch exactly one chunk
 */
function chunkToBytes({ kind }: Pick<SeriesKey, 'kind'>, stretch: Stretch): Buffer {
  const columns = KEPT_COLUMNS[kind].map((column) => stretch.columns[column]);
  const bytes = Buffer.concat(
    columns.map((column) => Buffer.from(column.buffer, column.byteOffset, column.byteLength))
  );
  return deflateSync(bytes, { level: LEVEL });
}

/** @throws StoreError for bytes that are not such a chunk */
function chunkFromBytes(
  { kind, stepMs }: Pick<SeriesKey, 'kind' | 'stepMs'>,
  startMs: number,
  bytes: Uint8Array
): Stretch {
  const chunk = emptyStretch(kind, stepMs, startMs, startMs + chunkMs(stepMs));
  const raw = inflated(bytes);
  const { length } = chunk.columns.coverage;
  if (raw.byteLength !== KEPT_COLUMNS[kind].length * length * BYTES) {
    throw new StoreError('a chunk of buckets has another length than it should');
  }
  // Aligned: a view needs it.
  const numbers = new Float64Array(Uint8Array.from(raw).buffer);
  KEPT_COLUMNS[kind].forEach((column, place) =>
    chunk.columns[column].set(numbers.subarray(place * length, (place + 1) * length))
  );
  return chunk;
}

function inflated(bytes: Uint8Array): Buffer {
  try {
    return inflateSync(bytes);
  } catch {
    throw new StoreError('a chunk of buckets is damaged');
  }
}

/** Lays a chunk over the buckets of `target`; one that is damaged leaves them as they are and is reported. */
export function overlayChunk(
  target: Stretch,
  key: SeriesKey,
  startMs: number,
  bytes: Uint8Array,
  report: ReportDamage | undefined
): void {
  try {
    overlay(target, chunkFromBytes(key, startMs, bytes));
  } catch (error) {
    if (!(error instanceof StoreError)) {
      throw error;
    }
    report?.(`${error.message}, so that buckets of ${key.objective} are lost unless the upstream still has them`);
  }
}

/** Parts by the start of the chunk in which each lies, in their order. */
export function byChunk(parts: readonly Stretch[]): Map<number, Stretch[]> {
  const chunks = new Map<number, Stretch[]>();
  for (const part of parts) {
    const startMs = chunkStartMs(part.fromMs, part.stepMs);
    chunks.set(startMs, [...(chunks.get(startMs) ?? []), part]);
  }
  return chunks;
}

/** The chunk after the parts, which lie within it, have replaced what they cover. Damage costs what was kept before. */
export function replaceInChunk(
  key: SeriesKey,
  startMs: number,
  kept: Uint8Array | undefined,
  parts: readonly Stretch[]
): Buffer {
  const chunk = emptyStretch(key.kind, key.stepMs, startMs, startMs + chunkMs(key.stepMs));
  if (kept) {
    overlayChunk(chunk, key, startMs, kept, undefined);
  }
  for (const part of parts) {
    overlay(chunk, part);
  }
  return chunkToBytes(key, chunk);
}

/** 53 bits (cyrb53) of the place and the numbers of the buckets: whether a part is the one that was written last. */
export function checksum({ fromMs, stepMs, columns }: Stretch): number {
  let one = 0xdeadbeef;
  let other = 0x41c6ce57;
  const add = (word: number) => {
    one = Math.imul(one ^ word, 0x9e3779b1);
    one ^= one >>> 15;
    other = Math.imul(other ^ word, 0x5f356495);
    other ^= other >>> 13;
  };
  add(fromMs / stepMs);
  for (const column of Object.values(columns)) {
    const words = new Int32Array(column.buffer, column.byteOffset, column.length * 2);
    add(words.length);
    for (let i = 0; i < words.length; i++) {
      add(words[i]);
    }
  }
  return (other & 0x1fffff) * 0x1_0000_0000 + (one >>> 0);
}

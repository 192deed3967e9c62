import type { Read } from './executed';

/** More than the transport lets through to Dagster; enough that it never waits for the next. */
const AT_A_TIME = 4;

/** Reads a list piece by piece, a few pieces at a time, and answers in the list's order. An empty list asks nothing. */
export async function inChunks<Item, Value>(
  items: readonly Item[],
  size: number,
  read: (chunk: Item[]) => Promise<Read<Value[]>>
): Promise<Read<Value[]>> {
  const chunks = Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size)
  );
  const reads: Array<Read<Value[]>> = [];
  const waiting = chunks.entries();
  const work = async () => {
    for (const [index, chunk] of waiting) {
      reads[index] = await read(chunk);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, chunks.length) }, work));
  return { value: reads.flatMap(({ value }) => value), executed: reads.flatMap(({ executed }) => executed) };
}

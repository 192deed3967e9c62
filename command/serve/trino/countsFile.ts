import { readFile, rename, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { ArgumentError, messageOf } from '../../argumentError';
import { OUTCOMES } from './listedQueries';
import type { KeptCounts } from './queryCounts';

const FORMAT = 1;

const keptCounts = z.object({
  format: z.literal(FORMAT),
  counts: z.array(
    z.object({
      outcome: z.enum(OUTCOMES),
      errorCode: z.string(),
      count: z.int().nonnegative(),
      age: z.int().nonnegative(),
    })
  ),
  counted: z.array(z.string()),
});

/**
 * What `--state` names, or undefined where there is no such file yet.
 * Rejects with an ArgumentError for a file that is something else: counting on from nothing would count queries twice.
 */
export async function readCountsFile(file: string): Promise<KeptCounts | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) {
      return undefined;
    }
    throw new ArgumentError(`--state: cannot read ${file} (${messageOf(error)})`);
  });
  if (text === undefined) {
    return undefined;
  }
  const parsed = keptCounts.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new ArgumentError(
      `--state: ${file} is not what the exporter wrote. Name another file, or remove this one to count from now on`
    );
  }
  const { counts, counted } = parsed.data;
  return { counts, counted };
}

/** All or nothing, whatever happens meanwhile. */
export async function writeCountsFile(file: string, kept: KeptCounts): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, JSON.stringify({ format: FORMAT, ...kept }));
  await rename(unfinished, file);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

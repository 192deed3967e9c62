import { deflateSync, inflateSync } from 'node:zlib';
import * as z from 'zod/mini';
import { KEPT_COLUMNS, StoreError, type KeptKind, type KeptSeries, type SeriesState } from './store';

const instantOrNull = z.nullable(z.number());

const storedState = z.object({
  askedFromMs: z.number(),
  longestMs: z.number(),
  reachMs: instantOrNull,
  keptFromMs: z.number(),
  settledUntilMs: z.number(),
  lastSeen: z.optional(z.object({ partMs: instantOrNull, totalMs: instantOrNull })),
  sampleIntervalMs: z.optional(z.number()),
  uncounted: z.optional(
    z.array(
      z.object({ atMs: z.number(), because: z.enum(['unseen', 'continuing']), good: z.number(), bad: z.number() })
    )
  ),
});

/** PostgreSQL's driver reads 64-bit integers as text. */
const storedSeries = z.object({
  id: z.union([z.number(), z.string()]),
  objective: z.string(),
  kind: z.string(),
  step_ms: z.coerce.number(),
  definition: z.string(),
  state: z.string(),
});

/** A row of the table `series`; undefined for one that makes no sense, which is then begun anew. */
export function seriesFromRow(row: unknown): KeptSeries | undefined {
  const parsed = storedSeries.safeParse(row);
  if (!parsed.success || !isKind(parsed.data.kind)) {
    return undefined;
  }
  const { objective, kind, step_ms: stepMs, definition, state } = parsed.data;
  const known = storedState.safeParse(jsonOrUndefined(state));
  return known.success ? { key: { objective, kind, stepMs, definition }, state: known.data } : undefined;
}

export function stateToText(state: SeriesState): string {
  return JSON.stringify(state);
}

export function recordToBytes(record: unknown): Buffer {
  return deflateSync(JSON.stringify(record));
}

/** @throws StoreError for bytes that are no record */
export function recordFromBytes(bytes: Uint8Array): unknown {
  try {
    const record: unknown = JSON.parse(inflateSync(bytes).toString('utf8'));
    return record;
  } catch {
    throw new StoreError('a record is damaged');
  }
}

function isKind(kind: string): kind is KeptKind {
  return Object.hasOwn(KEPT_COLUMNS, kind);
}

function jsonOrUndefined(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

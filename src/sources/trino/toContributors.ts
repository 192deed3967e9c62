import { inOneLine } from '../../transport/oneLine';
import type { OfBucket } from '../../transport/segments';
import { type Contributor, QUERY_OUTCOMES } from '../contract';
import type { Result, Value } from './client/result';

/** How a value reads that the history does not hold. */
const NONE = '(none)';
/** How all values read that are too small to be listed. */
const OTHERS = '(others)';
/** The largest; all others are summed as one. */
const MOST_OF_A_DIMENSION = 20;
const EXAMPLES = 2;
const LONGEST_MESSAGE = 200;

/** Unexpected errors of one bucket that share a value of one dimension. */
export interface ErrorPart extends OfBucket {
  dimension: string;
  /** Null where the history holds none. */
  name: string | null;
  bad: number;
  /** When the last of them ended, epoch milliseconds. */
  lastMs: number;
  /** Of the last one, as far as the history holds it. */
  message?: string;
  /** Of the latest ones, newest first. */
  queryIds: string[];
}

/** The parts of every bucket in an answer to `countsQuery`; none where the answer has no such column. */
export function toErrorParts({ rows }: Pick<Result, 'rows'>, stepMs: number): ErrorPart[] {
  return rows.flatMap((row) => {
    const parts = row[1 + QUERY_OUTCOMES.length];
    return Array.isArray(parts) ? parts.flatMap((part) => toErrorPart(part, Number(row[0]) * stepMs)) : [];
  });
}

function toErrorPart(part: Value, atMs: number): ErrorPart[] {
  const [dimension, name, bad, lastMs, message, ...ids] = Array.isArray(part) ? part.map(textOf) : [];
  if (dimension === undefined) {
    return [];
  }
  return [
    {
      atMs,
      dimension,
      name: name ?? null,
      bad: Number(bad ?? 0),
      lastMs: Number(lastMs ?? 0),
      ...(message === undefined ? {} : { message }),
      queryIds: ids.flatMap((id) => id ?? []),
    },
  ];
}

/**
 * What `unexpected` errors divide into, by each of the dimensions: the largest twenty, and what is left of them all, so that
 * the contributors of a dimension add up to the figure. `pageUrl` is where people open Trino's own interface.
 */
export function toContributors(
  parts: readonly ErrorPart[],
  unexpected: number,
  dimensions: readonly string[],
  pageUrl: string | undefined
): Contributor[] {
  return dimensions.flatMap((dimension) => {
    const named = merged(parts.filter((part) => part.dimension === dimension))
      .sort((a, b) => b.bad - a.bad)
      .slice(0, MOST_OF_A_DIMENSION);
    const others = unexpected - named.reduce((sum, { bad }) => sum + bad, 0);
    return [
      ...named.map((part) => toContributor(part, pageUrl)),
      ...(others > 0 ? [{ dimension, name: OTHERS, bad: others, total: null }] : []),
    ];
  });
}

/** One part for each value. */
function merged(parts: ErrorPart[]): ErrorPart[] {
  const byName = new Map<string | null, ErrorPart>();
  for (const part of [...parts].sort((a, b) => b.lastMs - a.lastMs)) {
    const latest = byName.get(part.name);
    byName.set(
      part.name,
      latest === undefined
        ? part
        : {
            ...latest,
            bad: latest.bad + part.bad,
            queryIds: [...latest.queryIds, ...part.queryIds].slice(0, EXAMPLES),
          }
    );
  }
  return [...byName.values()];
}

function toContributor(
  { dimension, name, bad, lastMs, message, queryIds }: ErrorPart,
  pageUrl: string | undefined
): Contributor {
  const latest = queryIds.length > 0 ? `Latest: ${queryIds.join(', ')}` : undefined;
  const text = [firstLine(message), latest].filter((said) => said !== undefined).join(' · ');
  return {
    dimension,
    name: name || NONE,
    bad,
    total: null,
    lastFailureMs: lastMs,
    ...(text === '' ? {} : { message: text }),
    ...(pageUrl === undefined || queryIds.length === 0 ? {} : { url: pageOf(queryIds[0], pageUrl) }),
  };
}

/** The page of a query in Trino's interface. */
function pageOf(queryId: string, pageUrl: string): string {
  return `${pageUrl.replace(/\/+$/, '')}/ui/query.html?${encodeURIComponent(queryId)}`;
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function firstLine(message: string | undefined): string | undefined {
  const [line] = message?.trim().split('\n') ?? [];
  return inOneLine(line ?? '', LONGEST_MESSAGE) || undefined;
}

import type { Contributor } from '../contract';
import type { Result, Value } from './client/result';
import { wholeNumber } from './outcomeColumns';

/** How a value reads that the history does not hold. */
const NONE = '(none)';
const LONGEST_MESSAGE = 200;

/** The answer to `contributorsQuery`. `pageUrl` is where people open Trino's own interface. */
export function toContributors({ rows }: Pick<Result, 'rows'>, pageUrl: string | undefined): Contributor[] {
  return rows.map(([dimension, name, bad, lastMs, queryIds, message]) => {
    const ids = Array.isArray(queryIds) ? queryIds.flatMap((id) => textOf(id) ?? []) : [];
    const said = [firstLine(textOf(message)), ids.length > 0 ? `Latest: ${ids.join(', ')}` : undefined];
    const text = said.filter((part) => part !== undefined).join(' · ');
    return {
      dimension: textOf(dimension),
      name: textOf(name) || NONE,
      bad: wholeNumber(bad),
      total: null,
      lastFailureMs: wholeNumber(lastMs),
      ...(text === '' ? {} : { message: text }),
      ...(pageUrl === undefined || ids.length === 0 ? {} : { url: pageOf(ids[0], pageUrl) }),
    };
  });
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
  return line && line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line || undefined;
}

import { isDateTime, type RawTimeRange } from '@grafana/data';

/** What a link to a dashboard carries; absent: what the dashboard's JSON says. */
export interface PageUrl {
  uid?: string;
  from?: string;
  to?: string;
  /** Such as `1m`; empty: off. */
  refresh?: string;
  /** By name, without `var-`. */
  variables: Readonly<Record<string, string[]>>;
}

const VARIABLE = 'var-';

/** @param href absolute, or a path of this site */
export function readPageUrl(href: string): PageUrl {
  const { pathname, searchParams } = new URL(href, 'http://preview');
  const uid = /^\/d\/([^/]+)/.exec(pathname)?.[1];
  const names = [...new Set(searchParams.keys())].filter((key) => key.startsWith(VARIABLE));
  return {
    uid: uid === undefined ? undefined : decode(uid),
    from: searchParams.get('from') ?? undefined,
    to: searchParams.get('to') ?? undefined,
    refresh: searchParams.get('refresh') ?? undefined,
    variables: Object.fromEntries(names.map((name) => [name.slice(VARIABLE.length), searchParams.getAll(name)])),
  };
}

/** The path and query that `readPageUrl` reads back. */
export function toPageUrl({ uid, from, to, refresh, variables }: PageUrl): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ from, to, refresh })) {
    if (value !== undefined) {
      query.set(name, value);
    }
  }
  for (const [name, values] of Object.entries(variables)) {
    values.forEach((value) => query.append(`${VARIABLE}${name}`, value));
  }
  const path = uid === undefined ? '/' : `/d/${encodeURIComponent(uid)}`;
  return query.size > 0 ? `${path}?${query}` : path;
}

/** `from` and `to` as links carry them: relative as they are, instants in epoch milliseconds. */
export function timeInUrl({ from, to }: RawTimeRange): URLSearchParams {
  return new URLSearchParams({ from: instantText(from), to: instantText(to) });
}

function instantText(instant: RawTimeRange['from']): string {
  return isDateTime(instant) ? String(instant.valueOf()) : instant;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

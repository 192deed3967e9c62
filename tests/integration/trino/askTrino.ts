/** What Trino answered, as its JSON has it: numbers beyond 2^53 are rounded, decimals and instants are texts. */
export interface TrinoAnswer {
  queryId: string;
  columns: string[];
  rows: unknown[][];
}

export interface Asker {
  /** `tests` unless said otherwise. */
  user?: string;
  /** `tests` unless said otherwise; null sends none. */
  source?: string | null;
  session?: Record<string, string>;
}

/** The query failed in Trino: `error` of its answer. */
export class QueryRefused extends Error {
  override name = 'QueryRefused';

  constructor(
    readonly queryId: string,
    readonly errorName: string,
    readonly errorType: string,
    readonly errorCode: number,
    message: string
  ) {
    super(message);
  }
}

/** One page of an answer. */
export interface TrinoPage {
  id: string;
  nextUri?: string;
  columns?: Array<{ name: string }>;
  data?: unknown[][];
  error?: { message: string; errorName: string; errorType: string; errorCode: number };
  stats: { state: string };
}

/**
 * Runs one statement on the Trino at `url` to its end. A loop of its own, so that the product's client is not tested with
 * itself.
 *
 * @throws QueryRefused when the query fails; Error with the status and the text where Trino answers no JSON.
 */
export async function askTrino(url: string, sql: string, asker: Asker = {}): Promise<TrinoAnswer> {
  const rows: unknown[][] = [];
  let columns: string[] = [];
  let page = await submit(url, sql, asker);
  for (;;) {
    columns = page.columns?.map(({ name }) => name) ?? columns;
    rows.push(...(page.data ?? []));
    if (page.error) {
      const { errorName, errorType, errorCode, message } = page.error;
      throw new QueryRefused(page.id, errorName, errorType, errorCode, message);
    }
    if (page.nextUri === undefined) {
      return { queryId: page.id, columns, rows };
    }
    page = await turnPage(page.nextUri);
  }
}

/** Registers the statement and no more: Trino begins with the first page that is asked for. */
export async function submit(url: string, sql: string, asker: Asker = {}): Promise<TrinoPage> {
  return readPage(await fetch(`${url}/v1/statement`, { method: 'POST', headers: headersOf(asker), body: sql }));
}

export async function turnPage(nextUri: string): Promise<TrinoPage> {
  return readPage(await fetch(nextUri));
}

function headersOf({ user = 'tests', source = 'tests', session = {} }: Asker): Record<string, string> {
  const properties = Object.entries(session).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return {
    'x-trino-user': user,
    'x-trino-time-zone': 'UTC',
    'x-trino-client-capabilities': 'PARAMETRIC_DATETIME',
    ...(source === null ? {} : { 'x-trino-source': source }),
    ...(properties.length === 0 ? {} : { 'x-trino-session': properties.join(',') }),
  };
}

async function readPage(answer: Response): Promise<TrinoPage> {
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(`Trino answered ${answer.status}: ${text}`);
  }
  return JSON.parse(text);
}

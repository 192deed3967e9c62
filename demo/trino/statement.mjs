import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 100;

/** A statement that Trino took and that failed. */
export class StatementFailed extends Error {
  name = 'StatementFailed';

  constructor({ errorName, message }) {
    super(`${errorName}: ${message}`);
    this.errorName = errorName;
  }
}

/**
 * Runs a statement to its end and resolves with its rows. Rejects with StatementFailed, or with another error where no
 * Trino answers.
 */
export async function runStatement(url, sql, { user, source, session = '' }) {
  const headers = {
    'X-Trino-User': user,
    'X-Trino-Source': source,
    'X-Trino-Time-Zone': 'UTC',
    ...(session && { 'X-Trino-Session': session }),
  };
  const rows = [];
  let page = await read(fetch(`${url}/v1/statement`, { method: 'POST', headers, body: sql }));
  while (page.nextUri) {
    page = await read(fetch(new URL(page.nextUri.slice(page.nextUri.indexOf('/v1/')), url)));
    rows.push(...(page.data ?? []));
    await wait(page.data ? 0 : POLL_MS);
  }
  if (page.error) {
    throw new StatementFailed(page.error);
  }
  return rows;
}

async function read(asked) {
  const answer = await asked;
  if (!answer.ok) {
    throw new Error(`Trino answered ${answer.status}`);
  }
  return answer.json();
}

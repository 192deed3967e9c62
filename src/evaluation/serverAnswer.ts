import { ERROR_BUDGET_SERVER } from '../sources/sourceError';
import { UpstreamFailure } from '../sources/upstreamFailure';
import { parseJson } from '../transport/json';
import { inOneLine } from '../transport/oneLine';
import { overloadInWords, overloadRemedy } from '../transport/overload';
import type { HttpAnswer } from '../transport/port';
import { isUnauthorized } from '../transport/unauthorized';

const URL_REMEDY = `Check the ${ERROR_BUDGET_SERVER} URL: it must end before /api/v1`;
const LONGEST_REASON = 200;

/** Why an answer that is no success is none. */
export function failureOf(answer: HttpAnswer): UpstreamFailure {
  const { status } = answer;
  if (isUnauthorized(answer)) {
    return new UpstreamFailure(
      'unauthorized',
      `it refused the credentials (HTTP ${status})`,
      `Check the token for the ${ERROR_BUDGET_SERVER}: it must be the one that “error-budget serve” was started with`
    );
  }
  const overload = overloadInWords(answer);
  if (overload !== undefined) {
    return new UpstreamFailure('unavailable', `it is ${overload}`, overloadRemedy(`the ${ERROR_BUDGET_SERVER}`));
  }
  const json = parseJson(answer);
  const reason = json.ok ? reasonIn(json.value) : undefined;
  if (reason === undefined) {
    return status >= 500
      ? new UpstreamFailure(
          'unavailable',
          `it failed (HTTP ${status})`,
          `Check that “error-budget serve” runs, and its log`
        )
      : notTheServer(`the answer (HTTP ${status})`);
  }
  return new UpstreamFailure(
    status >= 500 ? 'unavailable' : 'refused',
    `it answered HTTP ${status}: ${inOneLine(reason, LONGEST_REASON)}`,
    'Check that plugin and server are of the same release'
  );
}

/** @param what was found, as the beginning of a sentence. */
export function notTheServer(what: string): UpstreamFailure {
  return new UpstreamFailure('notTheUpstream', `${what} is not one of “error-budget serve”`, URL_REMEDY);
}

/** What the server itself says, without final stop. */
function reasonIn(body: unknown): string | undefined {
  return typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'string'
    ? body.error.replace(/\.$/, '')
    : undefined;
}

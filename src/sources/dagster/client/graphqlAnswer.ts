import { parseJson, type JsonBody } from '../../../transport/json';
import { overloadInWords, overloadRemedy } from '../../../transport/overload';
import type { HttpAnswer } from '../../../transport/port';
import { isUnauthorized } from '../../../transport/unauthorized';
import { firstSentence } from './errorText';
import { UpstreamFailure } from '../../upstreamFailure';

const CHECK_URL = 'Check the Dagster URL: it must end before /graphql, without a slash of its own';

/**
 * The `data` of an answer of `/graphql`. Dagster sends HTTP 400 for a query that it refuses and 500 when a resolver failed, both
 * with a GraphQL body that says more than the status (dagster_webserver/graphql.py).
 *
 * @throws UpstreamFailure for anything but data without errors
 */
export function readGraphqlAnswer(answer: HttpAnswer): object {
  if (isUnauthorized(answer)) {
    throw new UpstreamFailure(
      'unauthorized',
      `Dagster, or a proxy in front of it, refused the credentials (HTTP ${answer.status})`,
      'Check the token for Dagster'
    );
  }
  const overload = overloadInWords(answer);
  if (overload !== undefined) {
    const found = `Dagster, or a proxy in front of it, is ${overload}`;
    throw new UpstreamFailure('unavailable', found, overloadRemedy('Dagster'));
  }
  const json = parseJson(answer);
  if (!json.ok) {
    throw notJson(answer, json);
  }
  const body = json.value;
  if (!isRecord(body) || !('data' in body || Array.isArray(body.errors))) {
    if (answer.status >= 500) {
      throw refused(answer.status, '');
    }
    throw new UpstreamFailure(
      'notTheUpstream',
      `the answer (HTTP ${answer.status}) is JSON, but not from a GraphQL server`,
      CHECK_URL
    );
  }
  if (Array.isArray(body.errors) && body.errors.length > 0) {
    throw refused(answer.status, messageOf(body.errors[0]));
  }
  if (!isRecord(body.data)) {
    throw new UpstreamFailure('unavailable', 'Dagster answered without data and without a reason', 'Refresh');
  }
  return body.data;
}

function refused(status: number, message: string): UpstreamFailure {
  if (/cannot query field|unknown (type|argument)|is not defined by type/i.test(message)) {
    return new UpstreamFailure(
      'refused',
      `Dagster refused the query: ${message}`,
      'Refresh, in case Dagster has just been exchanged for another release; otherwise update Dagster'
    );
  }
  if (/unauthori[sz]ed|permission/i.test(message)) {
    return new UpstreamFailure(
      'unauthorized',
      `Dagster refused the query: ${message}`,
      'Give the token for Dagster the right to view the deployment'
    );
  }
  if (/timeout|timed out|canceling statement/i.test(message)) {
    return new UpstreamFailure(
      'timeout',
      `Dagster gave up on the query: ${message}`,
      "Refresh; if it stays, look at the load of Dagster's database or raise the web server's --db-statement-timeout"
    );
  }
  return new UpstreamFailure(
    'unavailable',
    `Dagster failed to answer (HTTP ${status}): ${message || 'no message'}`,
    'Look for this error in the log of the Dagster web server'
  );
}

function notJson({ status }: HttpAnswer, { reason, excerpt }: Extract<JsonBody, { ok: false }>): UpstreamFailure {
  if (reason === 'truncated') {
    return new UpstreamFailure(
      'truncated',
      `the answer breaks off in the middle (HTTP ${status})`,
      'Refresh; if it stays, look for a size or time limit of a proxy in front of Dagster'
    );
  }
  if (status === 404 || status === 405) {
    return new UpstreamFailure('notTheUpstream', `no GraphQL is served at this path (HTTP ${status})`, CHECK_URL);
  }
  if (status >= 500) {
    return new UpstreamFailure(
      'unavailable',
      `the server failed (HTTP ${status}${excerpt && `: ${excerpt}`})`,
      'Check that Dagster runs, and the log of the proxy in front of it'
    );
  }
  switch (reason) {
    case 'html':
      return new UpstreamFailure(
        'notTheUpstream',
        `an HTML page came back instead of JSON (HTTP ${status}: ${excerpt})`,
        'Check the Dagster URL, and whether there is a login page in front of it'
      );
    case 'empty':
      return new UpstreamFailure('notTheUpstream', `the answer is empty (HTTP ${status})`, CHECK_URL);
    case 'notJson':
      return new UpstreamFailure('notTheUpstream', `the answer is not JSON (HTTP ${status}: ${excerpt})`, CHECK_URL);
  }
}

function messageOf(error: unknown): string {
  return isRecord(error) && typeof error.message === 'string' ? firstSentence(error.message) : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

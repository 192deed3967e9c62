import { parseJson } from '../../../transport/json';
import type { HttpAnswer } from '../../../transport/port';
import { isUnauthorized } from '../../../transport/unauthorized';
import { UpstreamFailure } from '../../upstreamFailure';

/**
 * What an answer without a statement's JSON means. Trino answers so where it never came to a query: refused credentials,
 * refused proxies, lost queries; everything else is another server's answer.
 */
export function answerFailure(answer: HttpAnswer): UpstreamFailure {
  const { status, text } = answer;
  if (status === 406) {
    return new UpstreamFailure(
      'refused',
      'Trino refuses requests that came through a proxy, as all of Grafana do (HTTP 406, X-Forwarded-For)',
      'Set http-server.process-forwarded=ignore (or true) in the config.properties of its coordinator and restart it'
    );
  }
  if (status === 403 && text.includes('Authentication over HTTP is not enabled')) {
    return new UpstreamFailure(
      'unauthorized',
      'Trino asks for credentials, and takes none without TLS (HTTP 403)',
      'Use the https:// URL of Trino'
    );
  }
  if (isUnauthorized(answer)) {
    return new UpstreamFailure(
      'unauthorized',
      `Trino refused ${status === 403 ? 'access' : 'the credentials'} (HTTP ${status}${said(answer)})`,
      'Check the user, password or token for Trino: a Trino without authentication needs the name ' +
        'of a user and takes no password'
    );
  }
  if (isLost(answer)) {
    return lost(status);
  }
  // What a Trino with passwords answers until it has read them, in place of SERVER_STARTING_UP.
  if (status === 500 && text.includes('authenticators were not loaded')) {
    return new UpstreamFailure('unavailable', 'Trino is starting (HTTP 500)', 'Refresh in a minute');
  }
  if (status === 502 || status === 503 || status === 504) {
    return new UpstreamFailure(
      'unavailable',
      `Trino takes no queries right now (HTTP ${status}${said(answer)})`,
      'Wait until its coordinator has started; if it stays, look at its log and at the proxy in front of it'
    );
  }
  if (status === 429) {
    return new UpstreamFailure(
      'unavailable',
      'Trino, or a gateway in front of it, is overloaded or limits requests: too many requests (HTTP 429)',
      'Refresh later, and raise the limit of the gateway if it stays'
    );
  }
  return otherAnswer(answer);
}

/** Whether it is Trino's last word, so that asking for the same page again would bring nothing else. */
export function isFinal(answer: HttpAnswer): boolean {
  return answer.status === 406 || isUnauthorized(answer) || isLost(answer);
}

function isLost({ status, text }: HttpAnswer): boolean {
  return status === 410 || (status === 404 && text.includes('Query not found'));
}

function lost(status: number): UpstreamFailure {
  return new UpstreamFailure(
    'unavailable',
    `Trino no longer knows the query (HTTP ${status})`,
    'Refresh: it may have been restarted; if it stays, let all requests of a query reach the same coordinator'
  );
}

function otherAnswer(answer: HttpAnswer): UpstreamFailure {
  const { status } = answer;
  const json = parseJson(answer);
  if (json.ok) {
    return new UpstreamFailure(
      'notTheUpstream',
      `the answer (HTTP ${status}) is JSON, but not from Trino`,
      'Check the Trino URL: it must end before /v1'
    );
  }
  switch (json.reason) {
    case 'html':
      return new UpstreamFailure(
        'notTheUpstream',
        `an HTML page came back instead of JSON (HTTP ${status}: ${json.excerpt})`,
        'Check the Trino URL, and whether there is a login page in front of it'
      );
    case 'truncated':
      return new UpstreamFailure(
        'truncated',
        `the answer breaks off in the middle (HTTP ${status})`,
        'Refresh; if it stays, look for a size or time limit of a proxy in front of Trino'
      );
    case 'empty':
      return new UpstreamFailure(
        'notTheUpstream',
        `the answer is empty (HTTP ${status})`,
        'Check that the Trino URL is right and that Trino is up'
      );
    case 'notJson':
      return status >= 500
        ? new UpstreamFailure(
            'unavailable',
            `Trino failed to answer (HTTP ${status}: ${json.excerpt})`,
            'Look for this error in the log of its coordinator'
          )
        : new UpstreamFailure(
            'notTheUpstream',
            `the answer is not JSON (HTTP ${status}: ${json.excerpt})`,
            'Check the Trino URL: it must end before /v1'
          );
  }
}

/** What looks like an answer of Trino, but cannot be one in this form. */
export function changedOnItsWay(found: string): UpstreamFailure {
  return new UpstreamFailure(
    'notTheUpstream',
    found,
    'Check that the Trino URL points at Trino, and whether a gateway in between changes its answers'
  );
}

/** The reason in the words of the server that refused, where there is a short one. */
function said(answer: HttpAnswer): string {
  const json = parseJson(answer);
  const excerpt = json.ok ? '' : json.excerpt;
  return excerpt === '' || excerpt.startsWith('Authentication to data source failed') ? '' : `: ${excerpt}`;
}

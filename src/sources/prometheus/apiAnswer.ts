import type { HttpAnswer } from '../../transport/port';
import { isUnauthorized } from '../../transport/unauthorized';
import { parseJson } from '../../transport/json';
import { inOneLine } from '../../transport/oneLine';
import { overloadInWords, overloadRemedy } from '../../transport/overload';
import { UpstreamFailure } from '../upstreamFailure';
import { isQueryTimeout } from './queryTimeout';

/** One series of a matrix or vector: labels and points, times in epoch seconds, values as Prometheus writes them. */
export interface Series {
  labels: Record<string, string>;
  points: Array<[timeSeconds: number, value: string]>;
}

export interface ApiAnswer {
  series: Series[];
  /** Prometheus' own annotations about the query. */
  remarks: string[];
  /** What Thanos, Mimir and others say when stores did not answer: the data may be incomplete. */
  partial: string[];
}

/** True where stores were missing, so that it is unknown what the answer lacks. */
export function isPartial(answer: ApiAnswer): boolean {
  return answer.partial.length > 0;
}

// Prometheus >= 2.54 marks annotations about the query text this way; anything else speaks about missing data.
const ANNOTATION_PREFIX = 'PromQL ';

/**
 * Reads an answer of `/api/v1/query` or `/api/v1/query_range` (prometheus/docs/querying/api.md).
 * @throws UpstreamFailure for anything but a successful matrix or vector of float samples.
 */
export function readApiAnswer(answer: HttpAnswer): ApiAnswer {
  if (isUnauthorized(answer)) {
    throw new UpstreamFailure(
      'unauthorized',
      `Prometheus refused the credentials (HTTP ${answer.status})`,
      'Check the user, password or token for Prometheus'
    );
  }
  const overload = isQueryTimeout(answer) ? undefined : overloadInWords(answer);
  if (overload !== undefined) {
    const found = `Prometheus, or a proxy in front of it, is ${overload}`;
    throw new UpstreamFailure('unavailable', found, overloadRemedy('Prometheus'));
  }
  const json = parseJson(answer);
  if (!json.ok) {
    throw notJson(answer, json.reason, json.excerpt);
  }
  const body = json.value;
  if (!isRecord(body) || (body.status !== 'success' && body.status !== 'error')) {
    if (answer.status >= 500) {
      throw failed(answer.status, '');
    }
    throw new UpstreamFailure(
      'notTheUpstream',
      `the answer (HTTP ${answer.status}) is JSON, but not from Prometheus' query API`,
      'Check the Prometheus URL: it must end before /api/v1'
    );
  }
  if (body.status === 'error') {
    throw refused(answer.status, errorTypeOf(body.errorType), inOneLine(textOf(body.error), LONGEST_ERROR));
  }
  return readData(body);
}

function readData(body: Record<string, unknown>): ApiAnswer {
  const data = isRecord(body.data) ? body.data : {};
  const warnings = stringsOf(body.warnings);
  if (data.resultType !== 'matrix' && data.resultType !== 'vector') {
    throw new UpstreamFailure(
      'badIndicator',
      `the query returns a ${textOf(data.resultType) || 'value of unknown type'}, not a vector`,
      'Correct the query of this objective in the catalogue, for instance by wrapping it in sum()'
    );
  }
  const result = Array.isArray(data.result) ? data.result : [];
  return {
    series: result.map(readSeries),
    remarks: warnings.filter((text) => text.startsWith(ANNOTATION_PREFIX)),
    partial: warnings.filter((text) => !text.startsWith(ANNOTATION_PREFIX)),
  };
}

function readSeries(series: unknown): Series {
  if (!isRecord(series)) {
    throw malformed();
  }
  if (series.histogram !== undefined || (Array.isArray(series.histograms) && series.histograms.length > 0)) {
    throw new UpstreamFailure(
      'badIndicator',
      'the query returns native histograms, which are not counts of events',
      'Wrap the histogram in histogram_count(), or in histogram_fraction() for a threshold, in the catalogue'
    );
  }
  const points = Array.isArray(series.values) ? series.values : series.value === undefined ? [] : [series.value];
  return { labels: readLabels(series.metric), points: points.map(readPoint) };
}

function readLabels(metric: unknown): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries(isRecord(metric) ? metric : {})) {
    labels[name] = String(value);
  }
  return labels;
}

function readPoint(point: unknown): [number, string] {
  if (!Array.isArray(point) || typeof point[0] !== 'number' || typeof point[1] !== 'string') {
    throw malformed();
  }
  return [point[0], point[1]];
}

function malformed(): UpstreamFailure {
  return new UpstreamFailure(
    'notTheUpstream',
    'the answer has the envelope of Prometheus but not its samples',
    'Check that the Prometheus URL points at Prometheus or at a server that speaks its API'
  );
}

function failed(status: number, excerpt: string): UpstreamFailure {
  return new UpstreamFailure(
    'unavailable',
    `Prometheus, or a proxy in front of it, failed to answer (HTTP ${status}${excerpt && `: ${excerpt}`})`,
    'Check that Prometheus runs, and its log and that of the proxy in front of it'
  );
}

function notJson(answer: HttpAnswer, reason: 'html' | 'empty' | 'truncated' | 'notJson', excerpt: string) {
  if (answer.status >= 500 && reason !== 'truncated') {
    return failed(answer.status, excerpt);
  }
  switch (reason) {
    case 'html':
      return new UpstreamFailure(
        'notTheUpstream',
        `an HTML page came back instead of JSON (HTTP ${answer.status}: ${excerpt})`,
        'Check the Prometheus URL, and whether there is a login page in front of it'
      );
    case 'truncated':
      return new UpstreamFailure(
        'truncated',
        `the answer breaks off in the middle (HTTP ${answer.status})`,
        'Refresh; if it stays, look for a size or time limit of a proxy in front of Prometheus'
      );
    case 'empty':
      return new UpstreamFailure(
        'notTheUpstream',
        `the answer is empty (HTTP ${answer.status})`,
        'Check that the Prometheus URL is right and that Prometheus is up'
      );
    case 'notJson':
      return new UpstreamFailure(
        'notTheUpstream',
        `the answer is not JSON (HTTP ${answer.status}: ${excerpt})`,
        'Check the Prometheus URL: it must end before /api/v1'
      );
  }
}

/** VictoriaMetrics repeats the whole query. */
const LONGEST_ERROR = 2_000;

/** VictoriaMetrics writes the HTTP status instead of Prometheus' words. */
const ERROR_TYPES: Record<string, string> = { '400': 'bad_data', '422': 'execution' };

function errorTypeOf(written: unknown): string {
  const text = textOf(written);
  return ERROR_TYPES[text] ?? text;
}

function refused(status: number, errorType: string, error: string): UpstreamFailure {
  switch (errorType) {
    case 'bad_data':
      return new UpstreamFailure(
        'refused',
        `Prometheus refused the query: ${error}`,
        'Correct the query of this objective in the catalogue'
      );
    case 'timeout':
      return new UpstreamFailure(
        'timeout',
        `Prometheus gave up on the query: ${error}`,
        'Narrow the selectors of the query in the catalogue, or raise --query.timeout'
      );
    case 'execution':
      return new UpstreamFailure(
        'refused',
        `Prometheus could not run the query: ${error}`,
        'Narrow the selectors of the query in the catalogue, or raise the limit that the message names'
      );
    default:
      return new UpstreamFailure(
        'refused',
        `Prometheus answered HTTP ${status}, ${errorType || 'no error type'}: ${error}`,
        'Look up this error in the documentation of the server behind the Prometheus URL'
      );
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value)
    ? value.flatMap((item) => (typeof item === 'string' ? [inOneLine(item, LONGEST_ERROR)] : []))
    : [];
}

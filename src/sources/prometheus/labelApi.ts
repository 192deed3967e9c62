import { ceilTo, DAY_MS, floorTo, HOUR_MS } from '../../budget/durations';
import { parseJson } from '../../transport/json';
import type { HttpAnswer, HttpPort } from '../../transport/port';
import { SharedRequests } from '../../transport/sharedRequests';
import { KeptAnswers } from './keptAnswers';

/** After a failure nothing more is asked for this long. */
const REFUSED_FOR_MS = HOUR_MS;

interface LabelApiOptions {
  port: HttpPort;
  /** Sent with every request. */
  parameters?: Record<string, string>;
  /** Epoch milliseconds. */
  clock: () => number;
}

/** Whole days, so that the questions of one day are the same. */
export interface Days {
  fromMs: number;
  toMs: number;
}

/** The days that hold [fromMs, toMs]. */
export function daysOf(fromMs: number, toMs: number): Days {
  return { fromMs: floorTo(fromMs, DAY_MS), toMs: ceilTo(toMs, DAY_MS) };
}

/**
 * Names and values of labels (prometheus/docs/querying/api.md, "Querying metadata"), each asked for once a day. Servers keep
 * them by blocks of hours or days, so what they name may lie somewhat outside the time asked for; what they do not name was
 * not there. Undefined where the server, or a proxy in front of it, does not answer: callers do without.
 */
export class LabelApi {
  private readonly shared = new SharedRequests();
  private readonly kept: KeptAnswers<string[]>;
  private readonly refused: KeptAnswers<true>;

  constructor(private readonly options: LabelApiOptions) {
    this.kept = new KeptAnswers(options.clock);
    this.refused = new KeptAnswers(options.clock, REFUSED_FOR_MS);
  }

  /** Values of a label among the series that `match` selects, or among all. Rejects only when aborted. */
  values(label: string, match: string | undefined, days: Days, signal: AbortSignal): Promise<string[] | undefined> {
    return this.ask(`/api/v1/label/${encodeURIComponent(inPath(label))}/values`, match, days, signal);
  }

  /** Names of the labels of the series that `match` selects, or of all. Rejects only when aborted. */
  names(match: string | undefined, days: Days, signal: AbortSignal): Promise<string[] | undefined> {
    return this.ask('/api/v1/labels', match, days, signal);
  }

  private async ask(
    endpoint: string,
    match: string | undefined,
    { fromMs, toMs }: Days,
    signal: AbortSignal
  ): Promise<string[] | undefined> {
    const query = new URLSearchParams({
      ...this.options.parameters,
      ...(match === undefined ? {} : { 'match[]': match }),
      start: String(fromMs / 1000),
      end: String(toMs / 1000),
    });
    const path = `${endpoint}?${query}`;
    const kept = this.kept.recall(path);
    if (kept !== undefined || this.refused.recall(ANY)) {
      return kept;
    }
    try {
      const names = await this.shared.run(path, signal, async (shared) =>
        namesIn(await this.options.port.send({ upstream: 'prometheus', method: 'GET', path }, shared))
      );
      if (names !== undefined) {
        this.kept.keep(path, names);
      }
      return names;
    } catch {
      signal.throwIfAborted();
      this.refused.keep(ANY, true);
      return undefined;
    }
  }
}

const ANY = '';
const BAD_REQUEST = 400;

/** Undefined for a question that the server does not understand. @throws where it answers no such questions. */
function namesIn(answer: HttpAnswer): string[] | undefined {
  const json = parseJson(answer);
  const data: unknown =
    json.ok && typeof json.value === 'object' && json.value !== null ? Reflect.get(json.value, 'data') : undefined;
  if (Array.isArray(data)) {
    return data.filter((name): name is string => typeof name === 'string');
  }
  if (answer.status === BAD_REQUEST && json.ok) {
    return undefined;
  }
  throw new Error(`no names of labels (HTTP ${answer.status})`);
}

/** Names beyond letters, digits and underscores travel in the escaped form that Prometheus 3 reads in paths. */
function inPath(label: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(label)) {
    return label;
  }
  const escaped = label.replace(/[^A-Za-z0-9]/gu, (character) =>
    character === '_' ? '__' : `_${character.codePointAt(0)?.toString(16)}_`
  );
  return `U__${escaped}`;
}

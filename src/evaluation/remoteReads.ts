import type { Objective } from '../catalogue/objective';
import { UpstreamFailure } from '../sources/upstreamFailure';
import type { HttpPort } from '../transport/port';
import { TransportError } from '../transport/transportError';
import { withChanges } from './answerChanges';
import { answerFrom } from './answerJson';
import type { EvaluationKind, EvaluationRequest } from './evaluations';
import { instantsFor } from './instants';
import { questionOf } from './questionOf';
import { asked, READ_API, READ_BOUNDS, type AnswerLine, type AskedRead, type EvaluationsBody } from './readApi';
import { failureOf, notTheServer } from './serverAnswer';

/** Panels of one dashboard ask within moments of each other. */
const GATHER_MS = 25;
/** Brackets, and letters of more than one byte, take the rest. */
const MOST_CHARACTERS = 0.75 * READ_BOUNDS.bytes;
/** Answers to the same reads, kept for a server that says that they have not changed. */
const MOST_KEPT = 100;
/** The server sends an empty line every 15 s. */
const SILENCE_MS = 60_000;

interface Question {
  kind: EvaluationKind;
  request: EvaluationRequest<EvaluationKind>;
}

interface Waiting {
  objective: Objective;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
  isOpen: boolean;
  /** Called when the caller has left, once the question has been sent. */
  left?(): void;
}

/** One question about several objectives. */
interface Read extends Question {
  waiting: Waiting[];
}

/** `json`: the answer as it came, of which changes make the next. */
type Outcome = { answer: unknown; json: unknown } | { failure: UpstreamFailure };

/** What a cursor refers to; outcomes in the order of the objectives. */
interface Kept {
  cursor: string;
  outcomes: Outcome[];
}

/** A read as it was sent. */
interface Sent extends Read {
  key: string;
  /** What a refresh is compared with. */
  before?: Kept;
  outcomes: Outcome[];
}

/** Asks a server for evaluations: what is asked within 25 ms in one request, and of what was asked before only what has changed. */
export class RemoteReads {
  private gathered = new Map<string, Read>();
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly port: HttpPort) {}

  /** Rejects with an UpstreamFailure or a TransportError, and with the signal's reason. */
  ask({ kind, request }: Question, objective: Objective, signal: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const key = JSON.stringify([kind, request]);
      if (this.gathered.size === 0) {
        setTimeout(() => this.send(), GATHER_MS);
      }
      const read = this.gathered.get(key) ?? { kind, request, waiting: [] };
      this.gathered.set(key, read);
      const leave = () => {
        waiting.reject(signal.reason);
        waiting.left?.();
      };
      const ended = () => {
        waiting.isOpen = false;
        signal.removeEventListener('abort', leave);
      };
      const waiting: Waiting = {
        objective,
        isOpen: true,
        resolve: (answer) => {
          ended();
          resolve(answer);
        },
        reject: (error) => {
          ended();
          reject(error);
        },
      };
      read.waiting.push(waiting);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  private send(): void {
    const reads = [...this.gathered.values()].flatMap(inParts);
    this.gathered = new Map();
    inRequests(reads.map((read) => this.toSend(read))).forEach((together) => this.post(together));
  }

  private toSend(read: Read): Sent {
    const key = JSON.stringify([
      read.kind,
      questionOf(read.request),
      read.waiting.map(({ objective }) => asked(objective)),
    ]);
    return { ...read, key, before: this.kept.get(key), outcomes: [] };
  }

  /** Never rejects: whatever happens, those who wait hear of it. */
  private async post(reads: Sent[]): Promise<void> {
    const waiting = reads.flatMap((read) => read.waiting);
    const controller = new AbortController();
    const body: EvaluationsBody = { reads: reads.map(askedRead) };
    const again: Sent[] = [];
    const lines = new Lines((line) => this.take(line, reads, again));
    const left = () => {
      if (waiting.every(({ isOpen }) => !isOpen)) {
        controller.abort();
      }
    };
    waiting.forEach((one) => (one.left = left));
    try {
      const answer = await this.port.send(
        {
          upstream: 'server',
          method: 'POST',
          path: READ_API.evaluations,
          // Browsers set the second themselves.
          headers: { 'Content-Type': 'application/json', 'Accept-Encoding': 'gzip' },
          body: JSON.stringify(body),
          timeoutMs: SILENCE_MS,
          onText: (part) => lines.add(part),
        },
        controller.signal
      );
      if (answer.status < 200 || answer.status > 299) {
        throw failureOf(answer);
      }
      lines.end(answer.text);
      if (again.length > 0) {
        await this.post(again);
      }
      throw new TransportError('truncated', 'server', 'the answer broke off');
    } catch (error) {
      waiting.filter(({ isOpen }) => isOpen).forEach((one) => one.reject(error));
    }
  }

  private take(line: AnswerLine, reads: Sent[], again: Sent[]): void {
    const read = reads[line.read];
    if (!read) {
      throw notTheServer('a line of the answer');
    }
    if ('answer' in line) {
      settle(read, line.objective, outcomeOf(read, line.objective, line.answer));
    } else if ('changes' in line) {
      settle(read, line.objective, changed(read, line.objective, line.changes));
    } else if ('failed' in line) {
      const { kind, found, remedy } = line.failed;
      settle(read, line.objective, { failure: new UpstreamFailure(kind, found, remedy) });
    } else if ('same' in line) {
      line.same.forEach((index) => settle(read, index, read.before?.outcomes[index]));
    } else if ('cursor' in line) {
      this.keep(read, line.cursor);
    } else if (line.refused === 'cursor') {
      this.kept.delete(read.key);
      again.push({ ...read, before: undefined });
    } else {
      const found = `it no longer has the figures of ${new Date(read.request.nowMs).toISOString()}`;
      const failure = new UpstreamFailure('unavailable', found, 'Refresh');
      read.waiting.forEach((_, index) => settle(read, index, { failure }));
    }
  }

  private keep({ key, outcomes }: Sent, cursor: string): void {
    this.kept.delete(key);
    this.kept.set(key, { cursor, outcomes });
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT) {
      this.kept.delete(oldest);
    }
  }
}

function outcomeOf({ waiting }: Sent, index: number, json: unknown): Outcome {
  return { json, answer: answerFrom(json, waiting[index]?.objective) };
}

function changed(read: Sent, index: number, changes: unknown): Outcome {
  const before = read.before?.outcomes[index];
  if (!before || !('json' in before)) {
    throw notTheServer('a line of the answer');
  }
  let json: unknown;
  try {
    json = withChanges(before.json, changes);
  } catch {
    throw notTheServer('a line of the answer');
  }
  return outcomeOf(read, index, json);
}

function settle(read: Sent, index: number, outcome: Outcome | undefined): void {
  const waiting = read.waiting[index];
  if (!waiting || !outcome) {
    throw notTheServer('a line of the answer');
  }
  read.outcomes[index] = outcome;
  if ('answer' in outcome) {
    waiting.resolve(outcome.answer);
  } else {
    waiting.reject(outcome.failure);
  }
}

function askedRead({ kind, request, waiting, before }: Sent): AskedRead {
  return before
    ? { cursor: before.cursor, request }
    : { kind, request, objectives: waiting.map(({ objective }) => asked(objective)) };
}

/** Objectives of aborted queries are asked for no more. */
function inParts(read: Read): Read[] {
  const waiting = read.waiting.filter(({ isOpen }) => isOpen);
  const most = Math.max(
    1,
    Math.min(READ_BOUNDS.objectives, Math.floor(READ_BOUNDS.instants / (instantsEach(read) || 1)))
  );
  const starts = Array.from({ length: Math.ceil(waiting.length / most) }, (_, i) => i * most);
  return starts.map((start) => ({ ...read, waiting: waiting.slice(start, start + most) }));
}

function instantsEach({ request }: Question): number {
  return 'at' in request ? instantsFor(request).timesMs.length : 0;
}

function inRequests(reads: Sent[]): Sent[][] {
  const requests: Sent[][] = [];
  let size = { characters: Infinity, evaluations: 0, instants: 0 };
  for (const read of reads) {
    const evaluations = read.waiting.length;
    const own = {
      characters: JSON.stringify(askedRead(read)).length,
      evaluations,
      instants: evaluations * instantsEach(read),
    };
    const isFull =
      size.characters + own.characters > MOST_CHARACTERS ||
      size.evaluations + own.evaluations > READ_BOUNDS.evaluations ||
      size.instants + own.instants > READ_BOUNDS.instants ||
      requests[requests.length - 1].length >= READ_BOUNDS.reads;
    if (isFull) {
      requests.push([]);
      size = { characters: 0, evaluations: 0, instants: 0 };
    }
    requests[requests.length - 1].push(read);
    size = {
      characters: size.characters + own.characters,
      evaluations: size.evaluations + own.evaluations,
      instants: size.instants + own.instants,
    };
  }
  return requests;
}

/** Lines of JSON from parts that end anywhere. What fails is thrown at the end, since it is no failure of the port. */
class Lines {
  private rest = '';
  private failure?: unknown;

  constructor(private readonly take: (line: AnswerLine) => void) {}

  add(part: string): void {
    const lines = `${this.rest}${part}`.split('\n');
    this.rest = lines.pop() ?? '';
    lines.forEach((line) => this.read(line));
  }

  end(part: string): void {
    this.add(`${part}\n`);
    if (this.failure !== undefined) {
      throw this.failure;
    }
  }

  private read(line: string): void {
    if (this.failure !== undefined || line === '') {
      return;
    }
    try {
      this.take(parsedLine(line));
    } catch (error) {
      this.failure = error;
    }
  }
}

function parsedLine(line: string): AnswerLine {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw notTheServer('the answer');
  }
  if (!isAnswerLine(parsed)) {
    throw notTheServer('a line of the answer');
  }
  return parsed;
}

function isAnswerLine(line: unknown): line is AnswerLine {
  return (
    typeof line === 'object' &&
    line !== null &&
    'read' in line &&
    ['answer', 'changes', 'failed', 'same', 'cursor', 'refused'].some((field) => field in line)
  );
}

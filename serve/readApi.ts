import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Objective } from '../src/catalogue/objective';
import type { Catalogue } from '../src/catalogue/parseCatalogue';
import type { EvaluationKind, EvaluationRequest } from '../src/evaluation/evaluations';
import {
  definitionHash,
  hashOf,
  READ_API,
  type AskedObjective,
  type AskedRead,
  type ReadFailure,
  type ServerCatalogue,
  type ServerState,
} from '../src/evaluation/readApi';
import { ApiError } from './apiError';
import { BoundedMemory } from './boundedMemory';
import { Lines } from './lines';
import { Bodies } from './bodies';
import { boundWork, parseBody, parseRequest } from './requests';
import { digestOf, type KeptAnswer } from './round';
import type { Rounds } from './rounds';

export interface ReadApiOptions {
  rounds: Rounds;
  catalogue: Catalogue;
  version: string;
  /** Absent: everyone may ask. */
  token?: string;
  /** Hears of defects of ours. */
  report(error: unknown): void;
  clock?: () => number;
}

/** Each holds what it asks for until that is sent. */
const MOST_AT_ONCE = 128;
/** Of what was sent under cursors: some 500 cursors of 500 objectives. */
const MOST_CURSOR_BYTES = 16 * 2 ** 20;

/** What was asked and sent under a cursor; `digests` in the order of the objectives. */
interface Sent {
  kind: EvaluationKind;
  objectives: AskedObjective[];
  digests: string[];
}

/** What a line says of an objective. */
interface Said extends KeptAnswer {
  field: 'answer' | 'failed';
}

/** A read whose every part has been checked; without `sent`, its cursor is not known any more. */
interface Read {
  index: number;
  sent?: Sent;
  request?: EvaluationRequest<EvaluationKind>;
}

/** Answers requests for evaluations of the catalogue's objectives, as of the rounds that are kept. */
export class ReadApi {
  private readonly objectives: ReadonlyMap<string, Objective>;
  private readonly catalogue: { hash: string; json: string };
  private readonly cursors = new BoundedMemory<Sent>(MOST_CURSOR_BYTES);
  private readonly startedMs: number;
  private readonly bodies = new Bodies();
  private underWay = 0;

  constructor(private readonly options: ReadApiOptions) {
    const { categories, objectives, problems } = options.catalogue;
    const hashes = objectives.map(definitionHash);
    const hash = hashOf(JSON.stringify([categories, objectives]));
    const whole: ServerCatalogue = { hash, hashes, categories, objectives, problems };
    this.catalogue = { hash, json: JSON.stringify(whole) };
    this.objectives = new Map(objectives.map((objective) => [objective.id, objective]));
    this.startedMs = (options.clock ?? Date.now)();
  }

  /** Answers any request for a path of the API; never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      this.authorize(request);
      await this.answer(request, response);
    } catch (error) {
      if (!(error instanceof ApiError)) {
        this.options.report(error);
      }
      refuse(
        response,
        error instanceof ApiError ? error : new ApiError(500, 'A defect of the server: its log says more')
      );
    }
  }

  private authorize({ headers }: IncomingMessage): void {
    const { token } = this.options;
    const [, given = ''] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
    if (token !== undefined && !isSame(given, token)) {
      const found = given === '' ? 'This needs a token' : 'The token is another one';
      const remedy = 'Send the one that the server was started with, as "Authorization: Bearer TOKEN"';
      throw new ApiError(401, `${found}. ${remedy}.`, { 'WWW-Authenticate': 'Bearer' });
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path] = (request.url ?? '').split('?', 1);
    switch (path) {
      case READ_API.state:
        allow(request, 'GET');
        return sendJson(request, response, JSON.stringify(this.state()));
      case READ_API.catalogue:
        allow(request, 'GET');
        return sendJson(request, response, this.catalogue.json);
      case READ_API.evaluations:
        allow(request, 'POST');
        return await this.evaluations(request, response);
      default:
        throw new ApiError(404, `There are ${Object.values(READ_API).join(', ')}.`);
    }
  }

  private state(): ServerState {
    const { version } = this.options;
    const { nowMs: asOfMs } = this.currentRound();
    return { asOfMs, catalogue: this.catalogue.hash, version, startedMs: this.startedMs };
  }

  private currentRound() {
    const { current } = this.options.rounds;
    if (!current) {
      throw new ApiError(503, 'The first round of reads has not begun yet.', { 'Retry-After': '1' });
    }
    return current;
  }

  private async evaluations(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.currentRound();
    // Before it is among those under way: a client that sends slowly keeps no other out.
    const body = await this.bodies.read(request);
    if (this.underWay >= MOST_AT_ONCE) {
      throw new ApiError(429, `${MOST_AT_ONCE} requests are under way. Ask again in a second.`, { 'Retry-After': '1' });
    }
    this.underWay++;
    const controller = new AbortController();
    // Every objective of the request listens to it.
    setMaxListeners(0, controller.signal);
    response.once('close', () => controller.abort(new Error('the client is gone')));
    try {
      const reads = parseBody(body).map((read, index) => this.checked(read, index));
      boundWork(
        reads.flatMap(({ sent, request }) => (sent && request ? [{ objectives: sent.objectives.length, request }] : []))
      );
      const lines = new Lines(response, acceptsGzip(request));
      await Promise.all(reads.map((read) => this.read(read, lines, controller.signal)));
      await lines.end();
    } catch (error) {
      if (!controller.signal.aborted) {
        throw error;
      }
    } finally {
      this.underWay--;
    }
  }

  private checked(read: AskedRead, index: number): Read {
    const sent = 'cursor' in read ? this.cursors.get(read.cursor) : { ...read, digests: [] };
    return { index, sent, request: sent && parseRequest(sent.kind, read.request, `reads.${index}.request`) };
  }

  private async read({ index: read, sent, request }: Read, lines: Lines, signal: AbortSignal): Promise<void> {
    if (!sent || !request) {
      return lines.write(JSON.stringify({ read, refused: 'cursor' }));
    }
    const round = this.options.rounds.at(request.nowMs);
    if (!round) {
      return lines.write(JSON.stringify({ read, refused: 'now', asOfMs: this.currentRound().nowMs }));
    }
    const { kind, objectives, digests: known } = sent;
    const digests = await Promise.all(
      objectives.map(async (asked, index) => {
        const said = await this.lineOf(
          asked,
          (objective) => {
            this.options.rounds.noteAsked({ kind, objective, request });
            return round.answer(kind, objective, request, signal);
          },
          signal
        );
        if (said.digest === known[index]) {
          lines.writeSame(read, index);
        } else {
          lines.write(`{"read":${read},"objective":${index},${this.fieldOf(said, known[index])}}`);
        }
        return said.digest;
      })
    );
    const cursor = randomUUID();
    const bytes = objectives.reduce(
      (sum, { id, hash }, i) => sum + id.length + hash.length + digests[i].length + 32,
      0
    );
    this.cursors.set(cursor, { kind, objectives, digests }, bytes);
    lines.endSame(read);
    lines.write(JSON.stringify({ read, cursor }));
  }

  /** The field of a line that says it, to a client that has the answer of that digest. */
  private fieldOf(said: Said, known?: string): string {
    if (said.field === 'failed') {
      return `"failed":${said.json}`;
    }
    const { byDigest } = this.options.rounds;
    const changes = known === undefined ? undefined : byDigest.changesSince(known, said);
    byDigest.keep(said);
    return changes === undefined ? `"answer":${said.json}` : `"changes":${changes}`;
  }

  /** What a line says of an objective. Rejects only when aborted. */
  private async lineOf(
    asked: AskedObjective,
    evaluate: (objective: Objective) => Promise<KeptAnswer>,
    signal: AbortSignal
  ): Promise<Said> {
    const objective = this.objectives.get(asked.id);
    const failure = objective ? differing(objective, asked) : UNKNOWN;
    if (!objective || failure) {
      return failedLine(failure ?? UNKNOWN);
    }
    try {
      return { field: 'answer', ...(await evaluate(overAsked(objective, asked))) };
    } catch (error) {
      signal.throwIfAborted();
      this.options.report(error);
      return failedLine(DEFECT);
    }
  }
}

const REMEDY = 'Read the catalogue from the server, or give it the same catalogue and start it again';

const UNKNOWN: ReadFailure = {
  kind: 'badIndicator',
  found: 'its catalogue has no objective of this id, so the catalogues differ',
  remedy: REMEDY,
};

const DIFFERENT: ReadFailure = {
  kind: 'badIndicator',
  found: 'its catalogue defines this objective in another way, so the catalogues differ',
  remedy: REMEDY,
};

const DEFECT: ReadFailure = {
  kind: 'unavailable',
  found: 'it could not evaluate the objective',
  remedy: 'This is a defect of it: report what its log says',
};

function differing(objective: Objective, { hash, windowMs }: AskedObjective): ReadFailure | undefined {
  const isRolling = objective.window.type === 'rolling';
  return hash !== definitionHash(objective) || isRolling !== (windowMs !== undefined) ? DIFFERENT : undefined;
}

function overAsked(objective: Objective, { windowMs }: AskedObjective): Objective {
  const { window } = objective;
  return windowMs === undefined || (window.type === 'rolling' && window.durationMs === windowMs)
    ? objective
    : { ...objective, window: { type: 'rolling', durationMs: windowMs } };
}

function failedLine(failed: ReadFailure): Said {
  const json = JSON.stringify(failed);
  return { field: 'failed', json, digest: digestOf(json) };
}

function isSame(given: string, token: string): boolean {
  const [one, other] = [given, token].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(one, other);
}

function allow({ method }: IncomingMessage, allowed: 'GET' | 'POST'): void {
  if (method !== allowed) {
    throw new ApiError(405, `Only ${allowed} is answered here.`, { Allow: allowed });
  }
}

function acceptsGzip({ headers }: IncomingMessage): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(headers['accept-encoding'] ?? ''));
}

function sendJson(request: IncomingMessage, response: ServerResponse, json: string): void {
  const isGzip = acceptsGzip(request);
  const body = isGzip ? gzipSync(json) : Buffer.from(json);
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': body.byteLength,
    'Cache-Control': 'no-store',
    Vary: 'Accept-Encoding',
    ...(isGzip ? { 'Content-Encoding': 'gzip' } : {}),
  });
  response.end(body);
}

/** What was sent may still be on its way: the connection is not used again. */
function refuse(response: ServerResponse, { status, message, headers }: ApiError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = `${JSON.stringify({ error: message })}\n`;
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
    ...headers,
  });
  response.end(body);
}

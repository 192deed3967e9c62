import type { Objective } from '../catalogue/objective';
import { ERROR_BUDGET_SERVER, SourceError } from '../sources/sourceError';
import { explained, explanationOf, isUpstreamFailure, UpstreamFailure } from '../sources/upstreamFailure';
import { parseJson } from '../transport/json';
import { KeptFor } from '../transport/keptFor';
import type { HttpPort } from '../transport/port';
import { SharedRequests } from '../transport/sharedRequests';
import { localEvaluation, type EvaluationAnswer, type EvaluationKind, type EvaluationRequest } from './evaluations';
import { failingSources } from './failingSources';
import { keepingLast } from './lastAnswers';
import { asked, READ_API, type ServerCatalogue, type ServerState } from './readApi';
import { RemoteReads } from './remoteReads';
import { failureOf, notTheServer } from './serverAnswer';

/** For how long a state holds: shorter than the time between two rounds of a server's reads. */
const STATE_MS = 5_000;

/**
 * An `error-budget serve` as its clients see it. While it is away, what it said last stays: `evaluate` says so in
 * a notice of each answer.
 */
export class ErrorBudgetServer {
  private readonly states = new KeptFor<ServerState>(STATE_MS);
  private readonly catalogues = new SharedRequests();
  private lastState?: ServerState;
  private lastCatalogue?: ServerCatalogue;
  private readonly reads: RemoteReads;
  private readonly underWay = new SharedRequests();

  /** @param port to the endpoint `server`. */
  constructor(
    private readonly port: HttpPort,
    private readonly clock: () => number = Date.now
  ) {
    this.reads = new RemoteReads(port);
  }

  /** Its state, at most five seconds old; where it does not answer, the last one. Rejects with an UpstreamFailure. */
  async state(signal: AbortSignal): Promise<ServerState> {
    try {
      this.lastState = await this.states.read('', this.clock(), signal, (together) =>
        this.read(READ_API.state, isState, together)
      );
      return this.lastState;
    } catch (error) {
      signal.throwIfAborted();
      if (this.lastState && isUpstreamFailure(error)) {
        return this.lastState;
      }
      throw error;
    }
  }

  /** Its state now. Rejects with an UpstreamFailure. */
  async freshState(signal: AbortSignal): Promise<ServerState> {
    this.lastState = await this.read(READ_API.state, isState, signal);
    return this.lastState;
  }

  /** The catalogue that its state names; where it does not answer, the last one. Rejects as `state` does. */
  async catalogue(signal: AbortSignal): Promise<ServerCatalogue> {
    const { catalogue: hash } = await this.state(signal);
    if (this.lastCatalogue?.hash !== hash) {
      this.lastCatalogue = await this.catalogues.run(hash, signal, (together) =>
        this.read(READ_API.catalogue, isCatalogue, together)
      );
    }
    return this.lastCatalogue;
  }

  /** Evaluates at the server. A failure of the server or of the way to it is part of the answer. */
  readonly evaluate = keepingLast(
    (kind, objective, request, signal) => this.ask(kind, objective, request, signal),
    isAway
  );

  private async ask<Kind extends EvaluationKind>(
    kind: Kind,
    objective: Objective,
    request: EvaluationRequest<Kind>,
    signal: AbortSignal
  ): Promise<EvaluationAnswer<Kind>> {
    // A row that is known already stays here: the server has it too.
    const sent = 'row' in request ? { ...request, row: undefined } : request;
    const key = JSON.stringify([kind, asked(objective), sent]);
    try {
      const answer = await this.underWay.run(key, signal, (together) =>
        this.reads.ask({ kind, request: sent }, objective, together)
      );
      // What is sent has the type of its kind; the hash of the definition is checked by the server, which is of this release.
      return answer as EvaluationAnswer<Kind>;
    } catch (error) {
      signal.throwIfAborted();
      const failure = explained(error, objective, ERROR_BUDGET_SERVER);
      if (!(failure instanceof SourceError)) {
        throw error;
      }
      const failing = { sources: failingSources(failure), catalogue: { objectives: [objective] } };
      return localEvaluation(failing)(kind, objective, request, signal);
    }
  }

  private async read<Body>(path: string, isBody: (body: unknown) => body is Body, signal: AbortSignal): Promise<Body> {
    try {
      return await this.get(path, isBody, signal);
    } catch (error) {
      if (!isUpstreamFailure(error)) {
        throw error;
      }
      const { kind, found, remedy } = explanationOf(error, ERROR_BUDGET_SERVER);
      throw new UpstreamFailure(kind, `${ERROR_BUDGET_SERVER}: ${found}`, remedy, { cause: error });
    }
  }

  private async get<Body>(path: string, isBody: (body: unknown) => body is Body, signal: AbortSignal): Promise<Body> {
    const answer = await this.port.send({ upstream: 'server', method: 'GET', path }, signal);
    if (answer.status !== 200) {
      throw failureOf(answer);
    }
    const json = parseJson(answer);
    if (!json.ok || !isBody(json.value)) {
      throw notTheServer('the answer');
    }
    return json.value;
  }
}

function isAway({ upstream, kind }: SourceError): boolean {
  return upstream === ERROR_BUDGET_SERVER && ['unreachable', 'timeout', 'truncated', 'unavailable'].includes(kind);
}

function isState(body: unknown): body is ServerState {
  return hasFields(body, { asOfMs: 'number', catalogue: 'string', version: 'string' });
}

function isCatalogue(body: unknown): body is ServerCatalogue {
  return hasFields(body, { hash: 'string', objectives: 'object', categories: 'object', problems: 'object' });
}

function hasFields(body: unknown, types: Record<string, string>): boolean {
  const fields = new Map(Object.entries(typeof body === 'object' && body !== null ? body : {}));
  return Object.entries(types).every(([name, type]) => typeof fields.get(name) === type);
}

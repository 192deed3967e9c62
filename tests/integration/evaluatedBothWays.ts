import { setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import { everyRequest } from '../../serve/everyRequest.testing';
import { ReadApi } from '../../serve/readApi';
import { Rounds } from '../../serve/rounds';
import { HOUR_MS } from '../../src/budget/durations';
import type { Objective } from '../../src/catalogue/objective';
import { ErrorBudgetServer } from '../../src/evaluation/errorBudgetServer';
import type { Sources } from '../../src/evaluation/evaluateObjective';
import { EVALUATION_KINDS, localEvaluation, type Evaluate } from '../../src/evaluation/evaluations';
import { createNodePort } from '../../src/transport/nodePort';
import { listenOnLoopback } from './loopback';

type Answers = Record<string, object[]>;

/**
 * Evaluates the objectives in every way that there is, as of one instant: through the read API of a server and its client, over HTTP,
 * and directly. Each has sources of its own. Queries that ran are left out: a server makes one read of the longest range for everyone. `failures` are those of the direct answers.
 */
export async function evaluatedBothWays(
  sources: () => Sources,
  objectives: Objective[],
  nowMs: number
): Promise<{ through: Answers; direct: Answers; failures: unknown[] }> {
  const catalogue = { categories: objectives.map(({ category }) => category), objectives, problems: [] };
  const rounds = new Rounds({ sources: sources(), catalogue, readers: ['all'], intervalMs: HOUR_MS });
  rounds.begin('all', nowMs);
  rounds.end('all');
  const defects: unknown[] = [];
  const api = new ReadApi({ rounds, catalogue, version: '0', report: (error) => defects.push(error) });
  const server = createServer((request, response) => void api.handle(request, response));
  const { url, stop } = await listenOnLoopback(server);
  try {
    const client = new ErrorBudgetServer(createNodePort({ bases: { server: url } }));
    const served = await client.catalogue(new AbortController().signal);
    const through = await answersOf(client.evaluate, served.objectives, nowMs);
    const direct = await answersOf(localEvaluation({ sources: sources(), catalogue }), objectives, nowMs);
    if (defects.length > 0) {
      throw defects[0];
    }
    const failures = Object.values(direct).flatMap((answers) =>
      answers.flatMap((answer) => ('error' in answer ? (answer.error ?? []) : []))
    );
    return { through: withoutQueries(through), direct: withoutQueries(direct), failures };
  } finally {
    await stop();
  }
}

async function answersOf(evaluate: Evaluate, objectives: readonly Objective[], nowMs: number): Promise<Answers> {
  const requests = everyRequest(nowMs);
  const { signal } = new AbortController();
  // Every objective listens to it.
  setMaxListeners(0, signal);
  const answers: Answers = {};
  for (const kind of EVALUATION_KINDS) {
    answers[kind] = await Promise.all(objectives.map((objective) => evaluate(kind, objective, requests[kind], signal)));
  }
  return answers;
}

/** A copy in which no answer has its `executed`. */
function withoutQueries<Value>(value: Value): Value {
  if (Array.isArray(value)) {
    return value.map(withoutQueries) as Value;
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  const kept = Object.entries(value).filter(([name]) => name !== 'executed');
  return Object.fromEntries(kept.map(([name, field]) => [name, withoutQueries(field)])) as Value;
}

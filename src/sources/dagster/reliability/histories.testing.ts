import fc from 'fast-check';
import { HOUR_MS, MINUTE_MS } from '../../../budget/durations';
import type { AssetGraph, AssetKey, AssetNode, Run, RunDetail, RunFailures, StepResult } from '../model';
import type { ReliabilityRules } from './rules';

/** Noon of a day, an hour's start. */
export const NOW_MS = Date.UTC(2026, 5, 15, 12);

export const AFTER_RETRIES: ReliabilityRules = {
  retries: 'after',
  manualReruns: 'separate',
  blockingChecks: 'bad',
  retrySettleMs: HOUR_MS,
  pendingDeadlineMs: 24 * HOUR_MS,
};
export const EVERY_ATTEMPT: ReliabilityRules = { ...AFTER_RETRIES, retries: 'every-attempt' };

/** An op or graph of the job `nightly`, and what it computes. */
export interface Process {
  name: string;
  steps: string[];
  assets: AssetKey[];
  parents: string[];
}

/** A source, a multi-asset behind it, a graph asset behind that, and two loners. */
const NIGHTLY: Process[] = [
  { name: 'extract', steps: ['extract'], assets: ['extract'], parents: [] },
  { name: 'tables', steps: ['tables'], assets: ['t/a', 't/b', 't/c'], parents: ['extract'] },
  { name: 'marts__g', steps: ['marts__g.load', 'marts__g.clean'], assets: ['marts/g'], parents: ['tables'] },
  { name: 'lone', steps: ['lone'], assets: ['lone'], parents: [] },
  { name: 'other', steps: ['other'], assets: ['other'], parents: [] },
];

export function node(key: AssetKey, more: Partial<AssetNode> = {}): AssetNode {
  return {
    key,
    group: null,
    kinds: [],
    tags: [],
    owners: [],
    codeLocation: 'code',
    repository: '__repository__',
    isMaterializable: true,
    isPartitioned: false,
    jobNames: ['nightly'],
    opNames: [key],
    parents: [],
    description: null,
    freshness: null,
    ...more,
  };
}

export function graphOf(nodes: AssetNode[]): AssetGraph {
  return { nodes: new Map(nodes.map((each) => [each.key, each])), codeLocations: [{ name: 'code', loaded: true }] };
}

export const NIGHTLY_GRAPH = graphOf(
  NIGHTLY.flatMap(({ assets, steps, parents }) =>
    assets.map((asset) =>
      node(asset, {
        opNames: steps,
        parents: NIGHTLY.filter(({ name }) => parents.includes(name)).flatMap((parent) => parent.assets),
      })
    )
  )
);

export function run(id: string, more: Partial<Run> = {}): Run {
  const endMs = more.endMs === undefined ? NOW_MS - 10 * HOUR_MS : more.endMs;
  const startMs = more.startMs === undefined ? (endMs ?? NOW_MS) - 30 * MINUTE_MS : more.startMs;
  const createdMs = more.createdMs ?? (startMs ?? endMs ?? NOW_MS) - MINUTE_MS;
  return {
    id,
    repository: '__repository__@code',
    jobName: 'nightly',
    status: 'SUCCESS',
    rootRunId: null,
    parentRunId: null,
    updatedMs: endMs ?? startMs ?? createdMs,
    stepKeys: null,
    assetSelection: null,
    tags: new Map(),
    ...more,
    createdMs,
    startMs,
    endMs,
  };
}

/** Result of one process in one attempt: op retries that failed first, then success, or failure with some assets done. */
export interface Script {
  opRetries: number;
  succeeds: boolean;
  partly: number;
}

export type Ending = 'asScripted' | 'deadRetry' | 'crashedAtStart' | 'cancelled' | 'hung';

export interface Truth {
  atMs: number;
  outcome: 'good' | 'bad' | 'upstreamFailed';
}

/** Runs of one night with everything that can happen to them, and what they come to by construction. */
export interface History {
  runs: Run[];
  details: RunDetail[];
  /** What the logs of cancelled runs say. */
  failures: RunFailures[];
  afterRetries: Truth[];
  everyAttempt: Truth[];
  /** Groups, by either way of counting, that a person cancelled before anything had failed. */
  cancelled: { afterRetries: number; everyAttempt: number };
}

interface Night {
  startMs: number;
  attempts: Script[][];
  ending: Ending;
  rerunAfterHours: number | null;
  rowsNameSteps: boolean;
}

const scripts: fc.Arbitrary<Script> = fc.record({
  opRetries: fc.constantFrom(0, 0, 0, 1, 2),
  succeeds: fc.constantFrom(true, true, false),
  partly: fc.nat(2),
});

const nights: fc.Arbitrary<Night> = fc.record({
  startMs: fc.integer({ min: 0, max: 40 * 24 * 60 }).map((minutes) => NOW_MS - minutes * MINUTE_MS),
  attempts: fc.array(fc.array(scripts, { minLength: NIGHTLY.length, maxLength: NIGHTLY.length }), {
    minLength: 1,
    maxLength: 4,
  }),
  ending: fc.constantFrom<Ending>('asScripted', 'asScripted', 'deadRetry', 'crashedAtStart', 'cancelled', 'hung'),
  rerunAfterHours: fc.option(fc.integer({ min: 26, max: 240 })),
  rowsNameSteps: fc.boolean(),
});

/** Up to twelve nights, some of them on both sides of any window's edges, some still open now. */
export const histories: fc.Arbitrary<History> = fc
  .array(nights, { minLength: 1, maxLength: 12 })
  .map((list) => list.map((night, i) => play(night, `n${i}`)))
  .map((played) => ({
    runs: played.flatMap(({ runs }) => runs),
    details: played.flatMap(({ details }) => details),
    failures: played.flatMap(({ failures }) => failures),
    afterRetries: played.flatMap(({ afterRetries }) => afterRetries),
    everyAttempt: played.flatMap(({ everyAttempt }) => everyAttempt),
    cancelled: {
      afterRetries: played.reduce((sum, { cancelled }) => sum + cancelled.afterRetries, 0),
      everyAttempt: played.reduce((sum, { cancelled }) => sum + cancelled.everyAttempt, 0),
    },
  }));

/** What is left undone of each process, and what has become of it; the truth is read from here alone. */
class Ledger {
  readonly left = new Map(NIGHTLY.map(({ name, assets }) => [name, new Set(assets)]));
  readonly doneMs = new Map<string, number>();
  readonly failed = new Set<string>();
  readonly planned = new Set<string>();
}

const STEP_MS = 5 * MINUTE_MS;
const BETWEEN_ATTEMPTS_MS = 10 * MINUTE_MS;

function play(night: Night, id: string): History {
  const history: History = {
    runs: [],
    details: [],
    failures: [],
    afterRetries: [],
    everyAttempt: [],
    cancelled: { afterRetries: 0, everyAttempt: 0 },
  };
  const ledger = new Ledger();
  let cursorMs = night.startMs;
  let plan = NIGHTLY;
  for (let i = 0; i < night.attempts.length && plan.length > 0; i++) {
    const last = i === night.attempts.length - 1;
    const ending = last ? night.ending : 'asScripted';
    const wholeJob = i === 0 && !night.rowsNameSteps;
    const played = playRun(`${id}-${i}`, plan, night.attempts[i], ending, cursorMs, ledger, history.everyAttempt, {
      wholeJob,
    });
    if (i > 0) {
      played.run.rootRunId = `${id}-0`;
      played.run.parentRunId = `${id}-${i - 1}`;
      played.run.tags = new Map([...played.run.tags, ['dagster/retry_number', String(i)]]);
    }
    history.runs.push(played.run);
    history.details.push(played.detail);
    history.cancelled.everyAttempt += played.excluded && (played.run.endMs ?? 0) <= NOW_MS ? 1 : 0;
    if (played.run.status === 'CANCELED') {
      history.failures.push(stoppedAtTheEnd(played.run));
    }
    plan = played.undone;
    if (played.run.status === 'FAILURE' && (!last || night.ending === 'deadRetry')) {
      played.run.tags = new Map([...played.run.tags, ['dagster/will_retry', 'true']]);
    }
    cursorMs = (played.run.endMs ?? cursorMs) + BETWEEN_ATTEMPTS_MS;
  }
  const lastRun = history.runs[history.runs.length - 1];
  closeGroup(history, ledger, lastRun, night);
  if (night.rerunAfterHours !== null && plan.length > 0 && lastRun.status === 'FAILURE') {
    rerunByHand(history, plan, night, id, lastRun);
  }
  return history;
}

/** A re-execution from failure, long after the group settled. */
function rerunByHand(history: History, plan: Process[], night: Night, id: string, parent: Run): void {
  const startMs = (parent.endMs ?? 0) + (night.rerunAfterHours ?? 0) * HOUR_MS;
  if (startMs > NOW_MS) {
    return;
  }
  const ledger = new Ledger();
  const played = playRun(`${id}-m`, plan, night.attempts[0], 'asScripted', startMs, ledger, history.everyAttempt, {
    wholeJob: false,
  });
  played.run.rootRunId = `${id}-0`;
  played.run.parentRunId = parent.id;
  history.runs.push(played.run);
  history.details.push(played.detail);
  closeGroup(history, ledger, played.run, { ...night, startMs, ending: 'asScripted' });
}

function closeGroup(history: History, ledger: Ledger, lastRun: Run, { startMs, ending }: Night): void {
  const deadlineMs = startMs + AFTER_RETRIES.pendingDeadlineMs;
  if (lastRun.status === 'CANCELED' && ledger.failed.size === 0) {
    history.cancelled.afterRetries += (lastRun.endMs ?? 0) <= NOW_MS ? 1 : 0;
    return;
  }
  const endMs = lastRun.endMs ?? deadlineMs;
  const waits = ending === 'deadRetry' && lastRun.status === 'FAILURE';
  if (endMs + (waits ? AFTER_RETRIES.retrySettleMs : 0) > NOW_MS) {
    return;
  }
  for (const name of ledger.planned) {
    const doneMs = ledger.doneMs.get(name);
    if (doneMs !== undefined) {
      history.afterRetries.push({ atMs: doneMs, outcome: 'good' });
    } else {
      history.afterRetries.push({ atMs: endMs, outcome: ledger.failed.has(name) ? 'bad' : 'upstreamFailed' });
    }
  }
}

/** A person stopped it after the last of its steps had ended. */
function stoppedAtTheEnd({ id, endMs }: Run): RunFailures {
  return {
    runId: id,
    bySteps: new Map(),
    ofRun: null,
    checks: [],
    stopped: { atMs: (endMs ?? 0) - 1, tooLong: false },
  };
}

/** A process that never began: held back by an upstream one, or lost with its run. */
function notPlayed(process: Process, held: boolean, stuck: Set<string>, ledger: Ledger): Truth['outcome'] {
  (held ? stuck : ledger.failed).add(process.name);
  return held ? 'upstreamFailed' : 'bad';
}

/** Plays one run step after step; a hung one stops in the middle of its first step that is to fail, or after its last. */
function playRun(
  id: string,
  plan: Process[],
  script: Script[],
  ending: Ending,
  startMs: number,
  ledger: Ledger,
  everyAttempt: Truth[],
  { wholeJob }: { wholeJob: boolean }
): { run: Run; detail: RunDetail; undone: Process[]; excluded: boolean } {
  const truth: Truth[] = [];
  const finals: Array<{ outcome: Truth['outcome']; atMs: number | null }> = [];
  const steps: StepResult[] = [];
  const stuck = new Set<string>();
  const done: Array<{ name: string; atMs: number }> = [];
  let clockMs = startMs;
  let hangs = false;
  const undone: Process[] = [];
  for (const process of plan) {
    ledger.planned.add(process.name);
    const { opRetries, succeeds, partly } = script[NIGHTLY.indexOf(process)];
    const held = process.parents.some((parent) => stuck.has(parent));
    if (ending === 'crashedAtStart' || hangs || held) {
      finals.push({ outcome: notPlayed(process, held, stuck, ledger), atMs: null });
      undone.push(process);
      continue;
    }
    for (const stepKey of process.steps.slice(0, -1)) {
      const attempt = { startMs: clockMs, endMs: clockMs + STEP_MS };
      steps.push({ stepKey, status: 'SUCCESS', attempts: [attempt], materializations: [] });
      clockMs += STEP_MS;
    }
    const stepKey = process.steps[process.steps.length - 1];
    hangs = ending === 'hung' && !succeeds;
    const all = attemptsFrom(clockMs, opRetries + 1);
    all.slice(0, -1).forEach(({ endMs }) => truth.push({ outcome: 'bad', atMs: endMs }));
    clockMs += all.length * STEP_MS;
    const attempts = hangs ? all.slice(0, -1) : all;
    const made = succeeds ? process.assets : process.assets.slice(0, Math.min(partly, process.assets.length - 1));
    const materializations = made.map((asset) => ({ asset, partition: null, atMs: clockMs }));
    if (completes(ledger, process.name, made)) {
      done.push({ name: process.name, atMs: clockMs });
    }
    steps.push({
      stepKey,
      status: stepStatus(succeeds, hangs),
      attempts,
      materializations,
    });
    finals.push({ outcome: succeeds ? 'good' : 'bad', atMs: hangs ? null : clockMs });
    if (!succeeds) {
      stuck.add(process.name);
      undone.push(process);
      ledger.failed.add(process.name);
    }
  }
  const status = statusAfter(ending, undone);
  const endMs = status === 'STARTED' ? null : clockMs + MINUTE_MS;
  done.forEach(({ name, atMs }) => ledger.doneMs.set(name, endMs ?? atMs));
  const excluded = isExcluded(status, [...truth, ...finals]);
  if (!excluded) {
    const closedMs = endMs ?? startMs + EVERY_ATTEMPT.pendingDeadlineMs;
    const ended = finals.map(({ outcome, atMs }) => ({ outcome, atMs: atMs ?? closedMs }));
    everyAttempt.push(...(closedMs <= NOW_MS ? [...truth, ...ended] : []));
  }
  return {
    run: run(id, {
      status,
      createdMs: startMs,
      startMs,
      endMs,
      updatedMs: endMs ?? startMs,
      stepKeys: wholeJob ? null : plan.flatMap((process) => process.steps),
    }),
    detail: { runId: id, planned: plan.flatMap(({ assets }) => assets), steps },
    undone,
    excluded,
  };
}

function isExcluded(status: Run['status'], all: Array<Pick<Truth, 'outcome'>>): boolean {
  return status === 'CANCELED' && all.every(({ outcome }) => outcome === 'good');
}

function statusAfter(ending: Ending, undone: Process[]): Run['status'] {
  switch (ending) {
    case 'hung':
      return 'STARTED';
    case 'cancelled':
      return 'CANCELED';
    default:
      return undone.length > 0 ? 'FAILURE' : 'SUCCESS';
  }
}

/** Books what was made; whether that was the last of it. */
function completes(ledger: Ledger, process: string, made: AssetKey[]): boolean {
  const left = ledger.left.get(process);
  made.forEach((asset) => left?.delete(asset));
  return left?.size === 0 && !ledger.doneMs.has(process);
}

function attemptsFrom(startMs: number, count: number): Array<{ startMs: number; endMs: number }> {
  return Array.from({ length: count }, (_, i) => ({
    startMs: startMs + i * STEP_MS,
    endMs: startMs + (i + 1) * STEP_MS,
  }));
}

function stepStatus(succeeds: boolean, hangs: boolean): StepResult['status'] {
  if (succeeds) {
    return 'SUCCESS';
  }
  return hangs ? 'IN_PROGRESS' : 'FAILURE';
}

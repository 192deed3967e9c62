import type { StepFailuresQuery } from '../graphql/operations.generated';
import type { FailedCheck, RunFailures } from '../model';
import { assetKeyOf } from './assetKey';
import { firstSentence } from './errorText';

type Runs = Extract<StepFailuresQuery['runsOrError'], { __typename: 'Runs' }>;
type LoggedEvent = Runs['results'][number]['eventConnection']['events'][number];
type Named = Exclude<LoggedEvent, Record<PropertyKey, never>>;
type Logged<Name extends Named['__typename']> = Extract<Named, { __typename: Name }>;

const MESSAGE_LENGTH = 200;
/** Explanations of Dagster's own name the run and the step before they come to the point. */
const EXPLANATION_LENGTH = 300;
const CHECK_FAILED = 'DagsterAssetCheckFailedError';
/** What Dagster writes where the event before holds the reason. */
const NO_REASON = 'This run has been marked as failed from outside the execution context';
const EXCEEDED_RUNTIME = /maximum runtime/i;

/**
 * What the events of a run's log, in the order in which they were written, say about its failure: the last message of each step
 * (the check, where a check failed the step), the run's own message, and when the run was asked to stop.
 */
export function failuresInLog(runId: string, events: readonly LoggedEvent[]): RunFailures {
  const log = new FailureLog(runId);
  let before: Named | undefined;
  for (const event of events) {
    const named = isNamed(event) ? event : undefined;
    if (named) {
      log.add(named, before);
    }
    before = named;
  }
  return log.found;
}

/** Of all other events nothing is asked. */
function isNamed(event: LoggedEvent): event is Named {
  return '__typename' in event;
}

class FailureLog {
  readonly found: RunFailures & { bySteps: Map<string, string> };
  /** By step: checks that did not pass, which may or may not fail the step. */
  private readonly notPassed = new Map<string, FailedCheck[]>();
  /** By step: what Dagster said about the step's process, which may have died without a word of its own. */
  private readonly ofProcesses = new Map<string, string>();

  constructor(runId: string) {
    this.found = { runId, bySteps: new Map(), ofRun: null, checks: [], stopped: null };
  }

  add(event: Named, before: Named | undefined): void {
    switch (event.__typename) {
      case 'AssetCheckEvaluationEvent':
        return this.addCheck(event);
      case 'EngineEvent':
        if (event.stepKey) {
          this.ofProcesses.set(event.stepKey, explanation(event));
        }
        return;
      case 'ExecutionStepFailureEvent':
      case 'ExecutionStepUpForRetryEvent':
        return this.addStepFailure(event);
      case 'RunFailureEvent':
        this.found.ofRun = reasonOfRun(event, before) || this.found.ofRun;
        return;
      case 'RunCancelingEvent':
      case 'RunCanceledEvent':
        return this.addStop(event);
    }
  }

  private addCheck({ stepKey, evaluation }: Logged<'AssetCheckEvaluationEvent'>): void {
    const { success, severity, checkName, assetKey } = evaluation;
    if (!success && severity === 'ERROR' && stepKey) {
      const before = this.notPassed.get(stepKey) ?? [];
      this.notPassed.set(stepKey, [...before, { name: checkName, asset: assetKeyOf(assetKey), stepKey }]);
    }
  }

  private addStepFailure({
    stepKey,
    error,
  }: Logged<'ExecutionStepFailureEvent' | 'ExecutionStepUpForRetryEvent'>): void {
    if (!stepKey) {
      return;
    }
    const said = inWords(error, MESSAGE_LENGTH);
    const checks = said === '' || said.startsWith(CHECK_FAILED) ? this.blockingChecks(stepKey, error) : [];
    this.found.checks.push(...checks);
    const message =
      checks.length > 0 ? checksInWords(checks) : (saysWhy(said) ?? this.ofProcesses.get(stepKey) ?? said);
    if (message) {
      this.found.bySteps.set(stepKey, message);
    }
  }

  /** The error lists the blocking ones (`asset: check,check`); others of the step may have failed beside them. */
  private blockingChecks(stepKey: string, error: LoggedError): FailedCheck[] {
    const notPassed = this.notPassed.get(stepKey) ?? [];
    const named = notPassed.filter(({ name }) => innermost(error).includes(name));
    return named.length > 0 ? named : notPassed;
  }

  private addStop({ message, timestamp }: Logged<'RunCancelingEvent' | 'RunCanceledEvent'>): void {
    if (this.found.stopped === null) {
      const tooLong = EXCEEDED_RUNTIME.test(message);
      this.found.stopped = { atMs: Number(timestamp), tooLong };
      this.found.ofRun = tooLong ? firstSentence(message, EXPLANATION_LENGTH) : this.found.ofRun;
    }
  }
}

type LoggedError = Logged<'EngineEvent'>['error'];

/** A failure that is reported from outside has no error; its message, or the event before it, says why. */
function reasonOfRun({ error, message }: Logged<'RunFailureEvent'>, before: Named | undefined): string {
  const said = inWords(error, MESSAGE_LENGTH) || firstSentence(message, EXPLANATION_LENGTH);
  return said.startsWith(NO_REASON) && before?.__typename === 'EngineEvent' ? explanation(before) : said;
}

function explanation({ message, error }: Logged<'EngineEvent'>): string {
  const cause = saysWhy(inWords(error, MESSAGE_LENGTH));
  const said = firstSentence(message, EXPLANATION_LENGTH);
  return firstSentence(cause === undefined ? said : `${said}: ${cause}`, EXPLANATION_LENGTH);
}

/** Undefined for an error that consists of its class alone, such as that of a process that was killed. */
function saysWhy(said: string): string | undefined {
  return said === '' || /^[\w.]+:?$/.test(said) ? undefined : said;
}

/** The innermost cause is what has to be fixed; the errors around it say little more than that the step failed. */
function innermost(error: LoggedError): string {
  return (error?.causes[error.causes.length - 1] ?? error)?.message ?? '';
}

function inWords(error: LoggedError, maxLength: number): string {
  return firstSentence(innermost(error), maxLength);
}

function checksInWords(checks: readonly FailedCheck[]): string {
  const [first, ...others] = checks;
  const more = others.length > 0 ? `, and ${others.length} more` : '';
  return `Check ${first.name} of ${first.asset} failed${more}`;
}

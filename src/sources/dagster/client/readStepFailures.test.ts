import { ModelDagster, type LoggedEvent } from '../modelDagster.testing';
import { NIGHTLY_GRAPH, run } from '../reliability/histories.testing';
import { GraphqlApi } from './graphqlApi';
import { readStepFailures } from './readStepFailures';

const { signal } = new AbortController();
const REPORTED = 'This run has been marked as failed from outside the execution context';

function dagsterWithLogs(logs: Record<string, LoggedEvent[]>) {
  const runs = Object.keys(logs).map((id) => run(id, { status: 'FAILURE' }));
  return new ModelDagster({ graph: NIGHTLY_GRAPH, runs, details: [], logs: new Map(Object.entries(logs)) });
}

async function failuresOf(log: LoggedEvent[]) {
  const dagster = dagsterWithLogs({ r: log });
  const { value } = await readStepFailures(new GraphqlApi(dagster), ['r'], signal);
  return { ...value[0], requests: dagster.asked().length };
}

const others = (count: number): LoggedEvent[] => Array.from({ length: count }, () => ({ kind: 'other' }));

describe('why steps failed', () => {
  it('is read from the innermost error, without class path and stack trace', async () => {
    const { bySteps } = await failuresOf([
      {
        kind: 'stepFailed',
        stepKey: 'tables',
        message:
          'dagster._core.errors.DagsterExecutionStepExecutionError: Error occurred while executing op "tables":\n\n',
        causes: [
          'sqlalchemy.exc.OperationalError: wrapped\n',
          'HTTPError: 503 Service Unavailable\n\nStack Trace:\n  File "x"',
        ],
      },
    ]);
    expect(bySteps.get('tables')).toBe('HTTPError: 503 Service Unavailable');
  });

  it('is one line of at most 200 characters', async () => {
    const { bySteps } = await failuresOf([
      { kind: 'stepFailed', stepKey: 'tables', message: `ValueError: first\nsecond ${'x'.repeat(500)}` },
    ]);
    expect(bySteps.get('tables')).toMatch(/^ValueError: first second x+…$/);
    expect(bySteps.get('tables')).toHaveLength(200);
  });

  it('is that of the last attempt of an op that retries', async () => {
    const { bySteps } = await failuresOf([
      { kind: 'stepRetried', stepKey: 'lone', message: 'TimeoutError: first' },
      { kind: 'stepRetried', stepKey: 'lone', message: 'TimeoutError: second' },
    ]);
    expect(bySteps.get('lone')).toBe('TimeoutError: second');
  });

  it('names the check where a blocking check failed the step', async () => {
    const check = { kind: 'check' as const, stepKey: 'tables', asset: 't/a' };
    const { bySteps } = await failuresOf([
      { ...check, check: 'not_empty', passed: true },
      { ...check, check: 'no_gaps', passed: false },
      { ...check, check: 'unique', passed: false },
      { kind: 'stepFailed', stepKey: 'tables', message: 'dagster._core.errors.DagsterAssetCheckFailedError: 2 checks' },
    ]);
    expect(bySteps.get('tables')).toBe('Check no_gaps of t/a failed, and 1 more');
  });

  it('is the reason of the run where none of its steps began', async () => {
    const { bySteps, ofRun } = await failuresOf([
      { kind: 'runFailed', message: 'DagsterLaunchFailedError: no worker came up' },
    ]);
    expect([bySteps.size, ofRun]).toEqual([0, 'DagsterLaunchFailedError: no worker came up']);
  });

  it.each<[string, LoggedEvent[], string]>([
    [
      'the queue could not launch it',
      [
        {
          kind: 'engine',
          message: 'Caught an unrecoverable error while dequeuing the run. Marking the run as failed',
          error: 'dagster._core.errors.DagsterUserCodeUnreachableError: Could not reach user code server',
        },
        { kind: 'runFailed', fromOutside: true, message: REPORTED },
      ],
      'Caught an unrecoverable error while dequeuing the run. Marking the run as failed: ' +
        'DagsterUserCodeUnreachableError: Could not reach user code server',
    ],
    [
      'its process was killed',
      [
        { kind: 'engine', message: 'Executing steps in process' },
        { kind: 'other' },
        { kind: 'engine', message: 'Run execution process was terminated by signal 9 (SIGKILL). Out of memory' },
        { kind: 'runFailed', fromOutside: true, message: REPORTED },
      ],
      'Run execution process was terminated by signal 9 (SIGKILL). Out of memory',
    ],
    [
      'monitoring ended it',
      [
        {
          kind: 'runFailed',
          fromOutside: true,
          message: "Detected run worker status FAILED: 'OOMKilled'. Marking run.",
        },
      ],
      "Detected run worker status FAILED: 'OOMKilled'. Marking run",
    ],
    [
      'no reason was given',
      [
        { kind: 'engine', message: 'Executing steps in process' },
        { kind: 'other' },
        { kind: 'runFailed', fromOutside: true, message: REPORTED },
      ],
      REPORTED,
    ],
    [
      'it ran too long and was cancelled',
      [{ kind: 'stopped', atMs: 5, message: 'Canceling due to exceeding maximum runtime of 60 seconds.' }],
      'Canceling due to exceeding maximum runtime of 60 seconds',
    ],
  ])('is the reason of the run where %s', async (_, log, expected) => {
    expect((await failuresOf(log)).ofRun).toBe(expected);
  });

  it('is Dagster’s explanation where the process of a step died without a word', async () => {
    const killed = 'child process for step lone was terminated by signal 9 (SIGKILL). Running out of memory';
    const { bySteps } = await failuresOf([
      { kind: 'engine', stepKey: 'lone', message: killed, error: 'dagster.ChildProcessCrashException\n' },
      { kind: 'stepFailed', stepKey: 'lone', message: 'dagster.ChildProcessCrashException\n' },
    ]);
    expect(bySteps.get('lone')).toBe(killed);
  });

  it('knows which of the checks of a step were blocking, and when a run was asked to stop, and by whom', async () => {
    const check = { kind: 'check' as const, stepKey: 'tables', asset: 't/a', passed: false };
    const message = 'DagsterAssetCheckFailedError: 1 blocking asset check failed with ERROR severity:\nt/a: no_gaps';
    const { checks, stopped } = await failuresOf([
      { ...check, check: 'no_gaps' },
      { ...check, check: 'plausible' },
      { kind: 'stepFailed', stepKey: 'tables', message },
      { ...check, check: 'unique', stepKey: 'lone' },
      { kind: 'stepFailed', stepKey: 'lone', message: 'ValueError: x' },
      { kind: 'stopped', atMs: 7, message: 'Sending run termination request.' },
      { kind: 'stopped', atMs: 9, message: 'This run has been marked as canceled from outside.' },
    ]);
    expect(checks).toEqual([{ name: 'no_gaps', asset: 't/a', stepKey: 'tables' }]);
    expect(stopped).toEqual({ atMs: 7, tooLong: false });
  });

  it('costs one request for 20 runs', async () => {
    const ids = Array.from({ length: 45 }, (_, index) => `r${index}`);
    const log: LoggedEvent[] = [{ kind: 'stepFailed', stepKey: 'lone', message: 'ValueError: x' }];
    const dagster = dagsterWithLogs(Object.fromEntries(ids.map((id) => [id, log])));
    const { value } = await readStepFailures(new GraphqlApi(dagster), ids, signal);
    expect(value.map(({ bySteps }) => bySteps.get('lone'))).toEqual(ids.map(() => 'ValueError: x'));
    expect(dagster.asked()).toEqual(['StepFailures', 'StepFailures', 'StepFailures']);
  });

  it('is found in the log of a long run, page by page', async () => {
    const { bySteps, requests } = await failuresOf([
      ...others(3_500),
      { kind: 'stepFailed', stepKey: 'tables', message: 'ValueError: late' },
    ]);
    expect([bySteps.get('tables'), requests]).toEqual(['ValueError: late', 4]);
  });

  it('is given up in an endless log', async () => {
    const { bySteps, requests } = await failuresOf([
      ...others(50_000),
      { kind: 'stepFailed', stepKey: 'tables', message: 'ValueError: too late' },
    ]);
    expect([bySteps.size, requests]).toEqual([0, 5]);
  });
});

import { HOUR_MS } from '../../budget/durations';
import type { ContributorsRequest } from '../contract';
import { DagsterSource } from './dagsterSource';
import { ModelDagster, type DagsterModel } from './modelDagster.testing';
import { dagsterObjective } from './objectives.testing';
import { MemoryStore } from './persistence/memoryStore.testing';
import { NIGHTLY_GRAPH, NOW_MS, run } from './reliability/histories.testing';

const never = new AbortController().signal;

/** `lone` failed in its only step; `tables` stood behind nothing and failed with it; the run of `other` never began. */
const MODEL: DagsterModel = {
  graph: NIGHTLY_GRAPH,
  runs: [
    run('a', { status: 'FAILURE', assetSelection: ['lone'], stepKeys: ['lone'], endMs: NOW_MS - 5 * HOUR_MS }),
    run('b', {
      status: 'FAILURE',
      assetSelection: ['other'],
      stepKeys: ['other'],
      startMs: null,
      createdMs: NOW_MS - 4 * HOUR_MS,
      endMs: NOW_MS - 4 * HOUR_MS,
    }),
  ],
  details: [
    {
      runId: 'a',
      planned: ['lone'],
      steps: [
        {
          stepKey: 'lone',
          status: 'FAILURE',
          attempts: [{ startMs: NOW_MS - 6 * HOUR_MS, endMs: NOW_MS - 5 * HOUR_MS }],
          materializations: [],
        },
      ],
    },
    { runId: 'b', planned: ['other'], steps: [] },
  ],
  logs: new Map([
    ['a', [{ kind: 'stepFailed', stepKey: 'lone', message: 'HTTPError: 503 Service Unavailable\n' }]],
    ['b', [{ kind: 'runFailed', message: 'DagsterLaunchFailedError: no worker came up' }]],
  ]),
};

async function messages(source: DagsterSource, without: ContributorsRequest['without'] = []) {
  const objective = dagsterObjective({ selection: 'key:"lone" or key:"other"' });
  const request = { objective, fromMs: NOW_MS - 24 * HOUR_MS, toMs: NOW_MS, without, nowMs: NOW_MS };
  const { contributors } = await source.readContributors(request, never);
  return Object.fromEntries(contributors.map(({ name, message }) => [name, message]));
}

const KNOWN = { lone: 'HTTPError: 503 Service Unavailable', other: 'DagsterLaunchFailedError: no worker came up' };

describe('the last failure of an asset', () => {
  it('is told in Dagster’s words', async () => {
    expect(await messages(new DagsterSource({ port: new ModelDagster(MODEL) }))).toEqual(KNOWN);
  });

  it('is none of those within planned maintenance, whose end counts again', async () => {
    const source = new DagsterSource({ port: new ModelDagster(MODEL) });
    const maintenance = { fromMs: NOW_MS - 5 * HOUR_MS, toMs: NOW_MS - 4 * HOUR_MS };
    expect(await messages(source, [maintenance])).toEqual({ other: KNOWN.other });
  });

  it('is asked for once, also when the page is loaded again', async () => {
    const dagster = new ModelDagster(MODEL);
    const store = new MemoryStore();
    const source = new DagsterSource({ port: dagster, store });
    await messages(source);
    await messages(source);
    await source.save();
    expect(dagster.asked().filter((name) => name === 'StepFailures')).toHaveLength(1);
    expect(await messages(new DagsterSource({ port: dagster, store }))).toEqual(KNOWN);
    expect(dagster.asked()).not.toContain('StepFailures');
  });

  it('is the failed step where Dagster cannot tell, and the figures stand', async () => {
    const dagster = new ModelDagster(MODEL);
    dagster.interrupt = ({ name }) => {
      if (name === 'StepFailures') {
        return { status: 500, headers: {}, text: '' };
      }
      return undefined;
    };
    const source = new DagsterSource({ port: dagster });
    expect(await messages(source)).toEqual({ lone: 'Step lone failed', other: 'Step other failed' });
    dagster.interrupt = undefined;
    expect(await messages(source)).toEqual(KNOWN);
  });
});

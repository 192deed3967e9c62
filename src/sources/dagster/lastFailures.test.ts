import { HOUR_MS } from '../../budget/durations';
import type { ContributorsRequest } from '../contract';
import { dagsterSource, type DagsterSource } from './dagsterSource';
import { ModelDagster, type DagsterModel } from './modelDagster.testing';
import { dagsterObjective } from './objectives.testing';
import { MemoryStore } from './persistence/memoryStore.testing';
import { graphOf, NIGHTLY_GRAPH, node, NOW_MS, run } from './reliability/histories.testing';

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
  const { contributors } = await source.read('contributors', request, never);
  return Object.fromEntries(contributors.map(({ name, message }) => [name, message]));
}

const KNOWN = { lone: 'HTTPError: 503 Service Unavailable', other: 'DagsterLaunchFailedError: no worker came up' };

describe('the last failure of an asset', () => {
  it('is reported in Dagster’s words', async () => {
    expect(await messages(dagsterSource({ port: new ModelDagster(MODEL) }))).toEqual(KNOWN);
  });

  it('is none of those within planned maintenance, whose end counts again', async () => {
    const source = dagsterSource({ port: new ModelDagster(MODEL) });
    const maintenance = { fromMs: NOW_MS - 5 * HOUR_MS, toMs: NOW_MS - 4 * HOUR_MS };
    expect(await messages(source, [maintenance])).toEqual({ other: KNOWN.other });
  });

  it('is asked for once, also when the page is loaded again', async () => {
    const dagster = new ModelDagster(MODEL);
    const store = new MemoryStore();
    const source = dagsterSource({ port: dagster, store });
    await messages(source);
    await messages(source);
    await source.save();
    expect(dagster.asked().filter((name) => name === 'StepFailures')).toHaveLength(1);
    expect(await messages(dagsterSource({ port: dagster, store }))).toEqual(KNOWN);
    expect(dagster.asked()).not.toContain('StepFailures');
  });

  it('is reported for as many runs as one request holds, however many assets each of them failed', async () => {
    const outputs = Array.from({ length: 30 }, (_, i) => `many/${i}`);
    const nodes = [
      ...outputs.map((key) => node(key, { jobNames: ['many'], opNames: ['many'] })),
      ...['one', 'two'].map((key) => node(key, { jobNames: [key] })),
    ];
    const failed = ['many', 'many', 'one', 'two'].map((jobName, i) =>
      run(`r${i}`, { jobName, status: 'FAILURE', endMs: NOW_MS - (9 - i) * HOUR_MS })
    );
    const stepOf = ({ id, jobName }: (typeof failed)[number]) => ({
      runId: id,
      planned: jobName === 'many' ? outputs : [jobName],
      steps: [{ stepKey: jobName, status: 'FAILURE' as const, attempts: [], materializations: [] }],
    });
    const logs = failed.map(({ id, jobName }) => {
      return [id, [{ kind: 'stepFailed' as const, stepKey: jobName, message: `ValueError: ${id}` }]] as const;
    });
    const dagster = new ModelDagster({
      graph: graphOf(nodes),
      runs: failed,
      details: failed.map(stepOf),
      logs: new Map(logs.map(([id, log]) => [id, [...log]])),
    });
    const objective = dagsterObjective({ selection: 'key:"*"' });
    const request = { objective, fromMs: NOW_MS - 24 * HOUR_MS, toMs: NOW_MS, nowMs: NOW_MS };
    const { contributors } = await dagsterSource({ port: dagster }).read('contributors', request, never);
    const said = new Map(contributors.map(({ name, message }) => [name, message]));
    expect(['many/0', 'many/29', 'one', 'two'].map((name) => said.get(name))).toEqual([
      'ValueError: r1',
      'ValueError: r1',
      'ValueError: r2',
      'ValueError: r3',
    ]);
    expect(dagster.asked().filter((name) => name === 'StepFailures')).toHaveLength(1);
  });

  it('is the failed step where Dagster cannot say more, and the figures remain', async () => {
    const dagster = new ModelDagster(MODEL);
    dagster.interrupt = ({ name }) => {
      if (name === 'StepFailures') {
        return { status: 500, headers: {}, text: '' };
      }
      return undefined;
    };
    const source = dagsterSource({ port: dagster });
    expect(await messages(source)).toEqual({ lone: 'Step lone failed', other: 'Step other failed' });
    dagster.interrupt = undefined;
    expect(await messages(source)).toEqual(KNOWN);
  });
});

import { HOUR_MS } from '../../budget/durations';
import { dagsterSource } from './dagsterSource';
import type { Run } from './model';
import { ModelDagster, type DagsterModel } from './modelDagster.testing';
import { dagsterObjective } from './objectives.testing';
import { NIGHTLY_GRAPH, NOW_MS, run } from './reliability/histories.testing';

const never = new AbortController().signal;

function failed(id: string, hoursAgo: number, more: Partial<Run>): Run {
  return run(id, { status: 'FAILURE', endMs: NOW_MS - hoursAgo * HOUR_MS, ...more });
}

function notices(dagster: ModelDagster) {
  const request = { objective: dagsterObjective({ selection: 'key:"*"' }), toMs: NOW_MS, nowMs: NOW_MS };
  const source = dagsterSource({ port: dagster });
  return async (hours: number) => {
    const answer = await source.read('contributors', { ...request, fromMs: NOW_MS - hours * HOUR_MS }, never);
    return answer.notices.map(({ text }) => text);
  };
}

function model(runs: Run[], planned: Record<string, string[]> = {}): DagsterModel {
  const details = runs.map(({ id }) => ({ runId: id, planned: planned[id] ?? null, steps: [] }));
  return { graph: NIGHTLY_GRAPH, runs, details };
}

const SAID = "in no objective's scope, because the assets that they planned are no longer defined";

describe('failures of assets that are no longer defined', () => {
  it('are reported where the run names its assets, if they happened in the range', async () => {
    const runs = [
      failed('a', 2, { assetSelection: ['gone/x', 'gone/y'] }),
      failed('b', 3, { assetSelection: ['gone/y', 'lone'] }),
      failed('c', 40, { assetSelection: ['gone/z'] }),
    ];
    const noticesWithin = notices(new ModelDagster(model(runs)));
    expect(await noticesWithin(24)).toEqual([`2 failed runs are ${SAID}: gone/y, gone/x`]);
    expect(await noticesWithin(48)).toEqual([`3 failed runs are ${SAID}: gone/y, gone/x, gone/z`]);
  });

  it('are reported for all runs of a job that is gone, by the plan of one', async () => {
    const runs = [1, 2, 3].map((hours) => failed(`r${hours}`, hours, { jobName: 'retired' }));
    const dagster = new ModelDagster(model(runs, { r1: ['gone/x'] }));
    const noticesWithin = notices(dagster);
    expect(await noticesWithin(24)).toEqual([`3 failed runs are ${SAID}: gone/x`]);
    const details = dagster.sent.filter(({ name }) => name === 'RunDetails');
    expect(details.map(({ variables }) => variables.filter)).toEqual([{ runIds: ['r1'] }]);
    await noticesWithin(24);
    expect(dagster.sent.filter(({ name }) => name === 'RunDetails')).toHaveLength(1);
  });

  it('are not seen in runs of jobs without assets, which are no event of any objective', async () => {
    const dagster = new ModelDagster(model([failed('adhoc', 2, { jobName: 'adhoc' })]));
    expect(await notices(dagster)(24)).toEqual([]);
  });

  it('are not guessed while a code location does not load', async () => {
    const dagster = new ModelDagster(model([failed('a', 2, { assetSelection: ['gone/x'] })]));
    const codeLocations = [...NIGHTLY_GRAPH.codeLocations, { name: 'lab', loaded: false }];
    dagster.model = { ...dagster.model, graph: { ...NIGHTLY_GRAPH, codeLocations } };
    const source = dagsterSource({ port: dagster });
    const objective = dagsterObjective({ selection: 'code_location:code' });
    const { notices: found } = await source.read(
      'contributors',
      { objective, fromMs: NOW_MS - 24 * HOUR_MS, toMs: NOW_MS, nowMs: NOW_MS },
      never
    );
    expect(found).toEqual([]);
  });
});

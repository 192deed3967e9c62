import { ModelDagster } from '../modelDagster.testing';
import { NIGHTLY_GRAPH } from '../reliability/histories.testing';
import { GraphqlApi } from './graphqlApi';
import { readMadeByRuns } from './readMadeByRuns';

const { signal } = new AbortController();
const MINUTE_MS = 60_000;

/** Runs an hour apart, of which the model knows what each materialized. */
function dagsterOf(made: string[][]) {
  const details = made.map((assets, hour) => ({
    runId: `r${hour}`,
    planned: null,
    steps: [
      {
        stepKey: 'step',
        status: 'SUCCESS' as const,
        attempts: [],
        materializations: assets.map((asset) => ({ asset, partition: null, atMs: endMs(hour) - 1 })),
      },
    ],
  }));
  return new ModelDagster({ graph: NIGHTLY_GRAPH, runs: [], details });
}

const endMs = (hour: number) => (hour + 1) * 60 * MINUTE_MS;
const runOf = (hour: number, asset: string) => ({
  runId: `r${hour}`,
  asset,
  fromMs: endMs(hour) - MINUTE_MS,
  toMs: endMs(hour),
});

async function foundIn(dagster: ModelDagster, expected: Array<ReturnType<typeof runOf>>) {
  const { value } = await readMadeByRuns(new GraphqlApi(dagster), expected, signal);
  return { found: value.map(({ runId, asset }) => `${runId} ${asset}`).sort(), requests: dagster.asked().length };
}

describe('which runs materialized an asset', () => {
  it('is read for all assets in one request', async () => {
    const dagster = dagsterOf([['lone', 'other'], ['lone'], [], ['other']]);
    const expected = [0, 1, 2, 3].flatMap((hour) => ['lone', 'other'].map((asset) => runOf(hour, asset)));
    expect(await foundIn(dagster, expected)).toEqual({
      found: ['r0 lone', 'r0 other', 'r1 lone', 'r3 other'],
      requests: 1,
    });
  });

  it('asks nothing where nothing is expected', async () => {
    expect(await foundIn(dagsterOf([]), [])).toEqual({ found: [], requests: 0 });
  });

  it('is found behind a thousand events of other runs', async () => {
    const dagster = dagsterOf([['lone'], ...Array.from({ length: 1_500 }, () => ['lone'])]);
    expect(await foundIn(dagster, [runOf(0, 'lone'), runOf(1_400, 'lone')])).toEqual({
      found: ['r0 lone', 'r1400 lone'],
      requests: 2,
    });
  });

  it('splits what would be too much for one answer', async () => {
    const assets = ['a', 'b', 'c'];
    const hours = Array.from({ length: 900 }, (_, hour) => hour);
    const many = Array.from({ length: 9 }, (_, i) => `${assets[i % 3]}${i}`);
    const dagster = dagsterOf(hours.map(() => many));
    const { found, requests } = await foundIn(
      dagster,
      many.flatMap((asset) => hours.map((hour) => runOf(hour, asset)))
    );
    expect([found.length, requests]).toEqual([8_100, 2]);
  });
});

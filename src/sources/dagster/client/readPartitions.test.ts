import { GraphqlApi } from './graphqlApi';
import { readPartitions } from './readPartitions';
import recorded from './testdata/dagster-1.13.27.json';
import { answeringPort, jsonAnswer } from './testdata/recordedPort';

const { signal } = new AbortController();
const HOUR_MS = 3_600_000;
const BEGAN_MS = Date.UTC(2015, 0, 1);
const HOURS = Array.from({ length: 100_000 }, (_, hour) => keyOf(BEGAN_MS + hour * HOUR_MS));
const LAST = HOURS.length - 1;

function keyOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 10)}-${new Date(ms).toISOString().slice(11, 16)}`;
}

function hour(place: number, status: string) {
  const startTime = (BEGAN_MS + place * HOUR_MS) / 1000;
  return { startKey: HOURS[place], endKey: HOURS[place], startTime, endTime: startTime + 3_600, status };
}

interface Variables {
  keys?: Array<{ path: string[] }>;
  partitions?: string[];
}

/** Hourly assets of eleven years: one hour is there, one failed after it had been there, one failed, nothing else. */
function dagster(count = HOURS.length) {
  const answers: Record<string, object> = {
    PartitionStatuses: {
      partitionDefinition: { type: 'TIME_WINDOW', fmt: '%Y-%m-%d-%H:%M' },
      partitionKeyConnection: { results: HOURS.slice(-3).reverse() },
      partitionStats: { numPartitions: count, numMaterialized: 1, numFailed: 2, numMaterializing: 0 },
      assetPartitionStatuses: {
        __typename: 'TimePartitionStatuses',
        ranges: [hour(LAST - 2, 'MATERIALIZED'), hour(LAST - 1, 'FAILED'), hour(LAST, 'FAILED')],
      },
    },
    PartitionKeys: { partitionKeysByDimension: [{ name: 'default', partitionKeys: HOURS.slice(-count) }] },
    PartitionMaterializations: {
      latestMaterializationByPartition: [{ partition: HOURS[LAST - 1], timestamp: '1' }, null],
    },
  };
  return answeringPort<Variables>(recorded, (operation, { keys = [] }) =>
    jsonAnswer({ data: { assetNodes: keys.map((assetKey) => ({ assetKey, ...answers[operation] })) } })
  );
}

describe('an asset with 100,000 partitions of which almost none was ever materialized', () => {
  it('is asked about those alone that some attempt is known of: databases bound how many they look for', async () => {
    const port = dagster();
    const nowMs = BEGAN_MS + HOURS.length * HOUR_MS;
    const [found] = (await readPartitions(new GraphqlApi(port), ['hourly'], nowMs, signal)).value;
    const asked = port.sent.flatMap(({ body }) => JSON.parse(body ?? '{}').variables?.partitions ?? []);
    expect(asked).toEqual([HOURS[LAST - 1], HOURS[LAST]]);
    expect(found).toMatchObject({ total: 100_000, materialized: 2, failed: 2 });
    expect(found.missing).toHaveLength(99_998);
    expect(found.newestClosed).toMatchObject({ key: HOURS[LAST], materialized: false });
  });
});

it.each([
  ['three assets with 30,000 partitions each', 30_000, [3, 3, 1]],
  ['seven assets with a few each', 3, [7]],
  ['one asset with 100,000', 100_000, [1, 1, 1, 1, 1, 1, 1]],
])('the keys of %s fit in one request', async (_, partitions, together) => {
  const port = dagster(partitions);
  const assets = Array.from({ length: 7 }, (__, index) => `hourly${index}`);
  const { value } = await readPartitions(new GraphqlApi(port), assets, BEGAN_MS + HOURS.length * HOUR_MS, signal);
  const asked = port.sent.map(({ body }) => JSON.parse(body ?? '{}'));
  const sizes = asked.flatMap(({ operationName, variables }) =>
    operationName === 'PartitionKeys' ? [variables.keys.length] : []
  );
  expect(sizes).toEqual(together);
  expect(value.map(({ asset, total }) => [asset, total])).toEqual(assets.map((asset) => [asset, partitions]));
});

/**
 * Records what a real Dagster answers to the plugin's queries, for the unit tests of src/sources/dagster:
 *
 *     npx tsx tests/integration/dagster/recordAnswers.ts
 *
 * Each file of src/sources/dagster/testdata holds one exchange: the variables and the whole body of the answer.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { askDagster, assetKeyInput } from './askDagster';
import { type DagsterFixture, prepareDagster } from './fixture';

const SOURCE = join(__dirname, '..', '..', '..', 'src', 'sources', 'dagster');
const TESTDATA = join(SOURCE, 'testdata');
const RUNS = 60;
const DETAILS = 20;

/** Cases whose runs tell something that no other run does. */
const TELLING = [
  'op retries in vain',
  'op retry of SQLMesh',
  'audit fails, retry succeeds',
  'failed before the first step',
  'two of three assets, for good',
  'an optional asset left out',
  'one step of several fails, its retry plans it alone',
  'upstream failed',
  'blocking check fails after the materialization',
  'cancelled half way',
  'cancelled in the queue',
  'cancelled, and the step says that it failed',
  'hung',
  'queued',
  'range of partitions',
  'checks without assets, of which one cannot run',
  'asset without definition',
];

async function record({ url, truth }: DagsterFixture): Promise<void> {
  const materializable = Object.keys(truth.freshness).map(assetKeyInput);
  const partitioned = Object.keys(truth.partitions).map(assetKeyInput);
  const exchanges: Array<[file: string, operation: string, variables: object]> = [
    ['instance', 'instance', {}],
    ['assetGraph', 'assetGraph', {}],
    ['assetChecks', 'assetChecks', { keys: materializable.filter(({ path }) => path[0] !== 'metrics') }],
    ['latestMaterializations', 'latestMaterializations', { keys: materializable }],
    ['partitionStatuses', 'partitionStatuses', { keys: partitioned }],
    ['runs', 'runs', { filter: {}, limit: RUNS }],
    ['runDetails', 'runDetails', { filter: { runIds: await tellingRuns(url) }, limit: DETAILS }],
  ];
  mkdirSync(TESTDATA, { recursive: true });
  for (const [file, operation, variables] of exchanges) {
    const query = readFileSync(join(SOURCE, 'graphql', `${operation}.graphql`), 'utf8');
    const path = join(TESTDATA, `${file}.json`);
    const exchange = { variables, answer: { data: await askDagster(url, query, variables) } };
    const options = { ...(await resolveConfig(path)), filepath: path };
    writeFileSync(path, await format(withoutPaths(JSON.stringify(exchange)), options));
  }
}

async function tellingRuns(url: string): Promise<string[]> {
  const query = `query ($value: String!) {
    runsOrError(filter: { tags: [{ key: "case", value: $value }] }, limit: 10) { ... on Runs { results { runId status } } }
  }`;
  const ids: string[] = [];
  for (const value of TELLING) {
    const { runsOrError } = await askDagster<{ runsOrError: { results: Array<{ runId: string; status: string }> } }>(
      url,
      query,
      { value }
    );
    const { results } = runsOrError;
    const told = results.find(({ status }) => status === 'FAILURE') ?? results.at(0);
    if (told === undefined) {
      throw new Error(`The seeded history has no run of the case "${value}"`);
    }
    ids.push(told.runId);
  }
  return ids;
}

/** Dagster's errors name the files of the machine that it runs on. */
function withoutPaths(text: string): string {
  return text.replace(/(executable_path|python_file|working_directory)=[^\\",]*\//g, '$1=/srv/');
}

async function main(): Promise<void> {
  const dagster = await prepareDagster({ withBrokenLocation: true });
  try {
    await record(dagster);
  } finally {
    await dagster.stop();
  }
}

void main();

// tsx record.ts http://127.0.0.1:3000 dagster-1.13.27.json: records what a Dagster with the history of home.py answers to each read.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNodePort } from '../../../../transport/nodePort';
import type { HttpPort } from '../../../../transport/port';
import { GraphqlApi } from '../graphqlApi';
import { readAssetChecks } from '../readAssetChecks';
import { readAssetGraph } from '../readAssetGraph';
import { readInstance } from '../readInstance';
import { readLatestMaterializations } from '../readLatestMaterializations';
import { readPartitions } from '../readPartitions';
import { readRunDetails } from '../readRunDetails';
import { readRuns } from '../readRuns';
import type { Recorded } from './recordedPort';

void record(process.argv[2], process.argv[3]);

async function record(url: string, file: string): Promise<void> {
  const recorded: Recorded[] = [];
  const api = new GraphqlApi(recording(createNodePort({ bases: { dagster: url } }), recorded));
  const { signal } = new AbortController();
  await readInstance(api, signal);
  const nodes = [...(await readAssetGraph(api, signal)).value.nodes.values()];
  const keys = nodes.map(({ key }) => key);
  const runs = (await readRuns(api, { createdAfterMs: 0 }, signal)).value;
  await readLatestMaterializations(api, keys, signal);
  await readAssetChecks(api, keys, signal);
  const partitioned = nodes.filter(({ isPartitioned }) => isPartitioned).map(({ key }) => key);
  await readPartitions(api, partitioned, Date.now(), signal);
  const failed = runs.filter(({ status }) => status === 'FAILURE').map(({ id }) => id);
  // Dagster 1.7 fails here, which is worth recording too.
  await readRunDetails(api, failed, signal).catch(() => undefined);
  writeFileSync(join(__dirname, file), `${JSON.stringify(recorded, null, 2)}\n`);
}

function recording(port: HttpPort, recorded: Recorded[]): HttpPort {
  return {
    async send(request, signal) {
      const answer = await port.send(request, signal);
      const { operationName, variables = {} } = JSON.parse(request.body ?? '');
      // Folders of the recording machine mean nothing to anybody.
      const body = answer.text.replace(/\/(tmp|root|home|usr)\/[^ ,"\\`)]*/g, '/srv/dagster');
      recorded.push({ operation: operationName, variables, status: answer.status, body: JSON.parse(body) });
      return answer;
    },
  };
}

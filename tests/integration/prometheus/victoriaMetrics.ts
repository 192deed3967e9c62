import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, freePort, keepLog, spawnServer, whenReady } from '../serverProcess';
import { seriesName, type Samples } from './openMetrics';
import type { PrometheusServer } from './prometheusServer';

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
const LINES_A_REQUEST = 50_000;

/** Starts the VictoriaMetrics at that path and gives it the samples. Rejects with the end of its log where it does not start. */
export async function startVictoriaMetrics(program: string, series: Iterable<Samples>): Promise<PrometheusServer> {
  const directory = mkdtempSync(join(tmpdir(), 'error-budget-victoria-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawnServer(
    program,
    [
      `-storageDataPath=${directory}`,
      `-httpListenAddr=127.0.0.1:${port}`,
      '-retentionPeriod=10y',
      // What was just written is found at once.
      '-search.disableCache',
      '-search.latencyOffset=0s',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] }
  );
  const log = keepLog(server);
  const stop = async () => {
    await end(server, STOP_TIMEOUT_MS);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await whenReady(server, READY_TIMEOUT_MS, async () => (await fetch(`${url}/health`)).ok);
    for (const lines of chunks(linesOf(series))) {
      await post(`${url}/api/v1/import/prometheus`, lines.join(''));
    }
    await post(`${url}/internal/force_flush`, '');
  } catch (error) {
    await stop();
    throw new Error(`VictoriaMetrics did not become ready at ${url}:\n${log.join('\n')}`, { cause: error });
  }
  return { url, stop };
}

async function post(url: string, body: string): Promise<void> {
  const answer = await fetch(url, { method: 'POST', body });
  if (!answer.ok) {
    throw new Error(`HTTP ${answer.status} from ${url}: ${await answer.text()}`);
  }
}

function* linesOf(allSeries: Iterable<Samples>): Generator<string> {
  for (const { metric, labels, timesMs, values } of allSeries) {
    const name = seriesName(metric, labels);
    for (let i = 0; i < timesMs.length; i++) {
      yield `${name} ${values[i]} ${timesMs[i]}\n`;
    }
  }
}

function* chunks(lines: Iterable<string>): Generator<string[]> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(line);
    if (chunk.length === LINES_A_REQUEST) {
      yield chunk;
      chunk = [];
    }
  }
  yield chunk;
}

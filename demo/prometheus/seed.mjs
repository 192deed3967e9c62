/**
 * Writes what the demo's Prometheus would have scraped until now, once:
 *
 *   node seed.mjs --into FOLDER [--days 65] [--until EPOCH_MS]
 *
 * FOLDER/history.om holds the samples for `promtool tsdb create-blocks-from openmetrics`; FOLDER/epoch the moment, in epoch
 * milliseconds, from which the generator continues. With an epoch already there, nothing happens.
 */
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { API_SERVER, apiServerAnswers, SERIES, seriesName } from './series.mjs';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const SCRAPE_INTERVAL_MS = MINUTE_MS;
// Off the edges of buckets: Prometheus 2 counts a sample on an edge twice.
const SCRAPE_OFFSET_MS = 17_000;
const CHUNK_CHARACTERS = 1 << 20;

const { values } = parseArgs({
  options: {
    into: { type: 'string' },
    days: { type: 'string', default: '65' },
    until: { type: 'string', default: String(Date.now()) },
  },
});
if (!values.into) {
  throw new Error('--into FOLDER is missing');
}
const epochFile = join(values.into, 'epoch');

if (existsSync(epochFile)) {
  console.log(`${epochFile} is there already: the history was written before`);
} else {
  const minuteMs = Math.floor((Number(values.until) - SCRAPE_OFFSET_MS) / MINUTE_MS) * MINUTE_MS;
  const epochMs = minuteMs + SCRAPE_OFFSET_MS;
  mkdirSync(values.into, { recursive: true });
  writeHistory(join(values.into, 'history.om'), epochMs, Number(values.days) * DAY_MS);
  writeFileSync(epochFile, `${epochMs}\n`);
  console.log(`Wrote ${values.days} days until ${new Date(epochMs).toISOString()}`);
}

function writeHistory(path, epochMs, lengthMs) {
  const apiServer = {
    metric: 'up',
    labels: API_SERVER,
    valueAt: (sinceEpochMs) => (apiServerAnswers(sinceEpochMs) ? 1 : 0),
  };
  const file = openSync(path, 'w');
  let chunk = '';
  for (const series of [...SERIES, apiServer]) {
    const name = seriesName(series);
    for (let sinceEpochMs = -lengthMs; sinceEpochMs <= 0; sinceEpochMs += SCRAPE_INTERVAL_MS) {
      chunk += `${name} ${series.valueAt(sinceEpochMs)} ${(epochMs + sinceEpochMs) / 1000}\n`;
      if (chunk.length >= CHUNK_CHARACTERS) {
        writeSync(file, chunk);
        chunk = '';
      }
    }
  }
  writeSync(file, `${chunk}# EOF\n`);
  closeSync(file);
}

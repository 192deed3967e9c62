/**
 * Gives the demo's Trino a history, and continues from there:
 *
 *   node generator.mjs --trino URL [--days 65] [--epoch FILE] [--seeded FILE] [--once]
 *
 * --epoch FILE    when the demo was first started, in epoch milliseconds, so that Trino has the outages that the demo's
 *                 Prometheus knows; now without it
 * --seeded FILE   is written when the history is complete
 * --once          ends then
 *
 * Trino keeps the history in memory: after a restart of Trino it is written again, up to now. Then queries are sent to Trino
 * something every few seconds, now and then with a failure, and what has ended is recorded every five minutes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isWritten, recordEnded, writeHistory } from './historyTable.mjs';
import { pastQueries } from './pastQueries.mjs';
import { askSomething } from './presentQueries.mjs';

const DAY_MS = 86_400_000;
// Every recording is a page in Trino's memory, which must last for weeks.
const ROUND_MS = 300_000;
const MEAN_PAUSE_MS = 8_000;
const RETRY_MS = 5_000;

const { values } = parseArgs({
  options: {
    trino: { type: 'string' },
    days: { type: 'string', default: '65' },
    epoch: { type: 'string' },
    seeded: { type: 'string' },
    once: { type: 'boolean', default: false },
  },
});
if (!values.trino) {
  throw new Error('--trino URL is missing');
}
const url = values.trino;
const epochMs = values.epoch ? Number(readFileSync(values.epoch, 'utf8')) : Date.now();

await untilItWorks(ensureHistory);
if (values.seeded) {
  writeFileSync(values.seeded, '');
}
while (!values.once) {
  await untilItWorks(oneRound);
}

async function ensureHistory() {
  if (!(await isWritten(url))) {
    const toMs = Date.now();
    const queries = [...pastQueries({ fromMs: toMs - Number(values.days) * DAY_MS, toMs, epochMs })];
    await writeHistory(url, queries);
    console.log(`Wrote ${queries.length} queries of ${values.days} days until ${new Date(toMs).toISOString()}`);
  }
}

async function oneRound() {
  await ensureHistory();
  await recordEnded(url);
  const endMs = Date.now() + ROUND_MS;
  while (Date.now() < endMs) {
    await askSomething(url, Date.now() - epochMs);
    await wait(2 * MEAN_PAUSE_MS * Math.random());
  }
}

/** Trino may be starting, or away for a while. */
async function untilItWorks(task) {
  for (;;) {
    try {
      return await task();
    } catch (error) {
      console.error(`${error.message}: again in ${RETRY_MS / 1000} s`);
      await wait(RETRY_MS);
    }
  }
}

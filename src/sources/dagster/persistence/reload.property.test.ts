import fc from 'fast-check';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../budget/durations';
import type { DagsterSpec } from '../../../catalogue/objective';
import { dagsterSource, type DagsterSource } from '../dagsterSource';
import { ModelDagster } from '../modelDagster.testing';
import { dagsterObjective } from '../objectives.testing';
import { asOf } from '../reliability/asOf.testing';
import { histories, NIGHTLY_GRAPH, NOW_MS, type History } from '../reliability/histories.testing';
import { MemoryStore } from './memoryStore.testing';

const never = new AbortController().signal;

const RULES: Array<Pick<DagsterSpec, 'retries' | 'manualReruns'>> = [
  { retries: 'after', manualReruns: 'separate' },
  { retries: 'after', manualReruns: 'rescue' },
  { retries: 'every-attempt', manualReruns: 'separate' },
];
const SELECTIONS = ['key:"*"', 'key:"lone" or key:"t/a"', 'not key:"extract"'];

/** Every objective that any page may ask about. */
const OBJECTIVES = RULES.flatMap((rules, rule) =>
  SELECTIONS.map((selection, scope) => dagsterObjective({ ...rules, selection }, `objective-${rule}-${scope}`))
);

function modelAt({ runs, details }: History, atMs: number) {
  return { graph: NIGHTLY_GRAPH, ...asOf(runs, details, atMs) };
}

/** All that a page shows of these objectives, looking back over the days. */
async function shown(source: DagsterSource, objectives: typeof OBJECTIVES, nowMs: number, days: number) {
  const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const range = { fromMs: toMs - days * DAY_MS, toMs, nowMs };
  const rows = [];
  for (const objective of objectives) {
    const { counts, notices } = await source.read('counts', { objective, stepMs: HOUR_MS, ...range }, never);
    const { contributors } = await source.read('contributors', { objective, ...range }, never);
    rows.push({ id: objective.id, counts, notices, contributors });
  }
  return rows;
}

const someObjectives = fc.subarray(OBJECTIVES, { minLength: 1, maxLength: 2 });

/** Visits of a dashboard: while which run is under way or soon after it, over how many days, of which objectives. */
const visits = fc.array(
  fc.record({
    run: fc.nat(),
    minutesAfter: fc.integer({ min: 0, max: 120 }),
    days: fc.constantFrom(7, 30, 45),
    objectives: someObjectives,
  }),
  { minLength: 2, maxLength: 4 }
);

test('every page shows what a page shows that reads everything afresh, whatever the pages before it kept', async () => {
  await fc.assert(
    fc.asyncProperty(histories, visits, async (history, unordered) => {
      const store = new MemoryStore();
      const pages = unordered
        .map(({ run, minutesAfter, ...page }) => {
          const { createdMs } = history.runs[run % history.runs.length];
          return { ...page, nowMs: Math.min(NOW_MS, createdMs + minutesAfter * MINUTE_MS) };
        })
        .sort((a, b) => a.nowMs - b.nowMs);
      let beforeMs = -Infinity;
      for (const { nowMs, days, objectives } of pages) {
        if (nowMs - beforeMs < 6 * MINUTE_MS) {
          continue;
        }
        beforeMs = nowMs;
        const dagster = new ModelDagster(modelAt(history, nowMs));
        const source = dagsterSource({ port: dagster, store });
        const found = await shown(source, objectives, nowMs, days);
        await source.save();
        expect(found).toEqual(await shown(dagsterSource({ port: dagster }), objectives, nowMs, days));
      }
    }),
    { numRuns: 20 }
  );
}, 120_000);

test('a reload asks for the assets, for what was updated since, for runs that are long open, and for details of what changed alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      histories,
      fc.integer({ min: 6, max: 34 * 24 * 60 }),
      someObjectives,
      async (history, minutes, objectives) => {
        const store = new MemoryStore();
        const thenMs = NOW_MS - minutes * MINUTE_MS;
        const dagster = new ModelDagster(modelAt(history, thenMs));
        const before = dagsterSource({ port: dagster, store });
        await shown(before, objectives, thenMs, 90);
        await before.save();
        dagster.model = modelAt(history, NOW_MS);
        dagster.asked();
        await shown(dagsterSource({ port: dagster, store }), objectives, NOW_MS, 45);
        const requests = dagster.asked();
        const changed = dagster.model.runs.filter(({ updatedMs }) => updatedMs >= thenMs - 5 * MINUTE_MS).length;
        expect(requests.filter((name) => name === 'AssetGraph')).toHaveLength(1);
        const longOpen = dagster.model.runs.some(({ status, createdMs }) => {
          return ['QUEUED', 'STARTED'].includes(status) && createdMs < NOW_MS - HOUR_MS;
        });
        expect(requests.filter((name) => name === 'Runs').length).toBe(longOpen ? 2 : 1);
        const details = requests.filter((name) => name === 'RunDetails').length;
        expect(details).toBeLessThanOrEqual(objectives.length * Math.ceil(changed / 20));
      }
    ),
    { numRuns: 8 }
  );
}, 120_000);

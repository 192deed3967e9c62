import Table from 'cli-table3';
import { benchAlerts } from './alerts';
import { benchDagster, type DagsterLoad } from './dagster';
import { benchEngine } from './engine';
import { benchPrometheus } from './prometheus';
import { benchServe } from './serve';
import { benchStore } from './store';
import { benchUnions } from './unions';

async function main(): Promise<void> {
  if (process.argv.includes('--dagster')) {
    return printDagster();
  }
  if (process.argv.includes('--alerts')) {
    return printAlerts();
  }
  if (process.argv.includes('--unions')) {
    return printUnions();
  }
  if (process.argv.includes('--serve')) {
    return printServe();
  }
  if (process.argv.includes('--store')) {
    return printStore();
  }
  print('Budget engine, one core, medians', engineTable());
  if (process.argv.includes('--engine')) {
    return;
  }
  await printPrometheus();
  await printDagster();
}

async function printStore(): Promise<void> {
  const table = new Table({
    head: ['kept of an objective', 'kB per year, hours', 'kB, five days of five minutes', 'ms to open a year of 50'],
    style: PLAIN,
  });
  for (const { traffic, bytesPerYear, bytesOfFine, openMs } of await benchStore()) {
    table.push([traffic, (bytesPerYear / 1000).toFixed(0), (bytesOfFine / 1000).toFixed(0), ms(openMs)]);
  }
  print('The memory of error-budget serve in SQLite', table);
}

async function printPrometheus(): Promise<void> {
  const { naiveChartMs, naiveChartByServiceMs, ourChartMs, refreshMs, queries, budgets } = await benchPrometheus();
  const charts = new Table({ head: ['30-day rolling chart of five services, 1 h steps', 'ms', 'ratio'], style: PLAIN });
  charts.push(
    ['naive: one range query of increase[30d]', ms(naiveChartMs), ratio(naiveChartMs, ourChartMs)],
    [
      'naive: one such query a service, all at once',
      ms(naiveChartByServiceMs),
      ratio(naiveChartByServiceMs, ourChartMs),
    ],
    ['ours: first load, with coverage, bridges and the 5-minute tier', ms(ourChartMs), '1'],
    ['ours: refresh five minutes later', ms(refreshMs), `1/${(ourChartMs / refreshMs).toFixed(0)}`]
  );
  print('One real Prometheus, one run, medians of interleaved rounds', charts);
  const cost = new Table({ head: ['Queries of a first load, one after the other', 'ms', 'ratio'], style: PLAIN });
  cost.push(
    ['increases and samples alone, as before', ms(queries.withoutLevelsMs), '1'],
    ['with the levels that make bursts exact', ms(queries.ms), (queries.ms / queries.withoutLevelsMs).toFixed(2)],
    [
      `the ${queries.firstSamples} queries for first samples of new series`,
      ms(queries.firstSamplesMs),
      (queries.firstSamplesMs / queries.withoutLevelsMs).toFixed(2),
    ]
  );
  print('What exact counts cost, medians of interleaved rounds', cost);
  const comparison = new Table({
    head: ['budget left after 30 days, %', 'truth', 'naive', 'ours', 'naive off by', 'ours off by'],
    style: PLAIN,
  });
  for (const { service, truth, naive, ours } of budgets) {
    comparison.push([
      service,
      ...[truth, naive, ours].map((value) => value.toFixed(2)),
      ...[naive, ours].map((value) => `${Math.abs(value - truth).toFixed(2)} pp`),
    ]);
  }
  print('Against the truth, which the generator knows (s1: incident inside a scrape hole)', comparison);
}

async function printUnions(): Promise<void> {
  const head = ['first load of', 'queries', 'requests', 'first row, ms', 'all rows, ms', 'CPU of Prometheus, ms'];
  const table = new Table({ head, style: PLAIN });
  for (const { objectives, united, requests, firstRowMs, lastRowMs, serverCpuMs } of await benchUnions()) {
    const row = [requests, ...[firstRowMs, lastRowMs, serverCpuMs].map(ms)];
    table.push([`${objectives} objectives`, united ? 'united' : 'each by itself', ...row]);
  }
  print('One real Prometheus, 12 series for each service, medians of interleaved rounds', table);
}

async function printDagster(): Promise<void> {
  const { version, runs, newRuns, first, refresh, reload, keptBytes, small } = await benchDagster();
  const loads = new Table({ head: ['three objectives, 66 days', 'requests', 'at most', 'ms', 'ratio'], style: PLAIN });
  const row = (name: string, { requests, bound, ms: took }: DagsterLoad) =>
    loads.push([name, requests, bound, ms(took), took === first.ms ? '1' : `1/${ratio(first.ms, took)}`]);
  row('first load', first);
  row(`refresh of the open page, ${newRuns} new runs`, refresh);
  row(`reload: a new page with ${(keptBytes / 1024).toFixed(0)} kB kept in the browser`, reload);
  print(`One real Dagster ${version}, ${runs} runs of which a tenth failed; every figure is the true one`, loads);
  const naive = new Table({ head: [`${small.runs} runs`, 'requests', 'ms', 'ratio'], style: PLAIN });
  naive.push(
    [
      'naive: details of each run by itself',
      small.naive.requests,
      ms(small.naive.ms),
      ratio(small.naive.ms, small.ours.ms),
    ],
    ['ours: first load', small.ours.requests, ms(small.ours.ms), '1']
  );
  print('A smaller history of the same kind, both measured whole, two requests at a time', naive);
}

async function printServe(): Promise<void> {
  const size = { objectives: numberAfter('--objectives', 500), rounds: numberAfter('--rounds', 10_000) };
  const { loads, memory } = await benchServe(size);
  const head = ['rows, alerts, breaches and charts of', 'requests', 'of the upstream', 'kB', 'changed', 'ms', 'ratio'];
  const table = new Table({ head, style: PLAIN });
  for (const { objectives, name, requests, upstreamRequests, bytes, changed, ms: took } of loads) {
    const [direct] = loads.filter((load) => load.objectives === objectives);
    const figures = [requests, upstreamRequests, (bytes / 1024).toFixed(0), changed.toFixed(0), ms(took)];
    table.push([
      `${objectives} objectives: ${name}`,
      ...figures,
      took === direct.ms ? '1' : `1/${ratio(direct.ms, took)}`,
    ]);
  }
  print('One real Prometheus, 12 series for each service, one run', table);
  const held = new Table({ head: ['resident memory of a server', 'MB'], style: PLAIN });
  held.push(
    ['after its first rounds', memory.firstMb.toFixed(0)],
    [`after ${memory.rounds} rounds of a minute each`, memory.lastMb.toFixed(0)],
    ['the most in between', memory.mostMb.toFixed(0)]
  );
  print(`${memory.objectives} objectives and ${memory.assets} assets, in a process of its own`, held);
}

const BUDGETS = [1, 2, 3, 5, 10, 20, 40, 100, 200, 500, 1000];

function printAlerts(): void {
  const rows = benchAlerts(BUDGETS, [1, 2, 3, 4]);
  const head = ['budget, events', ...rows[0].burnRates.map(({ leastBad }) => `k = ${leastBad}`), '3 in a row'];
  const table = new Table({ head, style: PLAIN });
  for (const { budget, burnRates, inARow } of rows) {
    table.push([budget, ...burnRates.map(({ pages }) => pages.toFixed(1)), inARow.toFixed(1)]);
  }
  print('False pages in 30 days of a service at 99 % that spends exactly its budget, by Poisson traffic', table);
}

const PLAIN = { head: [], border: [] };

function engineTable(): Table.Table {
  const table = new Table({ head: ['', 'ms', 'to reach', 'kB allocated'], style: PLAIN });
  for (const { name, medianMs, limitMs, allocatedBytes } of benchEngine().rows) {
    const allocated = allocatedBytes === null ? '' : (allocatedBytes / 1024).toFixed(0);
    table.push([name, medianMs.toFixed(1), limitMs === undefined ? '' : `≤ ${limitMs}`, allocated]);
  }
  return table;
}

function numberAfter(option: string, absent: number): number {
  const at = process.argv.indexOf(option);
  return at < 0 ? absent : Number(process.argv[at + 1]);
}

function print(title: string, table: Table.Table): void {
  process.stdout.write(`${title}\n${table.toString()}\n\n`);
}

function ms(value: number): string {
  return value.toFixed(value < 100 ? 1 : 0);
}

function ratio(value: number, base: number): string {
  return (value / base).toFixed(1);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});

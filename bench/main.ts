import Table from 'cli-table3';
import { benchEngine } from './engine';
import { benchPrometheus } from './prometheus';

async function main(): Promise<void> {
  print('Budget engine, one core, medians', engineTable());
  if (process.argv.includes('--engine')) {
    return;
  }
  const { naiveChartMs, naiveChartByServiceMs, ourChartMs, refreshMs, budgets } = await benchPrometheus();
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

const PLAIN = { head: [], border: [] };

function engineTable(): Table.Table {
  const table = new Table({ head: ['', 'ms', 'to reach', 'kB allocated'], style: PLAIN });
  for (const { name, medianMs, limitMs, allocatedBytes } of benchEngine().rows) {
    const allocated = allocatedBytes === null ? '' : (allocatedBytes / 1024).toFixed(0);
    table.push([name, medianMs.toFixed(1), limitMs === undefined ? '' : `≤ ${limitMs}`, allocated]);
  }
  return table;
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

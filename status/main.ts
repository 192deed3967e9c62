import { setMaxListeners } from 'node:events';
import { ArgumentError } from '../commandLine/argumentError';
import type { Catalogue } from '../src/catalogue/parseCatalogue';
import { shippedCatalogue } from '../src/catalogue/shippedCatalogue';
import { evaluateCatalogue } from '../src/evaluation/evaluateCatalogue';
import { trialNotices } from '../src/evaluation/plausibility';
import { selectObjectives, SelectionError } from '../src/evaluation/selection';
import { readArguments, USAGE, type StatusArguments } from './arguments';
import { loadCatalogue } from './loadCatalogue';
import { rowForMachines } from './rowForMachines';
import { demoSources, realSources } from './sources';
import { statusLine } from './statusLine';
import { statusTable } from './table';
import type { ObjectiveRow } from '../src/evaluation/results';

/** Lines of a pipe or a file have no width of their own. */
const WIDTH_WITHOUT_TERMINAL = 160;

const EXIT = { ok: 0, rowFailed: 1, wrongCall: 2 } as const;

async function main(): Promise<number> {
  const call = readArguments(process.argv.slice(2));
  if (call.help) {
    process.stdout.write(USAGE);
    return EXIT.ok;
  }
  const catalogue = call.catalogueFile === undefined ? shippedCatalogue : loadCatalogue(call.catalogueFile);
  for (const { severity, line, column, message } of catalogue.problems) {
    process.stderr.write(`${call.catalogueFile}:${line}:${column}: ${severity}: ${message}\n`);
  }
  const objectives = selectObjectives(catalogue, call.selection);
  const { prometheusUrl: prometheus, dagsterUrl: dagster, trinoUrl: trino } = call;
  const sources = prometheus || dagster || trino ? realSources({ prometheus, dagster, trino }) : demoSources();
  const rows = await evaluateCatalogue(
    objectives,
    sources,
    { atMs: call.nowMs, nowMs: call.nowMs },
    abortOnInterrupt()
  );
  process.stdout.write(call.json ? json(rows) : report(rows, call));
  const broken = rows.some(({ kind }) => kind === 'failed') || catalogue.problems.some(isError);
  return broken ? EXIT.rowFailed : EXIT.ok;
}

function json(rows: ObjectiveRow[]): string {
  return `${JSON.stringify(rows.map(rowForMachines), null, 2)}\n`;
}

function report(rows: ObjectiveRow[], { prometheusUrl, dagsterUrl, trinoUrl, nowMs }: StatusArguments): string {
  const lines = rows.map(statusLine);
  const table = statusTable(lines, {
    width: process.stdout.columns ?? WIDTH_WITHOUT_TERMINAL,
    colour: wantsColour(),
  });
  const notices = [...new Set(rows.flatMap(noticesOf))];
  const asOf = new Date(nowMs).toISOString().slice(0, 16).replace('T', ' ');
  const asked = [
    ...(prometheusUrl ? [`Prometheus at ${new URL(prometheusUrl).host}`] : []),
    ...(dagsterUrl ? [`Dagster at ${new URL(dagsterUrl).host}`] : []),
    ...(trinoUrl ? [`Trino at ${new URL(trinoUrl).host}`] : []),
  ];
  const data = asked.length > 0 ? asked.join(', ') : 'demo data, no upstream was asked';
  return [
    `Error budgets of ${rows.length} ${rows.length === 1 ? 'objective' : 'objectives'} at ${asOf} UTC (${data})`,
    '',
    table,
    '',
    ...(asked.length > 0 ? notices : []),
    '',
  ].join('\n');
}

function noticesOf(row: ObjectiveRow): string[] {
  const notices = row.kind === 'failed' ? [] : [...row.notices, ...trialNotices(row)];
  return notices.map(({ text }) => `${row.objective.displayName}: ${text}`);
}

function isError({ severity }: Catalogue['problems'][number]): boolean {
  return severity === 'error';
}

/** See https://no-color.org and https://force-color.org. */
function wantsColour(): boolean {
  return !process.env.NO_COLOR && (Boolean(process.env.FORCE_COLOR) || process.stdout.isTTY === true);
}

function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  // Every request of every objective listens to it.
  setMaxListeners(0, controller.signal);
  process.once('SIGINT', () => controller.abort(new ArgumentError('interrupted')));
  return controller.signal;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const expected = error instanceof ArgumentError || error instanceof SelectionError;
    process.stderr.write(`${expected ? error.message : error instanceof Error ? error.stack : error}\n`);
    process.exitCode = EXIT.wrongCall;
  }
);

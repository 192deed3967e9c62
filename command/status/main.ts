import { evaluateCatalogue } from '../../src/evaluation/evaluateCatalogue';
import { trialNotices } from '../../src/evaluation/plausibility';
import { selectObjectives } from '../../src/evaluation/selection';
import { isError, loadCatalogue, problemLines } from '../catalogueFile';
import { warnOfUrlCredentials } from '../credentials';
import { EXIT } from '../exitStatus';
import { abortOnInterrupt } from '../interrupt';
import { warn } from '../print';
import { countingObjectives, progressOn } from '../progress';
import { readArguments, USAGE, type StatusArguments } from './arguments';
import { rowForMachines } from './rowForMachines';
import { demoSources, realSources } from '../sources';
import { statusLine } from './statusLine';
import { statusTable } from './table';
import type { ObjectiveRow } from '../../src/evaluation/results';

/** Lines of a pipe or a file have no width of their own. */
const WIDTH_WITHOUT_TERMINAL = 160;

/** Prints the table of every selected objective. */
export async function status(args: string[]): Promise<number> {
  const call = readArguments(args);
  if (call.help) {
    process.stdout.write(USAGE);
    return EXIT.ok;
  }
  const catalogue = loadCatalogue(call.catalogueFile);
  problemLines(call.catalogueFile, catalogue.problems).forEach((line) => warn(line));
  const objectives = selectObjectives(catalogue, call.selection);
  const urls = { prometheus: call.prometheusUrl, dagster: call.dagsterUrl, trino: call.trinoUrl };
  warnOfUrlCredentials(urls, (upstream) => `--${upstream}`, process.env, warn);
  // Demo data are for the shipped objectives only: invented figures of a user's own objectives would look measured.
  const isDemo = call.catalogueFile === undefined && Object.values(urls).every((url) => url === undefined);
  const sources = isDemo ? demoSources() : realSources(urls);
  const progress = progressOn();
  const moment = { atMs: call.nowMs, nowMs: call.nowMs };
  const onRow = countingObjectives(objectives.length, progress);
  const rows = await evaluateCatalogue(objectives, sources, moment, abortOnInterrupt(), onRow).finally(progress.clear);
  process.stdout.write(call.json ? json(rows) : report(rows, call, isDemo));
  if (catalogue.problems.some(isError)) {
    return EXIT.wrong;
  }
  return rows.some(({ kind }) => kind === 'failed') ? EXIT.failed : EXIT.ok;
}

function json(rows: ObjectiveRow[]): string {
  return `${JSON.stringify(rows.map(rowForMachines), null, 2)}\n`;
}

function report(
  rows: ObjectiveRow[],
  { prometheusUrl, dagsterUrl, trinoUrl, nowMs }: StatusArguments,
  isDemo: boolean
): string {
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
  return [
    ...(isDemo
      ? ['Demo data: every figure is invented. Name upstreams to see your own: --help lists the options.']
      : []),
    `Error budgets of ${rows.length} ${rows.length === 1 ? 'objective' : 'objectives'} at ${asOf} UTC (${asked.join(', ') || 'no upstream was queried'})`,
    '',
    table,
    '',
    ...(isDemo ? [] : notices),
    '',
  ].join('\n');
}

function noticesOf(row: ObjectiveRow): string[] {
  const notices = row.kind === 'failed' ? [] : [...row.notices, ...trialNotices(row)];
  return notices.map(({ text }) => `${row.objective.displayName}: ${text}`);
}

/** See https://no-color.org and https://force-color.org. */
function wantsColour(): boolean {
  return !process.env.NO_COLOR && (Boolean(process.env.FORCE_COLOR) || process.stdout.isTTY === true);
}

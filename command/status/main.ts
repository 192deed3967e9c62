import type { Catalogue } from '../../src/catalogue/parseCatalogue';
import { evaluateRows } from '../../src/evaluation/evaluateCatalogue';
import { localEvaluation, type Evaluate } from '../../src/evaluation/evaluations';
import { trialNotices } from '../../src/evaluation/plausibility';
import { selectObjectives } from '../../src/evaluation/selection';
import { ERROR_BUDGET_SERVER } from '../../src/sources/sourceError';
import { isError, loadCatalogue, problemLines } from '../catalogueFile';
import { warnOfUrlCredentials } from '../credentials';
import { serverAt } from '../errorBudgetServer';
import { EXIT } from '../exitStatus';
import { abortOnInterrupt } from '../interrupt';
import { warn } from '../print';
import { countingObjectives, progressOn } from '../progress';
import { readArguments, USAGE, type StatusArguments } from './arguments';
import { rowForMachines } from './rowForMachines';
import { demoSources, realSources } from '../sources';
import { UPSTREAM_NAMES, UPSTREAMS } from '../upstreams';
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
  const signal = abortOnInterrupt();
  const { catalogue, evaluate, nowMs, asked, isDemo } =
    call.serverUrl === undefined ? direct(call) : await throughServer(call.serverUrl, signal);
  problemLines(call.catalogueFile, catalogue.problems).forEach((line) => warn(line));
  const objectives = selectObjectives(catalogue, call.selection);
  const atMs = Math.min(call.nowMs ?? nowMs, nowMs);
  const progress = progressOn();
  const onRow = countingObjectives(objectives.length, progress);
  const rows = await evaluateRows(objectives, evaluate, { atMs, nowMs }, signal, onRow).finally(progress.clear);
  process.stdout.write(call.json ? json(rows) : report(rows, { asked, atMs, isDemo }));
  if (catalogue.problems.some(isError)) {
    return EXIT.wrong;
  }
  return rows.some(({ kind }) => kind === 'failed') ? EXIT.failed : EXIT.ok;
}

function json(rows: ObjectiveRow[]): string {
  return `${JSON.stringify(rows.map(rowForMachines), null, 2)}\n`;
}

/** Where figures come from, and how they are called in the first line of the report. */
interface Reading {
  catalogue: Catalogue;
  evaluate: Evaluate;
  /** Epoch milliseconds. */
  nowMs: number;
  asked: string[];
  isDemo: boolean;
}

function direct({ catalogueFile, prometheusUrl, dagsterUrl, trinoUrl, nowMs = Date.now() }: StatusArguments): Reading {
  const catalogue = loadCatalogue(catalogueFile);
  const urls = { prometheus: prometheusUrl, dagster: dagsterUrl, trino: trinoUrl };
  warnOfUrlCredentials(urls, (upstream) => `--${upstream}`, process.env, warn);
  const asked = UPSTREAMS.flatMap((upstream) => {
    const url = urls[upstream];
    return url === undefined ? [] : [`${UPSTREAM_NAMES[upstream]} at ${new URL(url).host}`];
  });
  // Demo data are for the shipped objectives only: invented figures of a user's own objectives would look measured.
  const isDemo = catalogueFile === undefined && asked.length === 0;
  const sources = isDemo ? demoSources() : realSources(urls);
  return { catalogue, evaluate: localEvaluation({ sources, catalogue }), nowMs, asked, isDemo };
}

/** Rejects with an UpstreamFailure where the server does not answer. */
async function throughServer(url: string, signal: AbortSignal): Promise<Reading> {
  const server = serverAt(url, process.env);
  const { asOfMs } = await server.state(signal);
  const catalogue = await server.catalogue(signal);
  const asked = [`${ERROR_BUDGET_SERVER} at ${new URL(url).host}`];
  return { catalogue, evaluate: server.evaluate, nowMs: asOfMs, asked, isDemo: false };
}

function report(
  rows: ObjectiveRow[],
  { asked, atMs, isDemo }: Pick<Reading, 'asked' | 'isDemo'> & { atMs: number }
): string {
  const lines = rows.map(statusLine);
  const table = statusTable(lines, {
    width: process.stdout.columns ?? WIDTH_WITHOUT_TERMINAL,
    colour: wantsColour(),
  });
  const notices = [...new Set(rows.flatMap(noticesOf))];
  const asOf = new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
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

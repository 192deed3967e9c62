import type { Objective } from '../../src/catalogue/objective';
import { checkCatalogue } from '../../src/evaluation/checkCatalogue';
import { checkDagsterUpstream } from '../../src/evaluation/checkDagsterUpstream';
import { checkTrinoUpstream } from '../../src/evaluation/checkTrinoUpstream';
import { localEvaluation } from '../../src/evaluation/evaluations';
import { checkUpstream, CREDENTIALS_IN_WORDS, type UpstreamHealth } from '../../src/evaluation/upstreamChecks';
import type { Upstream } from '../../src/transport/port';
import { ArgumentError } from '../argumentError';
import { isError, loadCatalogue, problemLines, type LoadedCatalogue } from '../catalogueFile';
import { warnOfUrlCredentials } from '../credentials';
import { EXIT } from '../exitStatus';
import { say, warn } from '../print';
import { countingObjectives, progressOn } from '../progress';
import { abortOnInterrupt } from '../interrupt';
import { modeAt, portTo, realSources, trinoUserAt } from '../sources';
import { UPSTREAMS, type UpstreamUrls } from '../upstreams';
import { readArguments, USAGE } from './arguments';

/** Checks a catalogue and, where upstreams are named, whether its objectives are measurable there. */
export async function check(args: string[]): Promise<number> {
  const { help, catalogueFile, urls } = readArguments(args);
  if (help) {
    process.stdout.write(USAGE);
    return EXIT.ok;
  }
  warnOfUrlCredentials(urls, (upstream) => `--${upstream}`, process.env, warn);
  const sources = realSources(urls, process.env);
  const catalogue = loadCatalogue(catalogueFile);
  problemLines(catalogueFile, catalogue.problems).forEach((line) => warn(line));
  say(summary(catalogue, catalogueFile));
  const isWrong = catalogue.problems.some(isError);
  if (catalogue.objectives.length === 0 && !isWrong) {
    throw new ArgumentError(`--catalogue: ${catalogueFile} holds no objective, expected at least one SLO`);
  }
  let isFailing = false;
  if (Object.keys(urls).length > 0) {
    const signal = abortOnInterrupt();
    const nowMs = Date.now();
    const upstreams = checkUpstreams(urls, catalogue.objectives, nowMs, signal);
    const evaluate = localEvaluation({ sources, catalogue });
    const progress = progressOn();
    const onRow = countingObjectives(catalogue.objectives.length, progress);
    const found = await checkCatalogue(catalogue, upstreams, evaluate, nowMs, signal, onRow).finally(progress.clear);
    [...found.upstreamLines, ...found.objectiveLines, `${found.verdict}.`].forEach((line) => say(line));
    isFailing = !found.allMeasurable || !found.isHealthy;
  }
  if (isWrong) {
    return EXIT.wrong;
  }
  return isFailing ? EXIT.failed : EXIT.ok;
}

function summary({ objectives, problems }: LoadedCatalogue, file = 'The shipped catalogue'): string {
  const errors = problems.filter(isError).length;
  const warnings = problems.length - errors;
  return `${file}: ${counted(objectives.length, 'objective')}, ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function checkUpstreams(
  urls: UpstreamUrls,
  objectives: Objective[],
  nowMs: number,
  signal: AbortSignal
): Promise<UpstreamHealth[]> {
  return Promise.all(
    UPSTREAMS.flatMap((upstream) => {
      const url = urls[upstream];
      return url === undefined ? [] : [checkOne(upstream, url, objectives, nowMs, signal)];
    })
  );
}

function checkOne(
  upstream: Upstream,
  url: string,
  objectives: Objective[],
  nowMs: number,
  signal: AbortSignal
): Promise<UpstreamHealth> {
  const port = portTo(upstream, url, process.env);
  switch (upstream) {
    case 'prometheus':
      return checkUpstream(upstream, port, CREDENTIALS_IN_WORDS[modeAt(upstream, url, process.env)], signal);
    case 'dagster':
      return checkDagsterUpstream(port, signal);
    case 'trino':
      return checkTrinoUpstream(port, objectives, nowMs, signal, trinoUserAt(url, process.env));
  }
}

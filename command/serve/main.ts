import { setMaxListeners } from 'node:events';
import { version } from '../../package.json';
import { ReadApi, type ReadApiOptions } from '../../serve/readApi';
import { Rounds } from '../../serve/rounds';
import { redaction } from '../../serve/secrets';
import type { Memory } from '../../serve/store/memory';
import { storedSources } from '../../serve/store/storedSources';
import type { Catalogue } from '../../src/catalogue/parseCatalogue';
import type { Sources } from '../../src/evaluation/evaluateObjective';
import { selectObjectives } from '../../src/evaluation/selection';
import { ArgumentError } from '../argumentError';
import { loadCatalogue } from '../catalogueFile';
import { warnOfUrlCredentials } from '../credentials';
import { EXIT } from '../exitStatus';
import { warn } from '../print';
import { demoSources, realSources, trinoClient } from '../sources';
import { readArguments, USAGE, type CalledAs, type ServeArguments } from './arguments';
import { jsonLog, type Log } from './log';
import { readersOf } from './reader';
import { redactedReader } from './redactedReader';
import { secretsSent } from './secretsSent';
import { startExporter } from './startExporter';
import { startMemory } from './startMemory';
import { readCountsFile } from './trino/countsFile';
import { QueryPoller } from './trino/queryPoller';
import { withSource } from './withSource';
import { variablePrefix } from '../upstreams';

/** Whatever hangs after a signal to stop is left behind. */
const STOP_WITHIN_MS = 5_000;

const log = jsonLog((line) => process.stdout.write(line));

/** Serves until it receives a signal to stop. */
export function serve(args: string[]): Promise<number> {
  return run(args, 'serve');
}

/** The same under its older name, under which it asks for no token where it never did. */
export function exporter(args: string[]): Promise<number> {
  return run(args, 'exporter');
}

async function run(args: string[], calledAs: CalledAs): Promise<number> {
  const call = readArguments(args, process.env, calledAs);
  if (call.help) {
    process.stdout.write(USAGE);
    return EXIT.ok;
  }
  // Options refuse credentials, so they can come from variables only.
  warnOfUrlCredentials(call.urls, (upstream) => `${variablePrefix(upstream)}_URL`, process.env, warn);
  const catalogue = loadCatalogue(call.catalogueFile);
  tellProblems(catalogue, call);
  const secrets = [...secretsSent(call.urls, process.env), ...(call.store?.secrets ?? [])];
  const redact = redaction(secrets);
  const memory = call.store && (await startMemory(call.store, log, redact));
  const ending = new AbortController();
  const sources = sourcesOf(call, memory, ending.signal);
  const { objectives, left } = withSource(selectObjectives(catalogue, {}), sources);
  for (const [source, ids] of left) {
    log('warn', 'leftOut', { source, found: `no ${source} is configured`, objectives: ids });
  }
  const { trino } = call.urls;
  const poller = call.trinoPoll && trino !== undefined ? await createPoller(trino, call, log) : undefined;
  if (objectives.length === 0 && !poller) {
    throw new ArgumentError('No objective of the catalogue uses a configured upstream: nothing to expose');
  }
  const { intervalMs, host, port } = call;
  const names = [...new Set(objectives.map(({ indicator }) => indicator.source))];
  const rounds = new Rounds({ readers: names, intervalMs, sources, catalogue, redact });
  const running = await startExporter({
    readers: readersOf(objectives, memory ? keptRounds(rounds, memory) : rounds, poller).map((reader) =>
      redactedReader(reader, secrets)
    ),
    ...{ intervalMs, host, port, log, memory },
    api: readApi(call, { rounds, catalogue, version, report: reporter(redact) }),
    build: { version, revision: process.env.REVISION },
  });
  log('info', 'listening', {
    url: running.url,
    objectives: objectives.length,
    intervalSeconds: call.intervalMs / 1000,
    readApi: accessInWords(call),
  });
  stopOnSignal(async () => {
    ending.abort(new Error('the server stops'));
    await running.stop();
    await memory?.close();
  });
  await running.ended;
  return EXIT.ok;
}

/** The sources that the call names, read through the memory where there is one. */
function sourcesOf({ demo, urls }: ServeArguments, memory: Memory | undefined, signal: AbortSignal): Sources {
  const sources = demo ? demoSources() : realSources(urls, process.env, memory);
  if (!memory) {
    return sources;
  }
  // Every read in the background listens to it.
  setMaxListeners(0, signal);
  return storedSources(sources, { memory, signal });
}

/** The same rounds, whose end is written down. A store that hangs holds up no round. */
function keptRounds(rounds: Rounds, memory: Memory): Pick<Rounds, 'begin' | 'prepare' | 'end'> {
  return {
    begin: (reader, atMs) => rounds.begin(reader, atMs),
    prepare: (reader, signal) => rounds.prepare(reader, signal),
    end(reader) {
      rounds.end(reader);
      void memory.endRound();
    },
  };
}

function readApi({ access }: ServeArguments, options: ReadApiOptions): ReadApi | undefined {
  return access === 'none' ? undefined : new ReadApi({ ...options, ...(access === 'everyone' ? {} : access) });
}

function accessInWords({ access, host }: ServeArguments): string {
  switch (access) {
    case 'none':
      return `off: ${host} lets others reach it, and there is no token (--token-file, SERVE_TOKEN, SERVE_TOKEN_FILE) nor --no-auth`;
    case 'everyone':
      return 'for everyone who reaches it';
    default:
      return 'for everyone who has the token';
  }
}

/** Defects go to the log, with their place in the code and without secrets. */
function reporter(redact: (text: string) => string): (error: unknown) => void {
  return (error) =>
    log('error', 'defect', { found: redact(error instanceof Error ? `${error.stack}` : String(error)) });
}

/** Problems of the catalogue cost their own objectives only. */
function tellProblems({ problems }: Catalogue, { catalogueFile }: ServeArguments): void {
  for (const { severity, line, column, message } of problems) {
    const level = severity === 'error' ? 'error' : 'warn';
    log(level, 'catalogue', { file: catalogueFile, line, column, found: message });
  }
}

async function createPoller(trinoUrl: string, { stateFile }: ServeArguments, to: Log): Promise<QueryPoller> {
  const state = stateFile === undefined ? undefined : { file: stateFile, kept: await readCountsFile(stateFile) };
  return new QueryPoller({ runner: trinoClient(trinoUrl, process.env), log: to, state });
}

function stopOnSignal(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      log('info', 'stopping', { signal });
      setTimeout(() => process.exit(EXIT.ok), STOP_WITHIN_MS).unref();
      process.exitCode = EXIT.ok;
      // What breaks off on the way out concerns no one. The process ends by itself once queries are cancelled.
      stop().catch(() => undefined);
    });
  }
}

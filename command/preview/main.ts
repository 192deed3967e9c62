import { resolve } from 'node:path';
import type { Dashboards } from '../../preview/server/dashboards';
import { pagePlaces } from '../../preview/pagePlaces';
import { createPreviewServer } from '../../preview/server/previewServer';
import { ReloadEvents } from '../../preview/server/reloadEvents';
import type { Catalogue } from '../../src/catalogue/parseCatalogue';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';
import { definitionHash } from '../../src/evaluation/readApi';
import { ERROR_BUDGET_SERVER } from '../../src/sources/sourceError';
import { UpstreamFailure } from '../../src/sources/upstreamFailure';
import type { Upstream } from '../../src/transport/port';
import plugin from '../../src/plugin.json';
import { ArgumentError } from '../argumentError';
import { loadCatalogue, problemLines, type LoadedCatalogue } from '../catalogueFile';
import { serverAt } from '../errorBudgetServer';
import { EXIT } from '../exitStatus';
import { say, warn } from '../print';
import { hostInUrl, listen } from '../listen';
import { UPSTREAM_NAMES, UPSTREAMS } from '../upstreams';
import { readArguments, USAGE, type PreviewArguments } from './arguments';
import { buildWhatIsStale, isBuilt } from './builds';
import { whyUnreachable } from './checkUpstream';
import { dataSourceSettings } from './dataSourceSettings';
import { developmentBuilds, watchBuilds } from './watchBuilds';

const ROOT = resolve(__dirname, '../..');

/** Serves the dashboards until it receives a signal to stop; resolves once it listens. */
export async function preview(args: string[]): Promise<number> {
  const call = readArguments(args);
  if (call.help) {
    process.stdout.write(USAGE);
    return EXIT.ok;
  }
  const catalogue = call.catalogueFile === undefined ? undefined : ownCatalogue(call.catalogueFile);
  if (call.skipBuild && !isBuilt(ROOT)) {
    throw new ArgumentError('--no-build: the page or the plugin was never built; call npm start without it');
  }
  const ofServer = call.serverUrl === undefined ? undefined : await catalogueOf(call.serverUrl);
  const settings = dataSourceSettings(
    { upstreams: call.upstreams, server: call.serverUrl, catalogue: catalogue?.text },
    process.env
  );
  const reloads = call.watch ? new ReloadEvents() : undefined;
  const server = createPreviewServer({
    root: ROOT,
    ...pagePlaces(ROOT, process.env),
    settings,
    dashboards: await dashboardsFor(catalogue ?? ofServer),
    routes: plugin.routes,
    host: call.host,
    reloads,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => process.exit(EXIT.ok));
  }
  // Before the builds: a port in use need not wait for them.
  const port = await listen(server, call);
  if (reloads) {
    say('Building the plugin and the page, now and after every change …');
    watchBuilds(await developmentBuilds(ROOT), say, () => reloads.send());
  } else if (!call.skipBuild) {
    await buildWhatIsStale(ROOT, say);
  }
  await Promise.all(UPSTREAMS.map((upstream) => warnIfUnreachable(upstream, call.upstreams[upstream])));
  say(
    `Error Budget preview: http://${call.host === '127.0.0.1' ? 'localhost' : hostInUrl(call.host)}:${port} (${inWords(call)})`
  );
  return EXIT.ok;
}

/** Its problems are reported, and cost their own objectives only. */
function ownCatalogue(file: string): LoadedCatalogue {
  const catalogue = loadCatalogue(file);
  problemLines(file, catalogue.problems).forEach(warn);
  if (catalogue.objectives.length === 0) {
    throw new ArgumentError(`--catalogue: ${file} holds no objective that works; correct what is reported above`);
  }
  return catalogue;
}

/** The catalogue of the server; a warning, and nothing, where it does not answer yet. */
async function catalogueOf(serverUrl: string): Promise<Catalogue | undefined> {
  try {
    return await serverAt(serverUrl, process.env).catalogue(new AbortController().signal);
  } catch (error) {
    if (!(error instanceof UpstreamFailure)) {
      throw error;
    }
    warn(
      `Warning: ${error.message} The dashboards shown are those of the shipped catalogue; start again once it answers.`
    );
    return undefined;
  }
}

function inWords({ upstreams, serverUrl, catalogueFile }: PreviewArguments): string {
  if (serverUrl !== undefined) {
    return `${ERROR_BUDGET_SERVER} at ${serverUrl}`;
  }
  const named = UPSTREAMS.flatMap((upstream) => {
    const url = upstreams[upstream];
    return url === undefined ? [] : [`${UPSTREAM_NAMES[upstream]} at ${url}`];
  });
  const data = named.length === 0 ? 'demo data' : named.join(', ');
  return catalogueFile === undefined ? data : `${data}, objectives of ${catalogueFile}`;
}

async function warnIfUnreachable(upstream: Upstream, url: string | undefined): Promise<void> {
  const why = url === undefined ? undefined : await whyUnreachable(url);
  if (why !== undefined) {
    warn(`Warning: ${UPSTREAM_NAMES[upstream]} does not answer at ${url} (${why}); its objectives fail until it does.`);
  }
}

/**
 * The dashboards that `npm run dashboards` writes for a catalogue, so that each of its categories has one; undefined for the shipped
 * catalogue, whose dashboards are there. Rejects with an ArgumentError where a category cannot have one.
 */
async function dashboardsFor(catalogue: Catalogue | undefined): Promise<Dashboards | undefined> {
  if (!catalogue || isShipped(catalogue)) {
    return undefined;
  }
  // Only an own catalogue needs the generator.
  const { dashboardsOf } = await import('../dashboards/dashboardsOf');
  const models = dashboardsOf(catalogue, {}).map(({ dashboard }): Record<string, unknown> => ({ ...dashboard }));
  return () => Promise.resolve(models);
}

function isShipped({ objectives }: Catalogue): boolean {
  return (
    JSON.stringify(objectives.map(definitionHash)) === JSON.stringify(shippedCatalogue.objectives.map(definitionHash))
  );
}

import { resolve } from 'node:path';
import type { Dashboards } from '../../preview/server/dashboards';
import { pagePlaces } from '../../preview/pagePlaces';
import { createPreviewServer } from '../../preview/server/previewServer';
import { ReloadEvents } from '../../preview/server/reloadEvents';
import type { Catalogue } from '../../src/catalogue/parseCatalogue';
import type { Upstream } from '../../src/transport/port';
import plugin from '../../src/plugin.json';
import { ArgumentError } from '../argumentError';
import { loadCatalogue, problemLines, type LoadedCatalogue } from '../catalogueFile';
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
  const settings = dataSourceSettings({ upstreams: call.upstreams, catalogue: catalogue?.text }, process.env);
  const reloads = call.watch ? new ReloadEvents() : undefined;
  const server = createPreviewServer({
    root: ROOT,
    ...pagePlaces(ROOT, process.env),
    settings,
    dashboards: catalogue && (await generatedDashboards(catalogue)),
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

function inWords({ upstreams, catalogueFile }: PreviewArguments): string {
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
 * The dashboards that `npm run dashboards` writes for a catalogue, so that each of its categories has one. Rejects with an
 * ArgumentError where a category cannot have one.
 */
async function generatedDashboards(catalogue: Catalogue): Promise<Dashboards> {
  // Only an own catalogue needs the generator.
  const { dashboardsOf } = await import('../dashboards/dashboardsOf');
  const models = dashboardsOf(catalogue, {}).map(({ dashboard }): Record<string, unknown> => ({ ...dashboard }));
  return () => Promise.resolve(models);
}

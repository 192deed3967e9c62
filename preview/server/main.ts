import { resolve } from 'node:path';
import { UPSTREAMS, type UpstreamName } from '../../src/datasource/settings';
import plugin from '../../src/plugin.json';
import { ArgumentError } from '../../commandLine/argumentError';
import { readArguments, USAGE, type PreviewArguments } from './arguments';
import { BuildError, buildWhatIsStale } from './builds';
import { whyUnreachable } from './checkUpstream';
import { dataSourceSettings } from './dataSourceSettings';
import { generatedDashboards } from './generatedDashboards';
import { listen } from './listen';
import { loadCatalogue } from './loadCatalogue';
import { createPreviewServer } from './previewServer';
import { ReloadEvents } from './reloadEvents';
import { developmentBuilds, watchBuilds } from './watchBuilds';

const ROOT = resolve(__dirname, '../..');
const EXIT = { buildFailed: 1, wrongCall: 2 } as const;

async function main(): Promise<void> {
  const call = readArguments(process.argv.slice(2));
  if (call.help) {
    process.stdout.write(USAGE);
    return;
  }
  const catalogue = call.catalogueFile === undefined ? undefined : loadCatalogue(call.catalogueFile, warn);
  const settings = dataSourceSettings({ upstreams: call.upstreams, catalogue: catalogue?.text }, process.env);
  const reloads = call.watch ? new ReloadEvents() : undefined;
  const server = createPreviewServer({
    root: ROOT,
    settings,
    dashboards: catalogue && (await generatedDashboards(catalogue)),
    routes: plugin.routes,
    host: call.host,
    reloads,
  });
  // Before the builds: a port in use need not wait for them.
  const port = await listen(server, call);
  if (reloads) {
    say('Building the plugin and the page, now and after every change …');
    watchBuilds(await developmentBuilds(ROOT), say, () => reloads.send());
  } else if (!call.skipBuild) {
    await buildWhatIsStale(ROOT, say);
  }
  say(`Error Budget preview: http://${hostInUrl(call.host)}:${port} (${inWords(call)})`);
  for (const upstream of UPSTREAMS) {
    void warnIfUnreachable(upstream, call.upstreams[upstream]);
  }
}

function inWords({ upstreams, catalogueFile }: PreviewArguments): string {
  const named = UPSTREAMS.flatMap((upstream) => {
    const url = upstreams[upstream];
    return url === undefined ? [] : [`${NAMES[upstream]} at ${url}`];
  });
  const data = named.length === 0 ? 'demo data' : named.join(', ');
  return catalogueFile === undefined ? data : `${data}, objectives of ${catalogueFile}`;
}

const NAMES: Readonly<Record<UpstreamName, string>> = { prometheus: 'Prometheus', dagster: 'Dagster', trino: 'Trino' };

async function warnIfUnreachable(upstream: UpstreamName, url: string | undefined): Promise<void> {
  const why = url === undefined ? undefined : await whyUnreachable(url);
  if (why !== undefined) {
    warn(`Warning: ${NAMES[upstream]} does not answer at ${url} (${why}); its objectives fail until it does.`);
  }
}

function hostInUrl(host: string): string {
  if (host === '127.0.0.1') {
    return 'localhost';
  }
  return host.includes(':') ? `[${host}]` : host;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(0));
}

main().catch((error: unknown) => {
  const expected = error instanceof ArgumentError || error instanceof BuildError;
  warn(expected ? error.message : error instanceof Error ? String(error.stack) : String(error));
  process.exit(error instanceof BuildError ? EXIT.buildFailed : EXIT.wrongCall);
});

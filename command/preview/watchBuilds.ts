import { join } from 'node:path';
import webpack, { type Configuration } from 'webpack';

/** How long to wait after a change for further ones: editors save in several steps. */
const SETTLE_MS = 100;

/**
 * Builds everything once, and again whenever a source changes. `onBuilt` is called when all builds are done without errors; errors
 * are reported instead, and the next change is built again.
 *
 * @param builds Each has a name, by which it is reported.
 * @returns Ends the watching.
 */
export function watchBuilds(
  builds: ReadonlyArray<Configuration & { name: string }>,
  report: (line: string) => void,
  onBuilt: () => void
): () => Promise<void> {
  const compiler = webpack([...builds]);
  const watching = compiler.watch({ aggregateTimeout: SETTLE_MS }, (error, stats) => {
    if (error || stats === undefined || stats.hasErrors()) {
      report(error?.message ?? stats?.toString({ preset: 'errors-only' }) ?? 'The build failed without a message.');
      return;
    }
    report(`Built ${builds.map(({ name }) => name).join(' and ')}`);
    onBuilt();
  });
  return () => new Promise((resolve) => (watching ? watching.close(() => resolve()) : resolve()));
}

/** The plugin and the page as they are built during development: fast, readable, not minified. */
export async function developmentBuilds(root: string): Promise<Array<Configuration & { name: string }>> {
  // By their paths, because Grafana's scaffold does not pass our compiler options.
  const [plugin, page]: [{ default: PluginConfig }, { default: Configuration }] = await Promise.all([
    import(join(root, 'webpack.config.ts')),
    import(join(root, 'preview', 'webpack.config.ts')),
  ]);
  return [
    { ...(await plugin.default({})), name: 'plugin' },
    {
      ...page.default,
      name: 'page',
      mode: 'development',
      cache: { type: 'filesystem', name: 'preview-development' },
      optimization: { minimize: false },
    },
  ];
}

/** As webpack-cli calls it, with what `--env` says. */
type PluginConfig = (env: object) => Promise<Configuration>;

import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Configuration } from 'webpack';
import { merge } from 'webpack-merge';
import { copyFilePatterns } from './.config/bundler/copyFiles.ts';
import grafanaConfig, { type Env } from './.config/webpack/webpack.config.ts';
import { importedDashboard } from './scripts/importedDashboards.ts';

// The pictures are taken of a built plugin, so a build does without; `npm run package` insists on them.
copyFilePatterns
  .filter(({ from }) => from.startsWith('img/screenshots/'))
  .forEach((pattern) => Object.assign(pattern, { noErrorOnMissing: true }));

/** Grafana's create-plugin build, extended here only; see .config/README.md for the patches inside .config. */
const config = async (env: Env): Promise<Configuration> =>
  merge(await grafanaConfig(env), {
    experiments: { asyncWebAssembly: false },
    // The shipped catalogue as its authors wrote it, for the editor.
    module: { rules: [{ test: /\.yaml$/, type: 'asset/source' }] },
    plugins: [
      new CopyWebpackPlugin({
        patterns: [
          {
            from: '../dashboards/*.json',
            to: 'dashboards/[name][ext]',
            transform: (content) => importedDashboard(content.toString()),
          },
        ],
      }),
    ],
  });

export default config;

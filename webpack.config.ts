import type { Configuration } from 'webpack';
import { merge } from 'webpack-merge';
import grafanaConfig, { type Env } from './.config/webpack/webpack.config.ts';

/** Grafana's create-plugin build, extended here only; see .config/README.md for the patches inside .config. */
const config = async (env: Env): Promise<Configuration> =>
  merge(await grafanaConfig(env), {
    experiments: { asyncWebAssembly: false },
    // The shipped catalogue as its authors wrote it, for the editor.
    module: { rules: [{ test: /\.yaml$/, type: 'asset/source' }] },
  });

export default config;

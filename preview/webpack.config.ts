import { readFileSync } from 'node:fs';
import path from 'node:path';
import TerserPlugin from 'terser-webpack-plugin';
import webpack, { type Compiler, type Configuration } from 'webpack';
import { pagePlaces } from './pagePlaces.ts';

const here = (...parts: string[]) => path.resolve(process.cwd(), 'preview', ...parts);
const { packages, page, name } = pagePlaces(process.cwd(), process.env);
const grafana: { version: string } = JSON.parse(
  readFileSync(path.join(packages, '@grafana', 'data', 'package.json'), 'utf8')
);

/** Lists for the server which files the page has to load; their names change with their content. */
class EntryFiles {
  apply(compiler: Compiler): void {
    compiler.hooks.thisCompilation.tap('EntryFiles', (compilation) => {
      const stage = webpack.Compilation.PROCESS_ASSETS_STAGE_REPORT;
      compilation.hooks.processAssets.tap({ name: 'EntryFiles', stage }, () => {
        const files = compilation.entrypoints.get('main')?.getFiles() ?? [];
        compilation.emitAsset('entry.json', new webpack.sources.RawSource(JSON.stringify(files)));
      });
    });
  }
}

/** The page of the preview: Grafana's own libraries bundled, where inside Grafana they are provided. */
const config: Configuration = {
  mode: 'production',
  context: here('client'),
  entry: { main: './main.tsx' },
  devtool: false,
  cache: { type: 'filesystem', name, buildDependencies: { config: [here('webpack.config.ts')] } },
  output: {
    path: page,
    publicPath: '/assets/',
    filename: '[name].[contenthash].js',
    chunkFilename: '[name].[contenthash].js',
    assetModuleFilename: '[name].[contenthash][ext]',
    clean: true,
    uniqueName: 'error-budget-preview',
  },
  resolve: { extensions: ['.tsx', '.ts', '.mjs', '.js'] },
  module: {
    rules: [
      { test: /\.mjs$/, type: 'javascript/auto', resolve: { fullySpecified: false } },
      {
        test: /\.tsx?$/,
        exclude: /node_modules/,
        resolve: { modules: [packages, 'node_modules'] },
        use: {
          loader: 'swc-loader',
          options: { jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: true } } },
        },
      },
    ],
  },
  optimization: {
    minimizer: [
      new TerserPlugin({ minify: TerserPlugin.swcMinify, extractComments: false, terserOptions: { compress: true } }),
    ],
  },
  performance: { hints: false },
  plugins: [
    new EntryFiles(),
    new webpack.DefinePlugin({ GRAFANA_VERSION: JSON.stringify(grafana.version) }),
    // Without megabytes of an editor in which nothing is edited.
    new webpack.NormalModuleReplacementPlugin(
      /\/ReactMonacoEditor\.mjs$/,
      here('client', 'grafana', 'plainEditor.tsx')
    ),
    new webpack.IgnorePlugin({ resourceRegExp: /^\.\/locale$/, contextRegExp: /moment$/ }),
  ],
};

export default config;

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pagePlaces } from '../../preview/pagePlaces';
import { CommandFailure } from '../exitStatus';
import { progressOn } from '../progress';
import { isFresh, noteBuild, type Built } from './freshness';

const SHOWN_EVERY_MS = 1_000;

interface Build extends Built {
  name: string;
  command: [string, ...string[]];
}

/**
 * Builds what is missing or older than its sources, side by side, and reports each in a line; on a terminal, a line below says
 * what is being built and for how long.
 */
export async function buildWhatIsStale(root: string, report: (line: string) => void): Promise<void> {
  const progress = progressOn();
  const startedMs = Date.now();
  const underWay = new Set<string>();
  const show = () =>
    progress.show(
      `Building the ${[...underWay].join(' and the ')}: ${Math.round((Date.now() - startedMs) / 1000)} s …`
    );
  const timer = setInterval(() => underWay.size > 0 && show(), SHOWN_EVERY_MS);
  const above = (line: string) => {
    progress.clear();
    report(line);
  };
  try {
    await Promise.all(buildsOf(root).map((build) => buildIfStale(build, root, above, underWay)));
  } finally {
    clearInterval(timer);
    progress.clear();
  }
}

/** Whether everything was built once, from whichever sources. */
export function isBuilt(root: string): boolean {
  return buildsOf(root).every(({ output }) => existsSync(output));
}

function buildsOf(root: string): Build[] {
  const at = (...parts: string[]) => join(root, ...parts);
  const webpack: Build['command'] = [process.execPath, at('node_modules', 'webpack-cli', 'bin', 'cli.js'), '-c'];
  const stamps = at('node_modules', '.cache', 'error-budget-preview');
  const { packages, page, name: nameOfPage } = pagePlaces(root, process.env);
  const versions = ['@grafana/ui', 'react'].map((name) => join(packages, name, 'package.json'));
  return [
    {
      name: 'plugin',
      inputs: ['src', '.config', 'webpack.config.ts', 'package-lock.json'].map((path) => at(path)),
      output: at('dist', 'module.js'),
      stampFile: join(stamps, 'plugin'),
      // What is generated is committed, and types are checked elsewhere.
      command: [...webpack, 'webpack.config.ts', '--env', 'production'],
    },
    {
      name: 'page',
      inputs: [
        ...['preview/client', 'preview/webpack.config.ts', 'preview/pagePlaces.ts', 'package-lock.json'].map((path) =>
          at(path)
        ),
        ...versions,
      ],
      output: join(page, 'entry.json'),
      stampFile: join(stamps, nameOfPage),
      command: [...webpack, 'preview/webpack.config.ts'],
    },
  ];
}

async function buildIfStale(
  build: Build,
  root: string,
  report: (line: string) => void,
  underWay: Set<string>
): Promise<void> {
  if (await isFresh(build)) {
    return;
  }
  const startedMs = Date.now();
  report(`Building the ${build.name} …`);
  underWay.add(build.name);
  await run(build, root);
  await noteBuild(build);
  underWay.delete(build.name);
  report(`Built the ${build.name} in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
}

async function run({ name, command: [program, ...args] }: Build, cwd: string): Promise<void> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) {
    throw new CommandFailure(`${printed.join('').trim()}\n\nThe ${name} could not be built.`);
  }
}

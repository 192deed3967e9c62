import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailure } from '../exitStatus';
import { isFresh, noteBuild, type Built } from './freshness';

interface Build extends Built {
  name: string;
  command: [string, ...string[]];
}

/** Builds what is missing or older than its sources, side by side, and reports each in a line. */
export async function buildWhatIsStale(root: string, report: (line: string) => void): Promise<void> {
  await Promise.all(buildsOf(root).map((build) => buildIfStale(build, root, report)));
}

/** Whether everything was built once, from whichever sources. */
export function isBuilt(root: string): boolean {
  return buildsOf(root).every(({ output }) => existsSync(output));
}

function buildsOf(root: string): Build[] {
  const at = (...parts: string[]) => join(root, ...parts);
  const stamps = at('node_modules', '.cache', 'error-budget-preview');
  return [
    {
      name: 'plugin',
      inputs: ['src', '.config', 'webpack.config.ts', 'package-lock.json'].map((path) => at(path)),
      output: at('dist', 'module.js'),
      stampFile: join(stamps, 'plugin'),
      command: ['npm', 'run', '--silent', 'build'],
    },
    {
      name: 'page',
      inputs: ['preview/client', 'preview/webpack.config.ts', 'package-lock.json'].map((path) => at(path)),
      output: at('preview', 'dist', 'entry.json'),
      stampFile: join(stamps, 'page'),
      command: [
        process.execPath,
        at('node_modules', 'webpack-cli', 'bin', 'cli.js'),
        '-c',
        'preview/webpack.config.ts',
      ],
    },
  ];
}

async function buildIfStale(build: Build, root: string, report: (line: string) => void): Promise<void> {
  if (await isFresh(build)) {
    return;
  }
  const startedMs = Date.now();
  report(`Building the ${build.name} …`);
  await run(build, root);
  await noteBuild(build);
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

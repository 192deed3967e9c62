// Runs tests/browser in Debian's Chromium, or the one at CHROMIUM, against a preview of its own. With `--grafana 13`, the page of that
// preview is built of the packages of Grafana 13 and of React 19; what follows goes to Playwright.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { grafanaPackages } from './grafanaPackages.mjs';

const STARTED = /^Error Budget preview: http:\/\/\S+:(\d+)/m;

if (process.env.SKIP_BROWSER === '1') {
  console.log('SKIP_BROWSER=1: the tests in a browser are skipped.');
  process.exit(0);
}
const chromium = ensureChromium();
const { grafana, rest } = readArguments(process.argv.slice(2));
if (grafana !== undefined) {
  process.env.GRAFANA_PACKAGES = grafanaPackages(grafana);
}
const preview = await startPreview();
const environment = { ...process.env, CHROMIUM: chromium, PREVIEW_URL: preview.url };
const args = ['playwright', 'test', '--config', 'tests/browser/playwright.config.ts', ...rest];
const { status } = spawnSync('npx', args, { stdio: 'inherit', env: environment });
preview.stop();
process.exit(status ?? 1);

/** Takes out `--grafana VERSION` (or `--grafana=VERSION`). */
function readArguments(args) {
  const at = args.findIndex((argument) => /^--grafana(=|$)/.test(argument));
  if (at < 0) {
    return { rest: args };
  }
  const [, inOne] = args[at].split('=');
  return { grafana: inOne ?? args[at + 1] ?? '', rest: args.toSpliced(at, inOne === undefined ? 2 : 1) };
}

/** Path of a Chromium, which is installed where that can be done. */
function ensureChromium() {
  const path = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(path) && process.env.CHROMIUM === undefined && process.getuid?.() === 0) {
    spawnSync('scripts/installPackages.sh', ['chromium'], { stdio: 'inherit' });
  }
  if (!existsSync(path)) {
    console.error(
      `The tests in a browser need Chromium, and there is none at ${path}. Install it (Debian: apt-get install chromium), ` +
        'name one with CHROMIUM=path, or set SKIP_BROWSER=1 to leave these tests out.'
    );
    process.exit(1);
  }
  return path;
}

/** Builds what is stale and serves it on a free port. */
async function startPreview() {
  const server = spawn(process.execPath, ['--import', 'tsx', 'command/main.ts', 'preview', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = () => server.kill();
  process.on('exit', stop);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => process.exit(1));
  }
  const port = await new Promise((resolve) => {
    let output = '';
    server.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      output += chunk;
      const [, port] = STARTED.exec(output) ?? [];
      if (port !== undefined) {
        resolve(port);
      }
    });
    server.once('exit', () => resolve(undefined));
  });
  if (port === undefined) {
    console.error('The preview ended before it served anything.');
    process.exit(1);
  }
  return { url: `http://127.0.0.1:${port}`, stop };
}

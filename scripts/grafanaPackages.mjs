// Installs Grafana's packages of another major version than package.json names, once, into a cache outside of the repository.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const CACHE = process.env.GRAFANA_CACHE ?? join(homedir(), '.cache', 'error-budget', 'grafana');

/** The newest packages of a major version, also in scripts/compatible.sh, and the React that this version of Grafana ships. */
const NEWEST = { 13: { grafana: '13.2.2', react: '19.2.8' } };

/** Their node_modules. Ends the process for a version that is not listed above; throws where npm fails. */
export function grafanaPackages(major) {
  const newest = NEWEST[major];
  if (newest === undefined) {
    console.error(
      `--grafana ${major}: name one of ${Object.keys(NEWEST).join(', ')}, or leave it out for our own packages.`
    );
    process.exit(1);
  }
  const folder = join(CACHE, `${newest.grafana}-react-${newest.react}`);
  const packages = join(folder, 'node_modules');
  // npm writes it last.
  if (!existsSync(join(packages, '.package-lock.json'))) {
    const ofGrafana = ['data', 'runtime', 'ui'].map((name) => [`@grafana/${name}`, newest.grafana]);
    const ofReact = ['react', 'react-dom'].map((name) => [name, newest.react]);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const dependencies = Object.fromEntries([...ofGrafana, ...ofReact]);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
    console.log(`Installing the packages of Grafana ${newest.grafana} into ${folder}, once.`);
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'], {
      cwd: folder,
      stdio: 'inherit',
    });
  }
  return packages;
}

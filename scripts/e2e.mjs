// Runs tests/e2e against the Grafana at GRAFANA_URL, in Debian's Chromium or the one at CHROMIUM.
import { spawnSync } from 'node:child_process';

if (!process.env.GRAFANA_URL) {
  console.log('GRAFANA_URL is not set: the tests against a running Grafana are skipped.');
  process.exit(0);
}
const { status } = spawnSync('npx', ['playwright', 'test', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);

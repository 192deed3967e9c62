// Runs the integration tests: jest, plus the option `--dagster VERSION`, which jest would refuse, as DAGSTER_VERSION.
import { spawnSync } from 'node:child_process';

const given = process.argv.slice(2);
const at = given.indexOf('--dagster');
const version = at < 0 ? process.env.DAGSTER_VERSION : given.splice(at, 2)[1];
const { status } = spawnSync(
  process.execPath,
  ['node_modules/jest/bin/jest.js', '--config', 'tests/integration/jest.config.js', ...given],
  { stdio: 'inherit', env: { ...process.env, ...(version ? { DAGSTER_VERSION: version } : {}) } }
);
process.exit(status ?? 1);

// Runs the integration tests. Those in tests/integration/scraped, whose servers are scraped while they run, get the processors first: a
// server that had to wait would miss scrapes. All others run beside them, two at a time. What is given goes to Jest, which then runs the
// files that match one at a time; `--dagster VERSION`, which Jest would refuse, becomes DAGSTER_VERSION.
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';

const SCRAPED = 'tests/integration/scraped/';
const AFTER_OTHERS = 10;

const given = process.argv.slice(2);
const at = given.indexOf('--dagster');
const version = at < 0 ? process.env.DAGSTER_VERSION : given.splice(at, 2)[1];
const env = { ...process.env, ...(version ? { DAGSTER_VERSION: version } : {}) };

const runs =
  given.length > 0
    ? [jest(given)]
    : [jest([SCRAPED]), jest(['--testPathIgnorePatterns', SCRAPED, '--maxWorkers', '2'], AFTER_OTHERS)];
const statuses = await Promise.all(runs);
process.exit(statuses.every((status) => status === 0) ? 0 : 1);

/** Exit status of a run of Jest. */
function jest(args, priority = 0) {
  const command = ['node_modules/jest/bin/jest.js', '--config', 'tests/integration/jest.config.js', ...args];
  const run = spawn(process.execPath, command, { stdio: 'inherit', env });
  if (priority !== 0) {
    setPriority(run.pid, priority);
  }
  return new Promise((resolve) => run.once('close', (status) => resolve(status ?? 1)));
}

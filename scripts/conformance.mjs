// Holds the counts of the Prometheus source against the truth on every kind of server: Debian's Prometheus 2, Prometheus 3 with
// and without its extended range selectors, and VictoriaMetrics. Builds the last two once, through the Go module proxy.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const CACHE = process.env.CONFORMANCE_CACHE ?? join(homedir(), '.cache', 'error-budget', 'conformance');
const SUITES = 'tests/integration/(scraped/)?prometheus[A-Z]';

const prometheus3 = build('github.com/prometheus/prometheus', 'v0.316.0', 'cmd/prometheus');
const promtool3 = build('github.com/prometheus/prometheus', 'v0.316.0', 'cmd/promtool');
const victoriaMetrics = build('github.com/VictoriaMetrics/VictoriaMetrics', 'v1.151.0', 'app/victoria-metrics');

const SERVERS = [
  { name: 'Prometheus 2 (Debian)', environment: {} },
  { name: 'Prometheus 3', environment: { PROMETHEUS: prometheus3, PROMTOOL: promtool3, NATIVE_HISTOGRAMS: '1' } },
  {
    name: 'Prometheus 3, extended range selectors',
    environment: {
      PROMETHEUS: prometheus3,
      PROMTOOL: promtool3,
      PROMETHEUS_FLAGS: '--enable-feature=promql-extended-range-selectors',
      NATIVE_HISTOGRAMS: '1',
    },
  },
  { name: 'VictoriaMetrics', environment: { VICTORIA_METRICS: victoriaMetrics } },
];

const only = process.argv[2];
const rows = SERVERS.filter(({ name }) => only === undefined || name.includes(only)).map(({ name, environment }) => {
  const [results, figures] = ['results.json', 'figures.txt'].map((file) =>
    join(tmpdir(), `conformance-${process.pid}-${file}`)
  );
  const { status } = spawnSync(
    process.execPath,
    [
      ...['node_modules/jest/bin/jest.js', '--config', 'tests/integration/jest.config.js', '--runInBand'],
      ...['--json', `--outputFile=${results}`, '--testPathPattern', SUITES],
    ],
    { stdio: 'inherit', env: { ...process.env, ...environment, CONFORMANCE_FIGURES: figures } }
  );
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(results, 'utf8'));
  const deviations = readFileSync(figures, 'utf8').trim().split('\n').map(Number);
  rmSync(results, { force: true });
  rmSync(figures, { force: true });
  return { name, numPassedTests, numFailedTests, numPendingTests, worst: Math.max(...deviations), status };
});

console.log(
  '\n| Server | Tests passed | Failed | Not applicable | Budgets off by at most |\n| --- | --- | --- | --- | --- |'
);
for (const { name, numPassedTests, numFailedTests, numPendingTests, worst } of rows) {
  console.log(
    `| ${name} | ${numPassedTests} | ${numFailedTests} | ${numPendingTests} | ${worst.toFixed(3)} percentage points |`
  );
}
process.exit(rows.every(({ status }) => status === 0) ? 0 : 1);

/** The program, built from a throw-away module that requires its version; kept in the cache. */
function build(module, version, path) {
  const program = join(CACHE, `${path.split('/').pop()}-${version}`);
  if (!existsSync(program)) {
    const folder = join(CACHE, `build-${version}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const go = (...args) =>
      execFileSync('go', args, { cwd: folder, stdio: 'inherit', env: { ...process.env, GOFLAGS: '-mod=mod' } });
    console.log(`Building ${module} ${version}: this takes some minutes, once.`);
    go('mod', 'init', 'conformance.example.org/build');
    go('get', `${module}@${version}`);
    go('build', '-o', program, `${module}/${path}`);
    rmSync(folder, { recursive: true, force: true });
  }
  return program;
}

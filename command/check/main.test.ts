import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { called } from '../called.testing';
import { listen } from '../listen';

const SERVICE = 'apiVersion: openslo/v1\nkind: Service\nmetadata: { name: shop }\nspec: {}\n';
const slo = (name: string, indicator: string, target = '0.99') => `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 30d, isRolling: true }]
  objectives: [{ target: ${target} }]
  indicator: { metadata: { name: ${name} }, spec: { ratioMetric: { counter: true, ${indicator} } } }
`;
const DEMO = 'raw: { metricSource: { type: Demo, spec: { eventsPerHour: 60, errorRatio: 0.001 } } }, rawType: success';
const side = (name: string) =>
  `${name}: { metricSource: { type: Prometheus, spec: { query: 'sum(increase(${name}_total[{{.window}}]))' } } }`;
const PROMETHEUS = `${side('good')}, ${side('total')}`;

describe('npm run check', () => {
  let folder: string;
  let upstream: Server;
  let url: string;
  const authorizations = new Set<string | undefined>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'error-budget-check-'));
    // Knows its version and refuses every query.
    upstream = createServer((request, response) => {
      authorizations.add(request.headers.authorization);
      const isVersion = request.url === '/api/v1/status/buildinfo';
      response.writeHead(isVersion ? 200 : 400, { 'Content-Type': 'application/json' });
      response.end(
        JSON.stringify(
          isVersion
            ? { status: 'success', data: { version: '3.5.0' } }
            : { status: 'error', errorType: 'bad_data', error: 'no such thing' }
        )
      );
    });
    url = `http://127.0.0.1:${await listen(upstream, { host: '127.0.0.1', port: 0 })}`;
  });

  afterAll(() => {
    upstream.close();
    upstream.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  beforeEach(() => authorizations.clear());

  function catalogue(...documents: string[]): string {
    const file = join(folder, 'objectives.yaml');
    writeFileSync(file, [SERVICE, ...documents].join('---\n'));
    return file;
  }

  it('says that the shipped catalogue is sound, and asks no upstream', async () => {
    expect(await called(['check'])).toEqual({
      status: 0,
      stdout: 'The shipped catalogue: 19 objectives, 0 errors, 0 warnings\n',
      stderr: '',
    });
  });

  it('prints problems with their positions and ends with 2 for an error', async () => {
    const file = catalogue(slo('checkout', DEMO), slo('impossible', DEMO, '99'));
    const { status, stdout, stderr } = await called(['check', '--catalogue', file]);
    expect(status).toBe(2);
    expect(stdout).toBe(`${file}: 1 objective, 1 error, 0 warnings\n`);
    expect(stderr).toMatch(/^.*objectives\.yaml:\d+:\d+: error: Document 3 \(SLO impossible\).*99.*\n$/);
  });

  it('ends with 0 for a warning, and with 2 for a catalogue without an objective', async () => {
    const warned = catalogue(slo('checkout', DEMO).replace('  service', '  colour: red\n  service'));
    expect(await called(['check', '--catalogue', warned])).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/: warning: .*colour/),
    });
    expect(await called(['check', '--catalogue', catalogue()])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^--catalogue: .* holds no objective, expected at least one SLO\n$/),
    });
  });

  it('says of each upstream and each objective what Save & test says, and ends with 1 where one is not measurable', async () => {
    const file = catalogue(slo('checkout', DEMO), slo('search', PROMETHEUS));
    const { status, stdout } = await called(['check', '--catalogue', file, '--prometheus', url], {
      PROMETHEUS_TOKEN: 'abc',
    });
    const lines = stdout.trim().split('\n');
    expect(status).toBe(1);
    expect(lines.slice(1)).toEqual([
      '✓ Prometheus 3.5.0: reachable with a bearer token.',
      expect.stringMatching(/^✓ checkout \(checkout\): /),
      '  ℹ Demo data: invented by the plugin, no upstream was queried',
      expect.stringMatching(/^✕ search \(search\), Prometheus: .*no such thing/),
      '1 of 2 objectives are measurable.',
    ]);
    expect([...authorizations]).toEqual(['Bearer abc']);
  });

  it('ends with 1 where an objective has no upstream to ask, or an upstream does not answer', async () => {
    const file = catalogue(slo('checkout', DEMO), slo('search', PROMETHEUS));
    const { status, stdout } = await called(['check', '--catalogue', file, '--dagster', 'http://127.0.0.1:9']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^✕ Dagster: /m);
    expect(stdout).toMatch(/^1 of 2 objectives are measurable\.$/m);
  });

  it('takes credentials in a URL with a warning that names the variable, and ends with 0 where all is measurable', async () => {
    const file = catalogue(slo('checkout', DEMO));
    const withPassword = url.replace('//', '//me:hunter2@');
    const { status, stdout, stderr } = await called(['check', '--catalogue', file, '--prometheus', withPassword]);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr:
        'Warning: --prometheus holds credentials, which the next release refuses: set PROMETHEUS_BASIC (base64 of ' +
        'user:password) or PROMETHEUS_BASIC_FILE instead\n',
    });
    expect(stdout).toContain('✓ Prometheus 3.5.0: reachable with user and password.');
    expect(stdout).not.toContain('hunter2');
    expect(authorizations).toContain(`Basic ${Buffer.from('me:hunter2').toString('base64')}`);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { called } from '../called.testing';

const CATALOGUE = `apiVersion: openslo/v1
kind: Service
metadata: { name: shop }
spec: {}
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: checkout }
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 30d, isRolling: true }]
  objectives: [{ target: 0.99 }]
  indicator:
    metadata: { name: checkout }
    spec:
      ratioMetric:
        counter: true
        bad: { metricSource: { type: Prometheus, spec: { query: 'sum(increase(failures_total[{{.window}}]))' } } }
        total: { metricSource: { type: Prometheus, spec: { query: 'sum(increase(requests_total[{{.window}}]))' } } }
`;

describe('npm run status without an upstream', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'error-budget-status-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('says first that the figures of the shipped objectives are invented', async () => {
    const { stdout } = await called(['status', '--objective', 'frontend-requests']);
    expect(stdout).toMatch(/^Demo data: every figure is invented\. .*\nError budgets of 1 objective at /);
  });

  it('invents none for objectives of one’s own', async () => {
    const file = join(folder, 'objectives.yaml');
    writeFileSync(file, CATALOGUE);
    const { status, stdout } = await called(['status', '--catalogue', file]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^Error budgets of 1 objective .*\(no upstream was queried\)/);
    expect(stdout).toMatch(/✕ no upstream +checkout +99 % +30 d( +–)+\n/);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'no Prometheus is configured. Set its URL (in the data source settings, or with --prometheus).'
    );
    expect(stdout).not.toContain('Demo data');
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dateTime, type DataSourceInstanceSettings } from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { DAY_MS, HOUR_MS } from '../budget/durations';
import {} from '../sources/demo/demoSource';
import { ErrorBudgetDataSource } from './datasource';
import type { ErrorBudgetQuery } from '../queries/query';
import type { ErrorBudgetSettings } from './settings';
import type { ReadingKind } from '../sources/contract';

jest.mock('@grafana/runtime', () => ({
  getBackendSrv: () => ({}),
  getTemplateSrv: () => ({ replace: (text: string) => text, getVariables: () => [] }),
  getDataSourceSrv: () => ({ getInstanceSettings: () => undefined }),
}));

const mockReads: ReadingKind[] = [];

jest.mock('../sources/demo/demoSource', () => {
  const { demoSource } = jest.requireActual<typeof import('../sources/demo/demoSource')>('../sources/demo/demoSource');
  return {
    demoSource() {
      const source = demoSource();
      const read: typeof source.read = (kind, request, signal) => {
        mockReads.push(kind);
        return source.read(kind, request, signal);
      };
      return { ...source, read };
    },
  };
});

const TIERS = 2;

interface Asking {
  panels: Array<{ targets?: ErrorBudgetQuery[] }>;
}

const overview: Asking = JSON.parse(readFileSync(join(__dirname, '../../dashboards/overview.json'), 'utf8'));

function dataSource(): ErrorBudgetDataSource {
  const instance: Partial<DataSourceInstanceSettings<ErrorBudgetSettings>> = {
    uid: 'errorbudget',
    type: 'oso-errorbudget-datasource',
    name: 'Error Budget',
    jsonData: { demo: true },
  };
  return new ErrorBudgetDataSource(instance as DataSourceInstanceSettings<ErrorBudgetSettings>, () => null);
}

/** All panels at once, as a dashboard that has just been opened. */
async function open(source: ErrorBudgetDataSource): Promise<number> {
  const now = dateTime();
  const from = dateTime(now.valueOf() - 30 * DAY_MS);
  const asking = overview.panels.filter(({ targets = [] }) => targets.length > 0);
  await Promise.all(
    asking.map(({ targets = [] }, index) =>
      lastValueFrom(
        source.query({
          requestId: `Q${index}`,
          interval: '1h',
          intervalMs: HOUR_MS,
          range: { from, to: now, raw: { from: 'now-30d', to: 'now' } },
          scopedVars: {},
          targets,
          timezone: 'utc',
          app: 'dashboard',
          startTime: now.valueOf(),
        })
      )
    )
  );
  return asking.length;
}

describe('the overview', () => {
  it('reads every objective once a tier, however many panels show it', async () => {
    // However long a loaded machine takes, it is one load: reads are shared for a while only.
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const panels = await open(dataSource());
    const reads = mockReads.filter((kind) => ['counts', 'items', 'contributors'].includes(kind)).length;
    const objectives = shippedCatalogue.objectives.length;
    console.log(`overview: ${panels} panels, ${objectives} objectives, ${TIERS} tiers, ${reads} source reads`);
    expect(panels).toBeGreaterThan(4);
    expect(reads).toBeGreaterThanOrEqual(objectives);
    expect(reads).toBeLessThanOrEqual(objectives * TIERS);
    clock.mockRestore();
  }, 60_000);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DataFrame, type DataQueryRequest, type DataSourceInstanceSettings, dateTime } from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { DAY_MS } from '../budget/durations';
import { parseCatalogue } from '../catalogue/parseCatalogue';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import type { ErrorBudgetQuery } from '../queries/query';
import { createSources } from './createSources';
import { ErrorBudgetDataSource } from './datasource';
import { type ErrorBudgetSettings, wantsDemo } from './settings';

const VALUES: Record<string, string> = { objective: 'api-requests', window: '7d' };

jest.mock('@grafana/runtime', () => ({
  getBackendSrv: () => ({}),
  getTemplateSrv: () => ({
    replace: (text: string, _: unknown, format: (value: unknown) => string) =>
      text.replace(/\$(\w+)/g, (found, name) => (name in VALUES ? format(VALUES[name]) : found)),
    getVariables: () => [],
  }),
  getDataSourceSrv: () => ({ getInstanceSettings: () => undefined }),
}));

/** What 0.1.0 saved, and what people have saved since, must go on working. */
const SAVED = join(__dirname, 'testdata', '0.1.0');

interface SavedQuery {
  query: ErrorBudgetQuery;
  /** Name and fields of each frame; labels distinguish the fields of series. */
  frames: Array<{ name?: string; fields: string[] }>;
}

interface SavedDashboard {
  uid: string;
  title: string;
  annotations: ErrorBudgetQuery[];
  panels: Array<{ id: number; title: string; type: string; targets: ErrorBudgetQuery[]; fields: string[] }>;
}

const queries: SavedQuery[] = read('queries.json');
const dashboards: SavedDashboard[] = read('dashboards.json');
const settings: Record<string, ErrorBudgetSettings> = read('settings.json');

function read(file: string) {
  return JSON.parse(readFileSync(join(SAVED, file), 'utf8'));
}

const instance: Partial<DataSourceInstanceSettings<ErrorBudgetSettings>> = { jsonData: { demo: true } };
const source = new ErrorBudgetDataSource(instance as DataSourceInstanceSettings<ErrorBudgetSettings>, () => null);

async function answer(query: ErrorBudgetQuery) {
  const [from, to] = [dateTime(Date.now() - DAY_MS), dateTime()];
  const range = { from, to, raw: { from: 'now-1d', to: 'now' } };
  const request: Partial<DataQueryRequest<ErrorBudgetQuery>> = { targets: [query], range, scopedVars: {} };
  return lastValueFrom(source.query(request as DataQueryRequest<ErrorBudgetQuery>));
}

function shapeOf({ name, fields }: DataFrame): SavedQuery['frames'][number] {
  return { name, fields: [...new Set(fields.map((field) => field.name))] };
}

describe('what 0.1.0 saved', () => {
  it.each(queries)('is answered with the same fields in the same order, among new ones: $query', async (saved) => {
    const { data, errors } = await answer(saved.query);
    expect(errors).toBeUndefined();
    const known = new Set(saved.frames.flatMap(({ fields }) => fields));
    const shapes = data
      .map(shapeOf)
      .map(({ name, fields }) => ({ name, fields: fields.filter((field) => known.has(field)) }));
    expect(shapes).toEqual(saved.frames);
  });

  it.each(dashboards)('is still a dashboard with its panels: $title', ({ uid, panels }) => {
    const file = join(__dirname, '../../dashboards', `${uid.replace(/^errorbudget-/, '')}.json`);
    const current: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const ids = [...JSON.stringify(current).matchAll(/"id":(\d+)/g)].map(([, id]) => Number(id));
    expect(current).toMatchObject({ uid });
    expect(ids).toEqual(expect.arrayContaining(panels.map(({ id }) => id)));
  });

  it('has answers for every query of its dashboards', async () => {
    const targets = dashboards.flatMap(({ panels, annotations }) => [
      ...panels.flatMap((panel) => panel.targets),
      ...annotations,
    ]);
    const distinct = [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()];
    expect(distinct.length).toBeGreaterThan(100);
    const answers = await Promise.all(
      distinct.map(async (query) => ({ query, errors: (await answer({ ...query, refId: 'A' })).errors }))
    );
    expect(answers.filter(({ errors }) => errors !== undefined)).toEqual([]);
  }, 120_000);

  it('is a catalogue of the same objectives', () => {
    const text = readFileSync(join(SAVED, 'catalogue.yaml'), 'utf8');
    const { objectives, problems } = parseCatalogue(text);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(objectives.map(({ id }) => id)).toEqual(shippedCatalogue.objectives.map(({ id }) => id));
  });

  it.each(Object.entries(settings))('is a data source: %s', (name, saved) => {
    const sources = createSources({ settings: saved, proxyUrl: '/api/datasources/proxy/uid/x', fetch: jest.fn() });
    expect(wantsDemo(saved)).toBe(['none', 'demo', 'empty variables'].includes(name));
    expect(Object.keys(sources)).toEqual(expect.arrayContaining(['Prometheus', 'Demo']));
    expect(sources.Trino === undefined).toBe(name === 'reused Prometheus' || name === 'own catalogue');
  });
});

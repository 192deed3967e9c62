import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';
import { QUERY_TYPES } from '../../src/queries';
import { generateDashboards, textOf } from './generateDashboards';
import { objectivePanelId } from './ids';
import { OSO_PLATFORM } from './platform';

/** What objectives show beside what all show: of Dagster's asset by asset, of Trino's how queries ended. */
const OWN_TABLES: Record<string, string[]> = {
  'core-materialization': ['Reliability by asset'],
  'core-freshness': ['Assets now'],
  'core-partitions': ['Partitions by asset now'],
  'unstable-materialization': ['Reliability by asset', 'Candidates for removal'],
  'sqlmesh-materialization': ['Reliability by asset'],
  'trino-queries': ['How queries ended', 'Error codes', 'Error types', 'Users', 'Sources', 'Resource groups'],
};

const folder = join(__dirname, '..');
const generated = generateDashboards(shippedCatalogue, OSO_PLATFORM);
const dashboards = generated.map(({ dashboard }) => dashboard);

type AnyPanel = Panel | RowPanel;

const isRow = (panel: AnyPanel): panel is RowPanel => panel.type === 'row';

function flat(panels: AnyPanel[] = []): AnyPanel[] {
  return panels.flatMap((panel) => [panel, ...(isRow(panel) ? flat(panel.panels) : [])]);
}

function panelsOf(panels: AnyPanel[] = []): Panel[] {
  return flat(panels).filter((panel): panel is Panel => !isRow(panel));
}

const everyPanel = dashboards.flatMap(({ uid, panels }) => panelsOf(panels).map((panel) => ({ uid, panel })));

describe('the provisioned dashboards', () => {
  it('are what the generator gives for the shipped catalogue: run npm run generate', () => {
    const onDisk = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(onDisk.sort()).toEqual(generated.map(({ file }) => file).sort());
    for (const one of generated) {
      expect({ [one.file]: readFileSync(join(folder, one.file), 'utf8') }).toEqual({ [one.file]: textOf(one) });
    }
  });

  it('keep their uids, which Grafana limits to 40 characters', () => {
    expect(dashboards.map(({ uid }) => uid)).toEqual([
      'errorbudget-overview',
      'errorbudget-core-source-data',
      'errorbudget-unstable-source-data',
      'errorbudget-sqlmesh',
      'errorbudget-public-applications',
      'errorbudget-consumer-trino',
      'errorbudget-kubernetes-infrastructure',
      'errorbudget-sprints',
      'errorbudget-objective',
    ]);
    expect(dashboards.filter(({ uid = '' }) => uid.length > 40)).toEqual([]);
  });

  it('keep the panel ids that links and alerts are built from', () => {
    const ids = Object.fromEntries(
      dashboards.map(({ uid, panels }) => [uid, flat(panels).map(({ id, title }) => `${id} ${title}`)])
    );
    expect(ids).toMatchSnapshot();
    const burnRates = shippedCatalogue.objectives.map(
      (objective) => `${objective.id} ${objectivePanelId(shippedCatalogue, objective, 'burnRate')}`
    );
    expect(burnRates).toMatchSnapshot();
  });

  it('begin with the provisioned data source, and carry the chosen one on to each other', () => {
    for (const { templating, links } of dashboards) {
      expect(templating?.list?.[0]).toMatchObject({ name: 'datasource', current: { value: 'errorbudget' } });
      expect(links?.find(({ type }) => type === 'dashboards')).toMatchObject({ includeVars: true, keepTime: true });
    }
    const [own] = generateDashboards(shippedCatalogue, { dataSourceUid: 'mine' });
    expect(own.dashboard.templating?.list?.[0].current?.value).toBe('mine');
  });

  it('number their panels apart', () => {
    for (const { uid, panels } of dashboards) {
      const ids = flat(panels).map(({ id }) => id);
      expect({ uid, ids }).toEqual({ uid, ids: [...new Set(ids)] });
      expect(ids).not.toContain(undefined);
    }
  });

  it('show every objective of the catalogue on the dashboard of its category', () => {
    for (const { id, category, window } of shippedCatalogue.objectives) {
      const dashboard = dashboards.find(({ uid }) => uid === `errorbudget-${category.id}`);
      const about = panelsOf(dashboard?.panels).filter(({ targets = [] }) =>
        targets.some(
          (target) =>
            JSON.stringify(target).includes(`"objectives":["${id}"]`) && Reflect.get(target, 'queryType') !== 'lineage'
        )
      );
      const titles = about.map(({ title }) => title);
      const wanted =
        window.type === 'pointInTime'
          ? ['Status', 'Figures', 'What is missing']
          : ['Status', 'Figures', 'SLI against the target', 'Budget burn-down', 'Burn rate', 'Events'];
      expect({ id, titles }).toEqual({ id, titles: [...wanted, ...(OWN_TABLES[id] ?? [])] });
    }
  });

  it('show where source data and models come from, and what derives from unstable data', () => {
    const lineages = everyPanel.flatMap(({ uid, panel: { title, type, targets = [] } }) =>
      targets
        .filter((target) => Reflect.get(target, 'queryType') === 'lineage')
        .map((target) => [uid, type, title, Reflect.get(target, 'direction')].join(' · '))
    );
    expect(lineages).toEqual([
      'errorbudget-core-source-data · nodeGraph · Where the data comes from now · upstream',
      'errorbudget-unstable-source-data · nodeGraph · What derives from unstable sources now · downstream',
      'errorbudget-unstable-source-data · table · Assets that derive from unstable sources now · downstream',
      'errorbudget-sqlmesh · nodeGraph · Where the data comes from now · upstream',
      'errorbudget-sqlmesh · table · Assets on unstable sources now · upstream',
    ]);
  });

  it('leave no part below its target out of what spent the budget, before those that meet theirs', () => {
    const tables = everyPanel.filter(({ panel: { title } }) => title === 'What spent the budget');
    const orders = tables.map(({ panel }) =>
      (panel.transformations ?? []).flatMap(({ id, options }) =>
        id === 'sortBy' ? [options.sort[0].field] : id === 'limit' ? [id] : []
      )
    );
    const chosenThenShown = ['Budget consumed', 'Below target', 'limit', 'Budget consumed'];
    expect(orders).toEqual(tables.map(() => chosenThenShown));
  });

  it('say in a table without rows why it has none, and not in its cells', () => {
    const tables = everyPanel.filter(({ panel }) => panel.type === 'table' && panel.fieldConfig?.defaults.noValue);
    expect(tables.length).toBeGreaterThan(20);
    for (const { panel } of tables) {
      const { title, fieldConfig, transformations = [] } = panel;
      expect({ title, ids: transformations.map(({ id }) => id) }).toEqual({
        title,
        ids: expect.arrayContaining(['partitionByValues']),
      });
      const shown = Object.keys(transformations.find(({ id }) => id === 'organize')?.options.indexByName);
      const inCells = (fieldConfig?.overrides ?? [])
        .filter(({ properties }) => properties.some(({ id }) => id === 'noValue'))
        .map(({ matcher }) => matcher.options);
      expect({ title, inCells }).toEqual({ title, inCells: expect.arrayContaining(shown) });
    }
  });

  it('fit their columns into panels of a window of 1440 pixels beside the menu', () => {
    const pageWidth = 1107;
    const padding = 16;
    const tooWide = everyPanel.flatMap(
      ({ uid, panel: { type, title, gridPos, fieldConfig, transformations = [] } }) => {
        if (type !== 'table') {
          return [];
        }
        const { indexByName = {}, renameByName = {} } =
          transformations.find(({ id }) => id === 'organize')?.options ?? {};
        const widths = Object.keys(indexByName).map((field) => {
          const named = (fieldConfig?.overrides ?? []).filter(({ matcher }) =>
            [field, renameByName[field]].includes(matcher.options)
          );
          const read = (id: string) =>
            named
              .flatMap(({ properties }) => properties)
              .filter((one) => one.id === id)
              .at(-1)?.value;
          return { width: read('custom.width'), least: read('custom.minWidth') ?? 50 };
        });
        const room = ((gridPos?.w ?? 24) / 24) * pageWidth - padding;
        // Grafana divides what columns with a width leave equally among the others, each of at least its least width.
        const fixed = widths.reduce((sum, { width }) => sum + (width ?? 0), 0);
        const others = widths.filter(({ width }) => width === undefined);
        const share = (room - fixed) / others.length;
        const all = fixed + others.reduce((sum, { least }) => sum + Math.max(share, least), 0);
        return all > room + 0.5 ? [`${uid} · ${title}: ${Math.round(all - room)} px too wide`] : [];
      }
    );
    expect(tooWide).toEqual([]);
  });

  it('mark the breaches of an objective on its own charts only', () => {
    const { annotations } = dashboards[4];
    const [first] = annotations?.list ?? [];
    expect(first).toMatchObject({
      name: 'Breaches: Dagster availability',
      enable: true,
      filter: { exclude: false, ids: [103, 104, 105, 106] },
      target: { queryType: 'breaches', objectives: ['dagster-availability'] },
    });
  });

  it('give every panel a title and a description', () => {
    expect(everyPanel.filter(({ panel }) => !panel.title || !panel.description)).toEqual([]);
  });

  it('use stat, table, time series, bar gauge, node graph, text and the alert list only', () => {
    expect([...new Set(everyPanel.map(({ panel }) => panel.type))].sort()).toEqual([
      'alertlist',
      'bargauge',
      'nodeGraph',
      'stat',
      'table',
      'text',
      'timeseries',
    ]);
  });

  it('ask the data source that the reader chose, for query types that exist', () => {
    for (const { panel } of everyPanel.filter(({ panel: { type } }) => !['text', 'alertlist'].includes(type))) {
      expect(panel.datasource).toEqual({ type: 'oso-errorbudget-datasource', uid: '${datasource}' });
      for (const target of panel.targets ?? []) {
        expect(target).toMatchObject({ datasource: panel.datasource });
        expect(QUERY_TYPES).toContain(Reflect.get(target, 'queryType'));
      }
    }
  });

  it('never overlap panels and never leave the 24 columns', () => {
    for (const { panels } of dashboards) {
      const taken = new Set<string>();
      for (const { title, gridPos } of panels ?? []) {
        const { x, y, w, h } = gridPos ?? { x: 0, y: 0, w: 0, h: 0 };
        expect(x + w).toBeLessThanOrEqual(24);
        for (let cell = 0; cell < w * h; cell++) {
          const at = `${x + (cell % w)} ${y + Math.floor(cell / w)}`;
          expect({ title, at, free: !taken.has(at) }).toEqual({ title, at, free: true });
          taken.add(at);
        }
      }
    }
  });

  it('link to dashboards that exist, and keep the range and the data source', () => {
    const links = textsOf(dashboards).filter((text) => text.startsWith('/d/'));
    expect(links.length).toBeGreaterThan(20);
    const uids = new Set(dashboards.map(({ uid }) => uid));
    for (const link of links) {
      const [, uid = ''] = /^\/d\/([^?]*)/.exec(link) ?? [];
      expect(uids.has(uid) || uid === 'errorbudget-${__data.fields["Category id"]}' ? '' : link).toBe('');
      expect(link).toContain('${__url_time_range}');
      expect(link).toContain('${datasource:queryparam}');
    }
  });

  it('lead to the status page and to Discord from everywhere', () => {
    for (const { links } of dashboards) {
      expect((links ?? []).map(({ url }) => url)).toEqual(
        expect.arrayContaining([OSO_PLATFORM.statusPage, OSO_PLATFORM.chat.url])
      );
    }
  });

  it('say on the overview that the targets are shared and no SLA', () => {
    const texts = panelsOf(dashboards[0].panels).map(({ options }) => String(Reflect.get(options ?? {}, 'content')));
    expect(texts.join()).toMatch(/targets that the community shares, not an SLA/);
  });
});

describe('dashboards of another catalogue', () => {
  const [first] = shippedCatalogue.objectives;
  const dashboardsOf = (categoryId: string) => {
    const category = { id: categoryId, displayName: 'Shop', description: 'Where things are sold.' };
    const objectives = [{ ...first, id: 'orders', displayName: 'Orders', category }];
    return generateDashboards({ ...shippedCatalogue, objectives }, {});
  };

  it('lead to no status page and no chat that no one named', () => {
    const models = dashboardsOf('shop').map(({ dashboard }) => dashboard);
    expect(models.flatMap(({ links }) => (links ?? []).map(({ title }) => title))).toEqual(
      models.map(() => 'Dashboards')
    );
    expect(textsOf(models).filter((text) => /undefined|opensource\.observer|Discord/.test(text))).toEqual([]);
  });

  it('need ids of categories that leave each dashboard a uid of its own', () => {
    expect(() => dashboardsOf('sprints')).toThrow(
      'Service sprints: the uid of its dashboard, errorbudget-sprints, is that of another dashboard; change metadata.name'
    );
    expect(dashboardsOf('c'.repeat(28))).toHaveLength(4);
    expect(() => dashboardsOf('c'.repeat(29))).toThrow(/has 41 characters.* to at most 28 characters/);
  });

  it('have one dashboard for each of its categories', () => {
    const titles = dashboardsOf('shop').map(({ file, dashboard }) => `${file} ${dashboard.title}`);
    expect(titles).toEqual([
      'overview.json SLO overview',
      'shop.json Shop',
      'sprints.json Remedial sprints',
      'objective.json Objective detail',
    ]);
  });
});

/** Every text anywhere in a value. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsOf) : [];
}

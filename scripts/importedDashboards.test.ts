import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { importedDashboard } from './importedDashboards';

const ROOT = join(__dirname, '..');

const overview = {
  uid: 'errorbudget-overview',
  title: 'Error Budget',
  tags: ['errorbudget', 'slo'],
  links: [
    { type: 'dashboards', tags: ['errorbudget'], title: 'All' },
    { type: 'link', url: '/d/errorbudget-sprints?${__url_time_range}', tags: ['errorbudget'] },
    { type: 'link', url: '/dashboards?tag=errorbudget' },
  ],
  templating: { list: [{ name: 'datasource', type: 'datasource', current: { value: 'errorbudget' } }] },
  panels: [
    {
      type: 'row',
      panels: [
        {
          type: 'table',
          datasource: { type: 'oso-errorbudget-datasource', uid: '${datasource}' },
          fieldConfig: {
            overrides: [
              { properties: [{ id: 'links', value: [{ url: 'd/errorbudget-objective?var-datasource=errorbudget' }] }] },
            ],
          },
        },
        { type: 'dashlist', options: { tags: ['errorbudget'], maxItems: 10 } },
        { type: 'text', options: { content: '[Sprints](/d/errorbudget-sprints) by the errorbudget data source' } },
      ],
    },
  ],
};

const copyOf = (dashboard: object) => JSON.parse(importedDashboard(JSON.stringify(dashboard)));

describe('a bundled copy of a dashboard', () => {
  const copy = copyOf(overview);
  const text = JSON.stringify(copy);

  it('has a uid of its own, so that the provisioned dashboard stays', () => {
    expect(copy.uid).toBe('eb-imported-overview');
  });

  it('begins with the data source that it is imported for, whatever others there are', () => {
    expect(copy.__inputs).toMatchObject([{ type: 'datasource', pluginId: 'oso-errorbudget-datasource' }]);
    expect(copy.templating.list[0].current.value).toBe(`\${${copy.__inputs[0].name}}`);
  });

  it('leads to copies only, from links, fields and texts', () => {
    expect(text).not.toContain('d/errorbudget-');
    expect(copy.links[1].url).toBe('/d/eb-imported-sprints?${__url_time_range}');
    expect(text).toContain('d/eb-imported-objective?var-datasource=errorbudget"');
    expect(text).toContain('[Sprints](/d/eb-imported-sprints) by the errorbudget data source');
  });

  it('is listed with other copies, and lists them', () => {
    expect(copy.tags).toEqual(['errorbudget-imported', 'slo']);
    expect(copy.links[0].tags).toEqual(['errorbudget-imported']);
    expect(copy.links[2].url).toBe('/dashboards?tag=errorbudget-imported');
    expect(copy.panels[0].panels[1].options).toEqual({ tags: ['errorbudget-imported'], maxItems: 10 });
  });

  it('asks the data source of its variable', () => {
    expect(copy.panels[0].panels[0].datasource).toEqual(overview.panels[0].panels[0].datasource);
  });

  it('is refused when Grafana would refuse its uid', () => {
    const uid = `errorbudget-${'x'.repeat(29)}`;
    expect(() => copyOf({ ...overview, uid })).toThrow(
      `the uid eb-imported-${'x'.repeat(29)} has 41 characters, more than 40`
    );
  });

  it('is refused when the original has no uid of ours', () => {
    expect(() => copyOf({ title: 'Of somebody else' })).toThrow('found no uid that begins with "errorbudget-"');
  });
});

describe('the dashboards that the plugin bundles', () => {
  const files = readdirSync(join(ROOT, 'dashboards')).filter((name) => name.endsWith('.json'));
  const read = (name: string) => JSON.parse(importedDashboard(readFileSync(join(ROOT, 'dashboards', name), 'utf8')));
  const { includes } = JSON.parse(readFileSync(join(ROOT, 'src', 'plugin.json'), 'utf8'));

  it('are those that exist, by their titles', () => {
    expect(files).not.toEqual([]);
    expect([...includes].sort((a, b) => a.path.localeCompare(b.path))).toEqual(
      files.sort().map((name) => ({ type: 'dashboard', name: read(name).title, path: `dashboards/${name}` }))
    );
  });

  it('lead to one another and nowhere else', () => {
    const copies = files.map(read);
    const targets = copies.flatMap((copy) =>
      [...JSON.stringify(copy).matchAll(/(?<![\w.])\/?d\/([\w-]+(?:\$\{)?)/g)].map(([, uid]) => uid)
    );
    // The category of a row or tile, which the panel fills in.
    const known = [...copies.map(({ uid }) => uid), 'eb-imported-${'];
    expect(targets).toContain('eb-imported-objective');
    expect(targets.filter((uid) => !known.includes(uid))).toEqual([]);
  });
});

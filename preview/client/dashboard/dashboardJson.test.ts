import { parseDashboard } from './dashboardJson';
import { showsIn } from './useAnnotations';

const PLACE = { x: 0, y: 0, w: 24, h: 4 };
const panel = (id: number, more: Record<string, unknown> = {}) => ({ id, type: 'stat', gridPos: PLACE, ...more });
const row = (id: number, more: Record<string, unknown> = {}) => ({
  id,
  type: 'row',
  title: `Row ${id}`,
  gridPos: PLACE,
  ...more,
});
const parse = (more: Record<string, unknown>) => parseDashboard({ uid: 'slo', title: 'SLO', ...more });

describe('a dashboard', () => {
  it('is divided by its rows: a closed row holds its panels, an open one takes those that follow', () => {
    const { sections } = parse({
      panels: [panel(1), row(2, { collapsed: true, panels: [panel(3)] }), row(4, { panels: [] }), panel(5), panel(6)],
    });
    expect(sections.map(({ row, panels }) => [row?.id, row?.collapsed, panels.map(({ id }) => id)])).toEqual([
      [undefined, undefined, [1]],
      [2, true, [3]],
      [4, false, [5, 6]],
    ]);
  });

  it('may leave out whatever has a default', () => {
    expect(parse({})).toMatchObject({ sections: [], variables: [], refresh: '', time: { from: 'now-6h', to: 'now' } });
  });

  it('ignores keys that change nothing here', () => {
    expect(() => parse({ schemaVersion: 42, editable: true, fiscalYearStartMonth: 0, liveNow: false })).not.toThrow();
  });

  it('that is none is refused with the field that is wrong', () => {
    expect(() => parse({ panels: [panel(1, { gridPos: { x: 0, y: 0, w: 'wide', h: 1 } })] })).toThrow(
      /panels\[0\] of the dashboard is not valid.*expected number.*gridPos\.w/s
    );
    expect(() => parseDashboard({ title: 'no uid' })).toThrow('uid');
  });

  it('shows the annotations of our data source, not Grafana’s own', () => {
    const { annotations } = parse({
      annotations: {
        list: [
          { name: 'Annotations & Alerts', builtIn: 1, target: { type: 'dashboard' } },
          { name: 'Breaches', target: { refId: 'A', queryType: 'breaches' } },
        ],
      },
    });
    expect(annotations.map(({ name }) => name)).toEqual(['Breaches']);
  });
});

describe('a panel', () => {
  it('of another data source, or repeated, is refused', () => {
    const { sections } = parse({
      panels: [
        panel(1, {
          title: 'P',
          targets: [{ refId: 'A' }],
          datasource: { type: 'prometheus', uid: 'x' },
          repeat: 'category',
        }),
        panel(2, {
          targets: [{ refId: 'A' }],
          datasource: { type: 'oso-errorbudget-datasource', uid: '${datasource}' },
        }),
      ],
    });
    const [foreign, ours] = sections[0].panels;
    expect(foreign.refusals).toEqual([
      'panel 1 “P”: the preview does not know data source type prometheus',
      'panel 1 “P”: the preview does not repeat panels, here by category',
    ]);
    expect(ours.refusals).toEqual([]);
  });

  it('shows the layers of annotations whose filter names it', () => {
    const { annotations } = parse({
      annotations: {
        list: [
          { name: 'everywhere', target: { queryType: 'breaches' } },
          { name: 'in 1', target: { queryType: 'breaches' }, filter: { ids: [1] } },
          { name: 'not in 1', target: { queryType: 'breaches' }, filter: { exclude: true, ids: [1] } },
        ],
      },
    });
    const shown = (id: number) => annotations.filter((layer) => showsIn(layer, id)).map(({ name }) => name);
    expect(shown(1)).toEqual(['everywhere', 'in 1']);
    expect(shown(2)).toEqual(['everywhere', 'not in 1']);
  });
});

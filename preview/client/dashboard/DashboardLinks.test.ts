import { parseDashboard, type DashboardLinkJson } from './dashboardJson';
import { targetsOf } from './DashboardLinks';

const DASHBOARDS = [
  { uid: 'one', title: 'One', description: 'first', tags: ['slo', 'core'] },
  { uid: 'two', title: 'Two', description: '', tags: ['slo'] },
  { uid: 'three', title: 'Three', description: '', tags: [] },
];
const replace = (text?: string) =>
  (text ?? '').replace('${__url_time_range}', 'from=now-1h&to=now').replace('${__all_variables}', 'var-a=1');

function link(json: Record<string, unknown>): DashboardLinkJson {
  return parseDashboard({ uid: 'x', title: 'X', links: [json] }).links[0];
}

it('A list of dashboards leads to those that have all its tags', () => {
  const targets = targetsOf(link({ type: 'dashboards', tags: ['slo', 'core'] }), DASHBOARDS, replace);
  expect(targets).toEqual([{ label: 'One', url: '/d/one', tooltip: 'first' }]);
});

it('A link keeps time and variables if it is to', () => {
  const json = { type: 'link', title: 'There', keepTime: true, includeVars: true };
  expect(targetsOf(link({ ...json, url: '/d/y' }), [], replace)[0].url).toBe('/d/y?from=now-1h&to=now&var-a=1');
  expect(targetsOf(link({ ...json, url: '/d/y?a=b' }), [], replace)[0].url).toBe('/d/y?a=b&from=now-1h&to=now&var-a=1');
});

it('A link that keeps nothing is as it was written', () => {
  expect(targetsOf(link({ type: 'link', url: 'https://example.org/' }), [], replace)[0].url).toBe(
    'https://example.org/'
  );
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { GeneratedDashboard } from '../../dashboards/generator/generateDashboards';
import { replaceDashboards } from './replaceDashboards';

const dashboard = (id: string): GeneratedDashboard => ({
  file: `${id}.json`,
  dashboard: new DashboardBuilder(id).uid(`errorbudget-${id}`).build(),
});

describe('the folder that dashboards are written into', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dashboards-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const uidIn = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')).uid;

  it('loses our dashboards of categories that are gone', () => {
    replaceDashboards(folder, [dashboard('overview'), dashboard('old')]);
    replaceDashboards(folder, [dashboard('overview'), dashboard('new')]);
    expect(readdirSync(folder).sort()).toEqual(['new.json', 'overview.json']);
    expect(uidIn('new.json')).toBe('errorbudget-new');
  });

  it('keeps whatever else lies there', () => {
    put('package.json', '{ "name": "mine" }');
    put('cluster.json', '{ "uid": "cluster" }');
    put('broken.json', '{');
    put('null.json', 'null');
    replaceDashboards(folder, [dashboard('overview')]);
    expect(readdirSync(folder).sort()).toEqual([
      'broken.json',
      'cluster.json',
      'null.json',
      'overview.json',
      'package.json',
    ]);
  });

  it('is refused, untouched, where a file that was not generated would be lost', () => {
    replaceDashboards(folder, [dashboard('old')]);
    put('overview.json', '{ "uid": "their-overview" }');
    expect(() => replaceDashboards(folder, [dashboard('overview')])).toThrow(/overview\.json is no dashboard of/);
    expect(uidIn('overview.json')).toBe('their-overview');
    expect(uidIn('old.json')).toBe('errorbudget-old');
  });

  it('is made where there is none yet', () => {
    replaceDashboards(join(folder, 'a', 'b'), [dashboard('overview')]);
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['overview.json']);
  });
});

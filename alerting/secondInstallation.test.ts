import { parse } from 'yaml';
import { generateDashboards, textOf } from '../dashboards/generator/generateDashboards';
import { OSO_PLATFORM } from '../dashboards/generator/platform';
import { isUidPrefix, withUidPrefix } from '../dashboards/generator/uidPrefix';
import { shippedCatalogue } from '../src/catalogue/shippedCatalogue';
import { KEPT_MS } from './canFire';
import { alertingFor } from './catalogueRules';
import { generateAlerts, GRAFANA_RULES } from './generateAlerts';
import { forSecondInstallation } from './secondInstallation';

const UIDS = /(?<!oso-)errorbudget-(?!prometheus|discord)[\w-]*/g;

describe('the dashboards of a second installation in one Grafana', () => {
  const texts = generateDashboards(shippedCatalogue, OSO_PLATFORM).map(textOf);

  it('have uids, links and a tag of their own', () => {
    for (const text of texts) {
      const second: Record<string, unknown> = JSON.parse(withUidPrefix(text, 'staging'));
      const first: Record<string, unknown> = JSON.parse(text);
      expect(second.uid).toBe(String(first.uid).replace('errorbudget-', 'staging-'));
      expect(second.tags).toEqual(['staging']);
      const shown = JSON.stringify(second);
      expect(shown.match(UIDS)).toBeNull();
      expect(shown).toContain('"type":"oso-errorbudget-datasource"');
    }
  });

  it('have a prefix that leaves uids as much room as ours', () => {
    expect(['staging', 'eu-1', 'a', 'x'.repeat(11)].every(isUidPrefix)).toBe(true);
    expect(['', 'Staging', '1st', 'a/b', 'ends-', 'x'.repeat(12)].some(isUidPrefix)).toBe(false);
  });
});

describe('the alert rules of a second installation in one Grafana', () => {
  const links = { chat: OSO_PLATFORM.chat.url };
  const { files } = generateAlerts(alertingFor(shippedCatalogue), KEPT_MS, links);
  const text = files.find(({ path }) => path === GRAFANA_RULES)?.text ?? '';
  const read = (rules: string): Array<{ folder: string; rules: Array<{ uid: string }> }> => parse(rules).groups;

  it('have uids, links and a folder of their own, and ask the same Prometheus', () => {
    const second = forSecondInstallation(text, 'staging');
    const uids = read(second).flatMap(({ rules }) => rules.map(({ uid }) => uid));
    const before = read(text).flatMap(({ rules }) => rules.map(({ uid }) => uid));
    expect(new Set(uids).size).toBe(before.length);
    expect(uids.filter((uid) => before.includes(uid))).toEqual([]);
    expect(uids.every((uid) => uid.startsWith('staging-') && uid.length <= 40)).toBe(true);
    expect(new Set(read(second).map(({ folder }) => folder))).toEqual(new Set(['Error Budget alerts (staging)']));
    expect(second.match(UIDS)).toBeNull();
    expect(second.match(/errorbudget-prometheus/g)).toHaveLength((text.match(/errorbudget-prometheus/g) ?? []).length);
  });
});

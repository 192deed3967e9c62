import { parse } from 'yaml';
import { shippedCatalogue } from '../src/catalogue/shippedCatalogue';
import { alertingFor } from './catalogueRules';
import { KEPT_MS } from './canFire';
import { generateAlerts } from './generateAlerts';
import { goneRules } from './goneRules';

const rulesOf = (ids: string[]) =>
  generateAlerts(alertingFor(shippedCatalogue, ids), KEPT_MS, { chat: 'https://chat.example.org' }).files[0].text;

describe('rules that are gone', () => {
  const both = rulesOf(['core-freshness', 'core-partitions']);
  const one = rulesOf(['core-freshness']);

  it('are listed for Grafana to delete', () => {
    const [, snippet] = goneRules(both, one)?.split('\n\n') ?? [];
    expect(parse(snippet)).toEqual({
      apiVersion: 1,
      deleteRules: [
        { orgId: 1, uid: 'eb-core-partitions-items' },
        { orgId: 1, uid: 'eb-core-partitions-no-data' },
      ],
    });
  });

  it('are none where rules were added only', () => {
    expect(goneRules(one, both)).toBeUndefined();
    expect(goneRules('', both)).toBeUndefined();
  });
});

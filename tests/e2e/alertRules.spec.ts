import type { APIRequestContext } from '@playwright/test';
import { expect, test } from '@grafana/plugin-e2e';
import { alertingFor, catalogueRules } from '../../alerting/catalogueRules';
import { KEPT_MS } from '../../alerting/canFire';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';

interface ProvisionedRule {
  uid: string;
  title: string;
  provenance: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

interface EvaluatedGroup {
  name: string;
  rules: Array<{ name: string; health: string; lastError?: string }>;
}

/** Longer than the groups of pages wait for their next evaluation. */
const EVALUATED_WITHIN_MS = 150_000;

const { rules, grafanaOnly } = catalogueRules(alertingFor(shippedCatalogue), KEPT_MS);
const expected = [...rules, ...grafanaOnly];

async function provisionedRules(request: APIRequestContext): Promise<ProvisionedRule[]> {
  const answer = await request.get('/api/v1/provisioning/alert-rules');
  expect(answer.ok()).toBe(true);
  const all: ProvisionedRule[] = await answer.json();
  return all.filter(({ uid }) => uid.startsWith('eb-'));
}

test.beforeEach(async ({ request }) => {
  test.skip((await provisionedRules(request)).length === 0, 'this Grafana is not provisioned with the alert rules');
});

test('Grafana has every generated alert rule, with its labels and its panel', async ({ request }) => {
  const found = await provisionedRules(request);
  expect(found.map(({ uid }) => uid).sort()).toEqual(expected.map(({ uid }) => uid).sort());
  for (const { uid, title, labels, panel } of expected) {
    expect(found.find((rule) => rule.uid === uid)).toMatchObject({
      title,
      labels,
      provenance: 'file',
      annotations: { __dashboardUid__: panel.dashboardUid, __panelId__: String(panel.panelId) },
    });
  }
});

test('Grafana evaluates the alert rules without an error', async ({ request }) => {
  test.setTimeout(2 * EVALUATED_WITHIN_MS);
  const groups = async (): Promise<EvaluatedGroup[]> => {
    const answer = await request.get('/api/prometheus/grafana/api/v1/rules');
    const { data }: { data: { groups: EvaluatedGroup[] } } = await answer.json();
    return data.groups.filter(({ name }) => name.startsWith('error-budget-'));
  };
  await expect
    .poll(
      async () => {
        const pages = (await groups()).find(({ name }) => name === 'error-budget-pages');
        return pages?.rules.filter(({ health }) => health !== 'ok').map(({ name, lastError }) => [name, lastError]);
      },
      { timeout: EVALUATED_WITHIN_MS, intervals: [5_000] }
    )
    .toEqual([]);
  const failing = (await groups()).flatMap((group) => group.rules.filter(({ health }) => health === 'error'));
  expect(failing).toEqual([]);
});

import type { Page } from '@playwright/test';
import { stringify } from 'yaml';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';

interface Invented {
  eventsPerHour: number;
  errorRatio: number;
  target?: number;
  /** Counts slices of time by the ratio of each, which makes fractions of events. */
  inRatioSlices?: boolean;
}

/**
 * Lets the page have a catalogue of its own with the ids of the shipped one, so that every dashboard shows it, and with other
 * invented events instead of the demo's.
 */
export async function setCatalogue(page: Page, inventedFor: (place: number) => Invented): Promise<void> {
  const catalogue = catalogueOf(inventedFor);
  await page.route('**/api/settings', async (route) => {
    const response = await route.fetch();
    const settings: { jsonData: Record<string, unknown> } = await response.json();
    await route.fulfill({ response, json: { ...settings, jsonData: { ...settings.jsonData, catalogue } } });
  });
}

function catalogueOf(inventedFor: (place: number) => Invented): string {
  const { objectives } = shippedCatalogue;
  const categories = [...new Map(objectives.map(({ category }) => [category.id, category])).values()];
  const services = categories.map(({ id, displayName, description }) => ({
    apiVersion: 'openslo/v1',
    kind: 'Service',
    metadata: { name: id, displayName },
    spec: { description },
  }));
  const slos = objectives.map(({ id, displayName, category }, place) => {
    const { target = 0.99, inRatioSlices, ...events } = inventedFor(place);
    return {
      apiVersion: 'openslo/v1',
      kind: 'SLO',
      metadata: { name: id, displayName },
      spec: {
        service: category.id,
        budgetingMethod: inRatioSlices ? 'RatioTimeslices' : 'Occurrences',
        timeWindow: [{ duration: '30d', isRolling: true }],
        objectives: [
          {
            ...(target === 1 ? { targetPercent: 100 } : { target }),
            ...(inRatioSlices ? { timeSliceWindow: '5m' } : {}),
          },
        ],
        indicator: {
          metadata: { name: id },
          spec: {
            ratioMetric: { counter: true, raw: { metricSource: { type: 'Demo', spec: events } }, rawType: 'success' },
          },
        },
      },
    };
  });
  return [...services, ...slos].map((document) => stringify(document)).join('---\n');
}

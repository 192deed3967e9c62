import fc from 'fast-check';
import { parse } from 'yaml';
import { shippedCatalogue } from '../src/catalogue/shippedCatalogue';
import { objectiveOf } from '../src/evaluation/objective.testing';
import { alertingFor, catalogueRules } from './catalogueRules';
import { KEPT_MS } from './canFire';
import { catalogues } from './catalogues.testing';
import { generateAlerts } from './generateAlerts';

describe('the runbooks of an own catalogue', () => {
  it('are there for every alert, whatever the catalogue, and one for each objective', () => {
    fc.assert(
      fc.property(catalogues, (catalogue) => {
        const alerting = alertingFor(catalogue);
        const { files } = generateAlerts(alerting, KEPT_MS, { generatesRunbooks: true });
        const pages = files.filter(({ path }) => path.startsWith('runbooks/'));
        const { groups }: { groups: Array<{ rules: Array<{ annotations: { runbook: string } }> }> } = parse(
          files[0].text
        );
        const linked = groups.flatMap(({ rules }) => rules.map(({ annotations }) => annotations.runbook));
        expect([...new Set(linked)].sort()).toEqual(pages.map(({ path }) => path).sort());
        for (const rule of catalogueRules(alerting, KEPT_MS).rules) {
          const page = pages.find(({ path }) => path === `runbooks/${rule.runbook}`);
          expect(page?.text).toContain(
            `| ${rule.title.replace(/\s+/g, ' ').replaceAll('|', '\\|')} | ${rule.severity} |`
          );
        }
      }),
      { numRuns: 30 }
    );
  });

  it('say how the objective is measured, and where to look', () => {
    const { files } = generateAlerts(alertingFor(shippedCatalogue, ['api-requests']), KEPT_MS, {
      generatesRunbooks: true,
      chat: 'https://chat.example.org',
    });
    const page = files.find(({ path }) => path === 'runbooks/api-requests.md')?.text ?? '';
    expect(page).toMatch(/^# API requests\n/);
    expect(page).toContain('99 % over 30 d');
    expect(page).toContain('sum(increase(http_requests_total{');
    expect(page).toContain('/d/errorbudget-objective?var-objective=api-requests&viewPanel=13');
    expect(page).toContain('https://chat.example.org');
  });

  it('show a query letter by letter, although it holds backticks', () => {
    const query = 'sum(increase(req_total{path=~`/a.*`}[5m])) # not ``` but ````';
    const total = { query, counterSelectors: [] };
    const odd = objectiveOf({
      id: 'odd',
      indicator: { source: 'Prometheus', measure: { shape: 'goodTotal', good: total, total } },
    });
    const { files } = generateAlerts(alertingFor({ categories: [], objectives: [odd], problems: [] }), KEPT_MS, {
      generatesRunbooks: true,
    });
    const page = files.find(({ path }) => path === 'runbooks/odd.md')?.text ?? '';
    const fence = '`'.repeat(5);
    expect(page).toContain(`total:\n\n${fence}\n${query}\n${fence}\n`);
    expect(page.split('\n').filter((line) => line.startsWith('```'))).toEqual([fence, fence, fence, fence]);
  });

  it('are distinct where names differ only by the number of a target', () => {
    const objectives = ['shop/2', 'shop-2'].map((id) => objectiveOf({ id }));
    const { files } = generateAlerts(alertingFor({ categories: [], objectives, problems: [] }), KEPT_MS, {
      generatesRunbooks: true,
    });
    const paths = files.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });
});

import { catalogueOf, describeRules, firedSince, firing, holds, requests, ruleFilesOf, shipped } from './promtool';

describeRules('other rules in promtool', () => {
  it('raise that nothing ran, even after the exporter has forgotten the last event', async () => {
    const silent = firing({ alertname: 'ErrorBudgetNothingRan', objective: 'nightly' });
    const nightly = requests('nightly', 0.99, { 'error-budget/expected-every': '4h' });
    await holds(ruleFilesOf(catalogueOf(nightly)), {
      series: { 'slo_last_event_timestamp_seconds{objective="nightly"}': '3600+0x300 _x600' },
      expect: [
        [silent, '8h55m', []],
        [silent, '9h10m', [1]],
      ],
    });
  });

  it('raise the exhausted budget, but not one that is spent to its last event', async () => {
    await holds(shipped('trino-queries', 'api-requests'), {
      series: {
        // 1 - 1 / ((1 - 0.9) × 10) in binary fractions.
        'slo_error_budget_remaining_ratio{objective="trino-queries"}': `${1 - 1 / ((1 - 0.9) * 10)}+0x120`,
        'slo_error_budget_remaining_ratio{objective="api-requests"}': '0.1+0x59 -0.02+0x60',
      },
      expect: [
        [firedSince({ alertname: 'ErrorBudgetExhausted', objective: 'trino-queries' }, '2h'), '2h', []],
        [firing({ alertname: 'ErrorBudgetExhausted', objective: 'api-requests' }), '59m', []],
        [firing({ alertname: 'ErrorBudgetExhausted', objective: 'api-requests' }), '1h16m', [1]],
      ],
    });
  });

  it('raise bad items that last a quarter of an hour', async () => {
    const items = (state: string) => `slo_items{objective="core-partitions",state="${state}"}`;
    const raised = firing({ alertname: 'ErrorBudgetBadItems', objective: 'core-partitions' });
    await holds(shipped('core-partitions'), {
      series: { [items('bad')]: '3+0x30 4+0x60', [items('allowed')]: '3+0x90' },
      expect: [
        [raised, '30m', []],
        [raised, '44m', []],
        [raised, '51m', [1]],
      ],
    });
  });
});

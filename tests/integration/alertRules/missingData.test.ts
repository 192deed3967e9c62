import { at, catalogueOf, describeRules, firing, holds, outage, requests, ruleFilesOf, shipped } from './promtool';

describeRules('rules about missing data in promtool', () => {
  it('raise missing data when the probes of an application stop', async () => {
    const missing = firing({ alertname: 'ErrorBudgetMissingData', objective: 'api-availability' });
    await holds(shipped('api-availability'), {
      series: { 'probe_success{job="blackbox",application="api",instance="a"}': `1+0x180 _x60` },
      expect: [
        [missing, '3h', []],
        [missing, '3h25m', [1]],
      ],
    });
  });

  it('raise missing data when more than a tenth of the samples is lost', async () => {
    const missing = firing({ alertname: 'ErrorBudgetMissingData', objective: 'api-availability' });
    const probe = (instance: string) => `probe_success{job="blackbox",application="api",instance="${instance}"}`;
    await holds(shipped('api-availability'), {
      series: { [probe('a')]: '1+0x1500', [probe('b')]: '1+0x1439 _x61' },
      expect: [
        [missing, at(1440), []],
        [missing, at(1440 + 30), [1]],
      ],
    });
  });

  it('raise missing data when requests are no longer counted, and when the exporter loses an objective', async () => {
    const missing = (objective: string) => firing({ alertname: 'ErrorBudgetMissingData', objective });
    await holds(shipped('frontend-requests', 'trino-queries'), {
      series: {
        'http_requests_total{job="ingress",application="frontend",code="200"}': '0+60x120 _x60',
        slo_exporter_build_info: '1+0x200',
        'slo_status{objective="trino-queries",status="met"}': '1+0x120 _x60',
        'slo_status{objective="frontend-requests",status="met"}': '1+0x200',
      },
      expect: [
        [missing('frontend-requests'), '2h', []],
        [missing('frontend-requests'), '2h25m', [1]],
        [missing('trino-queries'), '2h', []],
        [missing('trino-queries'), '2h25m', [1]],
        [firing({ alertname: 'ErrorBudgetExporterAway' }), '2h25m', []],
      ],
    });
  });

  it('raise missing data when the exporter loses an objective of Prometheus, whose budget nobody knows then', async () => {
    const missing = firing({ alertname: 'ErrorBudgetMissingData', objective: 'frontend-requests' });
    await holds(shipped('frontend-requests'), {
      series: {
        'http_requests_total{job="ingress",application="frontend",code="200"}': '0+60x200',
        slo_exporter_build_info: '1+0x200',
        'slo_status{objective="frontend-requests",status="met"}': '1+0x120 stale _x80',
      },
      expect: [
        [missing, '2h', []],
        [missing, '2h25m', [1]],
      ],
    });
  });

  it('raise missing data where nobody loads the recording rules', async () => {
    const alertingOnly = ruleFilesOf(catalogueOf(requests('shop-requests', 0.99))).slice(1);
    await holds(alertingOnly, {
      series: outage('shop-requests', 60, 60),
      expect: [
        [firing({ alertname: 'ErrorBudgetMissingData', objective: 'shop-requests' }), '1h', [1]],
        [firing({ alertname: 'ErrorBudgetBurnRate' }), '2h', []],
      ],
    });
  });
});

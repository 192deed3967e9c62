import { shippedCatalogue } from '../../../src/catalogue/shippedCatalogue';
import { objectiveOf } from '../../../src/evaluation/objective.testing';
import {
  at,
  catalogueOf,
  describeRules,
  firedSince,
  firing,
  holds,
  outage,
  requests,
  ruleFilesOf,
  shipped,
  type Scenario,
} from './promtool';

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

  it('raise missing data when the exporter loses an objective of Prometheus, whose budget no one knows then', async () => {
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

  it('raise missing data where no one loads the recording rules', async () => {
    const alertingOnly = ruleFilesOf(catalogueOf(requests('shop-requests', 0.99))).slice(1);
    await holds(alertingOnly, {
      series: outage('shop-requests', 60, 60),
      expect: [
        [firing({ alertname: 'ErrorBudgetMissingData', objective: 'shop-requests' }), '1h', [1]],
        [firing({ alertname: 'ErrorBudgetBurnRate' }), '2h', []],
      ],
    });
  });

  describe('page once for a scrape job', () => {
    const day = 24 * 60;
    const stops = day + 60;
    const page = { alertname: 'ErrorBudgetMissingData', severity: 'page' };
    const until = (minutes: number, from = 0) => `${from > 0 ? `_x${from} ` : ''}1+0x${minutes - from} stale _x40`;
    const probesOf = (id: string, job: string, severity: 'page' | 'ticket') => {
      const query = `sum(count_over_time(probe_success{job="${job}",application="${id}"}[{{.window}}]))`;
      const total = { query, counterSelectors: [] };
      return objectiveOf({
        id,
        indicator: { source: 'Prometheus', measure: { shape: 'goodTotal', good: total, total } },
        policy: { ...objectiveOf().policy, severity },
      });
    };
    const objectives = [
      probesOf('api', 'lost', 'page'),
      probesOf('frontend', 'lost', 'page'),
      probesOf('documentation', 'ticketed', 'ticket'),
      probesOf('young', 'young', 'page'),
      probesOf('part', 'part-time', 'page'),
    ];
    // The recorded counts say nothing about jobs.
    const rules = () => ruleFilesOf({ ...shippedCatalogue, objectives }).slice(1);
    const series = {
      'probe_success{job="lost",application="api"}': until(stops),
      'probe_success{job="lost",application="frontend"}': until(stops),
      'probe_success{job="ticketed",application="documentation"}': until(stops),
      'probe_success{job="young",application="young"}': until(stops, 300),
      'probe_success{job="part-time",application="part"}': `1+0x1199 stale _x239 ${until(60)}`,
    };

    it('that objectives which page have lost, and that was there for most of the last day', async () => {
      await holds(rules(), {
        series: { ...series, 'slo_exporter_build_info{job="error-budget"}': `1+0x${stops + 60}` },
        expect: [
          [firedSince(page, '26h'), at(stops), []],
          [firing(page), at(stops + 20), [1]],
          [firing({ ...page, job: 'lost' }), at(stops + 20), [1]],
        ],
      });
    });

    it('for a day and the 2.4 h that are a tenth of it, while the ticket of each objective stays', async () => {
      const hours = (count: number) => at(stops + 60 * count);
      const ticket = firing({ alertname: 'ErrorBudgetMissingData', objective: 'api' });
      await holds(rules(), {
        series: { ...series, 'slo_exporter_build_info{job="error-budget"}': `1+0x${stops + 30 * 60}` },
        evaluatedEvery: '2m',
        expect: [
          ...[1, 2, 3, 6, 12, 18, 24, 26].flatMap((count): Scenario['expect'] => [
            [firing({ ...page, job: 'lost' }), hours(count), [1]],
            [firing(page), hours(count), [1]],
          ]),
          [firing(page), hours(27), []],
          [ticket, hours(12), [1]],
          [ticket, hours(29), [1]],
        ],
      });
    });

    it('but not while the exporter is away as well', async () => {
      await holds(rules(), {
        series: { ...series, 'slo_exporter_build_info{job="error-budget"}': until(stops) },
        expect: [
          [firedSince(page, '26h'), at(stops + 35), []],
          [firing({ alertname: 'ErrorBudgetMissingData', objective: 'api' }), at(stops + 30), [1]],
        ],
      });
    });
  });
});

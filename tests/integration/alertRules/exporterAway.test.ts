import { shippedCatalogue } from '../../../src/catalogue/shippedCatalogue';
import { objectiveOf } from '../../../src/evaluation/objective.testing';
import { at, describeRules, firedSince, firing, holds, ruleFilesOf, type Scenario, shipped } from './promtool';

describeRules('rules in promtool', () => {
  it('report once that the exporter is away, and which source it lost', async () => {
    await holds(shipped('trino-queries'), {
      series: {
        slo_exporter_build_info: '1+0x120 _x60',
        slo_exporter_interval_seconds: '60+0x120 _x60',
        'slo_source_last_success_timestamp_seconds{source="Dagster"}': '0+60x60 3600+0x60 _x60',
        'slo_source_last_success_timestamp_seconds{source="Prometheus"}': '0+60x120 _x60',
      },
      expect: [
        [firing({ alertname: 'ErrorBudgetSourceLate' }), '1h', []],
        [firing({ alertname: 'ErrorBudgetSourceLate', source: 'Dagster' }), '1h20m', [1]],
        [firing({ alertname: 'ErrorBudgetSourceLate' }), '1h20m', [1]],
        [firing({ alertname: 'ErrorBudgetExporterAway' }), '2h', []],
        [firing({ alertname: 'ErrorBudgetExporterAway' }), '2h25m', [1]],
        [firing({ alertname: 'ErrorBudgetMissingData', objective: 'trino-queries' }), '2h25m', []],
      ],
    });
  });

  describe('while the exporter is away', () => {
    const began = 73;
    const exported = ['trino-queries', 'core-materialization', 'core-freshness', 'core-partitions', 'api-requests'];
    /** Those of the shipped catalogue, one that the exporter cannot read, and one that pages by what the exporter reports. */
    const everyRule = () =>
      ruleFilesOf({
        ...shippedCatalogue,
        objectives: [
          ...shippedCatalogue.objectives.filter(({ id }) => [...exported, 'unstable-materialization'].includes(id)),
          objectiveOf({ id: 'paging', displayName: 'Paging', policy: { ...objectiveOf().policy, severity: 'page' } }),
        ],
      });
    /** Alerts that the exporter's figures raise, with labels that single out one of each. */
    const raised = {
      page: { alertname: 'ErrorBudgetBurnRate', objective: 'paging', lookback: '1h' },
      ticket: { alertname: 'ErrorBudgetBurnRate', objective: 'trino-queries', lookback: '72h' },
      badEvent: { alertname: 'ErrorBudgetBadEvent', objective: 'core-materialization' },
      inARow: { alertname: 'ErrorBudgetBadInARow', objective: 'core-materialization' },
      spent: { alertname: 'ErrorBudgetExhausted', objective: 'api-requests' },
      items: { alertname: 'ErrorBudgetBadItems', objective: 'core-freshness' },
      lost: { alertname: 'ErrorBudgetMissingData', objective: 'unstable-materialization' },
      late: { alertname: 'ErrorBudgetSourceLate', source: 'Dagster' },
    };
    const away = { alertname: 'ErrorBudgetExporterAway' };
    const becomingBad = { alertname: 'ErrorBudgetBadItems', objective: 'core-partitions' };

    /** Everything is bad from the beginning, but for partitions, which become so at 65 minutes; Prometheus marks the gap's begin. */
    function exportedWithGap(minutes: number): Record<string, string> {
      const gap = minutes === 1 ? 'stale' : `stale _x${minutes - 1}`;
      const flat = (value: number) => `${value}+0x${began - 1} ${gap} ${value}+0x60`;
      const events = (objective: string, window: string, result: string) =>
        `slo_window_events{objective="${objective}",result="${result}",window="${window}"}`;
      const items = (objective: string, state: string) => `slo_items{objective="${objective}",state="${state}"}`;
      const burning = ['trino-queries', 'paging'].flatMap((id) =>
        ['1h', '2h', '6h', '30m', '24h', '72h'].flatMap((window) =>
          ['bad', 'total'].map((result) => [events(id, window, result), flat(40)])
        )
      );
      return {
        ...Object.fromEntries(burning),
        ...Object.fromEntries(exported.map((id) => [`slo_status{objective="${id}",status="met"}`, flat(1)])),
        [events('core-materialization', '24h', 'bad')]: flat(3),
        'slo_consecutive_bad{objective="core-materialization"}': flat(3),
        'slo_measured_budget_events{objective="core-materialization"}': flat(0.6),
        'slo_error_budget_remaining_ratio{objective="api-requests"}': flat(-1),
        [items('core-freshness', 'bad')]: flat(4),
        [items('core-freshness', 'allowed')]: flat(0),
        [items('core-partitions', 'bad')]: `0+0x64 4+0x${began - 66} ${gap} 4+0x60`,
        [items('core-partitions', 'allowed')]: flat(3),
        slo_exporter_build_info: flat(1),
        slo_exporter_interval_seconds: flat(60),
        'slo_source_last_success_timestamp_seconds{source="Dagster"}': flat(0),
      };
    }

    const since = (labels: Record<string, string>) =>
      `max(changes(ALERTS_FOR_STATE{${Object.entries(labels)
        .map(([name, value]) => `${name}="${value}"`)
        .join(',')}}[100m]))`;

    it.each([1, 5])('for %s min, change the state of no alert, nor since when', async (minutes) => {
      const instants = Array.from({ length: minutes + 12 }, (_, i) => began - 1 + i);
      await holds(everyRule(), {
        series: exportedWithGap(minutes),
        expect: [
          ...Object.values(raised).flatMap((labels): Scenario['expect'] => [
            ...instants.map((minute): Scenario['expect'][number] => [firing(labels), at(minute), [1]]),
            [since(labels), at(100), [0]],
          ]),
          [firing(becomingBad), at(79), []],
          [firing(becomingBad), at(81), [1]],
          [since(becomingBad), at(100), [0]],
          [firedSince(away, '100m'), at(100), []],
        ],
      });
    });

    it('for 30 min, say so, let alerts without figures resolve, and raise them again afterwards', async () => {
      const gap = 30;
      const fires = (labels: Record<string, string>, minute: number): Scenario['expect'][number] => [
        firing(labels),
        at(began + minute),
        [1],
      ];
      const isOut = (labels: Record<string, string>, minute: number): Scenario['expect'][number] => [
        firing(labels),
        at(began + minute),
        [],
      ];
      await holds(everyRule(), {
        series: exportedWithGap(gap),
        expect: [
          isOut(away, 11),
          fires(away, 18),
          isOut(away, gap + 12),
          ...[raised.badEvent, raised.inARow, raised.spent].flatMap((labels): Scenario['expect'] => [
            ...Array.from({ length: gap + 10 }, (_, minute) => fires(labels, minute)),
            [since(labels), at(began + gap + 10), [0]],
          ]),
          ...[raised.page, raised.ticket, raised.items, raised.lost, raised.late].flatMap((labels) => [
            fires(labels, 9),
            isOut(labels, gap - 1),
            fires(labels, gap + 25),
          ]),
          fires(raised.page, 13),
          isOut(raised.page, 17),
          fires(raised.page, gap + 1),
          fires(raised.ticket, gap + 6),
        ],
      });
    });
  });
});

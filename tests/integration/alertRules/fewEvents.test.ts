import {
  at,
  catalogueOf,
  describeRules,
  firedSince,
  firing,
  holds,
  requests,
  ruleFilesOf,
  shipped,
  traffic,
  type Scenario,
} from './promtool';

describeRules('rules on single events in promtool', () => {
  it('raise one ticket for one failure in three SQLMesh runs a day, do not flap, and do not page', async () => {
    const failed = 10 * 60;
    const day = 24 * 60;
    const gauge = (metric: string, labels = '') => `${metric}{objective="sqlmesh-materialization"${labels}}`;
    const ticket = { alertname: 'ErrorBudgetBadEvent', objective: 'sqlmesh-materialization' };
    await holds(shipped('sqlmesh-materialization'), {
      series: {
        // The exporter is away for ten minutes in between.
        [gauge('slo_window_events', ',result="bad",window="24h"')]:
          `0+0x${failed - 1} 1+0x599 _x10 1+0x${day - 612} 0+0x${day}`,
        // 90 attempts in 30 days at 99 %.
        [gauge('slo_measured_budget_events')]: `0.9+0x${3 * day}`,
        [gauge('slo_consecutive_bad')]: `0+0x${failed - 1} 1+0x479 0+0x${2 * day}`,
      },
      expect: [
        [firing(ticket), at(failed - 5), []],
        [firing(ticket), at(failed + 10), [1]],
        [firing(ticket), at(failed + 612), [1]],
        [firing(ticket), at(failed + day - 15), [1]],
        [firing(ticket), at(failed + day + 45), []],
        [`count(changes(ALERTS_FOR_STATE{alertname="ErrorBudgetBadEvent"}[3d]) == 0)`, at(failed + day + 60), [1]],
        [firedSince({ objective: 'sqlmesh-materialization', severity: 'page' }, '3d'), at(failed + day + 60), []],
      ],
    });
  });

  it('page when the last three events were all bad', async () => {
    await holds(shipped('core-materialization'), {
      series: {
        'slo_consecutive_bad{objective="core-materialization"}': '0+0x9 1+0x9 2+0x9 3+0x30',
        'slo_measured_budget_events{objective="core-materialization"}': '0.6+0x60',
      },
      expect: [
        [firing({ objective: 'core-materialization', severity: 'page' }), '29m', []],
        [firing({ objective: 'core-materialization', severity: 'page' }), '31m', [1]],
      ],
    });
  });

  it('leave the burn rates alone to decide where it is unknown how much happens', async () => {
    await holds(shipped('core-materialization'), {
      series: {
        'slo_consecutive_bad{objective="core-materialization"}': '3+0x60',
        'slo_window_events{objective="core-materialization",result="bad",window="24h"}': '3+0x60',
      },
      expect: [[firedSince({ objective: 'core-materialization' }, '1h'), '1h', []]],
    });
  });

  describe('without any exporter, of requests at 99.9 % in 30 days', () => {
    const page = { objective: 'shop', severity: 'page' };
    const badEvent = { objective: 'shop', alertname: 'ErrorBudgetBadEvent' };
    const inARow = { objective: 'shop', alertname: 'ErrorBudgetBadInARow' };
    const rules = (target = 0.999, timeWindow?: object) =>
      ruleFilesOf(catalogueOf(requests('shop', target, {}, timeWindow)));
    /** One request every 36 minutes: 1,200 in 30 days, and a budget of 1.2. */
    const isRequest = (minute: number) => minute % 36 === 0;
    const quiet = (minutes: number, failed: number[]) =>
      traffic('shop', minutes, {
        good: (minute) => Number(isRequest(minute) && !failed.includes(minute / 36)),
        bad: (minute) => Number(isRequest(minute) && failed.includes(minute / 36)),
      });

    it('open a ticket for one or two failures of a quiet service, and do not page', async () => {
      await holds(rules(), {
        series: quiet(360, [5, 7]),
        expect: [
          [firing(badEvent), at(5 * 36 - 5), []],
          [firing(badEvent), at(5 * 36 + 10), [1]],
          [firing(badEvent), at(355), [1]],
          [firedSince(page, '6h'), at(360), []],
        ],
      });
    });

    it('page for the third failure in a row of a quiet service, and no longer than that', async () => {
      await holds(rules(), {
        series: quiet(420, [5, 6, 7]),
        expect: [
          [firedSince(page, '6h'), at(7 * 36 - 1), []],
          [firing(inARow), at(7 * 36 + 12), [1]],
          [firing(badEvent), at(7 * 36 + 12), [1]],
          [firing(inARow), at(8 * 36 + 60), []],
        ],
      });
    });

    it('leave a service alone that has become busy, but for what its burn rate shows, by the same rules', async () => {
      const [busy, oneMinute, outage] = [240, 300, 360];
      await holds(rules(), {
        series: traffic('shop', 400, {
          good: (minute) => (minute < busy ? Number(isRequest(minute)) : minute < outage ? 60 : 0),
          // Three failures in one minute would be many for a quiet service.
          bad: (minute) => (minute === oneMinute ? 3 : minute < outage ? 0 : 60),
        }),
        expect: [
          [firedSince({ objective: 'shop', severity: 'page' }, '6h'), at(outage - 1), []],
          [firedSince(badEvent, '6h'), at(outage - 1), []],
          [firing({ ...page, lookback: '1h' }), at(outage + 5), [1]],
          [firedSince(inARow, '7h'), at(400), []],
        ],
      });
    });

    it.each([0.99, 0.999])('raise no storm when an installation begins, at a target of %s', async (target) => {
      await holds(rules(target), {
        series: traffic('shop', 120, { good: () => 10, bad: (minute) => (minute === 3 || minute === 4 ? 1 : 0) }),
        expect: [page, badEvent].map((labels): Scenario['expect'][number] => [firedSince(labels, '2h'), at(120), []]),
      });
    });

    it('raise no storm when a calendar period begins', async () => {
      const calendar = { startTime: '1970-01-01 02:00:00', timeZone: 'UTC' };
      await holds(rules(0.99, { duration: '1w', isRolling: false, calendar }), {
        series: traffic('shop', 240, { good: () => 10, bad: (minute) => (minute === 122 ? 2 : 0) }),
        expect: [page, badEvent].map((labels): Scenario['expect'][number] => [firedSince(labels, '4h'), at(240), []]),
      });
    });

    it('do not page for two failures an hour, however they lie and counts are extrapolated', async () => {
      await holds(rules(), {
        // A burn rate of 17 over the hour, and of more over five minutes.
        series: traffic('shop', 300, { good: () => 2, bad: (minute) => (minute % 60 < 2 ? 1 : 0) }),
        expect: [[firedSince({ ...page, lookback: '1h' }, '5h'), at(300), []]],
      });
    });

    it('stay as they are while samples are missing, and end where traffic does', async () => {
      const outage = {
        good: (minute: number) => (minute < 120 ? 60 : 0),
        bad: (minute: number) => (minute < 120 ? 0 : 60),
      };
      const stopped = Object.entries(traffic('shop', 140, outage)).map(([series, values]) => [
        series,
        `${values} _x20`,
      ]);
      await holds(rules(), {
        series: Object.fromEntries(stopped),
        expect: [140, 150, 159].map((minute): Scenario['expect'][number] => [
          firing({ ...page, lookback: '1h' }),
          at(minute),
          [1],
        ]),
      });
      await holds(rules(), {
        series: traffic('shop', 160, { ...outage, bad: (minute) => (minute < 140 ? outage.bad(minute) : 0) }),
        expect: [
          [firing({ ...page, lookback: '1h' }), at(140), [1]],
          [firing({ ...page, lookback: '1h' }), at(155), []],
        ],
      });
    });
  });

  it('do not flap while the budget wavers between few and enough events', async () => {
    const minutes = 4 * 60;
    const wavering = Array.from({ length: minutes / 40 }, () => '1.9+0x19 2.4+0x19').join(' ');
    const series = (budget: string) => ({
      'slo_measured_budget_events{objective="core-materialization"}': budget,
      'slo_window_events{objective="core-materialization",result="bad",window="24h"}': `1+0x${minutes}`,
    });
    const ticket = { alertname: 'ErrorBudgetBadEvent', objective: 'core-materialization' };
    await holds(shipped('core-materialization'), {
      series: series(wavering),
      expect: [
        ...Array.from({ length: 11 }, (_, i): Scenario['expect'][number] => [firing(ticket), at(10 + 20 * i), [1]]),
      ],
    });
    await holds(shipped('core-materialization'), {
      series: series(`1.9+0x59 3.1+0x${minutes - 60}`),
      expect: [
        [firing(ticket), '59m', [1]],
        [firing(ticket), at(100), []],
      ],
    });
    await holds(shipped('core-materialization'), {
      series: series(`2+0x${minutes}`),
      expect: [[firedSince(ticket, '4h'), at(minutes - 5), []]],
    });
  });
});

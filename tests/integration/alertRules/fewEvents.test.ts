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

  describe('without any exporter, of requests at 99 % in 30 days', () => {
    const page = { objective: 'shop', severity: 'page' };
    const badEvent = { objective: 'shop', alertname: 'ErrorBudgetBadEvent' };
    const inARow = { objective: 'shop', alertname: 'ErrorBudgetBadInARow' };
    const hours = (count: number) => 60 * count;
    const rules = (target = 0.99, timeWindow?: object) =>
      ruleFilesOf(catalogueOf(requests('shop', target, {}, timeWindow)));
    /** One request every six hours from the second hour on: 120 in 30 days, and a budget of 1.2. */
    const isRequest = (minute: number) => minute % hours(6) === 60;
    const quiet = (minutes: number, failedAtHours: number[]) => {
      const isBad = (minute: number) => failedAtHours.includes(minute / 60);
      return traffic('shop', minutes, {
        good: (minute) => (isRequest(minute) && !isBad(minute) ? 1 : 0),
        bad: (minute) => (isRequest(minute) && isBad(minute) ? 1 : 0),
      });
    };

    it('open a ticket for one or two failures of a quiet service, and do not page', async () => {
      await holds(rules(), {
        series: quiet(hours(84), [37, 49]),
        expect: [
          [firing(badEvent), at(hours(37) - 5), []],
          [firing(badEvent), at(hours(37) + 15), [1]],
          [firing(badEvent), at(hours(72)), [1]],
          [firing(badEvent), at(hours(74)), []],
          [firedSince(page, '84h'), at(hours(84)), []],
        ],
      });
    });

    it('page for two failures one after the other of a quiet service no more than for one, but for the third', async () => {
      await holds(rules(), {
        series: quiet(hours(70), [49, 55, 61]),
        expect: [
          [firedSince(page, '61h'), at(hours(61) - 1), []],
          [firing(inARow), at(hours(61) + 15), [1]],
          [firing(badEvent), at(hours(61) + 15), [1]],
          [firing(inARow), at(hours(67) + 60), []],
        ],
      });
    });

    it('leave a service alone that has become busy, but for what its burn rate shows, by the same rules', async () => {
      const busy = hours(50);
      const outage = hours(60);
      const isQuiet = (minute: number) => minute < busy;
      await holds(rules(), {
        series: traffic('shop', hours(62), {
          good: (minute) => (isQuiet(minute) ? Number(isRequest(minute)) : minute < outage ? 60 : 0),
          // Three failures in the minute of a single good answer are no outage of a busy service.
          bad: (minute) => (isQuiet(minute) ? 0 : minute < outage ? (minute === hours(55) ? 3 : 0) : 60),
        }),
        expect: [
          [firedSince({ objective: 'shop', severity: 'page' }, '60h'), at(outage), []],
          [firedSince(badEvent, '60h'), at(outage), []],
          [firing({ ...page, lookback: '1h' }), at(outage + 8), []],
          [firing({ ...page, lookback: '1h' }), at(outage + 11), [1]],
          [firedSince(inARow, '62h'), at(hours(62)), []],
        ],
      });
    });

    it.each([0.99, 0.999])('raise no storm when an installation begins, at a target of %s', async (target) => {
      await holds(rules(target), {
        series: traffic('shop', hours(4), {
          good: () => 10,
          bad: (minute) => (minute === 3 || minute === 4 ? 1 : 0),
        }),
        expect: [page, badEvent].map((labels): Scenario['expect'][number] => [
          firedSince(labels, '4h'),
          at(hours(4)),
          [],
        ]),
      });
    });

    it('raise no storm when a calendar period begins', async () => {
      const weekly = {
        duration: '1w',
        isRolling: false,
        calendar: { startTime: '1970-01-02 00:00:00', timeZone: 'UTC' },
      };
      const begin = hours(24);
      await holds(rules(0.99, weekly), {
        series: traffic('shop', hours(30), { good: () => 10, bad: (minute) => (minute === begin + 2 ? 2 : 0) }),
        expect: [
          [firedSince(page, '30h'), at(hours(30)), []],
          [firedSince(badEvent, '30h'), at(hours(30)), []],
        ],
      });
    });

    it('do not flap while two failures come and go in a busy hour, however counts are extrapolated', async () => {
      await holds(rules(0.999), {
        // Two failures every half hour: burn rates of 27, and never three bad events in an hour but at its edges.
        series: traffic('shop', hours(20), {
          good: () => 2,
          bad: (minute) => (minute % hours(1) < 2 ? 1 : 0),
        }),
        expect: [[firedSince({ ...page, lookback: '1h' }, '20h'), at(hours(20)), []]],
      });
    });
  });

  it('do not flap while the budget wavers between few and enough events', async () => {
    const minutes = 10 * 60;
    const wavering = Array.from({ length: minutes / 40 }, () => '1.9+0x19 2.4+0x19').join(' ');
    const series = (budget: string) => ({
      'slo_measured_budget_events{objective="core-materialization"}': budget,
      'slo_window_events{objective="core-materialization",result="bad",window="24h"}': `1+0x${minutes}`,
    });
    const ticket = { alertname: 'ErrorBudgetBadEvent', objective: 'core-materialization' };
    await holds(shipped('core-materialization'), {
      series: series(wavering),
      expect: [
        [firing(ticket), at(10), [1]],
        [firing(ticket), at(minutes - 5), [1]],
        [
          `count_over_time(ALERTS{alertname="ErrorBudgetBadEvent",alertstate="firing"}[9h]) >= 540`,
          at(minutes - 5),
          [540],
        ],
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
      expect: [[firedSince(ticket, '10h'), at(minutes - 5), []]],
    });
  });
});

import { INDICATORS } from '../../../alerting/catalogues.testing';
import { shippedCatalogue } from '../../../src/catalogue/shippedCatalogue';
import { objectiveOf } from '../../../src/evaluation/objective.testing';
import { at, catalogueOf, describeRules, firedSince, firing, holds, outage, requests, ruleFilesOf } from './promtool';

describeRules('burn-rate rules in promtool', () => {
  it.each([
    ['99 %', 0.99, '1h', 9],
    ['90 %', 0.9, '2h', 86],
    ['75 %', 0.75, '6h', 216],
  ])('page %s of the time after so many minutes of a total outage', async (_, target, lookback, minutes) => {
    const clean = 13 * 60;
    const page = firing({ objective: 'shop-requests', severity: 'page', lookback });
    await holds(ruleFilesOf(catalogueOf(requests('shop-requests', target))), {
      series: outage('shop-requests', clean, 300),
      expect: [
        [page, at(clean), []],
        [page, at(clean + minutes - 1), []],
        [page, at(clean + minutes + 1), [1]],
      ],
    });
  });

  describe('on indicators of every shape', () => {
    const objectives = INDICATORS.filter(({ source }) => source === 'Prometheus').map((indicator, index) =>
      objectiveOf({ id: `shape-${index}`, indicator, policy: { ...objectiveOf().policy, severity: 'page' } })
    );
    const rules = () => ruleFilesOf({ ...shippedCatalogue, objectives });
    const outageOfAll = (clean: number, bad: number) => ({
      'done_total{job="it",failed="no"}': `0+60x${clean} ${60 * clean}+0x${bad}`,
      'done_total{job="it",failed="yes"}': `0+0x${clean} 60+60x${bad}`,
      'probe_success{job="it"}': `1+0x${clean} 0+0x${bad}`,
      ratio: `0+0x${clean} 1+0x${bad}`,
      latency_seconds: `0.1+0x${clean} 2+0x${bad}`,
    });

    it('see an outage, and no other', async () => {
      const [clean, bad] = [7 * 60, 30];
      const page = { alertname: 'ErrorBudgetBurnRate', severity: 'page' };
      await holds(rules(), {
        series: outageOfAll(clean, bad),
        expect: [
          [firedSince(page, '7h'), at(clean), []],
          [firing({ ...page, lookback: '1h' }), at(clean + 20), [objectives.length]],
        ],
      });
    });

    it('are evaluated without an error, all of them', async () => {
      const everyAlert = 'count(ALERTS{alertstate="neither pending nor firing"})';
      await holds(rules(), { series: outageOfAll(20, 20), expect: [[everyAlert, at(40), []]] });
    });
  });

  it('open a ticket for a slow burn, and do not page', async () => {
    const burning = 38 * 60;
    /** Twice the even rate: 10 % of the budget of 30 d lasts 36 h. */
    const burn = (clean: number) => {
      const series = (code: string) => `http_requests_total{application="slow",code="${code}"}`;
      return {
        [series('200')]: `0+100x${clean} ${100 * clean}+98x${burning}`,
        [series('500')]: `0+0x${clean} 0+2x${burning}`,
      };
    };
    const rules = ruleFilesOf(catalogueOf(requests('slow', 0.99)));
    // So that the lookback of 72 h ends with as much clean time as it burns; pages look back to less.
    const [cleanForTickets, cleanForPages] = [37 * 60, 7 * 60];
    await Promise.all([
      holds(rules, {
        series: burn(cleanForTickets),
        // Tickets are evaluated every 5 min, and the counts of days that they compare every 2 min.
        evaluatedEvery: '2m',
        expect: [
          [firing({ objective: 'slow', severity: 'ticket' }), at(cleanForTickets + 35 * 60 + 30), []],
          [firing({ objective: 'slow', severity: 'ticket', lookback: '72h' }), at(cleanForTickets + 36 * 60 + 30), [1]],
        ],
      }),
      holds(rules, {
        series: burn(cleanForPages),
        expect: [[firedSince({ objective: 'slow', severity: 'page' }, '7d'), at(cleanForPages + burning), []]],
      }),
    ]);
  });

  it('resolve a page within minutes of the recovery', async () => {
    const clean = 7 * 60;
    const recovered = clean + 20;
    const page = firing({ objective: 'shop-requests', severity: 'page', lookback: '1h' });
    await holds(ruleFilesOf(catalogueOf(requests('shop-requests', 0.99))), {
      series: outage('shop-requests', clean, 20, 60),
      expect: [
        [page, at(recovered), [1]],
        [page, at(recovered + 12), []],
      ],
    });
  });

  it('are silent without traffic', async () => {
    const series = (code: string) => `http_requests_total{application="idle",code="${code}"}`;
    await holds(ruleFilesOf(catalogueOf(requests('idle', 0.99))), {
      series: { [series('200')]: '1000+0x600', [series('500')]: '7+0x600' },
      expect: [[firedSince({ objective: 'idle' }, '10h'), '10h', []]],
    });
  });

  it('are silent during planned maintenance and about it afterwards, yet not about an outage that follows', async () => {
    const began = 14 * 60;
    const over = began + 120;
    const maintenance = {
      'error-budget/exclusions': '[{from: 1970-01-01T14:00:00Z, to: 1970-01-01T16:00:00Z, reason: Upgrade}]',
    };
    const exported = (name: string, bad: string) => ({
      [`slo_window_events{objective="${name}",result="total",window="1h"}`]: '3600+0x1440',
      [`slo_window_events{objective="${name}",result="bad",window="1h"}`]: bad,
    });
    const rulesOf = (name: string, annotations?: Record<string, string>) =>
      ruleFilesOf(catalogueOf(requests(name, 0.99, annotations)));
    await Promise.all([
      holds(rulesOf('planned', maintenance), {
        series: { ...outage('planned', began, 120, 600), ...exported('planned', '0+0x1440') },
        expect: [[firedSince({ objective: 'planned' }, '24h'), '24h', []]],
      }),
      holds(rulesOf('unplanned'), {
        series: outage('unplanned', began, 120, 600),
        expect: [[firing({ objective: 'unplanned', severity: 'page', lookback: '1h' }), at(began + 60), [1]]],
      }),
      // Goes on failing when the maintenance is over.
      holds(rulesOf('worse', maintenance), {
        series: {
          ...outage('worse', began, 240, 480),
          ...exported('worse', `0+0x${over} 0+60x60 3600+0x60 0+0x600`),
        },
        expect: [
          [firedSince({ objective: 'worse' }, '24h'), at(over - 1), []],
          [firing({ objective: 'worse', severity: 'page', lookback: '1h' }), at(over + 15), [1]],
        ],
      }),
    ]);
  });
});

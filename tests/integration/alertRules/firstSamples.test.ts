import { at, catalogueOf, describeRules, firing, holds, requests, ruleFilesOf } from './promtool';

const BORN_AT = 26 * 60 + 3;
const MINUTES = 28 * 60;
const FAILURES = 2000;

/** A service that answers 60 requests a minute, and the series of whose errors is born with all its failures. */
function bornWithFailures(up: string | undefined): Record<string, string> {
  const target = 'job="shop",instance="shop-0:8080"';
  return {
    ...(up === undefined ? {} : { [`up{${target}}`]: up }),
    [`http_requests_total{application="shop",${target},code="200"}`]: `0+60x${MINUTES}`,
    [`http_requests_total{application="shop",${target},code="500"}`]: `_x${BORN_AT} ${FAILURES}+0x${MINUTES - BORN_AT}`,
  };
}

const recorded = (window: string) =>
  `sum(objective:slo_window_events:sum{objective="shop",window="${window}",error_budget="bad"})`;
const page = firing({ alertname: 'ErrorBudgetBurnRate', objective: 'shop', lookback: '1h', severity: 'page' });

describeRules('rules about errors with which their series is born', () => {
  const rules = () => ruleFilesOf(catalogueOf(requests('shop', 0.99)));

  it('count them as the row does, where the target was scraped without them before', () =>
    holds(rules(), {
      series: bornWithFailures(`1+0x${MINUTES}`),
      expect: [
        [recorded('5m'), at(BORN_AT + 4), [FAILURES]],
        [recorded('1h'), at(BORN_AT + 40), [FAILURES]],
        [recorded('6h'), at(BORN_AT + 40), [FAILURES]],
        [page, at(BORN_AT + 4), [1]],
        [page, at(BORN_AT + 75), []],
      ],
    }));

  it.each([
    ['is not known to have been scraped', undefined],
    ['was down just before', `1+0x${BORN_AT - 5} 0+0x2 1+0x${MINUTES}`],
  ])('do not count them where the target %s', (_, up) =>
    holds(rules(), {
      series: bornWithFailures(up),
      expect: [
        [recorded('1h'), at(BORN_AT + 40), [0]],
        [page, at(BORN_AT + 4), []],
      ],
    })
  );
});

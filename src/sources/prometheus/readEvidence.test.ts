import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import { selectorsOf } from '../../catalogue/selectors';
import type { HttpPort } from '../../transport/port';
import { LabelApi } from './labelApi';
import { readEvidence } from './readEvidence';

const NOW = Date.UTC(2026, 10, 22, 10);
const never = new AbortController().signal;

type Labels = Record<string, string>;

const SERIES: Labels[] = [
  { __name__: 'http_requests_total', job: 'api', code: '200' },
  { __name__: 'http_requests_total', job: 'api', code: '404' },
  { __name__: 'http_requests_total', job: 'batch', code: '500' },
  { __name__: 'http_errors_total', job: 'api' },
  { __name__: 'latency_bucket', le: '0.5' },
  { __name__: 'latency_bucket', le: '1.0' },
  { __name__: 'latency_bucket', le: '+Inf' },
  { __name__: 'old_bucket', le: '1' },
];

/** A server with these series, and the endpoints that were asked. */
function server(status = 200) {
  const paths: string[] = [];
  const port: HttpPort = {
    async send({ path }) {
      const url = new URL(path, 'http://prometheus');
      const match = url.searchParams.get('match[]');
      paths.push(`${url.pathname.slice('/api/v1/'.length)} ${match ?? ''}`.trim());
      const matching = SERIES.filter((series) => match === null || isSelected(series, match));
      const label = /label\/(\w+)\/values/.exec(url.pathname)?.[1];
      const names = label ? matching.map((series) => series[label] ?? '') : matching.flatMap(Object.keys);
      const data = [...new Set(names.filter((name) => name !== ''))].sort();
      return { status, headers: {}, text: status === 200 ? JSON.stringify({ status: 'success', data }) : 'no' };
    },
  };
  return { labels: new LabelApi({ port, clock: () => NOW }), paths };
}

function isSelected(series: Labels, match: string): boolean {
  return selectorsOf(match).every(
    ({ metric, names = [], matchers }) =>
      (metric === undefined || series.__name__ === metric) &&
      [...names, ...matchers].every(({ label, operator, value }) => {
        const found = series[label] ?? '';
        const meets = operator.includes('~') ? new RegExp(`^(?:${value})$`).test(found) : found === value;
        return meets !== operator.startsWith('!');
      })
  );
}

function spec(query: string): PrometheusSpec {
  return { query, counterSelectors: [] };
}

const TOTAL = 'sum(increase(http_requests_total{job="api"}[{{.window}}]))';

async function evidenceOf(part: string, { side = 'bad', why = 'matches', total = TOTAL, status = 200 } = {}) {
  const measure: Measure<PrometheusSpec> =
    side === 'good'
      ? { shape: 'goodTotal', good: spec(part), total: spec(total) }
      : { shape: 'badTotal', bad: spec(part), total: spec(total) };
  const { labels, paths } = server(status);
  const questions = {
    side: side === 'good' ? ('good' as const) : side === 'total' ? ('total' as const) : ('bad' as const),
    why: why === 'matches' ? ('matches' as const) : ('excludes' as const),
    fromMs: NOW - 1,
    toMs: NOW,
  };
  return { ...(await readEvidence(labels, measure, questions, never)), paths };
}

const bad = (selector: string) => `sum(increase(${selector}[{{.window}}]))`;

describe('why a side matched nothing', () => {
  it.each([
    ['http_errorz_total', 'unknown', 'the server has no metric http_errorz_total (did you mean http_errors_total?)'],
    ['nothing_like_it', 'unknown', 'the server has no metric nothing_like_it'],
    [
      'http_requests_total{codee=~"5.."}',
      'unknown',
      'no series of http_requests_total has a label codee (did you mean code?)',
    ],
    [
      'http_requests_total{status="500"}',
      'unknown',
      'no series of http_requests_total has a label status (found: code, job)',
    ],
    [
      'latency_bucket{le="1"}',
      'unknown',
      'no series of latency_bucket has le="1", but there is le="1.0": Prometheus 3 writes 1.0',
    ],
    [
      'old_bucket{le="1.0"}',
      'unknown',
      'no series of old_bucket has le="1.0", but there is le="1": Prometheus 3 writes 1.0, this server 1',
    ],
    ['latency_bucket{le="0.7"}', 'unknown', 'no series of latency_bucket has le="0.7" (did you mean 0.5?)'],
    [
      'http_requests_total{job="api",code=~"6.."}',
      'absent',
      'no series of http_requests_total has code=~"6.." (found: 200, 404, 500)',
    ],
    ['http_errors_total{job="apo"}', 'absent', 'no series of http_errors_total has job="apo" (did you mean api?)'],
    [
      'http_requests_total{job="batch",code="404"}',
      'absent',
      'no series has all of http_requests_total{job="batch",code="404"} at once',
    ],
    [
      '{__name__=~"http_errorz_.*"}',
      'unknown',
      'no metric has a name that matches "http_errorz_.*" (did you mean http_errors_total?)',
    ],
    [
      '{__name__=~"(grpc_errors|http_errorz)_total",job="api"}',
      'unknown',
      'no metric has a name that matches "(grpc_errors|http_errorz)_total" (did you mean http_errors_total?)',
    ],
    ['{__name__=~".*_errorz"}', 'unknown', 'no metric has a name that matches ".*_errorz"'],
    [
      '{__name__=~"http_.*",codee="500"}',
      'unknown',
      'no series of {__name__=~"http_.*"} has a label codee (did you mean code?)',
    ],
    [
      '{__name__=~"http_.*",code="503"}',
      'absent',
      'no series of {__name__=~"http_.*"} has code="503" (did you mean 500?)',
    ],
    ['{job="apo"}', 'absent', 'no series has job="apo" (did you mean api?)'],
    ['{jobb="api"}', 'unknown', 'no series has a label jobb (did you mean job?)'],
    ['{job="batch",code="404"}', 'absent', 'no series has all of {job="batch",code="404"} at once'],
  ])('%s is %s', async (selector, kind, text) => {
    expect((await evidenceOf(bad(selector))).reasons).toEqual([{ kind, text }]);
  });

  it('is said of every selector that the query names', async () => {
    const { reasons } = await evidenceOf(`${bad('http_errorz_total')} + ${bad('http_requests_total{codee="5"}')}`);
    expect(reasons.map(({ kind }) => kind)).toEqual(['unknown', 'unknown']);
  });

  it('is nothing where all that the query names exists', async () => {
    expect(await evidenceOf(`${bad('http_errors_total')} or vector(0)`)).toMatchObject({
      asked: true,
      reasons: [],
      substitutes: true,
    });
  });

  it('is no matcher that series without the label meet, and no name that is a pattern', async () => {
    const { reasons } = await evidenceOf(bad('http_errors_total{a!="x",b!~"x",c="",d=~".*"}'));
    expect(reasons).toEqual([]);
    expect((await evidenceOf(bad('{__name__=~"http_.*"}'))).reasons).toEqual([]);
  });

  it('is unknown where the server does not answer such questions', async () => {
    expect(await evidenceOf(bad('http_errorz_total'), { status: 404 })).toMatchObject({ asked: false, reasons: [] });
  });

  it('holds for a total, too', async () => {
    const { reasons } = await evidenceOf('x', { side: 'total', total: bad('http_requests_total{jobb="api"}') });
    expect(reasons).toEqual([
      { kind: 'unknown', text: 'no series of http_requests_total has a label jobb (did you mean job?)' },
    ]);
  });
});

describe('why good is the total', () => {
  const why = 'excludes';

  it('is a negative matcher on a label that does not exist', async () => {
    const { reasons } = await evidenceOf(bad('http_requests_total{job="api",codee!~"5.."}'), { side: 'good', why });
    expect(reasons).toEqual([
      { kind: 'unknown', text: 'no series of http_requests_total has a label codee (did you mean code?)' },
    ]);
  });

  it('is a metric of errors that does not exist, taken away', async () => {
    const query = `${TOTAL} - (${bad('http_errorz_total')} or vector(0))`;
    expect((await evidenceOf(query, { side: 'good', why })).reasons).toMatchObject([{ kind: 'unknown' }]);
  });

  it('is nothing where errors merely have not occurred', async () => {
    const { reasons } = await evidenceOf(bad('http_requests_total{job="api",code!~"6.."}'), { side: 'good', why });
    expect(reasons).toEqual([]);
  });
});

describe('what evidence costs', () => {
  it('is one request for a selector by a pattern that selects something', async () => {
    const { paths } = await evidenceOf(bad('{__name__=~"http_.*",job="api"}'));
    expect(paths).toEqual(['label/__name__/values {__name__=~"http_.*",job="api"}']);
  });

  it('is one request where the total vouches for all but one label', async () => {
    const { paths } = await evidenceOf(bad('http_requests_total{job="api",code=~"6.."}'));
    expect(paths).toEqual(['label/code/values {__name__="http_requests_total"}']);
  });

  it('is two for an unknown metric, and never the list of series', async () => {
    const { paths } = await evidenceOf(bad('http_errorz_total{code="5"}'));
    expect(paths).toEqual(['label/__name__/values {__name__="http_errorz_total"}', 'label/__name__/values']);
  });
});

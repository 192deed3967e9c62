import { changed, DAGSTER_SLO, documents, SERVICE } from './exampleCatalogue.fixture';
import type { Indicator } from './objective';
import { parseCatalogue } from './parseCatalogue';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const MATERIALIZATIONS = `type: Dagster
            spec:
              measure: materializations
              selection: tag:core
`;

/** An SLO whose raw metric asks `type` for what the lines of `spec` say. */
function asked(type: string, spec: string[]) {
  const source = [`type: ${type}`, 'spec:', ...spec.map((line) => `  ${line}`)].join('\n            ');
  return parseCatalogue(documents(SERVICE, changed(DAGSTER_SLO, MATERIALIZATIONS, `${source}\n`)));
}

function measured(type: string, spec: string[]): Indicator | undefined {
  return asked(type, spec).objectives[0]?.indicator;
}

function problemOf(type: string, spec: string[]) {
  const { objectives, problems } = asked(type, spec);
  expect(objectives).toEqual([]);
  const [{ path, found, expected, line, column }] = problems;
  return { path: path.replace(/^.*metricSource\.spec\.?/, ''), found, expected, line, column };
}

describe('a Dagster spec', () => {
  it('counts after retries, with the shipped deadlines, where it is silent', () => {
    expect(measured('Dagster', ['measure: materializations', 'selection: tag:core'])).toEqual({
      source: 'Dagster',
      measure: {
        shape: 'raw',
        rawType: 'success',
        raw: {
          measure: 'materializations',
          selection: 'tag:core',
          retries: 'after',
          manualReruns: 'separate',
          blockingChecks: 'bad',
          retrySettleMs: HOUR_MS,
          pendingDeadlineMs: DAY_MS,
          defaultIntervalMs: 7 * DAY_MS,
          intervalsMs: {},
        },
      },
    });
  });

  it('states every deadline as a duration', () => {
    const indicator = measured('Dagster', [
      'measure: materializations',
      'selection: kind:sqlmesh',
      'retries: every-attempt',
      'manualReruns: rescue',
      'retrySettle: 30m',
      'pendingDeadline: 2d',
      'defaultInterval: 1M',
      'intervals: {oso/events: 1d, oso/projects: 12h}',
      'partitionGrace: 6h',
    ]);
    expect(indicator?.measure).toMatchObject({
      raw: {
        retries: 'every-attempt',
        manualReruns: 'rescue',
        retrySettleMs: HOUR_MS / 2,
        pendingDeadlineMs: 2 * DAY_MS,
        defaultIntervalMs: 30 * DAY_MS,
        intervalsMs: { 'oso/events': DAY_MS, 'oso/projects': 12 * HOUR_MS },
        partitionGraceMs: 6 * HOUR_MS,
      },
    });
  });

  it.each([
    [['measure: materialisations', 'selection: a'], 'measure', '"materialisations"', /did you mean materializations\?/],
    [['measure: materializations'], 'selection', 'nothing', /^a selection of assets/],
    [['measure: materializations', 'selection: a', 'retries: never'], 'retries', '"never"', /^after, every-attempt$/],
    [['measure: materializations', 'selection: a', 'retrySettle: 1s'], 'retrySettle', '"1s"', /^a duration/],
    [['measure: materializations', 'selection: a', 'intervals: {a/b: 0d}'], 'intervals["a/b"]', '"0d"', /^a duration/],
  ])('is not %p', (spec, path, found, expected) => {
    expect(problemOf('Dagster', spec)).toMatchObject({ path, found, expected: expect.stringMatching(expected) });
  });

  it('is written as a raw ratio of successes', () => {
    const failures = changed(documents(SERVICE, DAGSTER_SLO), 'rawType: success', 'rawType: failure');
    expect(parseCatalogue(failures).problems[0]).toMatchObject({
      path: 'spec.indicator.spec.ratioMetric.rawType',
      found: 'failure',
      expected: 'ratioMetric with raw and rawType: success, as Dagster delivers good and total at once',
    });
  });
});

describe('a Trino spec', () => {
  it("leaves user errors out and reads the coordinator's memory, where it is silent", () => {
    const everyone = { include: [], exclude: [] };
    expect(measured('Trino', ['measure: queries'])).toEqual({
      source: 'Trino',
      measure: {
        shape: 'raw',
        rawType: 'success',
        raw: {
          measure: 'queries',
          userErrors: 'excluded',
          alsoBad: [],
          ignore: [],
          users: everyone,
          sources: everyone,
          resourceGroups: everyone,
          history: { kind: 'runtime' },
          longestRunMs: DAY_MS,
        },
      },
    });
  });

  it('states lists of codes, who counts, and the table of the history', () => {
    const indicator = measured('Trino', [
      'userErrors: good',
      'alsoBad: [ADMINISTRATIVELY_KILLED]',
      'ignore: [X]',
      'users: {exclude: [etl]}',
      "sources: {include: [dbt, it's mine]}",
      'resourceGroups: {exclude: [global.adhoc]}',
      'longestRun: 6h',
      'history:',
      '  kind: table',
      '  table: lake.audit."query log"',
      '  columns: {end: finished_at, state: outcome, errorType: kind, errorCode: name, source: client, user: who, resourceGroup: q}',
    ]);
    expect(indicator?.measure).toMatchObject({
      raw: {
        userErrors: 'good',
        alsoBad: ['ADMINISTRATIVELY_KILLED'],
        ignore: ['X'],
        users: { include: [], exclude: ['etl'] },
        sources: { include: ['dbt', "it's mine"], exclude: [] },
        resourceGroups: { include: [], exclude: ['global.adhoc'] },
        longestRunMs: 6 * HOUR_MS,
        history: { kind: 'table', table: 'lake.audit."query log"', columns: { end: 'finished_at', user: 'who' } },
      },
    });
  });

  it('may count by the metrics of Trino in Prometheus', () => {
    const indicator = measured('Trino', [`history: {kind: counters, selector: 'job="trino", cluster=~"a|b"'}`]);
    expect(indicator?.measure).toMatchObject({
      raw: { history: { kind: 'counters', selector: 'job="trino", cluster=~"a|b"' } },
    });
  });

  it.each([
    [['alsoBad: [killed]'], 'alsoBad[0]', '"killed"', /^an error code/],
    [['history: {kind: mysqlListener}'], 'history.table', 'nothing', /^the table of the history mysqlListener$/],
    [['history: {kind: memory}'], 'history.kind', '"memory"', /^runtime, mysqlListener, table, counters$/],
    [
      ['history: {kind: table, table: "a.b.c; DROP TABLE d"}'],
      'history.table',
      '"a.b.c; DROP TABLE d"',
      /^a table as catalog\.schema\.table, in double quotes what is no plain name/,
    ],
    [
      ['history: {kind: table, table: a.b.c, columns: {state: s, errorType: t, source: c, end: "x, y"}}'],
      'history.columns.end',
      '"x, y"',
      /^the name of a column$/,
    ],
    [['history: {kind: table, table: a.b.c}'], 'history.columns', 'nothing', /^how the table names state/],
    [
      ['history: {kind: table, table: a.b.c, columns: {errorType: t, source: c, end: e}}'],
      'history.columns.state',
      'nothing',
      /^the name of a column$/,
    ],
    [
      ['history: {kind: table, table: a.b.c, columns: {state: s, errorType: t, source: c, created: d}}'],
      'history.columns.end',
      'nothing',
      /^end, or created and elapsedMs/,
    ],
    [
      ['ignore: [X]', 'history: {kind: table, table: a.b.c, columns: {state: s, errorType: t, source: c, end: e}}'],
      'history.columns.errorCode',
      'nothing',
      /as ignore asks for it$/,
    ],
    [
      [
        'users: {include: [a]}',
        'history: {kind: table, table: a.b.c, columns: {state: s, errorType: t, source: c, end: e}}',
      ],
      'history.columns.user',
      'nothing',
      /as users asks for it$/,
    ],
    [
      [`history: {kind: counters, selector: 'job="a"} or vector(1'}`],
      'history.selector',
      expect.stringContaining('vector'),
      /^label matchers of PromQL/,
    ],
    [['users: {include: [""]}'], 'users.include[0]', '""', /^the name of a user$/],
    [['probe: nowhere'], 'probe', '"nowhere"', /^a known SLO, one of nightly/],
  ])('is not %p', (spec, path, found, expected) => {
    expect(problemOf('Trino', spec)).toMatchObject({ path, found, expected: expect.stringMatching(expected) });
  });
});

describe('a Demo spec', () => {
  it('states traffic and errors', () => {
    expect(measured('Demo', ['eventsPerHour: 120', 'errorRatio: 0.01'])?.measure).toMatchObject({
      raw: { eventsPerHour: 120, errorRatio: 0.01 },
    });
  });

  it('does not fail more than always', () => {
    expect(problemOf('Demo', ['eventsPerHour: 120', 'errorRatio: 1.1'])).toMatchObject({
      path: 'errorRatio',
      found: '1.1',
      expected: 'a fraction from 0 to 1',
    });
  });
});

describe('a Prometheus spec', () => {
  it('is a query over the width of a bucket', () => {
    expect(measured('Prometheus', ['query: avg_over_time(ratio[{{.window}}])'])).toEqual({
      source: 'Prometheus',
      measure: {
        shape: 'raw',
        rawType: 'success',
        raw: { query: 'avg_over_time(ratio[{{.window}}])', counterSelectors: [] },
      },
    });
  });

  it('names the line and column of a mistake inside a query of several lines', () => {
    const spec = ['query: |-', '  sum(', '    increase(errors_total[])', '  )'];
    expect(problemOf('Prometheus', spec)).toEqual({
      path: 'query',
      found: 'an empty range, probably a variable such as $__interval or $__rate_interval that Grafana emptied',
      expected: '{{.window}}, the width of a bucket (Grafana empties variables in provisioned text)',
      line:
        SERVICE.split('\n').length + DAGSTER_SLO.slice(0, DAGSTER_SLO.indexOf('measure: mat')).split('\n').length + 2,
      column: '              '.length + '    increase(errors_total['.length + 1,
    });
  });
});

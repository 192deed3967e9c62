import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  changed,
  DAGSTER_SLO,
  DATA_SOURCE,
  documents,
  SERVICE,
  SLI,
  SLO,
  THRESHOLD_SLO,
} from './exampleCatalogue.fixture';
import { parseCatalogue } from './parseCatalogue';

const DAY_MS = 86_400_000;

describe('a catalogue', () => {
  it('gives objectives with everything needed to measure and to judge them', () => {
    const { categories, objectives, problems } = parseCatalogue(documents(SERVICE, DATA_SOURCE, SLI, SLO));
    const shop = { id: 'shop', displayName: 'Shop', description: 'Where things are bought.' };
    expect(problems).toEqual([]);
    expect(categories).toEqual([shop]);
    expect(objectives).toEqual([
      {
        id: 'checkout',
        displayName: 'Checkout',
        description: 'Checkouts succeed.',
        category: shop,
        target: 0.99,
        budgeting: { method: 'Occurrences' },
        window: { type: 'rolling', durationMs: 30 * DAY_MS },
        indicator: {
          source: 'Prometheus',
          dataSource: 'metrics',
          measure: {
            shape: 'goodTotal',
            good: {
              query: 'sum(increase(http_requests_total{code!~"5.."}[{{.window}}]))',
              counterSelectors: ['http_requests_total'],
              counted: ['', 'http_requests_total{code!~"5.."}', ''],
              narrows: { selector: 'http_requests_total', label: 'code', pattern: '"5.."', negated: true },
            },
            total: {
              query: 'sum(increase(http_requests_total[{{.window}}]))',
              counterSelectors: ['http_requests_total'],
              counted: ['', 'http_requests_total', ''],
            },
          },
        },
        policy: { noData: 'unknown', exclusions: [], severity: 'ticket', timeBased: false },
        labels: { team: ['payments', 'web'] },
      },
    ]);
  });

  it('may look like the example of the documentation', () => {
    const page = readFileSync(join(__dirname, '..', '..', 'docs', 'catalogue.md'), 'utf8');
    const example = /```yaml\n(apiVersion[^]*?)```/.exec(page)?.[1] ?? '';
    const { objectives, problems } = parseCatalogue(example);
    expect(problems).toEqual([]);
    expect(objectives.map(({ id, target }) => [id, target])).toEqual([['checkout-requests', 0.999]]);
  });

  it('does not depend on the order of its documents', () => {
    const forwards = parseCatalogue(documents(SERVICE, DATA_SOURCE, SLI, SLO));
    const backwards = parseCatalogue(documents(SLO, SLI, DATA_SOURCE, SERVICE));
    expect(backwards).toEqual(forwards);
  });

  it('survives JSON unchanged', () => {
    const catalogue = parseCatalogue(documents(SERVICE, DATA_SOURCE, SLI, SLO, DAGSTER_SLO, THRESHOLD_SLO));
    expect(JSON.parse(JSON.stringify(catalogue))).toEqual(catalogue);
  });

  it('may be empty, and then says so', () => {
    for (const text of ['', '\n---\n# nothing\n---\n']) {
      const { objectives, problems } = parseCatalogue(text);
      expect(objectives).toEqual([]);
      expect(problems).toEqual([
        {
          severity: 'error',
          document: 1,
          line: 1,
          column: 1,
          path: '',
          found: 'no document',
          expected: 'at least one OpenSLO document',
          message: 'Document 1, line 1, column 1: found no document, expected at least one OpenSLO document.',
        },
      ]);
    }
  });

  it('passes over alerting objects', () => {
    const policy = 'apiVersion: openslo/v1\nkind: AlertPolicy\nmetadata: {name: fast}\nspec: {conditions: []}\n';
    const { objectives, problems } = parseCatalogue(documents(SERVICE, policy, DATA_SOURCE, SLI, SLO));
    expect(objectives).toHaveLength(1);
    expect(problems).toMatchObject([{ severity: 'warning', document: 2, path: 'kind', kind: 'AlertPolicy' }]);
  });

  it.each(['text', '- a\n- b', '42'])('has no document such as %p', (document) => {
    const { objectives, problems } = parseCatalogue(documents(SERVICE, DATA_SOURCE, SLI, `${document}\n`, SLO));
    expect(objectives).toHaveLength(1);
    expect(problems).toMatchObject([
      { severity: 'error', document: 4, path: '', expected: expect.stringMatching(/^an OpenSLO document/) },
    ]);
  });
});

describe('windows and budgeting', () => {
  const judged = (slo: string) => parseCatalogue(documents(SERVICE, DATA_SOURCE, SLI, slo)).objectives[0];

  it('follow the calendar in its time zone', () => {
    expect(judged(THRESHOLD_SLO).window).toEqual({
      type: 'calendar',
      count: 1,
      unit: 'M',
      startTime: '2026-01-01 00:00:00',
      timeZone: 'Europe/Berlin',
    });
  });

  it('judge a threshold in slices', () => {
    expect(judged(THRESHOLD_SLO)).toMatchObject({
      budgeting: { method: 'Timeslices', sliceMs: 300_000, sliceTarget: 0.95 },
      indicator: { measure: { shape: 'threshold', op: 'lte', value: 0.25 } },
    });
  });

  it('average slices', () => {
    const slo = changed(SLO, 'Occurrences', 'RatioTimeslices').replace('0.99', '0.99\n      timeSliceWindow: 1h');
    expect(judged(slo).budgeting).toEqual({ method: 'RatioTimeslices', sliceMs: 3_600_000 });
  });

  it.each([
    ['target: 0.999', 0.999],
    ['targetPercent: 99.9', 0.999],
    ['targetPercent: 99.95', 0.9995],
    ['targetPercent: 1.0e-7', 1e-7 / 100],
    ['targetPercent: 75', 0.75],
    ['targetPercent: 100', 1],
  ])('read %s exactly', (target, expected) => {
    expect(judged(changed(SLO, 'target: 0.99', target)).target).toBe(expected);
  });

  it('are a point in time without a window', () => {
    const freshness = changed(DAGSTER_SLO, 'materializations', 'freshness');
    const slo = changed(freshness, '  timeWindow:\n    - duration: 30d\n      isRolling: true\n', '');
    expect(judged(slo).window).toEqual({ type: 'pointInTime' });
  });
});

describe('indicators', () => {
  const COUNTED = `metricSource:
            type: Dagster
            spec:
              measure: materializations
              selection: tag:core`;

  it('may count what is bad', () => {
    const bad = SLI.replace('    good:', '    bad:').replace('code!~', 'code=~');
    const [objective] = parseCatalogue(documents(SERVICE, DATA_SOURCE, bad, SLO)).objectives;
    expect(objective.indicator.measure).toMatchObject({
      shape: 'badTotal',
      bad: { query: expect.stringContaining('code=~"5.."'), counterSelectors: ['http_requests_total'] },
    });
  });

  it('may be a ratio of failures that the upstream answers itself', () => {
    const raw = `metricSource:
            type: Prometheus
            spec:
              query: avg_over_time(failed:ratio[{{.window}}])`;
    const slo = changed(changed(DAGSTER_SLO, COUNTED, raw), 'rawType: success', 'rawType: failure');
    const [objective] = parseCatalogue(documents(SERVICE, slo)).objectives;
    expect(objective.indicator.measure).toMatchObject({ shape: 'raw', rawType: 'failure' });
  });

  it('may differ between the objectives of one SLO, which then have numbered ids', () => {
    const other = SLI.replace('name: answered', 'name: served').replaceAll('http_requests_total', 'served_total');
    const slo = changed(SLO, '  indicatorRef: answered\n', '').replace(
      '- target: 0.99',
      '- target: 0.99\n      indicatorRef: answered\n    - target: 0.9\n      displayName: served\n      indicatorRef: served'
    );
    const { objectives, problems } = parseCatalogue(documents(SERVICE, DATA_SOURCE, SLI, other, slo));
    expect(problems).toEqual([]);
    expect(objectives.map(({ id, displayName, target }) => [id, displayName, target])).toEqual([
      ['checkout', 'Checkout: 1', 0.99],
      ['checkout/2', 'Checkout: served', 0.9],
    ]);
    expect(JSON.stringify(objectives[1].indicator)).toContain('served_total');
  });

  it('belong to the application that a label names', () => {
    const slo = changed(SLO, 'team: [payments, web]', 'application: till').replace(
      'example.com/owner: payments',
      'error-budget/application-name: The till'
    );
    const [objective] = parseCatalogue(documents(SERVICE, DATA_SOURCE, SLI, slo)).objectives;
    expect(objective.application).toEqual({ id: 'till', displayName: 'The till' });
    expect(objective.labels).toEqual({ application: ['till'] });
  });
});

describe('one broken document never hides the others', () => {
  const second = SLO.replace('name: checkout', 'name: search');
  const ids = (...texts: string[]) => parseCatalogue(documents(...texts)).objectives.map(({ id }) => id);

  it.each([
    ['broken YAML', 'kind: [SLO\n  name: "x\n'],
    ['a broken SLO', changed(SLO, 'target: 0.99', 'target: 99')],
    ['a broken SLO of the same name', changed(second, 'target: 0.99', 'target: 99').replace('search', 'checkout')],
    ['an unknown kind', 'apiVersion: openslo/v1\nkind: Budget\n'],
    ['a broken reference', changed(SLO, 'indicatorRef: answered', 'indicatorRef: nothing')],
  ])('%s', (_, brokenDocument) => {
    expect(ids(SERVICE, DATA_SOURCE, SLI, brokenDocument, second)).toEqual(['search']);
    expect(ids(brokenDocument, second, SLI, DATA_SOURCE, SERVICE)).toEqual(['search']);
  });

  it('nor does a broken Service: its objectives are listed under its name', () => {
    const broken = changed(SERVICE, 'description: Where things are bought.', 'description: [1]');
    const { categories, objectives, problems } = parseCatalogue(documents(broken, DATA_SOURCE, SLI, SLO));
    expect(categories).toEqual([{ id: 'shop', displayName: 'shop', description: '' }]);
    expect(objectives.map(({ category }) => category)).toEqual(categories);
    expect(problems).toHaveLength(1);
  });

  it('nor does a Service that cannot be read at all: the reference to it is a warning', () => {
    const { categories, objectives, problems } = parseCatalogue(documents('kind: "Service\n', DATA_SOURCE, SLI, SLO));
    expect(categories.map(({ id }) => id)).toEqual(['shop']);
    expect(objectives).toHaveLength(1);
    expect(problems.map(({ severity, path }) => [severity, path])).toEqual([
      ['error', ''],
      ['warning', 'spec.service'],
    ]);
  });

  it('nor does a broken DataSource whose type can be read', () => {
    const broken = changed(DATA_SOURCE, '  connectionDetails: {}\n', '');
    expect(ids(SERVICE, broken, SLI, SLO)).toEqual(['checkout']);
  });

  it('nor does the broken probe of a Trino objective, which then goes without', () => {
    const trino = `type: Trino
            spec:
              probe: checkout`;
    const dagster = DAGSTER_SLO.slice(DAGSTER_SLO.indexOf('type: Dagster'), DAGSTER_SLO.indexOf('\n        rawType'));
    const queries = changed(DAGSTER_SLO, dagster, trino);
    const probed = parseCatalogue(documents(SERVICE, DATA_SOURCE, SLI, SLO, queries));
    expect(probed.problems).toEqual([]);
    expect(probed.objectives[1].indicator).toMatchObject({ measure: { raw: { probe: 'checkout' } } });
    expect(probed.objectives[1].indicator).toHaveProperty('probe', probed.objectives[0]);
    const broken = changed(SLO, 'target: 0.99', 'target: 99');
    const unprobed = parseCatalogue(documents(SERVICE, DATA_SOURCE, SLI, broken, queries));
    expect(unprobed.objectives.map(({ id }) => id)).toEqual(['nightly']);
    expect(unprobed.objectives[0].indicator.measure).not.toHaveProperty('raw.probe');
    expect(unprobed.objectives[0].indicator).not.toHaveProperty('probe');
    expect(unprobed.problems.map(({ severity }) => severity)).toEqual(['error', 'warning']);
  });

  it('but an SLI with errors takes the SLOs with it that refer to it, and is itself to blame', () => {
    const broken = changed(SLI, 'total{code!~"5.."}[{{.window}}]', 'total{code!~"5.."}[]');
    const { objectives, problems } = parseCatalogue(documents(SERVICE, DATA_SOURCE, broken, SLO, DAGSTER_SLO));
    expect(objectives.map(({ id }) => id)).toEqual(['nightly']);
    expect(problems).toMatchObject([
      { kind: 'SLI', path: 'spec.ratioMetric.good.metricSource.spec.query' },
      { kind: 'SLO', path: 'spec.indicatorRef', found: 'the SLI answered, which has errors' },
    ]);
  });

  it('and of two documents with one name the first is kept', () => {
    const again = changed(SLO, 'target: 0.99', 'target: 0.5');
    const { objectives, problems } = parseCatalogue(documents(SERVICE, DATA_SOURCE, SLI, SLO, again));
    expect(objectives.map(({ id, target }) => [id, target])).toEqual([['checkout', 0.99]]);
    expect(problems).toMatchObject([
      { document: 5, path: 'metadata.name', expected: 'a name of its own (document 4 is the SLO of this name)' },
    ]);
  });

  it('and all problems of one document show at once', () => {
    const broken = SLO.replace('name: checkout', 'name: Check out')
      .replace('Occurrences', 'Sometimes')
      .replace('target: 0.99', 'target: 2')
      .replace('  displayName: Checkout', '  colour: blue');
    expect(parseCatalogue(documents(SERVICE, DATA_SOURCE, SLI, broken)).problems.map(({ path }) => path)).toEqual([
      'metadata.name',
      'metadata.colour',
      'spec.budgetingMethod',
      'spec.objectives[0].target',
    ]);
  });
});

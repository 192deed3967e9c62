import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { alertingFor } from '../../alerting/alertRules';
import { KEPT_MS } from '../../alerting/canFire';
import { catalogues, INDICATORS } from '../../alerting/catalogues.testing';
import { generateAlerts } from '../../alerting/generateAlerts';
import type { PrometheusRules } from '../../alerting/prometheusRules';
import { DAY_MS } from '../../src/budget/durations';
import type { Objective } from '../../src/catalogue/objective';
import { parseCatalogue, type Catalogue } from '../../src/catalogue/parseCatalogue';
import { objectiveOf } from '../../src/evaluation/objective.testing';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import { ensureInstalled } from './prometheus/prometheusServer';

const RULES = join(__dirname, '../../provisioning/prometheus/rules');
const SHIPPED = ['errorbudget.recording.yml', 'errorbudget.alerting.yml'].map((name) => join(RULES, name));
const SURROUNDINGS = { chat: 'https://chat.example.org' };

// Days of one sample a minute, on a slow machine.
jest.setTimeout(300_000);

/** Time series and what an expression answers at instants, in promtool's notation. One sample a minute from 1970 on. */
interface Scenario {
  series: Record<string, string>;
  /** Expression, hours and minutes, and the values that it then has. */
  expect: Array<[promql: string, at: string, values: number[]]>;
  /** An alert as it is then, in promtool's notation. */
  raised?: { eval_time: string; alertname: string; exp_alerts: object[] };
}

let folder: string;

/** Runs `promtool test rules`; rejects with what differed. */
async function holds(ruleFiles: string[], { series, expect: expected, raised }: Scenario): Promise<void> {
  const file = join(folder, `${randomUUID()}.yml`);
  const test = {
    rule_files: ruleFiles,
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: expected.map(([expr, at, values]) => ({
          expr,
          eval_time: at,
          exp_samples: values.map((value) => ({ labels: '{}', value })),
        })),
        alert_rule_test: raised ? [raised] : [],
      },
    ],
  };
  writeFileSync(file, stringify(test, { lineWidth: 0 }));
  await promisify(execFile)('promtool', ['test', 'rules', file]).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`${error.stdout}\n${error.stderr}`);
  });
}

/** Writes the rules of a catalogue, or of some of its objectives; answers the files. */
function ruleFilesOf(catalogue: Catalogue, ids: string[] = []): string[] {
  const { files } = generateAlerts(alertingFor(catalogue, ids), KEPT_MS, SURROUNDINGS);
  return files
    .filter(({ path }) => path.startsWith('prometheus/'))
    .map(({ text }) => {
      const file = join(folder, `${randomUUID()}.yml`);
      writeFileSync(file, text);
      return file;
    });
}

/** The shipped rules of these objectives. */
function shipped(...ids: string[]): string[] {
  return ruleFilesOf(shippedCatalogue, ids);
}

function requests(name: string, target: number, annotations: Record<string, string> = {}): string {
  const query = (matcher: string) => `sum(increase(http_requests_total{application="${name}"${matcher}}[{{.window}}]))`;
  const source = (matcher: string) => ({ metricSource: { type: 'Prometheus', spec: { query: query(matcher) } } });
  return stringify({
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    metadata: { name, annotations: { 'error-budget/severity': 'page', ...annotations } },
    spec: {
      service: 'shop',
      budgetingMethod: 'Occurrences',
      timeWindow: [{ duration: '30d', isRolling: true }],
      objectives: [{ target }],
      indicator: {
        metadata: { name },
        spec: { ratioMetric: { counter: true, good: source(',code!~"5.."'), total: source('') } },
      },
    },
  });
}

function catalogueOf(...slos: string[]): Catalogue {
  const service = stringify({ apiVersion: 'openslo/v1', kind: 'Service', metadata: { name: 'shop' }, spec: {} });
  const catalogue = parseCatalogue([service, ...slos].join('---\n'));
  expect(catalogue.problems).toEqual([]);
  return catalogue;
}

/** Requests of an application, 60 a minute, all answered until an outage begins, in which none is, and after it all again. */
function outage(name: string, cleanMinutes: number, badMinutes: number, afterMinutes = 0): Record<string, string> {
  const answered = 60 * cleanMinutes;
  const failed = 60 * badMinutes;
  const series = (code: string) => `http_requests_total{application="${name}",code="${code}"}`;
  return {
    [series('200')]: `0+60x${cleanMinutes} ${answered}+0x${badMinutes - 1} ${answered + 60}+60x${afterMinutes}`,
    [series('500')]: `0+0x${cleanMinutes} 60+60x${badMinutes - 1} ${failed}+0x${afterMinutes}`,
  };
}

/** How many alerts like these fire. */
function firing(labels: Record<string, string>): string {
  const matchers = Object.entries({ ...labels, alertstate: 'firing' }).map(([name, value]) => `${name}="${value}"`);
  return `count(ALERTS{${matchers.join(',')}})`;
}

/** How many alerts like these have fired at any evaluation so far. */
function firedSince(labels: Record<string, string>, range: string): string {
  const matchers = Object.entries({ ...labels, alertstate: 'firing' }).map(([name, value]) => `${name}="${value}"`);
  return `count(count_over_time(ALERTS{${matchers.join(',')}}[${range}]))`;
}

const at = (minutes: number) => `${Math.floor(minutes / 60)}h${minutes % 60}m`;

describeWithPrometheus('the generated rules in promtool', () => {
  beforeAll(async () => {
    await ensureInstalled();
    folder = mkdtempSync(join(tmpdir(), 'error-budget-rules-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const check = async (files: string[]) => {
    const { stdout } = await promisify(execFile)('promtool', [
      'check',
      'rules',
      '--lint=all',
      '--lint-fatal',
      ...files,
    ]);
    expect(stdout.match(/SUCCESS/g)).toHaveLength(files.length);
  };

  it('pass every lint for the shipped catalogue', () => check(SHIPPED));

  it('pass every lint for other catalogues', () =>
    check(
      fc
        .sample(catalogues, { numRuns: 15, seed: 7 })
        .filter((catalogue) => catalogue.objectives.some(({ policy }) => policy.severity !== 'none'))
        .flatMap((catalogue) => ruleFilesOf(catalogue))
    ));

  it('pass every lint for a hundred objectives of any window and target, and for none', async () => {
    const { policy } = objectiveOf();
    const windows: Array<Objective['window']> = [
      ...[1, 7, 28, 30, 90].map((days) => ({ type: 'rolling' as const, durationMs: days * DAY_MS })),
      { type: 'calendar', count: 1, unit: 'Q', startTime: '2026-01-01 00:00:00', timeZone: 'Europe/Berlin' },
      { type: 'pointInTime' },
    ];
    const exclusions = [{ fromMs: Date.UTC(2026, 4, 1), toMs: Date.UTC(2026, 4, 1, 4), reason: 'Upgrade' }];
    const policies: Array<Objective['policy']> = [
      { ...policy, severity: 'page' },
      { ...policy, severity: 'page', exclusions },
      { ...policy, minBadEvents: 5, expectedEveryMs: DAY_MS },
    ];
    const hundred = windows
      .flatMap((window) => [1, 0.999, 0.9, 0.5, 0.01].map((target) => ({ window, target })))
      .flatMap((one) => policies.map((own) => ({ ...one, policy: own })))
      .map((one, index) =>
        objectiveOf({
          ...one,
          id: `objective-${index}`,
          displayName: 'Availability',
          indicator: INDICATORS[index % INDICATORS.length],
        })
      );
    expect(hundred.length).toBeGreaterThan(100);
    await check([
      ...ruleFilesOf({ ...shippedCatalogue, objectives: hundred }),
      ...ruleFilesOf({ ...shippedCatalogue, objectives: [] }),
    ]);
  });

  it('tell names and descriptions letter by letter, whatever a template would make of them', async () => {
    const displayName = 'Costs in $USD {{ .Missing }} "all"';
    const description = 'Below ${HOME}, {{ $value }} and {{\nor 100 % \\ nothing';
    const odd = objectiveOf({ id: 'odd', displayName, description, target: 1 });
    const files = ruleFilesOf({ ...shippedCatalogue, objectives: [odd] });
    const { groups }: { groups: PrometheusRules['groups'] } = parse(readFileSync(files[1], 'utf8'));
    const [rule] = groups.flatMap(({ rules }) =>
      rules.flatMap((one) => ('alert' in one && one.alert === 'ErrorBudgetExhausted' ? [one] : []))
    );
    await holds(files, {
      series: { 'slo_status{objective="odd",status="breached"}': '1+0x40' },
      expect: [],
      raised: {
        eval_time: '30m',
        alertname: 'ErrorBudgetExhausted',
        exp_alerts: [
          {
            exp_labels: rule.labels,
            exp_annotations: {
              ...rule.annotations,
              title: `${displayName}: error budget exhausted, a remedial sprint begins`,
              description: `${displayName}, 100 % over 30 d: ${description}`,
            },
          },
        ],
      },
    });
  });

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

  it('see an outage, and no other, in indicators of every shape', async () => {
    const [clean, bad] = [7 * 60, 30];
    const objectives = INDICATORS.filter(({ source }) => source === 'Prometheus').map((indicator, index) =>
      objectiveOf({ id: `shape-${index}`, indicator, policy: { ...objectiveOf().policy, severity: 'page' } })
    );
    const page = { alertname: 'ErrorBudgetBurnRate', severity: 'page' };
    await holds(ruleFilesOf({ ...shippedCatalogue, objectives }), {
      series: {
        'done_total{job="it",failed="no"}': `0+60x${clean} ${60 * clean}+0x${bad}`,
        'done_total{job="it",failed="yes"}': `0+0x${clean} 60+60x${bad}`,
        'probe_success{job="it"}': `1+0x${clean} 0+0x${bad}`,
        ratio: `0+0x${clean} 1+0x${bad}`,
        latency_seconds: `0.1+0x${clean} 2+0x${bad}`,
      },
      expect: [
        [firedSince(page, '7h'), at(clean), []],
        [firing({ ...page, lookback: '1h' }), at(clean + 20), [objectives.length]],
      ],
    });
  });

  it('open a ticket for a slow burn, and do not page', async () => {
    const clean = 74 * 60;
    const burning = 38 * 60;
    const series = (code: string) => `http_requests_total{application="slow",code="${code}"}`;
    await holds(ruleFilesOf(catalogueOf(requests('slow', 0.99))), {
      series: {
        // Twice the even rate: 10 % of the budget of 30 d lasts 36 h.
        [series('200')]: `0+100x${clean} ${100 * clean}+98x${burning}`,
        [series('500')]: `0+0x${clean} 0+2x${burning}`,
      },
      expect: [
        [firing({ objective: 'slow', severity: 'ticket' }), at(clean + 35 * 60 + 30), []],
        [firing({ objective: 'slow', severity: 'ticket', lookback: '72h' }), at(clean + 36 * 60 + 30), [1]],
        [firedSince({ objective: 'slow', severity: 'page' }, '7d'), at(clean + burning), []],
      ],
    });
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
      series: { 'slo_consecutive_bad{objective="core-materialization"}': '0+0x9 1+0x9 2+0x9 3+0x30' },
      expect: [
        [firing({ objective: 'core-materialization', severity: 'page' }), '29m', []],
        [firing({ objective: 'core-materialization', severity: 'page' }), '31m', [1]],
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

  it('tell once that the exporter is away, and which source it lost', async () => {
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
    /** Those of the shipped catalogue, one that the exporter cannot read, and one that pages by what the exporter tells. */
    const everyRule = () =>
      ruleFilesOf({
        ...shippedCatalogue,
        objectives: [
          ...shippedCatalogue.objectives.filter(({ id }) => [...exported, 'unstable-materialization'].includes(id)),
          objectiveOf({ id: 'paging', displayName: 'Paging', policy: { ...objectiveOf().policy, severity: 'page' } }),
        ],
      });
    /** Alerts that the exporter's figures raise, with labels that single out one of each. */
    const told = {
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
          ...Object.values(told).flatMap((labels): Scenario['expect'] => [
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

    it('for 30 min, say so, let what nobody knows any more go out, and raise it again afterwards', async () => {
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
          ...[told.badEvent, told.inARow, told.spent].flatMap((labels): Scenario['expect'] => [
            ...Array.from({ length: gap + 10 }, (_, minute) => fires(labels, minute)),
            [since(labels), at(began + gap + 10), [0]],
          ]),
          ...[told.page, told.ticket, told.items, told.lost, told.late].flatMap((labels) => [
            fires(labels, 9),
            isOut(labels, gap - 1),
            fires(labels, gap + 25),
          ]),
          fires(told.page, 13),
          isOut(told.page, 17),
          fires(told.page, gap + 1),
          fires(told.ticket, gap + 6),
        ],
      });
    });
  });

  it('raise that nothing ran, even after the exporter has forgotten the last event', async () => {
    const silent = firing({ alertname: 'ErrorBudgetNothingRan', objective: 'nightly' });
    const nightly = requests('nightly', 0.99, { 'error-budget/expected-every': '4h' });
    await holds(ruleFilesOf(catalogueOf(nightly)), {
      series: { 'slo_last_event_timestamp_seconds{objective="nightly"}': '3600+0x300 _x600' },
      expect: [
        [silent, '8h55m', []],
        [silent, '9h10m', [1]],
      ],
    });
  });

  it('raise the exhausted budget, but not one that is spent to its last event', async () => {
    await holds(shipped('trino-queries', 'api-requests'), {
      series: {
        // 1 - 1 / ((1 - 0.9) × 10) in binary fractions.
        'slo_error_budget_remaining_ratio{objective="trino-queries"}': `${1 - 1 / ((1 - 0.9) * 10)}+0x120`,
        'slo_error_budget_remaining_ratio{objective="api-requests"}': '0.1+0x59 -0.02+0x60',
      },
      expect: [
        [firedSince({ alertname: 'ErrorBudgetExhausted', objective: 'trino-queries' }, '2h'), '2h', []],
        [firing({ alertname: 'ErrorBudgetExhausted', objective: 'api-requests' }), '59m', []],
        [firing({ alertname: 'ErrorBudgetExhausted', objective: 'api-requests' }), '1h16m', [1]],
      ],
    });
  });

  it('raise bad items that last a quarter of an hour', async () => {
    const items = (state: string) => `slo_items{objective="core-partitions",state="${state}"}`;
    const raised = firing({ alertname: 'ErrorBudgetBadItems', objective: 'core-partitions' });
    await holds(shipped('core-partitions'), {
      series: { [items('bad')]: '3+0x30 4+0x60', [items('allowed')]: '3+0x90' },
      expect: [
        [raised, '30m', []],
        [raised, '44m', []],
        [raised, '51m', [1]],
      ],
    });
  });

  it('are silent during planned maintenance and about it afterwards, yet not about an outage that follows', async () => {
    const began = 14 * 60;
    const maintenance = {
      'error-budget/exclusions': '[{from: 1970-01-01T14:00:00Z, to: 1970-01-01T16:00:00Z, reason: Upgrade}]',
    };
    const files = ruleFilesOf(
      catalogueOf(
        requests('planned', 0.99, maintenance),
        requests('unplanned', 0.99),
        requests('worse', 0.99, maintenance)
      )
    );
    const exported = (name: string, result: string) =>
      `slo_window_events{objective="${name}",result="${result}",window="1h"}`;
    await holds(files, {
      series: {
        ...outage('planned', began, 120, 600),
        ...outage('unplanned', began, 120, 600),
        // Goes on failing when the maintenance is over.
        ...outage('worse', began, 240, 480),
        ...Object.fromEntries(
          ['planned', 'worse'].flatMap((name) => [
            [exported(name, 'total'), '3600+0x1440'],
            [exported(name, 'bad'), name === 'planned' ? '0+0x1440' : `0+0x${began + 120} 0+60x60 3600+0x60 0+0x600`],
          ])
        ),
      },
      expect: [
        [firing({ objective: 'unplanned', severity: 'page', lookback: '1h' }), at(began + 60), [1]],
        [firedSince({ objective: 'planned' }, '24h'), '24h', []],
        [firedSince({ objective: 'worse' }, '24h'), at(began + 119), []],
        [firing({ objective: 'worse', severity: 'page', lookback: '1h' }), at(began + 120 + 15), [1]],
      ],
    });
  });

  it('are not loaded by default, but for what they compare', () => {
    for (const path of ['provisioning/prometheus/prometheus.yml', 'demo/prometheus/prometheus.yml']) {
      const configuration: unknown = parse(readFileSync(join(__dirname, '../..', path), 'utf8'));
      expect(configuration).toMatchObject({ rule_files: ['rules/*.recording.yml'] });
    }
  });
});

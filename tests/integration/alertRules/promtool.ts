import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse, stringify } from 'yaml';
import { alertingFor } from '../../../alerting/catalogueRules';
import { KEPT_MS } from '../../../alerting/canFire';
import { generateAlerts } from '../../../alerting/generateAlerts';
import type { PrometheusRules } from '../../../alerting/prometheusRules';
import { parseCatalogue, type Catalogue } from '../../../src/catalogue/parseCatalogue';
import { shippedCatalogue } from '../../../src/catalogue/shippedCatalogue';
import { describeWithPrometheus } from '../prometheus/describeWithPrometheus';
import { ensureInstalled } from '../prometheus/prometheusServer';
import { rulesBehind } from './rulesBehind';

const SURROUNDINGS = { chat: 'https://chat.example.org' };

let folder: string;

/** `describe` for suites that hold generated rules against scenarios in promtool. */
export function describeRules(name: string, suite: () => void): void {
  // Days of one sample a minute, on a slow machine.
  jest.setTimeout(600_000);
  describeWithPrometheus(name, () => {
    beforeAll(async () => {
      await ensureInstalled();
      folder = mkdtempSync(join(tmpdir(), 'error-budget-rules-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    suite();
  });
}

/** Time series and what an expression answers at instants, in promtool's notation. One sample a minute from 1970 on. */
export interface Scenario {
  series: Record<string, string>;
  /** Expression, hours and minutes, and the values that it then has. */
  expect: Array<[promql: string, at: string, values: number[]]>;
  /** How often the rules are evaluated, 1m if absent; promtool ignores the intervals of groups. */
  evaluatedEvery?: '1m' | '2m';
  /** An alert as it is then, in promtool's notation. */
  raised?: { eval_time: string; alertname: string; exp_alerts: object[] };
}

/**
 * Runs `promtool test rules` on those rules of the files that decide what the scenario expects; rejects with what differed.
 */
export async function holds(
  ruleFiles: string[],
  { series, expect: expected, evaluatedEvery = '1m', raised }: Scenario
): Promise<void> {
  const asked = expected.map(([promql]) => promql).concat(raised ? `ALERTS{alertname="${raised.alertname}"}` : []);
  const groups = ruleFiles.flatMap((path): PrometheusRules['groups'] => parse(readFileSync(path, 'utf8')).groups);
  const test = {
    rule_files: [written({ groups: rulesBehind(asked, groups) })],
    evaluation_interval: evaluatedEvery,
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
  // It collects garbage for a fifth of the time otherwise.
  const env = { ...process.env, GOGC: '400' };
  await promisify(execFile)('promtool', ['test', 'rules', written(test)], { env }).catch(
    (error: { stdout: string; stderr: string }) => {
      throw new Error(`${error.stdout}\n${error.stderr}`);
    }
  );
}

/** The path of a file of this suite that holds the content as YAML. */
function written(content: object): string {
  const file = join(folder, `${randomUUID()}.yml`);
  writeFileSync(file, stringify(content, { lineWidth: 0 }));
  return file;
}

/** Writes the rules of a catalogue, or of some of its objectives; answers the files. */
export function ruleFilesOf(catalogue: Catalogue, ids: string[] = []): string[] {
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
export function shipped(...ids: string[]): string[] {
  return ruleFilesOf(shippedCatalogue, ids);
}

export function requests(
  name: string,
  target: number,
  annotations: Record<string, string> = {},
  timeWindow: object = { duration: '30d', isRolling: true }
): string {
  const query = (matcher: string) => `sum(increase(http_requests_total{application="${name}"${matcher}}[{{.window}}]))`;
  const source = (matcher: string) => ({ metricSource: { type: 'Prometheus', spec: { query: query(matcher) } } });
  return stringify({
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    metadata: { name, annotations: { 'error-budget/severity': 'page', ...annotations } },
    spec: {
      service: 'shop',
      budgetingMethod: 'Occurrences',
      timeWindow: [timeWindow],
      objectives: [{ target }],
      indicator: {
        metadata: { name },
        spec: { ratioMetric: { counter: true, good: source(',code!~"5.."'), total: source('') } },
      },
    },
  });
}

export function catalogueOf(...slos: string[]): Catalogue {
  const service = stringify({ apiVersion: 'openslo/v1', kind: 'Service', metadata: { name: 'shop' }, spec: {} });
  const catalogue = parseCatalogue([service, ...slos].join('---\n'));
  expect(catalogue.problems).toEqual([]);
  return catalogue;
}

/** Requests of an application, 60 a minute, all answered until an outage begins, in which none is, and after it all again. */
export function outage(
  name: string,
  cleanMinutes: number,
  badMinutes: number,
  afterMinutes = 0
): Record<string, string> {
  const answered = 60 * cleanMinutes;
  const failed = 60 * badMinutes;
  const series = (code: string) => `http_requests_total{application="${name}",code="${code}"}`;
  return {
    [series('200')]: `0+60x${cleanMinutes} ${answered}+0x${badMinutes - 1} ${answered + 60}+60x${afterMinutes}`,
    [series('500')]: `0+0x${cleanMinutes} 60+60x${badMinutes - 1} ${failed}+0x${afterMinutes}`,
  };
}

/** A counter with one sample a minute from 0 on, which has grown by that much at each minute. */
function counter(minutes: number, grownAt: (minute: number) => number): string {
  const parts: string[] = ['0+0x0'];
  let value = 0;
  for (let minute = 1; minute <= minutes;) {
    const growth = grownAt(minute);
    let repeated = 1;
    while (minute + repeated <= minutes && grownAt(minute + repeated) === growth) {
      repeated++;
    }
    parts.push(`${value + growth}+${growth}x${repeated - 1}`);
    value += growth * repeated;
    minute += repeated;
  }
  return parts.join(' ');
}

/** Requests of an application, so many of each kind at each minute. */
export function traffic(
  name: string,
  minutes: number,
  { good, bad }: Record<'good' | 'bad', (minute: number) => number>
): Record<string, string> {
  const series = (code: string) => `http_requests_total{application="${name}",code="${code}"}`;
  return { [series('200')]: counter(minutes, good), [series('500')]: counter(minutes, bad) };
}

/** How many alerts like these fire. */
export function firing(labels: Record<string, string>): string {
  const matchers = Object.entries({ ...labels, alertstate: 'firing' }).map(([name, value]) => `${name}="${value}"`);
  return `count(ALERTS{${matchers.join(',')}})`;
}

/** How many alerts like these have fired at any evaluation so far. */
export function firedSince(labels: Record<string, string>, range: string): string {
  const matchers = Object.entries({ ...labels, alertstate: 'firing' }).map(([name, value]) => `${name}="${value}"`);
  return `count(count_over_time(ALERTS{${matchers.join(',')}}[${range}]))`;
}

export const at = (minutes: number) => `${Math.floor(minutes / 60)}h${minutes % 60}m`;

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { parse } from 'yaml';
import { catalogues, INDICATORS } from '../../../alerting/catalogues.testing';
import type { PrometheusRules } from '../../../alerting/prometheusRules';
import { DAY_MS } from '../../../src/budget/durations';
import type { Objective } from '../../../src/catalogue/objective';
import { shippedCatalogue } from '../../../src/catalogue/shippedCatalogue';
import { objectiveOf } from '../../../src/evaluation/objective.testing';
import { describeRules, holds, ruleFilesOf } from './promtool';

const ROOT = join(__dirname, '../../..');
const RULES = join(ROOT, 'provisioning/prometheus/rules');
const SHIPPED = ['errorbudget.recording.yml', 'errorbudget.alerting.yml'].map((name) => join(RULES, name));

describeRules('the generated rules', () => {
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

  it('show names and descriptions letter by letter, whatever a template would make of them', async () => {
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

  it('are not loaded by default, but for what they compare', () => {
    for (const path of ['provisioning/prometheus/prometheus.yml', 'demo/prometheus/prometheus.yml']) {
      const configuration: unknown = parse(readFileSync(join(ROOT, path), 'utf8'));
      expect(configuration).toMatchObject({ rule_files: ['rules/*.recording.yml'] });
    }
  });
});

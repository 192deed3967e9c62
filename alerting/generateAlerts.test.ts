import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { OSO_PLATFORM } from '../dashboards/generator/platform';
import { queryProblem } from '../src/catalogue/promql';
import { shippedCatalogue } from '../src/catalogue/shippedCatalogue';
import { objectiveOf } from '../src/evaluation/objective.testing';
import { alertingFor } from './catalogueRules';
import { KEPT_MS } from './canFire';
import { DISCORD_CONTACT_POINT, OUTSIDE_WORKING_HOURS } from './discord';
import { generateAlerts } from './generateAlerts';
import { EXPORTED, RECORDED } from './metrics';

const ROOT = join(__dirname, '..');
const PROVISIONING = join(ROOT, 'provisioning');
const links = { chat: OSO_PLATFORM.chat.url };
const { files } = generateAlerts(alertingFor(shippedCatalogue), KEPT_MS, links);

/** What Grafana 12.2 and newer take, and nothing else (pkg/services/provisioning/alerting/rules_types.go). */
const duration = z.string().regex(/^\d+[smh]$/);
const relativeTimeRange = z.strictObject({ from: z.int().positive(), to: z.literal(0) });
const query = z.strictObject({
  refId: z.enum(['A', 'B']),
  datasourceUid: z.literal('errorbudget-prometheus'),
  relativeTimeRange,
  model: z.strictObject({
    refId: z.string(),
    expr: z.string().min(1),
    instant: z.literal(true),
    range: z.literal(false),
    datasource: z.strictObject({ type: z.literal('prometheus'), uid: z.literal('errorbudget-prometheus') }),
  }),
});
const condition = z.strictObject({
  refId: z.literal('C'),
  datasourceUid: z.literal('__expr__'),
  relativeTimeRange,
  model: z.union([
    z.strictObject({ refId: z.literal('C'), type: z.literal('math'), expression: z.string() }),
    z.strictObject({
      refId: z.literal('C'),
      type: z.literal('threshold'),
      expression: z.literal('A'),
      conditions: z.tuple([
        z.strictObject({ evaluator: z.strictObject({ type: z.enum(['gt', 'lt']), params: z.tuple([z.number()]) }) }),
      ]),
    }),
  ]),
});
const rule = z.strictObject({
  uid: z.string().regex(/^[\w-]{1,40}$/),
  title: z.string().min(1).max(190),
  condition: z.literal('C'),
  data: z.union([z.tuple([query, condition]), z.tuple([query, query, condition])]),
  noDataState: z.enum(['OK', 'Alerting']),
  execErrState: z.enum(['KeepLast', 'Alerting']),
  for: duration,
  keepFiringFor: duration,
  isPaused: z.literal(false),
  labels: z.record(z.string().regex(/^[a-z]+$/), z.string()),
  annotations: z.record(z.string(), z.string()),
  notification_settings: z
    .strictObject({
      receiver: z.string(),
      group_by: z.array(z.string()),
      mute_time_intervals: z.array(z.string()).optional(),
    })
    .optional(),
});
const provisioned = z.strictObject({
  apiVersion: z.literal(1),
  groups: z.array(
    z.strictObject({
      orgId: z.literal(1),
      name: z.string(),
      folder: z.string(),
      interval: duration,
      rules: z.array(rule),
    })
  ),
});

const text = (path: string) => files.find((file) => file.path === path)?.text ?? '';
const grafana = (path: string) => provisioned.parse(parse(text(path)));
const rulesOf = (path: string) => grafana(path).groups.flatMap(({ rules }) => rules);
const rules = rulesOf('alerting/rules.yaml');
const muteTimings: unknown = parse(readFileSync(join(PROVISIONING, 'alerting-discord/mute-timing.yaml'), 'utf8'));
const contactPoints: unknown = parse(readFileSync(join(PROVISIONING, 'alerting-discord/contact-point.yaml'), 'utf8'));

describe('the provisioned rule files', () => {
  it.each(files.map(({ path }) => path))('are what the generator gives: run npm run generate (%s)', (path) => {
    expect(readFileSync(join(PROVISIONING, path), 'utf8')).toBe(text(path));
  });

  it('have the keys and values that Grafana takes, with evaluation intervals by urgency', () => {
    expect(grafana('alerting/rules.yaml').groups.map(({ name, interval }) => [name, interval])).toEqual([
      ['error-budget-pages', '1m'],
      ['error-budget-tickets', '5m'],
      ['error-budget-budget', '15m'],
    ]);
    expect(new Set(rules.map(({ uid }) => uid)).size).toBe(rules.length);
    expect(new Set(rules.map(({ title }) => title)).size).toBe(rules.length);
  });

  it('cover every objective, and report for each that its data is missing', () => {
    for (const { id } of shippedCatalogue.objectives) {
      const uids = rules.filter(({ labels }) => labels.objective === id).map(({ uid }) => uid);
      expect([id, uids.length >= 2, uids.some((uid) => uid.endsWith('-no-data'))]).toEqual([id, true, true]);
    }
  });

  it('hold nothing that Grafana would expand: every $ opens a variable of an alert template', () => {
    for (const { uid, title, labels, annotations } of rules) {
      expect([uid, title, ...Object.values(labels)].join()).not.toContain('$');
      for (const annotation of Object.values(annotations)) {
        expect(annotation.replace(/\{\{[^}]*\$(values|labels)\.\w+[^}]*\}\}/g, '')).not.toContain('$');
        expect(annotation).not.toContain('${');
      }
    }
  });

  it('bring every letter of a name and a description through what Grafana expands', () => {
    const [displayName, description] = ['$HOME of {{ all }} $$', 'Less than ${HOME} and $5, {{ $values.A }}'];
    const objectives = [objectiveOf({ displayName, description }), objectiveOf({ id: 'other', displayName })];
    const odd = generateAlerts(alertingFor({ categories: [], objectives, problems: [] }), KEPT_MS, links);
    const { groups } = provisioned.parse(parse(odd.files[0].text));
    const [spent] = groups.flatMap((group) => group.rules.filter(({ uid }) => uid === 'eb-api-requests-spent'));
    // Titles: two dollars are one, and one begins the name of a variable (pkg/services/provisioning/values).
    expect(spent.title.split('$$').join('')).not.toContain('$');
    expect(spent.title.replaceAll('$$', '$')).toBe(
      `${displayName} (api-requests): error budget exhausted, a remedial sprint begins`
    );
    expect(spent.annotations.description).not.toContain('$');
    expect(spent.annotations.description.replaceAll('{{ "{{" }}', '{{').replaceAll('{{ "\\u0024" }}', '$')).toBe(
      `${displayName}, 99 % over 30 d: ${description}`
    );
  });

  it('ask in PromQL that parses, for metrics that a rule records or an exporter exposes', () => {
    for (const { uid, data } of rules) {
      for (const { model } of data) {
        if ('expr' in model) {
          expect([uid, queryProblem(model.expr, 'optional')]).toEqual([uid, undefined]);
        }
      }
    }
    const known: string[] = [RECORDED, ...Object.values(EXPORTED)];
    const asked = [...text('alerting/rules.yaml').matchAll(/\b(?:slo_[a-z_]+|objective:[a-z_]+:sum)/g)];
    expect([...new Set(asked.map(([metric]) => metric))].filter((metric) => !known.includes(metric))).toEqual([]);
  });

  it('name figures, dashboard, panel, contributors, runbook and where to escalate', () => {
    for (const { annotations, labels } of rules) {
      expect(Object.keys(annotations)).toEqual(
        expect.arrayContaining([
          'summary',
          'description',
          'dashboard',
          'runbook',
          'escalation',
          '__dashboardUid__',
          '__panelId__',
        ])
      );
      expect(annotations.escalation).toBe('https://www.opensource.observer/discord');
      expect('contributors' in annotations).toBe(labels.objective !== undefined);
    }
  });

  it('name no place to escalate to that no one named', () => {
    const [{ text: unnamed }] = generateAlerts(alertingFor(shippedCatalogue), KEPT_MS, {}).files;
    expect(unnamed).not.toMatch(/escalation|undefined/);
  });

  it('name the runbook by URL once it is known where the runbooks are published', () => {
    const published = generateAlerts(alertingFor(shippedCatalogue), KEPT_MS, {
      ...links,
      runbooks: 'https://runbooks.example.org/slo',
    });
    expect(published.files[0].text).toContain('runbook_url: https://runbooks.example.org/slo/api-requests.md');
    expect(text('alerting/rules.yaml')).not.toContain('runbook_url');
  });

  it('keep their state while Prometheus is away, except the one rule that reports it', () => {
    const reporting = rules.filter(({ execErrState }) => execErrState === 'Alerting');
    expect(reporting.map(({ uid, noDataState }) => [uid, noDataState])).toEqual([['eb-prometheus-away', 'Alerting']]);
  });

  it('never page for unstable source data', () => {
    const unstable = rules.filter(({ labels }) => labels.category === 'unstable-source-data');
    expect(unstable.length).toBeGreaterThan(0);
    expect(unstable.filter(({ labels }) => labels.severity === 'page')).toEqual([]);
  });

  it('bring no receiver and no policy: notifications are the operator’s', () => {
    expect(readdirSync(join(PROVISIONING, 'alerting'))).toEqual(['rules.yaml']);
    expect(rules.filter((one) => one.notification_settings !== undefined)).toEqual([]);
    for (const name of readdirSync(join(PROVISIONING, 'alerting-discord'))) {
      expect(parse(readFileSync(join(PROVISIONING, 'alerting-discord', name), 'utf8'))).not.toHaveProperty('policies');
    }
  });
});

describe('the rules for Discord', () => {
  const bound = rulesOf('alerting-discord/rules.yaml');

  it('are the same rules', () => {
    expect(bound.map((one) => ({ ...one, notification_settings: undefined }))).toEqual(
      rules.map((one) => ({ ...one, notification_settings: undefined }))
    );
  });

  it('notify the contact point beside them, which has its webhook from the environment', () => {
    expect(contactPoints).toMatchObject({
      contactPoints: [
        { name: DISCORD_CONTACT_POINT, receivers: [{ type: 'discord', settings: { url: '$DISCORD_WEBHOOK_URL' } }] },
      ],
    });
    expect(new Set(bound.map((one) => one.notification_settings?.receiver))).toEqual(new Set([DISCORD_CONTACT_POINT]));
  });

  it('hold tickets back outside working hours, and pages never', () => {
    expect(muteTimings).toMatchObject({ muteTimes: [{ name: OUTSIDE_WORKING_HOURS }] });
    for (const { labels, notification_settings: settings } of bound) {
      expect([labels.severity, settings?.mute_time_intervals]).toEqual(
        labels.severity === 'ticket' ? ['ticket', [OUTSIDE_WORKING_HOURS]] : ['page', undefined]
      );
    }
  });

  it('are chosen by a compose file that says what to do where the webhook is not set', () => {
    const compose: unknown = parse(readFileSync(join(ROOT, 'docker-compose.discord.yml'), 'utf8'));
    expect(compose).toMatchObject({
      services: {
        grafana: {
          environment: {
            DISCORD_WEBHOOK_URL: expect.stringMatching(
              /^\$\{DISCORD_WEBHOOK_URL:\?set it to the webhook of the Discord channel that alerts go to [^}]+\}$/
            ),
          },
          volumes: ['./provisioning/alerting-discord:/etc/grafana/provisioning/alerting:ro'],
        },
      },
    });
    const base: unknown = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'));
    expect(base).toMatchObject({
      services: {
        grafana: { volumes: expect.arrayContaining(['./provisioning/alerting:/etc/grafana/provisioning/alerting:ro']) },
        prometheus: { volumes: expect.arrayContaining(['./provisioning/prometheus/rules:/etc/prometheus/rules:ro']) },
      },
    });
  });
});

const SERVICE = 'apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop}\nspec: {}\n';
const slo = (name: string, window: string) => `apiVersion: openslo/v1
kind: SLO
metadata: {name: ${name}}
spec:
  service: shop
  indicator:
    metadata: {name: ${name}}
    spec:
      ratioMetric:
        counter: true
        bad: {metricSource: {type: Prometheus, spec: {query: 'sum(increase(req_total{code="500"}[{{.window}}]))'}}}
        total: {metricSource: {type: Prometheus, spec: {query: 'sum(increase(req_total[{{.window}}]))'}}}
  alertPolicies: [{alertPolicyRef: page}]
  budgetingMethod: Occurrences
  timeWindow: [{duration: ${window}, isRolling: true}]
  objectives: [{target: 0.999}]
`;

describe('npm run alerts', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'error-budget-alerts-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [
      join(ROOT, 'node_modules/tsx/dist/cli.mjs'),
      join(ROOT, 'command/main.ts'),
      'alerts',
      ...(args.includes('--into') ? [] : ['--into', folder]),
      ...args,
    ]);

  it('writes the rules of one objective', async () => {
    const { stderr } = await run('--objective', 'sqlmesh-materialization');
    expect(stderr).toBe('');
    const written = provisioned.parse(parse(readFileSync(join(folder, 'alerting/rules.yaml'), 'utf8')));
    const objectives = written.groups.flatMap((group) => group.rules.flatMap(({ labels }) => labels.objective ?? []));
    expect([...new Set(objectives)]).toEqual(['sqlmesh-materialization']);
  }, 60_000);

  it('says each warning of a catalogue once, and nothing else where no row is left out', async () => {
    const catalogue = join(folder, 'objectives.yaml');
    writeFileSync(catalogue, [SERVICE, ...['checkout', 'search'].map((name) => slo(name, '30d'))].join('---\n'));
    const { stdout, stderr } = await run('--catalogue', catalogue);
    expect(stdout).toMatch(/^Wrote 4 files of rules and 3 runbooks into .*\.\n$/);
    expect(stderr.trim().split('\n')).toEqual(
      ['checkout', 'search'].map((name) =>
        expect.stringMatching(new RegExp(`^.*objectives\\.yaml:\\d+:\\d+: warning: .*SLO ${name}.*alertPolicies.*\\.$`))
      )
    );
  }, 60_000);

  it('sums many rows that are left out up in a table, and writes a runbook for each objective', async () => {
    const catalogue = join(folder, 'objectives.yaml');
    const names = ['one', 'two', 'three', 'four', 'five'];
    writeFileSync(catalogue, [SERVICE, ...names.map((name) => slo(name, '1w'))].join('---\n'));
    const { stderr } = await run('--catalogue', catalogue, '--runbooks', 'https://runbooks.example.org/');
    const lines = stderr.trim().split('\n').slice(names.length);
    expect(lines[0]).toBe('10 burn-rate rows are left out:');
    expect(lines.filter((line) => line.includes('one, two, three and 2 more'))).toHaveLength(2);
    expect(lines.length).toBeLessThan(20);
    const { groups } = provisioned.parse(parse(readFileSync(join(folder, 'alerting/rules.yaml'), 'utf8')));
    const annotations = groups.flatMap((group) => group.rules.map((one) => one.annotations));
    for (const { runbook, runbook_url: url } of annotations) {
      expect(readFileSync(join(folder, runbook), 'utf8')).toMatch(/^# /);
      expect(url).toBe(`https://runbooks.example.org/${runbook.replace('runbooks/', '')}`);
    }
    expect(new Set(annotations.map(({ runbook }) => runbook)).size).toBe(names.length + 1);
  }, 60_000);

  it('removes the page of an objective that has left the catalogue, but not for a run of one objective', async () => {
    const catalogue = join(folder, 'objectives.yaml');
    const writeCatalogue = (names: string[]) =>
      writeFileSync(catalogue, [SERVICE, ...names.map((name) => slo(name, '30d'))].join('---\n'));
    const pages = () => readdirSync(join(folder, 'runbooks')).sort();
    writeCatalogue(['checkout', 'search']);
    await run('--catalogue', catalogue);
    await run('--catalogue', catalogue, '--objective', 'search');
    expect(pages()).toEqual(['checkout.md', 'measuring.md', 'search.md']);
    writeCatalogue(['search']);
    const { stderr } = await run('--catalogue', catalogue);
    expect(stderr).toContain('Removed runbooks/checkout.md: no alert of this catalogue names it.\n');
    expect(pages()).toEqual(['measuring.md', 'search.md']);
  }, 120_000);

  it('refuses a folder below a file, and writes nothing', async () => {
    const file = join(folder, 'notes.txt');
    writeFileSync(file, 'mine');
    await expect(run('--into', join(file, 'rules'))).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^--into: the folder .*notes\.txt\/rules\/alerting cannot be created, because .*notes\.txt is a file; [^\n]+\n$/
      ),
    });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  }, 60_000);

  it('refuses an objective that the catalogue does not hold, and writes nothing', async () => {
    await expect(run('--objective', 'api-request')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/holds no objective "api-request"\. It holds: core-materialization, /),
    });
    expect(readdirSync(folder)).toEqual([]);
  }, 60_000);

  it('refuses a catalogue whose rules could never fire, and writes nothing', async () => {
    const catalogue = join(folder, 'objectives.yaml');
    const oso = readFileSync(join(ROOT, 'src/catalogue/oso.yaml'), 'utf8');
    writeFileSync(catalogue, oso.replace('error-budget/expected-every: 31d', 'error-budget/expected-every: 1Q'));
    await expect(run('--catalogue', catalogue)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('it waits 2 × 90 d = 180 d, and Prometheus forgets the last event after 120 d'),
    });
    expect(readdirSync(folder)).toEqual(['objectives.yaml']);
  }, 60_000);
});

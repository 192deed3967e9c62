import { stringify } from 'yaml';
import { catalogueRules, type Alerting } from './catalogueRules';
import { GENERATED_RUNBOOKS } from './annotations';
import { toDiscord } from './discord';
import { grafanaRules } from './grafanaRules';
import { whatIsLeftOut } from './leftOut';
import { prometheusAlerts, recordingRules } from './prometheusRules';
import { runbookPages } from './runbookPages';
import type { RuleLinks } from './ruleLinks';

/** Path of Grafana's rules without receiver. */
export const GRAFANA_RULES = 'alerting/rules.yaml';

export interface GeneratedAlerts {
  /** Path below provisioning/, and text. */
  files: Array<{ path: string; text: string }>;
  /** What the rules lack, and why: texts to print. */
  leftOut: string[];
}

/**
 * The rule files of objectives, for Grafana and for Prometheus.
 *
 * @param keptMs How long Prometheus keeps samples.
 * @throws CannotFireError
 */
export function generateAlerts(alerting: Alerting, keptMs: number, links: RuleLinks): GeneratedAlerts {
  const { rules, grafanaOnly } = catalogueRules(alerting, keptMs);
  const all = [...rules, ...grafanaOnly];
  return {
    files: [
      file(GRAFANA_RULES, ['Notifications go where your own policies send them.'], grafanaRules(all, links)),
      file(
        'alerting-discord/rules.yaml',
        ['The rules of ../alerting/, bound to the contact point beside this file. Provision one of the two folders.'],
        grafanaRules(all, links, toDiscord)
      ),
      file(
        'prometheus/rules/errorbudget.recording.yml',
        [
          'Counts over the lookbacks of the alerts, which Grafana’s rules and those of errorbudget.alerting.yml compare.',
        ],
        recordingRules(alerting.objectives)
      ),
      file(
        'prometheus/rules/errorbudget.alerting.yml',
        [
          'The same alerts as ../../alerting/, for those who let Prometheus and Alertmanager notify. Nothing loads this file by',
          'default, so that no one is notified twice.',
        ],
        prometheusAlerts(rules, links)
      ),
      ...(links.generatesRunbooks
        ? runbookPages(alerting.objectives, all, links).map(({ name, text }) => ({
            path: `${GENERATED_RUNBOOKS}/${name}`,
            text,
          }))
        : []),
    ],
    leftOut: whatIsLeftOut(alerting),
  };
}

const GENERATED = 'Generated from the catalogue (docs/alerting.md): change that and run `npm run generate`.';

function file(path: string, comment: string[], content: object): { path: string; text: string } {
  const heading = [GENERATED, ...comment].map((line) => `# ${line}\n`).join('');
  // The builders of Grafana's SDK leave functions in what they build.
  const plain: unknown = JSON.parse(JSON.stringify(content));
  return { path, text: heading + stringify(plain, { lineWidth: 0 }) };
}

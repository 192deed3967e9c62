import type { AlertRule, Figures } from './alertRule';
import { literalText } from './literalText';
import type { RuleLinks } from './ruleLinks';

const WRITTEN_RUNBOOKS = 'docs/runbooks';
/** Beside the rule files. */
export const GENERATED_RUNBOOKS = 'runbooks';

/** What an alert says to the person who is called. `grafana` is the base that its links begin with, slash included. */
export function annotationsOf(
  rule: AlertRule,
  figures: Figures,
  grafana: string,
  { chat, runbooks, generatesRunbooks }: RuleLinks
): Record<string, string> {
  const { dashboardUid, panelId } = rule.panel;
  return {
    summary: rule.summary(figures),
    description: literalText(rule.description),
    dashboard: `${grafana}d/${dashboardUid}?viewPanel=${panelId}`,
    ...(rule.contributors && { contributors: `${grafana}${rule.contributors}` }),
    runbook: `${generatesRunbooks ? GENERATED_RUNBOOKS : WRITTEN_RUNBOOKS}/${rule.runbook}`,
    ...(runbooks && { runbook_url: `${runbooks}/${rule.runbook}` }),
    ...(chat === undefined ? {} : { escalation: chat }),
  };
}

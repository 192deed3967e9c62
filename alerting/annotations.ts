import type { AlertRule, Figures } from './alertRule';
import { DATA_SOURCE_UID } from '../dashboards/generator/platform';
import { durationText } from './durationText';
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
  { chat, runbooks, generatesRunbooks, dataSourceUid = DATA_SOURCE_UID }: RuleLinks
): Record<string, string> {
  const { dashboardUid, panelId } = rule.panel;
  // From well before what fired it until now; another data source would show other objectives.
  const shown = `var-datasource=${encodeURIComponent(dataSourceUid)}&from=now-${durationText(rule.shownMs)}&to=now`;
  return {
    summary: rule.summary(figures),
    description: literalText(rule.description),
    dashboard: `${grafana}d/${dashboardUid}?viewPanel=${panelId}&${shown}`,
    ...(rule.contributors && { contributors: `${grafana}${rule.contributors}&${shown}` }),
    runbook: `${generatesRunbooks ? GENERATED_RUNBOOKS : WRITTEN_RUNBOOKS}/${rule.runbook}`,
    ...(runbooks && { runbook_url: `${runbooks}/${rule.runbook}` }),
    ...(chat === undefined ? {} : { escalation: chat }),
  };
}

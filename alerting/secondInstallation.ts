import { withUidPrefix } from '../dashboards/generator/uidPrefix';
import { ALERT_FOLDER } from './grafanaRules';
import { prefixedRuleUid } from './ruleUid';

const RULE_UID = /^( {6}- uid: )(eb-\S+)$/gm;
const FOLDER = new RegExp(`^( {4}folder: ${ALERT_FOLDER})$`, 'gm');

/**
 * A file of rules for a second installation in the same Grafana: uids of its own, links to its own dashboards, and a folder of
 * its own, because Grafana replaces a group by another one of the same name and folder.
 */
export function forSecondInstallation(text: string, prefix: string): string {
  return withUidPrefix(text, prefix)
    .replace(RULE_UID, (_, start: string, uid: string) => start + prefixedRuleUid(uid, prefix))
    .replace(FOLDER, `$1 (${prefix})`);
}

import { UID_PREFIX } from './ids';
import { TAG } from './links';

/** A longer one would leave uids less room than Grafana's 40 characters and our own prefix do. */
const LONGEST = UID_PREFIX.length - 1;

export const PREFIX_RULE = `1 to ${LONGEST} lower-case letters, digits and dashes, a letter first`;

export function isUidPrefix(text: string): boolean {
  return text.length <= LONGEST && /^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(text);
}

/** Uids of dashboards; neither the plugin's id nor the data source for alert rules. */
const DASHBOARD_UID = new RegExp(`(?<![\\w-])${UID_PREFIX}(?!prometheus\\b|discord\\b)`, 'g');
/** The tag by which the menu of dashboards finds them. */
const TAGS = new RegExp(`("tags":\\s*\\[\\s*)"${TAG}"`, 'g');

/** Dashboards or rules as text, with the uids, links and tags of a second installation in the same Grafana. */
export function withUidPrefix(text: string, prefix: string): string {
  return text.replace(DASHBOARD_UID, `${prefix}-`).replace(TAGS, `$1"${prefix}"`);
}

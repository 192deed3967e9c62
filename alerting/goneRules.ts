/**
 * What to provision once so that Grafana forgets the rules that a file held before and holds no longer: provisioning adds and
 * updates, and a rule that left its file would go on alerting. Undefined if none is gone.
 */
export function goneRules(before: string, after: string): string | undefined {
  const stays = new Set(uidsIn(after));
  const gone = uidsIn(before).filter((uid) => !stays.has(uid));
  return gone.length === 0
    ? undefined
    : `Grafana keeps rules that are gone from their file. To remove them, provision this once:\n\napiVersion: 1\ndeleteRules:\n${gone
        .map((uid) => `  - orgId: 1\n    uid: ${uid}\n`)
        .join('')}`;
}

function uidsIn(rules: string): string[] {
  return [...rules.matchAll(/^ {6}- uid: (\S+)$/gm)].map(([, uid]) => uid);
}

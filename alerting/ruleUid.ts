import { createHash } from 'node:crypto';

const LONGEST = 40;
const HASH_LENGTH = 8;

/** Grafana's uid of a rule: stable, at most 40 characters of those that it allows. Long names end in their hash. */
export function ruleUid(owner: string, what: string): string {
  const uid = `eb-${owner}-${what}`.replace(/[^a-zA-Z0-9_-]/g, '-');
  return uid.length <= LONGEST && !owner.includes('/') ? uid : endingInHash(uid, `${owner} ${what}`);
}

/** The same rule in a second installation. */
export function prefixedRuleUid(uid: string, prefix: string): string {
  const prefixed = uid.replace(/^eb-/, `${prefix}-`);
  return prefixed.length <= LONGEST ? prefixed : endingInHash(prefixed, uid);
}

function endingInHash(uid: string, of: string): string {
  const hash = createHash('sha256').update(of).digest('hex').slice(0, HASH_LENGTH);
  return `${uid.slice(0, LONGEST - HASH_LENGTH - 1)}-${hash}`;
}

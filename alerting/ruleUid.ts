import { createHash } from 'node:crypto';

const LONGEST = 40;
const HASH_LENGTH = 8;

/** Grafana's uid of a rule: stable, at most 40 characters of those that it allows. Long names end in their hash. */
export function ruleUid(owner: string, what: string): string {
  const uid = `eb-${owner}-${what}`.replace(/[^a-zA-Z0-9_-]/g, '-');
  if (uid.length <= LONGEST && !owner.includes('/')) {
    return uid;
  }
  const hash = createHash('sha256').update(`${owner} ${what}`).digest('hex').slice(0, HASH_LENGTH);
  return `${uid.slice(0, LONGEST - HASH_LENGTH - 1)}-${hash}`;
}

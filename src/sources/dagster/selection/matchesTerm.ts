import type { AssetNode } from '../model';
import type { Term } from './selection';
import { matchesWildcard } from './wildcard';

/**
 * Whether an asset answers to a term, as Dagster decides it: all, tags, groups and kinds are those of assets that can be
 * materialized, while keys, owners and code locations find external assets too. Case matters everywhere.
 */
export function matchesTerm(term: Term, node: AssetNode): boolean {
  switch (term.type) {
    case 'all':
      return node.isMaterializable;
    case 'key':
      return matchesWildcard(term.pattern, node.key);
    case 'keySubstring':
      return node.isMaterializable && node.key.includes(term.part);
    case 'tag':
      return node.isMaterializable && node.tags.some(({ key, value }) => key === term.key && value === term.value);
    case 'owner':
      return term.value !== null && node.owners.includes(term.value);
    case 'group':
      return node.isMaterializable && matchesGroup(term.value, node.group);
    case 'kind':
      return node.isMaterializable && matchesKind(term.value, node.kinds);
    case 'code_location':
      return matchesCodeLocation(term.value, node);
    case 'job':
      return node.isMaterializable && term.value !== null && node.jobNames.includes(term.value);
    case 'is':
      return node.isMaterializable === (term.value === 'materializable');
    case 'unpartitioned':
      return !node.isPartitioned;
  }
}

function matchesGroup(pattern: string | null, group: string | null): boolean {
  return pattern !== null && group !== null && matchesWildcard(pattern, group);
}

function matchesKind(kind: string | null, kinds: readonly string[]): boolean {
  return kind === null ? kinds.length === 0 : kinds.includes(kind);
}

function matchesCodeLocation(value: string | null, node: AssetNode): boolean {
  if (value === null) {
    return false;
  }
  const [repository, location] = value.split('@');
  return location === undefined
    ? node.codeLocation === value
    : node.codeLocation === location && node.repository === repository;
}

import type { QueryResultMetaNotice } from '@grafana/data';
import type { Answer } from './answer';

const WORST_FIRST: ReadonlyArray<QueryResultMetaNotice['severity']> = ['error', 'warning', 'info'];

/**
 * What a reader of a frame must know, worst first: failures, which name their objective, and notices, each once with the
 * names of all objectives that it is about.
 */
export function noticesOf(answers: readonly Answer[]): QueryResultMetaNotice[] {
  const failures = answers.flatMap(({ error }): QueryResultMetaNotice[] =>
    error ? [{ severity: 'error', text: error.message }] : []
  );
  const all = [...failures, ...shared(answers)];
  return WORST_FIRST.flatMap((severity) => all.filter((notice) => notice.severity === severity));
}

function shared(answers: readonly Answer[]): QueryResultMetaNotice[] {
  const groups = new Map<string, QueryResultMetaNotice & { names: Set<string> }>();
  for (const { objective, notices } of answers) {
    for (const { severity, text } of notices) {
      const key = `${severity} ${text}`;
      const group = groups.get(key) ?? { severity, text, names: new Set() };
      group.names.add(objective.displayName);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ severity, text, names }) => ({
    severity,
    text: `${[...names].join(', ')}: ${text}`,
  }));
}

import {
  changed,
  DAGSTER_SLO,
  DATA_SOURCE,
  documents,
  marked,
  SERVICE,
  SLI,
  SLO,
  THRESHOLD_SLO,
} from './exampleCatalogue.fixture';
import { parseCatalogue } from './parseCatalogue';

/** What a change to one of the example documents gives as a problem. */
export interface Rule {
  rule: string;
  in: string;
  from: string;
  /** `¦` marks the place that the problem must name. */
  to: string;
  path: string;
  found: string;
  expected: string | RegExp;
  severity?: 'error' | 'warning';
}

export const NAME_RULE = 'a name of at most 63 lower-case letters, digits and hyphens (RFC 1123 label)';
export const DURATION_RULE = 'a duration such as 5m, 1h, 30d, 4w, 1M, 1Q or 1Y';
export const TARGET_RULE = 'a fraction of at least 0 and below 1';

/** The documents of the example, in the order in which problems count them. */
export const ALL = [SERVICE, DATA_SOURCE, SLI, SLO, DAGSTER_SLO, THRESHOLD_SLO];

/** The example with one change, and where that is. */
export function broken({ in: document, from, to }: Pick<Rule, 'in' | 'from' | 'to'>) {
  const all = ALL.map((text) => (text === document ? changed(text, from, to) : text));
  const { text, line, column } = marked(documents(...all));
  return { ...parseCatalogue(text), line, column, document: ALL.indexOf(document) + 1 };
}

export function expectProblem(rule: Rule): void {
  const { problems, line, column, document } = broken(rule);
  const { path, found, severity = 'error' } = rule;
  const problem = problems.find((candidate) => candidate.document === document && candidate.path === path);
  expect(problem).toMatchObject({ severity, document, line, column, path, found });
  expect(problem?.expected).toEqual(
    typeof rule.expected === 'string' ? rule.expected : expect.stringMatching(rule.expected)
  );
  for (const part of [`Document ${document}`, `line ${line}`, `column ${column}`, path, found, problem?.expected]) {
    expect(problem?.message).toContain(part);
  }
}

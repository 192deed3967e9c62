import type { Objective, SourceType } from '../../src/catalogue/objective';
import type { Sources } from '../../src/evaluation/evaluateObjective';

export interface WithSource {
  objectives: Objective[];
  /** Ids of the others, by the source that they lack. */
  left: Map<SourceType, string[]>;
}

/** Those that this installation has a source for: an installation without Trino need not wait for one to answer. */
export function withSource(all: readonly Objective[], sources: Sources): WithSource {
  const objectives = all.filter(({ indicator }) => sources[indicator.source] !== undefined);
  const left = new Map<SourceType, string[]>();
  for (const { id, indicator } of all.filter((objective) => !objectives.includes(objective))) {
    left.set(indicator.source, [...(left.get(indicator.source) ?? []), id]);
  }
  return { objectives, left };
}

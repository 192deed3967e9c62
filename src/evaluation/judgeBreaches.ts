import type { Objective } from '../catalogue/objective';
import { evaluateBreaches, type BreachRange } from './evaluateBreaches';
import { evaluateObjective, type Sources } from './evaluateObjective';
import type { JudgedBreaches } from './sprintRows';
import type { ObjectiveRow } from './results';

/** Breaches of one objective over a range, with its row at the end of it: what a remedial sprint is made of. */
export async function judgeBreaches(
  objective: Objective,
  sources: Sources,
  range: BreachRange,
  signal: AbortSignal
): Promise<JudgedBreaches> {
  const atMs = Math.min(range.toMs, range.nowMs);
  const [recorded, row] = await Promise.all([
    evaluateBreaches(objective, sources, range, signal),
    evaluateObjective(objective, sources, { atMs, nowMs: range.nowMs }, signal),
  ]);
  return {
    ...recorded,
    row,
    breaches: row.kind === 'items' ? breachOfItems(row, atMs) : recorded.breaches,
    error: recorded.error ?? (row.kind === 'failed' ? row.error : undefined),
  };
}

/** Items have no past but, at best, the moment since which they have been out of compliance. */
function breachOfItems(
  { judged, items }: Extract<ObjectiveRow, { kind: 'items' }>,
  atMs: number
): JudgedBreaches['breaches'] {
  if (judged.status.state !== 'breached') {
    return [];
  }
  // The upstream's clock may be ahead of ours, and no breach begins after the instant that it is judged at.
  const fromMs = Math.min(items.outSinceMs ?? items.asOfMs, atMs);
  return [{ fromMs, toMs: null, startedBefore: items.outSinceMs === undefined }];
}

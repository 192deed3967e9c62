import type { BreachInterval } from './breaches';
import { DAY_MS } from './durations';

/** How long all objectives of a service must have complied before its remedial sprint ends. */
const COMPLIANCE_BEFORE_END_MS = DAY_MS;

/** A remedial sprint of one service, in epoch milliseconds. */
export interface RemedialSprint {
  /** First breach of any of the service's objectives. */
  fromMs: number;
  /** When all had complied for 24 h; null while it lasts. */
  toMs: number | null;
  /** It began before `fromMs`, the first known instant. */
  startedBefore: boolean;
}

/**
 * Remedial sprints of one service as of `asOfMs`, oldest first, from the breach intervals of each of its objectives: from
 * the first breach of any until all have complied for 24 h. Breaches with a shorter gap share a sprint.
 */
export function remedialSprints(
  breachesByObjective: ReadonlyArray<readonly BreachInterval[]>,
  asOfMs: number
): RemedialSprint[] {
  const breaches = breachesByObjective.flat().sort((a, b) => a.fromMs - b.fromMs);
  const sprints: Array<Omit<RemedialSprint, 'toMs'> & { toMs: number }> = [];
  for (const breach of breaches) {
    const toMs = breach.toMs === null ? Infinity : breach.toMs + COMPLIANCE_BEFORE_END_MS;
    const sprint = sprints.at(-1);
    if (!sprint || breach.fromMs >= sprint.toMs) {
      sprints.push({ fromMs: breach.fromMs, toMs, startedBefore: breach.startedBefore });
      continue;
    }
    sprint.toMs = Math.max(sprint.toMs, toMs);
    sprint.startedBefore ||= breach.startedBefore && breach.fromMs === sprint.fromMs;
  }
  return sprints.map((sprint) => ({ ...sprint, toMs: sprint.toMs <= asOfMs ? sprint.toMs : null }));
}

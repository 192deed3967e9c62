import type { ProcessEvent } from './processEvent';

/** What is shown beside a figure because it is not part of it. */
export interface NotCounted {
  /** Processes skipped because an upstream step had failed. */
  upstreamFailed: number;
  cancelledGroups: number;
  pendingGroups: number;
}

/** What [fromMs, toMs) holds besides good and bad events. Pending groups are open now, whatever the range. */
export function notCounted(
  events: Iterable<ProcessEvent>,
  { fromMs, toMs }: { fromMs: number; toMs: number }
): NotCounted {
  let upstreamFailed = 0;
  const cancelled = new Set<string>();
  const pending = new Set<string>();
  for (const { outcome, atMs, groupId } of events) {
    if (outcome === 'pending') {
      pending.add(groupId);
    } else if (atMs >= fromMs && atMs < toMs) {
      upstreamFailed += outcome === 'upstreamFailed' ? 1 : 0;
      if (outcome === 'cancelled') {
        cancelled.add(groupId);
      }
    }
  }
  return { upstreamFailed, cancelledGroups: cancelled.size, pendingGroups: pending.size };
}

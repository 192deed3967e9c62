import type { AssetKey } from '../model';
import type { KeptOutcomes, Outcome } from './keptOutcomes';
import type { ProcessEvent } from './processEvent';
import type { ReliabilityRules } from './rules';

/** Whoever changes the shape of a record raises this, and older records are read afresh from Dagster. */
const VERSION = 1;

const OUTCOMES: ReadonlyArray<ProcessEvent['outcome']> = ['good', 'bad', 'upstreamFailed', 'cancelled'];

/** Index of outcome, time, settled, index of process, indices of assets, run ids (none: the group's first alone). */
type StoredEvent = [number, number, 0 | 1, number, number[], string[]];

/** Kept outcomes as JSON, with names written once. */
export interface StoredOutcomes {
  version: typeof VERSION;
  fingerprint: string;
  resumeFromMs: number;
  processes: string[];
  assets: AssetKey[];
  groups: Array<[groupId: string, runs: number, events: StoredEvent[]]>;
}

/**
 * What outcomes depend on besides the runs. Today's membership of a scope applies to the whole window, so outcomes that
 * were kept for another membership, or by other rules, are worth nothing.
 */
export function outcomesFingerprint(scope: ReadonlySet<AssetKey>, rules: ReliabilityRules): string {
  const { retries, manualReruns, retrySettleMs, pendingDeadlineMs } = rules;
  const hash = fnv1a([...scope].sort().join('\n'));
  return [retries, manualReruns, retrySettleMs, pendingDeadlineMs, scope.size, hash.toString(16)].join(' ');
}

/** Writes the outcomes as a record for `readStored`. */
export function toStored({ resumeFromMs, byGroup }: KeptOutcomes, fingerprint: string): StoredOutcomes {
  const processes = new Names();
  const assets = new Names();
  const storeEvent = (event: ProcessEvent): StoredEvent => [
    OUTCOMES.indexOf(event.outcome),
    event.atMs,
    event.settled ? 1 : 0,
    processes.indexOf(event.process),
    event.assets.map((asset) => assets.indexOf(asset)),
    event.runIds.length === 1 && event.runIds[0] === event.groupId ? [] : event.runIds,
  ];
  const groups = [...byGroup.values()].map(({ groupId, runs, events }): StoredOutcomes['groups'][number] => [
    groupId,
    runs,
    events.map(storeEvent),
  ]);
  return { version: VERSION, fingerprint, resumeFromMs, processes: processes.names, assets: assets.names, groups };
}

/** Undefined for a record of another version, or one that was kept for another scope or other rules. */
export function readStored(stored: unknown, fingerprint: string): KeptOutcomes | undefined {
  if (!isStored(stored) || stored.fingerprint !== fingerprint) {
    return undefined;
  }
  const byGroup = new Map<string, Outcome>();
  for (const [groupId, runs, events] of stored.groups) {
    const readEvent = ([outcome, atMs, settled, process, assets, runIds]: StoredEvent): ProcessEvent => ({
      outcome: OUTCOMES[outcome],
      atMs,
      settled: settled === 1,
      groupId,
      process: stored.processes[process],
      assets: assets.map((asset) => stored.assets[asset]),
      runIds: runIds.length > 0 ? runIds : [groupId],
    });
    byGroup.set(groupId, { groupId, runs, events: events.map(readEvent) });
  }
  return { resumeFromMs: stored.resumeFromMs, byGroup };
}

/** The version vouches for the rest: nobody else writes these records. */
function isStored(stored: unknown): stored is StoredOutcomes {
  return typeof stored === 'object' && stored !== null && 'version' in stored && stored.version === VERSION;
}

class Names {
  readonly names: string[] = [];
  private readonly indices = new Map<string, number>();

  indexOf(name: string): number {
    const known = this.indices.get(name);
    if (known !== undefined) {
      return known;
    }
    this.indices.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}

/** FNV-1a, 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

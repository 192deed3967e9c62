import { DAY_MS } from '../../../budget/durations';
import type { History, Updated } from '../history';

/** Longer than it takes until a look back over twice the window. */
const WINDOWS = 2;
/** Runs end in a window that they began before. */
const SLACK_MS = DAY_MS;

/**
 * The part of the history that is worth keeping: families of runs of which some member was created within twice the
 * longest look back. Families stay whole, so that nothing has to be asked for again by id.
 */
export function withoutOldRuns(history: History): History {
  const sinceMs = history.asOfMs - WINDOWS * history.longest.spanMs - SLACK_MS;
  if (!(sinceMs > history.fromMs)) {
    return history;
  }
  const families = new Set<string>();
  for (const { id, rootRunId, createdMs } of history.runs.values()) {
    if (createdMs >= sinceMs) {
      families.add(rootRunId ?? id);
    }
  }
  const runs = new Map([...history.runs].filter(([id, { rootRunId }]) => families.has(rootRunId ?? id)));
  const hasOlder = history.hasOlder || runs.size < history.runs.size;
  const kept = <Value>(values: ReadonlyMap<string, Updated<Value>>) =>
    new Map([...values].filter(([id]) => runs.has(id)));
  const gone = new Set([...namedBy(runs.values())].filter((id) => history.gone.has(id)));
  return {
    ...history,
    fromMs: sinceMs,
    hasOlder,
    runs,
    details: kept(history.details),
    failures: kept(history.failures),
    made: new Map([...history.made].filter(([id]) => runs.has(id))),
    gone,
  };
}

function* namedBy(
  runs: Iterable<{ rootRunId: string | null; parentRunId: string | null }>
): Generator<string, void, undefined> {
  for (const { rootRunId, parentRunId } of runs) {
    yield* [rootRunId, parentRunId].filter((id) => id !== null);
  }
}

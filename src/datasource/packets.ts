import { LoadingState, type DataFrame, type DataQueryError, type DataQueryResponse } from '@grafana/data';
import { Observable } from 'rxjs';

/** Announces that more is known. The whole frames are built only when a packet is due, not for every row that arrives. */
export type Emit = (toFrames: () => DataFrame[]) => void;

/** Runs one target: announces its frames whenever more is known; rejects if there is nothing to show. */
export type RunTarget<Target> = (target: Target, emit: Emit, signal: AbortSignal) => Promise<void>;

const PACKET_INTERVAL_MS = 250;

/**
 * Packets of all targets of one request: whole frames under one key per target, the first ones at once, then at most one
 * packet a target in 250 ms, and Done at the end. Until then they are Streaming: what is Loading, a dashboard does not draw
 * before something else came. A target that has nothing to show becomes an error, once, on the last
 * packet. Unsubscribing aborts everything that is under way.
 */
export function streamPackets<Target extends { refId: string }>(
  targets: readonly Target[],
  run: RunTarget<Target>
): Observable<DataQueryResponse> {
  return new Observable((subscriber) => {
    if (targets.length === 0) {
      subscriber.next({ data: [], state: LoadingState.Done });
      subscriber.complete();
      return undefined;
    }
    const controller = new AbortController();
    const waiting = new Map<string, () => DataFrame[]>();
    const sent = new Map<string, DataFrame[]>();
    const errors = new Map<string, DataQueryError>();
    let timer: ReturnType<typeof setTimeout> | undefined;

    const send = (key: string, data: DataFrame[], last?: Partial<DataQueryResponse>) => {
      sent.set(key, data);
      subscriber.next({ key, data, state: LoadingState.Streaming, ...last });
    };
    const fail = (refId: string, error: unknown) => {
      errors.set(refId, { refId, message: error instanceof Error ? error.message : String(error) });
    };
    // No one would hear of an error in a timer, and the panel would load for ever.
    const build = (refId: string, toFrames: () => DataFrame[]): DataFrame[] => {
      try {
        return toFrames();
      } catch (error) {
        fail(refId, error);
        return sent.get(refId) ?? [];
      }
    };
    const flush = () => {
      timer = undefined;
      for (const [key, toFrames] of waiting) {
        send(key, build(key, toFrames));
      }
      waiting.clear();
    };
    const emit =
      (refId: string): Emit =>
      (toFrames) => {
        if (!sent.has(refId)) {
          send(refId, build(refId, toFrames));
        } else {
          waiting.set(refId, toFrames);
        }
        timer ??= setTimeout(flush, PACKET_INTERVAL_MS);
      };
    const finish = () => {
      clearTimeout(timer);
      const [last] = targets.slice(-1);
      const toFrames = waiting.get(last.refId);
      const data = toFrames ? build(last.refId, toFrames) : (sent.get(last.refId) ?? []);
      waiting.delete(last.refId);
      flush();
      send(last.refId, data, { state: LoadingState.Done, ...(errors.size > 0 && { errors: [...errors.values()] }) });
      subscriber.complete();
    };

    Promise.all(
      targets.map((target) =>
        run(target, emit(target.refId), controller.signal).catch((error: unknown) => fail(target.refId, error))
      )
    ).then(
      () => {
        if (!controller.signal.aborted) {
          finish();
        }
      },
      (error: unknown) => subscriber.error(error)
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  });
}

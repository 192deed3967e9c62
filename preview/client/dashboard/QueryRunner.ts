import { LoadingState, type DataQueryError, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { animationFrameScheduler, auditTime, scan, type Observable, type Subscription } from 'rxjs';
import { addPacket, NOTHING_YET, type PanelData } from './packets';

type Query = (request: DataQueryRequest) => Observable<DataQueryResponse>;

/**
 * Runs the queries of one panel, the latest request only. While a refresh is under way the panel keeps its last frames;
 * answers are handed on once an animation frame. A store for `useSyncExternalStore`.
 */
export class QueryRunner {
  private data: PanelData = NOTHING_YET;
  private request?: DataQueryRequest;
  private running?: Subscription;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly query: Query) {}

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly snapshot = (): PanelData => this.data;

  /** Does nothing for the request that runs or ran last. */
  run(request: DataQueryRequest): void {
    if (request === this.request) {
      return;
    }
    this.stop();
    this.request = request;
    this.publish({ ...this.data, state: LoadingState.Loading });
    this.running = this.query(request)
      .pipe(scan(addPacket, NOTHING_YET), auditTime(0, animationFrameScheduler))
      .subscribe({
        next: ({ state, frames, errors }) =>
          this.publish({ state, errors, frames: frames.length === 0 && errors.length > 0 ? this.data.frames : frames }),
        error: (error: unknown) =>
          this.publish({ ...this.data, state: LoadingState.Error, errors: [toQueryError(error)] }),
      });
  }

  /** Aborts what is under way; the next `run` starts over. */
  stop(): void {
    this.running?.unsubscribe();
    this.running = undefined;
    this.request = undefined;
  }

  private publish(data: PanelData): void {
    this.data = data;
    this.listeners.forEach((listener) => listener());
  }
}

function toQueryError(error: unknown): DataQueryError {
  return { message: error instanceof Error ? error.message : String(error) };
}

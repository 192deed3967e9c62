import type { Endpoint } from './port';

export interface RequestLimits {
  /** Requests under way at the same time, over all upstreams; at least 1. */
  total: number;
  /** The same for one upstream; without an entry only `total` bounds it. */
  perUpstream?: Partial<Record<Endpoint, number>>;
}

interface Lane {
  waiting: Set<() => void>;
  underWay: number;
  limit: number;
  /** Rises with every request served, so that the lane served longest ago has the lowest. */
  lastTurn: number;
}

/**
 * The places in which requests may be under way. Upstreams take turns, so that a flood at one does not starve the
 * others; within an upstream, first come, first served.
 */
export class RequestSlots {
  private readonly limits: RequestLimits;
  private readonly lanes = new Map<Endpoint, Lane>();
  private underWay = 0;
  private turns = 0;

  /** @throws RangeError for a limit below 1, under which requests would wait for ever. */
  constructor(limits: RequestLimits) {
    const tooLow = [limits.total, ...Object.values(limits.perUpstream ?? {})].find((limit) => !(limit >= 1));
    if (tooLow !== undefined) {
      throw new RangeError(`A limit of ${tooLow} requests lets nothing through; it must be at least 1`);
    }
    this.limits = limits;
  }

  /** Runs `work` once a place is free and frees the place when it settles. An aborted caller leaves the queue at once. */
  async run<T>(upstream: Endpoint, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const lane = this.laneOf(upstream);
    await this.enter(lane, signal);
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      lane.underWay--;
      this.underWay--;
      this.serve();
    }
  }

  private enter(lane: Lane, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        lane.waiting.delete(start);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      lane.waiting.add(start);
      this.serve();
    });
  }

  private serve(): void {
    while (this.underWay < this.limits.total) {
      const [lane] = [...this.lanes.values()]
        .filter(({ waiting, underWay, limit }) => waiting.size > 0 && underWay < limit)
        .sort((a, b) => a.lastTurn - b.lastTurn);
      const start = lane?.waiting.values().next().value;
      if (!start) {
        return;
      }
      lane.waiting.delete(start);
      lane.lastTurn = ++this.turns;
      lane.underWay++;
      this.underWay++;
      start();
    }
  }

  private laneOf(upstream: Endpoint): Lane {
    const known = this.lanes.get(upstream);
    if (known) {
      return known;
    }
    const limit = this.limits.perUpstream?.[upstream] ?? Infinity;
    const lane: Lane = { waiting: new Set(), underWay: 0, limit, lastTurn: 0 };
    this.lanes.set(upstream, lane);
    return lane;
  }
}

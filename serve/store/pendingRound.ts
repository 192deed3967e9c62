import { checksum } from './chunks';
import {
  chunkMs,
  chunkStartMs,
  cut,
  emptyStretch,
  lengthOf,
  overlay,
  type KeptSeries,
  type Round,
  type Stretch,
} from './store';

interface Pending extends KeptSeries {
  /** Whole chunks by their start, in which coverage is NaN where nothing changed. */
  chunks: Map<number, Stretch>;
}

interface Written {
  state: string;
  /** Of what was put last into each chunk, by the start of the chunk. */
  checksums: Map<number, number>;
}

/** A round on its way into the store. */
export interface TakenRound {
  round: Round;
  /** It was written. */
  done(): void;
  /** It was not: it waits for the next round, behind what has come meanwhile. */
  giveBack(): void;
}

/** What is to be written with the next round. Buckets that were written before, with the same numbers, are left out. */
export class PendingRound {
  private series = new Map<string, Pending>();
  private records = new Map<string, unknown>();
  private underWay = new Map<string, Pending>();
  private readonly written = new Map<string, Written>();
  private readonly checksums = new Map<string, Map<number, number>>();

  put(name: string, { key, state }: KeptSeries, stretch: Stretch): void {
    const known = this.written.get(name);
    const pending = this.series.get(name) ?? { key, state, chunks: new Map<number, Stretch>() };
    const checksums = this.checksums.get(name) ?? new Map<number, number>();
    let changed = JSON.stringify(state) !== known?.state;
    for (const part of inChunks(stretch)) {
      const startMs = chunkStartMs(part.fromMs, part.stepMs);
      const sum = checksum(part);
      if ((checksums.get(startMs) ?? known?.checksums.get(startMs)) === sum) {
        continue;
      }
      const chunk =
        pending.chunks.get(startMs) ?? emptyStretch(key.kind, key.stepMs, startMs, startMs + chunkMs(key.stepMs));
      overlay(chunk, part);
      pending.chunks.set(startMs, chunk);
      checksums.set(startMs, sum);
      changed = true;
    }
    if (changed) {
      this.series.set(name, { ...pending, state });
      this.checksums.set(name, checksums);
    }
  }

  putRecord(name: string, record: unknown): void {
    this.records.set(name, record);
  }

  record(name: string): unknown {
    return this.records.get(name);
  }

  stateOf(name: string): KeptSeries['state'] | undefined {
    return (this.series.get(name) ?? this.underWay.get(name))?.state;
  }

  /** What is not in the store yet, or not for sure; the latest last. */
  partsOf(name: string): Stretch[] {
    return [this.underWay, this.series].flatMap((round) => [...(round.get(name)?.chunks.values() ?? [])]);
  }

  /** Chunks that the store has dropped are no longer known as written. */
  forget(name: string, beforeMs: number): void {
    const checksums = this.written.get(name)?.checksums;
    for (const startMs of checksums?.keys() ?? []) {
      if (startMs < beforeMs) {
        checksums?.delete(startMs);
      }
    }
  }

  /** One round at a time. */
  take(isDue: (record: string) => boolean): TakenRound {
    const taken = this.series;
    const records = new Map([...this.records].filter(([name]) => isDue(name)));
    const checksums = new Map(this.checksums);
    this.underWay = taken;
    this.series = new Map();
    this.checksums.clear();
    records.forEach((_, name) => this.records.delete(name));
    return {
      round: {
        series: [...taken.values()].map(({ key, state, chunks }) => ({ key, state, parts: [...chunks.values()] })),
        records,
      },
      done: () => {
        this.underWay = new Map();
        for (const [name, { state }] of taken) {
          const written = this.written.get(name)?.checksums ?? new Map<number, number>();
          checksums.get(name)?.forEach((sum, startMs) => written.set(startMs, sum));
          this.written.set(name, { state: JSON.stringify(state), checksums: written });
        }
      },
      giveBack: () => {
        this.underWay = new Map();
        for (const [name, before] of taken) {
          this.series.set(name, joined(before, this.series.get(name)));
          this.checksums.set(name, new Map([...(checksums.get(name) ?? []), ...(this.checksums.get(name) ?? [])]));
        }
        records.forEach((record, name) => this.records.set(name, this.records.get(name) ?? record));
      },
    };
  }
}

function joined(before: Pending, after: Pending | undefined): Pending {
  if (!after) {
    return before;
  }
  for (const [startMs, chunk] of after.chunks) {
    const earlier = before.chunks.get(startMs);
    if (earlier) {
      overlay(earlier, chunk);
    } else {
      before.chunks.set(startMs, chunk);
    }
  }
  return { ...after, chunks: before.chunks };
}

/** The stretch cut at the borders of chunks, as views into it. */
function inChunks(stretch: Stretch): Stretch[] {
  const { stepMs, fromMs } = stretch;
  const toMs = fromMs + lengthOf(stretch) * stepMs;
  const parts: Stretch[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs = chunkStartMs(atMs, stepMs) + chunkMs(stepMs)) {
    parts.push(cut(stretch, atMs, Math.min(toMs, chunkStartMs(atMs, stepMs) + chunkMs(stepMs))));
  }
  return parts;
}

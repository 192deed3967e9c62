import type { Objective, SourceType } from '../../src/catalogue/objective';
import type { Sources } from '../../src/evaluation/evaluateObjective';
import type { ObjectiveFigures } from './figures';
import { readRound, type ReadFailure } from './round';
import { POLLED_QUERIES, type QueryPoller } from './trino/queryPoller';
import type { QueryCount } from './trino/queryCounts';

/** What is read in rounds of its own, so that an upstream that hangs delays no other. */
export interface Reader {
  /** Its name among the sources. */
  source: string;
  /** Rejects only when aborted. */
  read(nowMs: number, signal: AbortSignal): Promise<Reading>;
  /** Called when a read has ended, however it did. Rejects only when aborted. */
  end?(signal: AbortSignal): Promise<void>;
}

export interface Reading {
  figures: ObjectiveFigures[];
  failures: ReadFailure[];
  /** Of the poll of Trino's queries, where it succeeded. */
  queries?: QueryCount[];
}

/** Where the rounds of several readers come together. */
interface CommonRounds {
  /** What the round that a reader begins reads from, and as of when. */
  begin(reader: string, atMs: number): { sources: Sources; nowMs: number };
  prepare(reader: string, signal: AbortSignal): Promise<void>;
  end(reader: string): void;
}

/** One reader per source, in the catalogue's order, and one for the poll of Trino's queries. */
export function readersOf(objectives: readonly Objective[], rounds: CommonRounds, poller?: QueryPoller): Reader[] {
  const types = new Set<SourceType>(objectives.map(({ indicator }) => indicator.source));
  const readers = [...types].map((source): Reader => {
    const own = objectives.filter(({ indicator }) => indicator.source === source);
    return {
      source,
      async read(atMs, signal) {
        const { sources, nowMs } = rounds.begin(source, atMs);
        return readRound(own, sources, nowMs, signal);
      },
      async end(signal) {
        await rounds.prepare(source, signal);
        rounds.end(source);
      },
    };
  });
  return poller ? [...readers, pollReader(poller)] : readers;
}

function pollReader(poller: QueryPoller): Reader {
  return {
    source: POLLED_QUERIES,
    read: async (_, signal) => {
      const { queries, failure } = await poller.poll(signal);
      return { figures: [], failures: failure ? [failure] : [], queries };
    },
  };
}

import type { Objective } from '../../catalogue/objective';
import { HOUR_MS, MINUTE_MS } from '../../budget/durations';
import { KeptFor } from '../../transport/keptFor';
import { wholeNumber } from './outcomeColumns';
import type { QueryRunner } from './queryRunner';
import { reachQuery } from './sql/reachQuery';
import type { SqlSpec } from './sql/eventsQuery';
import { trinoSpec } from './trinoSpec';

/**
 * How far back the history of an objective reaches: when its oldest query ended, null if it is empty or if Prometheus holds
 * it. Rejects as the runner does.
 */
export async function historyReach(
  runner: Pick<QueryRunner, 'query'>,
  objective: Objective,
  signal: AbortSignal
): Promise<{ fromMs: number | null }> {
  const { history, longestRunMs } = trinoSpec(objective);
  return { fromMs: history.kind === 'counters' ? null : await readReach(runner, { history, longestRunMs }, signal) };
}

async function readReach(
  runner: Pick<QueryRunner, 'query'>,
  spec: Pick<SqlSpec, 'history' | 'longestRunMs'>,
  signal: AbortSignal
): Promise<number | null> {
  const { rows } = await runner.query(reachQuery(spec), signal);
  const oldest = rows[0]?.[0] ?? null;
  return oldest === null ? null : wholeNumber(oldest);
}

/** The reach of a table moves by the day, that of the coordinator's memory by the minute. */
export class KnownReach {
  private readonly ofTables = new KeptFor<number | null>(HOUR_MS);
  private readonly ofMemory = new KeptFor<number | null>(5 * MINUTE_MS);

  constructor(private readonly runner: Pick<QueryRunner, 'query'>) {}

  /** From Trino itself, for what forgets by the minute. */
  readAnew(spec: SqlSpec, signal: AbortSignal): Promise<number | null> {
    return readReach(this.runner, spec, signal);
  }

  async read(spec: SqlSpec, nowMs: number, signal: AbortSignal): Promise<number | null> {
    const ask = (kept: KeptFor<number | null>) =>
      kept.read(reachQuery(spec), nowMs, signal, (together) => readReach(this.runner, spec, together));
    if (spec.history.kind === 'runtime') {
      return ask(this.ofMemory);
    }
    // An empty table may have its first row at any moment.
    return (await ask(this.ofTables)) ?? ask(this.ofMemory);
  }
}

import { TransportError } from '../../../transport/transportError';
import type { QueryRunner } from '../queryRunner';
import { UNBOUNDED } from './trinoClient';
import type { TrinoInfo } from './trinoInfo';
import { readVisibility, type Visibility } from './visibility';
import { UpstreamFailure } from '../../upstreamFailure';

export interface TrinoHealth {
  /** Absent when Trino could not be asked. */
  info?: TrinoInfo;
  /** As whom Trino takes us; absent when it takes no queries of ours. */
  user?: string;
  visibility?: Visibility;
  histories: HistoryHealth[];
  findings: HealthFinding[];
}

/** `error`: no figure can be had. `warning`: figures can, and an operator should act. Sentences without final stop. */
export interface HealthFinding {
  severity: 'error' | 'warning';
  found: string;
  remedy: string;
}

/** A history of queries that an objective counts. */
export interface CheckedHistory {
  /** Id of the objective. */
  objective: string;
  /** How far back the objective looks, where that is a fixed time. */
  windowMs?: number;
  /** It is the coordinator's memory, which never reaches far. */
  inMemory: boolean;
  /** When its oldest query ended, epoch milliseconds; null if it is empty. */
  reach(signal: AbortSignal): Promise<{ fromMs: number | null }>;
}

export interface HistoryHealth {
  objective: string;
  fromMs: number | null;
}

/**
 * Whether Trino can be reached, is Trino, takes queries, from whom, what this user sees, and how far back each history goes.
 * Failures become findings; rejects only with the signal's reason.
 */
export async function checkTrino(
  client: QueryRunner,
  histories: CheckedHistory[],
  nowMs: number,
  signal: AbortSignal
): Promise<TrinoHealth> {
  const health: TrinoHealth = { histories: [], findings: [] };
  try {
    health.info = await client.info(signal);
    const notReady = whyNotReady(health.info);
    if (notReady) {
      health.findings.push(notReady);
      return health;
    }
    health.user = await readUser(client, signal);
    health.visibility = await readVisibility(client, signal);
    if (health.visibility === 'own') {
      health.findings.push(warnOwnOnly(health.user));
    }
    if (client.limitsRuns === false) {
      health.findings.push({ severity: 'warning', ...UNBOUNDED });
    }
  } catch (error) {
    signal.throwIfAborted();
    health.findings.push(findingOf(error));
    return health;
  }
  // One after the other: Trino is polled one query at a time anyhow.
  for (const history of histories) {
    await checkHistory(history, health, nowMs, signal);
  }
  return health;
}

async function readUser(client: QueryRunner, signal: AbortSignal): Promise<string> {
  const { rows } = await client.query('SELECT current_user', signal);
  return String(rows[0]?.[0] ?? '');
}

async function checkHistory(
  { objective, windowMs, inMemory, reach }: CheckedHistory,
  { histories, findings }: TrinoHealth,
  nowMs: number,
  signal: AbortSignal
): Promise<void> {
  try {
    const { fromMs } = await reach(signal);
    histories.push({ objective, fromMs });
    if (inMemory) {
      findings.push(warnInMemory(objective));
    } else if (fromMs === null) {
      findings.push(warnEmpty(objective));
    } else if (windowMs !== undefined && fromMs > nowMs - windowMs) {
      findings.push(warnShort(objective));
    }
  } catch (error) {
    signal.throwIfAborted();
    const { found, remedy } = findingOf(error);
    findings.push({ severity: 'error', found: `the history of ${objective} cannot be read: ${found}`, remedy });
  }
}

function whyNotReady({ starting, coordinator, state }: TrinoInfo): HealthFinding | undefined {
  if (!coordinator) {
    return {
      severity: 'error',
      found: 'the URL leads to a worker of Trino, which takes no queries',
      remedy: 'Set the Trino URL to the coordinator',
    };
  }
  if (starting) {
    return {
      severity: 'error',
      found: 'Trino is starting and takes no queries yet',
      remedy: 'Test again in a minute',
    };
  }
  return state === undefined || state === 'ACTIVE'
    ? undefined
    : { severity: 'error', found: `Trino says that it is ${state}`, remedy: 'Test again when it is ACTIVE' };
}

function warnOwnOnly(user: string): HealthFinding {
  return {
    severity: 'warning',
    found: `${user} sees only its own queries: figures from system.runtime.queries are partial`,
    remedy: `Let a rule of Trino's access control allow ${user} to view queries`,
  };
}

function warnInMemory(objective: string): HealthFinding {
  return {
    severity: 'warning',
    found: `${objective} counts the coordinator's memory, which holds minutes and is lost with a restart`,
    remedy: 'Let an event listener write a history, and name its table in the catalogue',
  };
}

function warnEmpty(objective: string): HealthFinding {
  return {
    severity: 'warning',
    found: `the history of ${objective} is empty`,
    remedy: 'Check that the event listener of Trino writes it',
  };
}

function warnShort(objective: string): HealthFinding {
  return {
    severity: 'warning',
    found: `the history of ${objective} is shorter than its window, and what lies before it is unknown`,
    remedy: 'Keep the history for longer, or wait',
  };
}

function findingOf(error: unknown): HealthFinding {
  if (error instanceof UpstreamFailure) {
    return { severity: 'error', found: error.found, remedy: error.remedy };
  }
  if (error instanceof TransportError) {
    return {
      severity: 'error',
      found: `no answer (${error.message})`,
      remedy: 'Check that Trino runs and that the Trino URL reaches it',
    };
  }
  throw error;
}

import type { StateAnswer, UpstreamState } from '../contract';
import { TRINO_SOURCE } from './client/trinoClient';
import type { TrinoInfo } from './client/trinoInfo';
import { wholeNumber } from './outcomeColumns';
import type { QueryRunner } from './queryRunner';
import { textLiteral } from './sql/literals';
import { isUpstreamFailure } from '../upstreamFailure';

/**
 * What Trino reports about itself now. A Trino that starts, shuts down or does not answer is a state, not an error; what its
 * access control hides is null, with a notice. Rejects with the signal's reason when aborted.
 */
export async function readState(
  runner: QueryRunner,
  pageUrl: string | undefined,
  signal: AbortSignal
): Promise<StateAnswer> {
  const url = pageUrl === undefined ? {} : { url: pageUrl };
  const asked = ['GET /v1/info'];
  let info: TrinoInfo;
  try {
    info = await runner.info(signal);
  } catch (error) {
    signal.throwIfAborted();
    const detail = whyNot(error);
    const state: UpstreamState = { ...NOTHING_KNOWN, state: 'unreachable', detail, ...url };
    return { state, notices: [{ severity: 'warning', text: detail }], executed: asked };
  }
  const known = { ...NOTHING_KNOWN, ...stateIn(info), ...url };
  if (known.state !== 'active') {
    return { state: known, notices: [{ severity: 'warning', text: known.detail ?? known.state }], executed: asked };
  }
  const sql = stateQuery();
  try {
    const { rows } = await runner.query(sql, signal);
    const [activeNodes, runningQueries, queuedQueries] = (rows[0] ?? []).map(wholeNumber);
    return {
      state: { ...known, activeNodes, runningQueries, queuedQueries },
      notices: [],
      executed: [...asked, sql],
    };
  } catch (error) {
    signal.throwIfAborted();
    const text = `Trino does not report its nodes and queries: ${whyNot(error)}`;
    return { state: known, notices: [{ severity: 'warning', text }], executed: [...asked, sql] };
  }
}

const NOTHING_KNOWN: UpstreamState = {
  state: 'active',
  version: null,
  environment: null,
  uptimeMs: null,
  activeNodes: null,
  runningQueries: null,
  queuedQueries: null,
};

function stateIn(info: TrinoInfo): Pick<UpstreamState, 'state' | 'detail' | 'version' | 'environment' | 'uptimeMs'> {
  const { version, environment, uptimeMs } = info;
  const facts = { version, environment, uptimeMs };
  if (info.starting) {
    return { ...facts, state: 'starting', detail: 'Trino is starting and takes no queries yet' };
  }
  if (info.state !== undefined && info.state !== 'ACTIVE') {
    return { ...facts, state: 'shuttingDown', detail: `Trino says that it is ${info.state}` };
  }
  return { ...facts, state: 'active' };
}

/** @throws the error itself where it is neither Trino's nor the network's. */
function whyNot(error: unknown): string {
  if (isUpstreamFailure(error)) {
    return error.message;
  }
  throw error;
}

/** SQL of what Trino is doing, our own queries apart: one row of active_nodes, running and queued. */
function stateQuery(): string {
  return `SELECT
  (SELECT count(*) FROM system.runtime.nodes WHERE state = 'active') AS active_nodes,
  count_if(state IN ('PLANNING', 'STARTING', 'RUNNING', 'FINISHING')) AS running,
  count_if(state IN ('QUEUED', 'WAITING_FOR_RESOURCES', 'DISPATCHING')) AS queued
FROM system.runtime.queries
WHERE coalesce(source, '') <> ${textLiteral(TRINO_SOURCE)}`;
}

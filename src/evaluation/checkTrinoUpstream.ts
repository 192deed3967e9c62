import { durationInWords, instantInWords } from '../budget/inWords';
import type { Objective } from '../catalogue/objective';
import type { CheckedHistory, HistoryHealth, TrinoHealth } from '../sources/trino/client/checkTrino';
import type { HttpPort } from '../transport/port';
import type { UpstreamHealth } from './upstreamChecks';

/**
 * Trino's line of the health check: version, as whom it takes us, whose queries that user sees and how far back the history of
 * each Trino objective goes, or what is wrong.
 *
 * @param user whom Trino takes us for; absent where the way to it says so.
 */
export async function checkTrinoUpstream(
  port: HttpPort,
  objectives: Objective[],
  nowMs: number,
  signal: AbortSignal,
  user?: string
): Promise<UpstreamHealth> {
  const [{ checkTrino }, { TrinoClient }, { historyReach }] = await Promise.all([
    import('../sources/trino/client/checkTrino'),
    import('../sources/trino/client/trinoClient'),
    import('../sources/trino/historyReach'),
  ]);
  const client = new TrinoClient({ port, user });
  const histories = objectives.flatMap((objective) =>
    historyOf(objective, (reachSignal) => historyReach(client, objective, reachSignal))
  );
  const health = await checkTrino(client, histories, nowMs, signal);
  const said = health.findings.map(({ severity, found, remedy }) =>
    severity === 'error' ? `${found}. ${remedy}.` : `Warning: ${found}. ${remedy}.`
  );
  const text = [
    'Trino:',
    ...about(health),
    ...health.histories.flatMap((history) => reachInWords(history, nowMs)),
    ...said,
  ];
  return { upstream: 'trino', ok: health.findings.every(({ severity }) => severity !== 'error'), text: text.join(' ') };
}

/** None where Trino's own metrics in Prometheus are the history. */
function historyOf({ id, indicator, window }: Objective, reach: CheckedHistory['reach']): CheckedHistory[] {
  if (indicator.source !== 'Trino' || indicator.measure.shape !== 'raw') {
    return [];
  }
  const { history } = indicator.measure.raw;
  const length = window.type === 'rolling' ? { windowMs: window.durationMs } : {};
  return history.kind === 'counters' ? [] : [{ objective: id, ...length, inMemory: history.kind === 'runtime', reach }];
}

function about({ info, user, visibility }: TrinoHealth): string[] {
  if (info === undefined) {
    return [];
  }
  const version = info.environment ? `${info.version} (${info.environment})` : info.version;
  return user === undefined ? [`${version}.`] : [`${version}, reachable as ${user}${inWords(visibility)}.`];
}

function inWords(visibility: TrinoHealth['visibility']): string {
  switch (visibility) {
    case 'everybody':
      return ", sees other people's queries";
    case 'unknown':
      return ", may not see all of other people's queries";
    case 'own':
    case undefined:
      return '';
  }
}

function reachInWords({ objective, fromMs }: HistoryHealth, nowMs: number): string[] {
  return fromMs === null
    ? []
    : [`The history of ${objective} reaches back to ${instantInWords(fromMs)} (${durationInWords(nowMs - fromMs)}).`];
}

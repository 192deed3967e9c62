import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { CoreApp, rangeUtil, type DataQuery, type DataQueryRequest } from '@grafana/data';
import type { PanelData } from './packets';
import { QueryRunner } from './QueryRunner';
import type { Scene } from './scene';

export interface QueriesOfPanel {
  id: number;
  targets: DataQuery[];
  maxDataPoints?: number;
}

const DEFAULT_POINTS = 1_000;

/**
 * The answers to a panel's queries, asked again when the range or a variable that they name changes. Nothing is asked while
 * the panel is not `wanted`, and everything under way ends with it.
 */
export function useQueries(
  { id, targets, maxDataPoints = DEFAULT_POINTS }: QueriesOfPanel,
  {
    uid,
    range,
    timeZone,
    query,
    replaceVariables,
  }: Pick<Scene, 'uid' | 'range' | 'timeZone' | 'query' | 'replaceVariables'>,
  wanted: boolean
): PanelData {
  const [runner] = useState(() => new QueryRunner(query));
  const inWords = JSON.stringify(targets);
  const expanded = replaceVariables(inWords, {}, 'json');
  const request = useMemo<DataQueryRequest>(
    () => ({
      requestId: `${uid}-${id}-${expanded.length}`,
      app: CoreApp.Dashboard,
      ...rangeUtil.calculateInterval(range, maxDataPoints),
      maxDataPoints,
      range,
      rangeRaw: range.raw,
      scopedVars: {},
      targets: JSON.parse(inWords),
      timezone: timeZone,
      dashboardUID: uid,
      panelId: id,
      startTime: range.to.valueOf(),
    }),
    [uid, id, expanded, inWords, range, maxDataPoints, timeZone]
  );

  useEffect(() => {
    if (wanted) {
      runner.run(request);
    }
  }, [runner, request, wanted]);
  useEffect(() => () => runner.stop(), [runner]);

  return useSyncExternalStore(runner.subscribe, runner.snapshot);
}

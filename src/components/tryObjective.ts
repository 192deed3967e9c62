import { getDataSourceSrv } from '@grafana/runtime';
import type { TryResult } from '../datasource/tryResult';

/**
 * Tries one objective with the settings that are saved. Rejects where no answer can be had at all; a failing upstream is
 * an answer.
 */
export type TryObjective = (uid: string, objectiveId: string, signal: AbortSignal) => Promise<TryResult>;

interface TryableDataSource {
  tryObjective: (objectiveId: string, signal: AbortSignal) => Promise<TryResult>;
}

/** Asks the data source that Grafana made from the saved settings of `uid`. */
export const tryInGrafana: TryObjective = async (uid, objectiveId, signal) => {
  const dataSource: unknown = await getDataSourceSrv().get({ uid });
  if (!canTry(dataSource)) {
    throw new Error(`Grafana does not know this data source (uid ${uid}) yet. Reload the page and try again.`);
  }
  return dataSource.tryObjective(objectiveId, signal);
};

function canTry(dataSource: unknown): dataSource is TryableDataSource {
  return (
    typeof dataSource === 'object' &&
    dataSource !== null &&
    'tryObjective' in dataSource &&
    typeof dataSource.tryObjective === 'function'
  );
}

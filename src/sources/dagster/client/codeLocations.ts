import type { AssetGraphQuery } from '../graphql/operations.generated';
import type { CodeLocation } from '../model';
import { firstSentence } from './errorText';
import { UpstreamFailure } from '../../upstreamFailure';

type WorkspaceAnswer = AssetGraphQuery['workspaceOrError'];

/** @throws UpstreamFailure when Dagster cannot list its code locations, without which no scope is known to be whole */
export function readCodeLocations(workspace: WorkspaceAnswer): CodeLocation[] {
  if (workspace.__typename === 'PythonError') {
    throw new UpstreamFailure(
      'unavailable',
      `Dagster could not read its workspace: ${firstSentence(workspace.message)}`,
      'Look at the deployment page of Dagster'
    );
  }
  return workspace.locationEntries.map(({ name, loadStatus, locationOrLoadError: location }) => {
    if (location?.__typename === 'PythonError') {
      // The outer errors say little more than that loading failed; the innermost cause is what has to be fixed.
      const { message } = location.causes[location.causes.length - 1] ?? location;
      return { name, loaded: false, error: firstSentence(message) };
    }
    // While it reloads, Dagster continues to serve what it knew.
    return location ? { name, loaded: true } : { name, loaded: false, error: notYet(loadStatus) };
  });
}

function notYet(loadStatus: 'LOADED' | 'LOADING'): string {
  return loadStatus === 'LOADING' ? 'it is still loading' : 'Dagster does not say why';
}

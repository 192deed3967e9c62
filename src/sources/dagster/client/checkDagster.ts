import { TransportError } from '../../../transport/transportError';
import type { GraphqlApi } from './graphqlApi';
import { readAssetGraph } from './readAssetGraph';
import { readInstance } from './readInstance';
import { UpstreamFailure } from '../../upstreamFailure';
import { firstInWords } from '../../../budget/inWords';

export interface DagsterHealth {
  /** Absent when Dagster could not be asked. */
  version?: string;
  readOnly?: boolean;
  /** Assets with a definition. */
  assetCount?: number;
  findings: HealthFinding[];
}

/** `error`: no figure can be had. `warning`: figures can, and an operator should act. Sentences without final stop. */
export interface HealthFinding {
  severity: 'error' | 'warning';
  found: string;
  remedy: string;
}

/**
 * Whether Dagster can be reached, is Dagster, is new enough, is safe to expose to viewers and knows all its assets. Failures become
 * findings; rejects only with the signal's reason.
 */
export async function checkDagster(api: GraphqlApi, signal: AbortSignal): Promise<DagsterHealth> {
  try {
    const { version, granted, codeLocations } = (await readInstance(api, signal)).value;
    const { nodes } = (await readAssetGraph(api, signal)).value;
    const notLoaded = codeLocations.flatMap(({ name, loaded, error }) => (loaded ? [] : warnNotLoaded(name, error)));
    return {
      version,
      readOnly: granted.length === 0,
      assetCount: nodes.size,
      findings: [...(granted.length > 0 ? [warnWritable(granted)] : []), ...notLoaded],
    };
  } catch (error) {
    signal.throwIfAborted();
    return { findings: [findingOf(error)] };
  }
}

function warnWritable(granted: string[]): HealthFinding {
  const named = firstInWords(granted, 3);
  return {
    severity: 'warning',
    found: `Dagster allows changes (${named}), and anyone who can view a dashboard can send them through the data source`,
    remedy:
      'Point the URL at a web server started with dagster-webserver --read-only, or in Dagster+ use the token of a viewer',
  };
}

function warnNotLoaded(name: string, error = 'Dagster does not say why'): HealthFinding {
  return {
    severity: 'warning',
    found: `the code location ${name} does not load (${error}), so its assets are missing`,
    remedy: 'Fix it, then reload it on the deployment page of Dagster',
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
      remedy: 'Check that Dagster runs and that the Dagster URL reaches it',
    };
  }
  throw error;
}

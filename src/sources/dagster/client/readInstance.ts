import { instanceOperation } from '../graphql/operations.generated';
import type { CodeLocation } from '../model';
import { readCodeLocations } from './codeLocations';
import type { Read } from './executed';
import type { GraphqlApi } from './graphqlApi';

/** The Dagster at the other end, and what it would let a viewer of the dashboards do. */
export interface DagsterInstance {
  version: string;
  /** Permissions to change something that are granted, such as `launch_pipeline_execution`, sorted; none: read-only. */
  granted: string[];
  codeLocations: CodeLocation[];
}

/** Never tries a mutation: Dagster lists its permissions. Rejects with an UpstreamFailure or a TransportError. */
export async function readInstance(api: GraphqlApi, signal: AbortSignal): Promise<Read<DagsterInstance>> {
  const { data, executed } = await api.ask(instanceOperation, {}, signal);
  const codeLocations = readCodeLocations(data.workspaceOrError);
  const ofLocations =
    data.workspaceOrError.__typename === 'Workspace'
      ? data.workspaceOrError.locationEntries.flatMap(({ permissions }) => permissions ?? [])
      : [];
  const granted = [...data.permissions, ...ofLocations].flatMap(({ permission, value }) => (value ? permission : []));
  return {
    value: { version: data.version, granted: [...new Set(granted)].sort(), codeLocations },
    executed: [executed],
  };
}

/* eslint-disable */
// Written by `npm run generate` from the .graphql files of this folder; do not edit.
import type { Fragment, Operation } from './operation';
type Exact<T> = T;
type InputMaybe<T> = T | null;
interface Scalars {
  String: { input: string };
  Int: { input: number };
}
interface AssetKeyInput {
  path: Array<string>;
}
type AssetCheckExecutionResolvedStatus = 'EXECUTION_FAILED' | 'FAILED' | 'IN_PROGRESS' | 'SKIPPED' | 'SUCCEEDED';
type AssetCheckSeverity = 'ERROR' | 'WARN';
type RepositoryLocationLoadStatus = 'LOADED' | 'LOADING';
type RunStatus =
  | 'CANCELED'
  | 'CANCELING'
  | 'FAILURE'
  | 'MANAGED'
  | 'NOT_STARTED'
  | 'QUEUED'
  | 'STARTED'
  | 'STARTING'
  | 'SUCCESS'
  | 'SUSPENDED';
type PartitionDefinitionType = 'DYNAMIC' | 'MULTIPARTITIONED' | 'STATIC' | 'TIME_WINDOW';
type PartitionRangeStatus = 'FAILED' | 'MATERIALIZED' | 'MATERIALIZING';
interface RunsFilter {
  createdAfter?: number | null;
  createdBefore?: number | null;
  mode?: string | null;
  pipelineName?: string | null;
  runIds?: Array<string> | null;
  snapshotId?: string | null;
  statuses?: Array<RunStatus> | null;
  tags?: Array<ExecutionTag> | null;
  updatedAfter?: number | null;
  updatedBefore?: number | null;
}
interface ExecutionTag {
  key: string;
  value: string;
}
type StepEventStatus = 'FAILURE' | 'IN_PROGRESS' | 'SKIPPED' | 'SUCCESS';
export type AssetChecksQueryVariables = Exact<{
  keys: Array<AssetKeyInput> | AssetKeyInput;
}>;

export type AssetChecksQuery = {
  assetNodes: Array<{
    assetKey: { path: Array<string> };
    assetChecksOrError:
      | { __typename: 'AssetCheckNeedsAgentUpgradeError'; message: string }
      | { __typename: 'AssetCheckNeedsMigrationError'; message: string }
      | { __typename: 'AssetCheckNeedsUserCodeUpgrade'; message: string }
      | {
          __typename: 'AssetChecks';
          checks: Array<{
            name: string;
            blocking: boolean;
            executionForLatestMaterialization?: {
              status: AssetCheckExecutionResolvedStatus;
              runId: string;
              evaluation?: { success: boolean; severity: AssetCheckSeverity; timestamp: number } | null;
            } | null;
          }>;
        };
  }>;
};

export type AssetGraphQueryVariables = Exact<{ [key: string]: never }>;

export type AssetGraphQuery = {
  assetNodes: Array<{
    groupName: string;
    computeKind?: string | null;
    description?: string | null;
    isPartitioned: boolean;
    isExecutable: boolean;
    jobNames: Array<string>;
    opNames: Array<string>;
    isAutoCreatedStub?: boolean;
    isMaterializable?: boolean;
    kinds?: Array<string>;
    assetKey: { path: Array<string> };
    dependencyKeys: Array<{ path: Array<string> }>;
    tags: Array<{ key: string; value: string }>;
    repository: { name: string; location: { name: string } };
    owners?: Array<{ __typename: 'TeamAssetOwner'; team: string } | { __typename: 'UserAssetOwner'; email: string }>;
    internalFreshnessPolicy?:
      | { __typename: 'CronFreshnessPolicy'; deadlineCron?: string; lowerBoundDeltaSeconds?: number; timezone?: string }
      | { __typename: 'TimeWindowFreshnessPolicy'; failWindowSeconds?: number }
      | null;
    freshnessPolicy?: {
      maximumLagMinutes: number;
      cronSchedule?: string | null;
      cronScheduleTimezone?: string | null;
    } | null;
  }>;
  workspaceOrError:
    | { __typename: 'PythonError'; message: string }
    | {
        __typename: 'Workspace';
        locationEntries: Array<{
          name: string;
          loadStatus: RepositoryLocationLoadStatus;
          locationOrLoadError?:
            | { __typename: 'PythonError'; message: string; causes: Array<{ message: string }> }
            | { __typename: 'RepositoryLocation' }
            | null;
        }>;
      };
};

export type AssetStubFragment = { isAutoCreatedStub?: boolean };

export type AssetMaterializableFragment = { isMaterializable?: boolean };

export type AssetKindsFragment = { kinds?: Array<string> };

export type AssetOwnersFragment = {
  owners?: Array<{ __typename: 'TeamAssetOwner'; team: string } | { __typename: 'UserAssetOwner'; email: string }>;
};

export type AssetFreshnessFragment = {
  internalFreshnessPolicy?:
    | { __typename: 'CronFreshnessPolicy'; deadlineCron?: string; lowerBoundDeltaSeconds?: number; timezone?: string }
    | { __typename: 'TimeWindowFreshnessPolicy'; failWindowSeconds?: number }
    | null;
};

export type TimeWindowFreshnessFragment = { failWindowSeconds?: number };

export type CronFreshnessFragment = { deadlineCron?: string; lowerBoundDeltaSeconds?: number; timezone?: string };

export type AssetLegacyFreshnessFragment = {
  freshnessPolicy?: {
    maximumLagMinutes: number;
    cronSchedule?: string | null;
    cronScheduleTimezone?: string | null;
  } | null;
};

export type InstanceQueryVariables = Exact<{ [key: string]: never }>;

export type InstanceQuery = {
  version: string;
  permissions: Array<{ permission: string; value: boolean }>;
  workspaceOrError:
    | { __typename: 'PythonError'; message: string }
    | {
        __typename: 'Workspace';
        locationEntries: Array<{
          name: string;
          loadStatus: RepositoryLocationLoadStatus;
          locationOrLoadError?:
            | { __typename: 'PythonError'; message: string; causes: Array<{ message: string }> }
            | { __typename: 'RepositoryLocation' }
            | null;
          permissions?: Array<{ permission: string; value: boolean }>;
        }>;
      };
};

export type LocationPermissionsFragment = { permissions?: Array<{ permission: string; value: boolean }> };

export type LatestMaterializationsQueryVariables = Exact<{
  keys: Array<AssetKeyInput> | AssetKeyInput;
}>;

export type LatestMaterializationsQuery = {
  assetNodes: Array<{
    assetKey: { path: Array<string> };
    assetMaterializations: Array<{ runId: string; partition?: string | null; timestamp: string }>;
  }>;
};

export type LatestPartitionRunsQueryVariables = Exact<{
  keys: Array<AssetKeyInput> | AssetKeyInput;
  p0: Scalars['String']['input'];
  p1: Scalars['String']['input'];
  p2: Scalars['String']['input'];
  p3: Scalars['String']['input'];
  p4: Scalars['String']['input'];
  p5: Scalars['String']['input'];
  p6: Scalars['String']['input'];
  p7: Scalars['String']['input'];
  p8: Scalars['String']['input'];
  p9: Scalars['String']['input'];
  p10: Scalars['String']['input'];
  p11: Scalars['String']['input'];
  p12: Scalars['String']['input'];
  p13: Scalars['String']['input'];
  p14: Scalars['String']['input'];
  p15: Scalars['String']['input'];
  p16: Scalars['String']['input'];
  p17: Scalars['String']['input'];
  p18: Scalars['String']['input'];
  p19: Scalars['String']['input'];
}>;

export type LatestPartitionRunsQuery = {
  assetNodes: Array<{
    assetKey: { path: Array<string> };
    p0?: { runId: string; status: RunStatus } | null;
    p1?: { runId: string; status: RunStatus } | null;
    p2?: { runId: string; status: RunStatus } | null;
    p3?: { runId: string; status: RunStatus } | null;
    p4?: { runId: string; status: RunStatus } | null;
    p5?: { runId: string; status: RunStatus } | null;
    p6?: { runId: string; status: RunStatus } | null;
    p7?: { runId: string; status: RunStatus } | null;
    p8?: { runId: string; status: RunStatus } | null;
    p9?: { runId: string; status: RunStatus } | null;
    p10?: { runId: string; status: RunStatus } | null;
    p11?: { runId: string; status: RunStatus } | null;
    p12?: { runId: string; status: RunStatus } | null;
    p13?: { runId: string; status: RunStatus } | null;
    p14?: { runId: string; status: RunStatus } | null;
    p15?: { runId: string; status: RunStatus } | null;
    p16?: { runId: string; status: RunStatus } | null;
    p17?: { runId: string; status: RunStatus } | null;
    p18?: { runId: string; status: RunStatus } | null;
    p19?: { runId: string; status: RunStatus } | null;
  }>;
};

export type LatestWithoutDefinitionQueryVariables = Exact<{
  keys: Array<AssetKeyInput> | AssetKeyInput;
}>;

export type LatestWithoutDefinitionQuery = {
  assetsOrError:
    | {
        __typename: 'AssetConnection';
        nodes: Array<{
          key: { path: Array<string> };
          assetMaterializations: Array<{ runId: string; partition?: string | null; timestamp: string }>;
        }>;
      }
    | { __typename: 'PythonError'; message: string };
};

export type MadeByRunsQueryVariables = Exact<{
  keys: Array<AssetKeyInput> | AssetKeyInput;
  after: Scalars['String']['input'];
  before: Scalars['String']['input'];
  limit: Scalars['Int']['input'];
}>;

export type MadeByRunsQuery = {
  assetsOrError:
    | {
        __typename: 'AssetConnection';
        nodes: Array<{
          key: { path: Array<string> };
          assetMaterializations: Array<{ runId: string; timestamp: string }>;
        }>;
      }
    | { __typename: 'PythonError'; message: string };
};

export type PartitionKeysQueryVariables = Exact<{
  keys: Array<AssetKeyInput> | AssetKeyInput;
}>;

export type PartitionKeysQuery = {
  assetNodes: Array<{
    assetKey: { path: Array<string> };
    partitionKeysByDimension: Array<{ name: string; partitionKeys: Array<string> }>;
  }>;
};

export type PartitionMaterializationsQueryVariables = Exact<{
  keys: Array<AssetKeyInput> | AssetKeyInput;
  partitions: Array<Scalars['String']['input']> | Scalars['String']['input'];
}>;

export type PartitionMaterializationsQuery = {
  assetNodes: Array<{
    assetKey: { path: Array<string> };
    latestMaterializationByPartition: Array<{ partition?: string | null; timestamp: string } | null>;
  }>;
};

export type PartitionStatusesQueryVariables = Exact<{
  keys: Array<AssetKeyInput> | AssetKeyInput;
}>;

export type PartitionStatusesQuery = {
  assetNodes: Array<{
    assetKey: { path: Array<string> };
    partitionDefinition?: {
      type: PartitionDefinitionType;
      fmt?: string | null;
      description?: string;
      dimensionTypes?: Array<{ name: string; description: string }>;
    } | null;
    partitionStats?: {
      numPartitions: number;
      numMaterialized: number;
      numFailed: number;
      numMaterializing: number;
    } | null;
    assetPartitionStatuses:
      | { __typename: 'DefaultPartitionStatuses'; unmaterializedPartitions: Array<string> }
      | {
          __typename: 'MultiPartitionStatuses';
          primaryDimensionName: string;
          ranges: Array<{
            primaryDimStartKey: string;
            primaryDimEndKey: string;
            primaryDimStartTime?: number | null;
            primaryDimEndTime?: number | null;
            secondaryDim:
              | { __typename: 'DefaultPartitionStatuses'; materializedPartitions: Array<string> }
              | {
                  __typename: 'TimePartitionStatuses';
                  ranges: Array<{ startKey: string; endKey: string; status: PartitionRangeStatus }>;
                };
          }>;
        }
      | {
          __typename: 'TimePartitionStatuses';
          ranges: Array<{
            startKey: string;
            endKey: string;
            startTime: number;
            endTime: number;
            status: PartitionRangeStatus;
          }>;
        };
    partitionKeyConnection?: { results: Array<string> } | null;
  }>;
};

export type PartitionDescriptionFragment = {
  description?: string;
  dimensionTypes?: Array<{ name: string; description: string }>;
};

export type PartitionFormatFragment = { fmt?: string | null };

export type NewestPartitionsFragment = { partitionKeyConnection?: { results: Array<string> } | null };

export type RunDetailsQueryVariables = Exact<{
  filter: RunsFilter;
  limit: Scalars['Int']['input'];
}>;

export type RunDetailsQuery = {
  runsOrError:
    | { __typename: 'InvalidPipelineRunsFilterError'; message: string }
    | { __typename: 'PythonError'; message: string }
    | {
        __typename: 'Runs';
        results: Array<{
          runId: string;
          stepStats: Array<{
            stepKey: string;
            status?: StepEventStatus | null;
            attempts: Array<{ startTime?: number | null; endTime?: number | null }>;
            materializations: Array<{
              partition?: string | null;
              timestamp: string;
              assetKey?: { path: Array<string> } | null;
            }>;
          }>;
          executionPlan?: { assetKeys: Array<{ path: Array<string> }> } | null;
          assets?: Array<{ key: { path: Array<string> } }>;
        }>;
      };
};

export type PlannedAssetsFragment = { executionPlan?: { assetKeys: Array<{ path: Array<string> }> } | null };

export type RunAssetsFragment = { assets?: Array<{ key: { path: Array<string> } }> };

export type RunsQueryVariables = Exact<{
  filter: RunsFilter;
  cursor?: InputMaybe<Scalars['String']['input']>;
  limit: Scalars['Int']['input'];
}>;

export type RunsQuery = {
  runsOrError:
    | { __typename: 'InvalidPipelineRunsFilterError'; message: string }
    | { __typename: 'PythonError'; message: string }
    | {
        __typename: 'Runs';
        results: Array<{
          runId: string;
          jobName: string;
          status: RunStatus;
          startTime?: number | null;
          endTime?: number | null;
          updateTime?: number | null;
          rootRunId?: string | null;
          parentRunId?: string | null;
          stepKeysToExecute?: Array<string> | null;
          creationTime?: number;
          assetSelection?: Array<{ path: Array<string> }> | null;
          tags: Array<{ key: string; value: string }>;
          assetCheckSelection?: Array<{ name: string }> | null;
          repositoryOrigin?: { repositoryName: string; repositoryLocationName: string } | null;
        }>;
      };
};

export type RunCreationFragment = { creationTime?: number };

export type RunChecksFragment = { assetCheckSelection?: Array<{ name: string }> | null };

export type RunOriginFragment = {
  repositoryOrigin?: { repositoryName: string; repositoryLocationName: string } | null;
};

export type StepFailuresQueryVariables = Exact<{
  filter: RunsFilter;
  limit: Scalars['Int']['input'];
  cursor?: InputMaybe<Scalars['String']['input']>;
  events: Scalars['Int']['input'];
}>;

export type StepFailuresQuery = {
  runsOrError:
    | { __typename: 'InvalidPipelineRunsFilterError'; message: string }
    | { __typename: 'PythonError'; message: string }
    | {
        __typename: 'Runs';
        results: Array<{
          runId: string;
          eventConnection: {
            cursor: string;
            hasMore: boolean;
            events: Array<
              | {
                  __typename: 'AssetCheckEvaluationEvent';
                  stepKey?: string | null;
                  evaluation: {
                    checkName: string;
                    success: boolean;
                    severity: AssetCheckSeverity;
                    assetKey: { path: Array<string> };
                  };
                }
              | {
                  __typename: 'EngineEvent';
                  stepKey?: string | null;
                  message: string;
                  error?: { message: string; causes: Array<{ message: string }> } | null;
                }
              | {
                  __typename: 'ExecutionStepFailureEvent';
                  stepKey?: string | null;
                  error?: { message: string; causes: Array<{ message: string }> } | null;
                }
              | {
                  __typename: 'ExecutionStepUpForRetryEvent';
                  stepKey?: string | null;
                  error?: { message: string; causes: Array<{ message: string }> } | null;
                }
              | { __typename: 'RunCanceledEvent'; message: string; timestamp: string }
              | { __typename: 'RunCancelingEvent'; message: string; timestamp: string }
              | {
                  __typename: 'RunFailureEvent';
                  message: string;
                  error?: { message: string; causes: Array<{ message: string }> } | null;
                }
              | Record<PropertyKey, never>
            >;
          };
        }>;
      };
};

const assetStubFragment: Fragment = {
  name: 'AssetStub',
  text: 'fragment AssetStub on AssetNode{isAutoCreatedStub}',
  needs: ['AssetNode.isAutoCreatedStub'],
};

const assetMaterializableFragment: Fragment = {
  name: 'AssetMaterializable',
  text: 'fragment AssetMaterializable on AssetNode{isMaterializable}',
  needs: ['AssetNode.isMaterializable'],
};

const assetKindsFragment: Fragment = {
  name: 'AssetKinds',
  text: 'fragment AssetKinds on AssetNode{kinds}',
  needs: ['AssetNode.kinds'],
};

const assetOwnersFragment: Fragment = {
  name: 'AssetOwners',
  text: 'fragment AssetOwners on AssetNode{owners{__typename ...on UserAssetOwner{email}...on TeamAssetOwner{team}}}',
  needs: ['AssetNode.owners', 'TeamAssetOwner.team', 'UserAssetOwner.email'],
};

const assetFreshnessFragment: Fragment = {
  name: 'AssetFreshness',
  text: 'fragment AssetFreshness on AssetNode{internalFreshnessPolicy{__typename ...TimeWindowFreshness ...CronFreshness}}',
  needs: ['AssetNode.internalFreshnessPolicy'],
};

const timeWindowFreshnessFragment: Fragment = {
  name: 'TimeWindowFreshness',
  text: 'fragment TimeWindowFreshness on TimeWindowFreshnessPolicy{failWindowSeconds}',
  needs: ['TimeWindowFreshnessPolicy.failWindowSeconds'],
};

const cronFreshnessFragment: Fragment = {
  name: 'CronFreshness',
  text: 'fragment CronFreshness on CronFreshnessPolicy{deadlineCron lowerBoundDeltaSeconds timezone}',
  needs: [
    'CronFreshnessPolicy.deadlineCron',
    'CronFreshnessPolicy.lowerBoundDeltaSeconds',
    'CronFreshnessPolicy.timezone',
  ],
};

const assetLegacyFreshnessFragment: Fragment = {
  name: 'AssetLegacyFreshness',
  text: 'fragment AssetLegacyFreshness on AssetNode{freshnessPolicy{maximumLagMinutes cronSchedule cronScheduleTimezone}}',
  needs: [
    'AssetNode.freshnessPolicy',
    'FreshnessPolicy.cronSchedule',
    'FreshnessPolicy.cronScheduleTimezone',
    'FreshnessPolicy.maximumLagMinutes',
  ],
};

const locationPermissionsFragment: Fragment = {
  name: 'LocationPermissions',
  text: 'fragment LocationPermissions on WorkspaceLocationEntry{permissions{permission value}}',
  needs: ['Permission.permission', 'Permission.value', 'WorkspaceLocationEntry.permissions'],
};

const partitionDescriptionFragment: Fragment = {
  name: 'PartitionDescription',
  text: 'fragment PartitionDescription on PartitionDefinition{description dimensionTypes{name description}}',
  needs: [
    'DimensionDefinitionType.description',
    'DimensionDefinitionType.name',
    'PartitionDefinition.description',
    'PartitionDefinition.dimensionTypes',
  ],
};

const partitionFormatFragment: Fragment = {
  name: 'PartitionFormat',
  text: 'fragment PartitionFormat on PartitionDefinition{fmt}',
  needs: ['PartitionDefinition.fmt'],
};

const newestPartitionsFragment: Fragment = {
  name: 'NewestPartitions',
  text: 'fragment NewestPartitions on AssetNode{partitionKeyConnection(limit:3 ascending:false){results}}',
  needs: ['AssetNode.partitionKeyConnection', 'PartitionKeyConnection.results'],
};

const plannedAssetsFragment: Fragment = {
  name: 'PlannedAssets',
  text: 'fragment PlannedAssets on Run{executionPlan{assetKeys{path}}}',
  needs: ['AssetKey.path', 'ExecutionPlan.assetKeys', 'Run.executionPlan'],
};

const runAssetsFragment: Fragment = {
  name: 'RunAssets',
  text: 'fragment RunAssets on Run{assets{key{path}}}',
  needs: ['Asset.key', 'AssetKey.path', 'Run.assets'],
};

const runCreationFragment: Fragment = {
  name: 'RunCreation',
  text: 'fragment RunCreation on Run{creationTime}',
  needs: ['Run.creationTime'],
};

const runChecksFragment: Fragment = {
  name: 'RunChecks',
  text: 'fragment RunChecks on Run{assetCheckSelection{name}}',
  needs: ['AssetCheckhandle.name', 'Run.assetCheckSelection'],
};

const runOriginFragment: Fragment = {
  name: 'RunOrigin',
  text: 'fragment RunOrigin on Run{repositoryOrigin{repositoryName repositoryLocationName}}',
  needs: ['RepositoryOrigin.repositoryLocationName', 'RepositoryOrigin.repositoryName', 'Run.repositoryOrigin'],
};

export const assetChecksOperation: Operation<AssetChecksQuery, AssetChecksQueryVariables> = {
  name: 'AssetChecks',
  text: 'query AssetChecks($keys:[AssetKeyInput!]!){assetNodes(assetKeys:$keys){assetKey{path}assetChecksOrError{__typename ...on AssetChecks{checks{name blocking executionForLatestMaterialization{status runId evaluation{success severity timestamp}}}}...on AssetCheckNeedsMigrationError{message}...on AssetCheckNeedsUserCodeUpgrade{message}...on AssetCheckNeedsAgentUpgradeError{message}}}}',
  needs: [
    'AssetCheck.blocking',
    'AssetCheck.executionForLatestMaterialization',
    'AssetCheck.name',
    'AssetCheckEvaluation.severity',
    'AssetCheckEvaluation.success',
    'AssetCheckEvaluation.timestamp',
    'AssetCheckExecution.evaluation',
    'AssetCheckExecution.runId',
    'AssetCheckExecution.status',
    'AssetCheckNeedsAgentUpgradeError.message',
    'AssetCheckNeedsMigrationError.message',
    'AssetCheckNeedsUserCodeUpgrade.message',
    'AssetChecks.checks',
    'AssetKey.path',
    'AssetNode.assetChecksOrError',
    'AssetNode.assetKey',
    'Query.assetNodes',
  ],
  fragments: [],
};

export const assetGraphOperation: Operation<AssetGraphQuery, AssetGraphQueryVariables> = {
  name: 'AssetGraph',
  text: 'query AssetGraph{assetNodes{assetKey{path}groupName computeKind description isPartitioned isExecutable jobNames opNames dependencyKeys{path}tags{key value}repository{name location{name}}...AssetStub ...AssetMaterializable ...AssetKinds ...AssetOwners ...AssetFreshness ...AssetLegacyFreshness}workspaceOrError{__typename ...on Workspace{locationEntries{name loadStatus locationOrLoadError{__typename ...on PythonError{message causes{message}}}}}...on PythonError{message}}}',
  needs: [
    'AssetKey.path',
    'AssetNode.assetKey',
    'AssetNode.computeKind',
    'AssetNode.dependencyKeys',
    'AssetNode.description',
    'AssetNode.groupName',
    'AssetNode.isExecutable',
    'AssetNode.isPartitioned',
    'AssetNode.jobNames',
    'AssetNode.opNames',
    'AssetNode.repository',
    'AssetNode.tags',
    'DefinitionTag.key',
    'DefinitionTag.value',
    'PythonError.causes',
    'PythonError.message',
    'Query.assetNodes',
    'Query.workspaceOrError',
    'Repository.location',
    'Repository.name',
    'RepositoryLocation.name',
    'Workspace.locationEntries',
    'WorkspaceLocationEntry.loadStatus',
    'WorkspaceLocationEntry.locationOrLoadError',
    'WorkspaceLocationEntry.name',
  ],
  fragments: [
    assetStubFragment,
    assetMaterializableFragment,
    assetKindsFragment,
    assetOwnersFragment,
    assetFreshnessFragment,
    timeWindowFreshnessFragment,
    cronFreshnessFragment,
    assetLegacyFreshnessFragment,
  ],
};

export const instanceOperation: Operation<InstanceQuery, InstanceQueryVariables> = {
  name: 'Instance',
  text: 'query Instance{version permissions{permission value}workspaceOrError{__typename ...on Workspace{locationEntries{name loadStatus locationOrLoadError{__typename ...on PythonError{message causes{message}}}...LocationPermissions}}...on PythonError{message}}}',
  needs: [
    'Permission.permission',
    'Permission.value',
    'PythonError.causes',
    'PythonError.message',
    'Query.permissions',
    'Query.version',
    'Query.workspaceOrError',
    'Workspace.locationEntries',
    'WorkspaceLocationEntry.loadStatus',
    'WorkspaceLocationEntry.locationOrLoadError',
    'WorkspaceLocationEntry.name',
  ],
  fragments: [locationPermissionsFragment],
};

export const latestMaterializationsOperation: Operation<
  LatestMaterializationsQuery,
  LatestMaterializationsQueryVariables
> = {
  name: 'LatestMaterializations',
  text: 'query LatestMaterializations($keys:[AssetKeyInput!]!){assetNodes(assetKeys:$keys){assetKey{path}assetMaterializations(limit:1){runId partition timestamp}}}',
  needs: [
    'AssetKey.path',
    'AssetNode.assetKey',
    'AssetNode.assetMaterializations',
    'MaterializationEvent.partition',
    'MaterializationEvent.runId',
    'MaterializationEvent.timestamp',
    'Query.assetNodes',
  ],
  fragments: [],
};

export const latestPartitionRunsOperation: Operation<LatestPartitionRunsQuery, LatestPartitionRunsQueryVariables> = {
  name: 'LatestPartitionRuns',
  text: 'query LatestPartitionRuns($keys:[AssetKeyInput!]!$p0:String!$p1:String!$p2:String!$p3:String!$p4:String!$p5:String!$p6:String!$p7:String!$p8:String!$p9:String!$p10:String!$p11:String!$p12:String!$p13:String!$p14:String!$p15:String!$p16:String!$p17:String!$p18:String!$p19:String!){assetNodes(assetKeys:$keys){assetKey{path}p0:latestRunForPartition(partition:$p0){runId status}p1:latestRunForPartition(partition:$p1){runId status}p2:latestRunForPartition(partition:$p2){runId status}p3:latestRunForPartition(partition:$p3){runId status}p4:latestRunForPartition(partition:$p4){runId status}p5:latestRunForPartition(partition:$p5){runId status}p6:latestRunForPartition(partition:$p6){runId status}p7:latestRunForPartition(partition:$p7){runId status}p8:latestRunForPartition(partition:$p8){runId status}p9:latestRunForPartition(partition:$p9){runId status}p10:latestRunForPartition(partition:$p10){runId status}p11:latestRunForPartition(partition:$p11){runId status}p12:latestRunForPartition(partition:$p12){runId status}p13:latestRunForPartition(partition:$p13){runId status}p14:latestRunForPartition(partition:$p14){runId status}p15:latestRunForPartition(partition:$p15){runId status}p16:latestRunForPartition(partition:$p16){runId status}p17:latestRunForPartition(partition:$p17){runId status}p18:latestRunForPartition(partition:$p18){runId status}p19:latestRunForPartition(partition:$p19){runId status}}}',
  needs: [
    'AssetKey.path',
    'AssetNode.assetKey',
    'AssetNode.latestRunForPartition',
    'Query.assetNodes',
    'Run.runId',
    'Run.status',
  ],
  fragments: [],
};

export const latestWithoutDefinitionOperation: Operation<
  LatestWithoutDefinitionQuery,
  LatestWithoutDefinitionQueryVariables
> = {
  name: 'LatestWithoutDefinition',
  text: 'query LatestWithoutDefinition($keys:[AssetKeyInput!]!){assetsOrError(assetKeys:$keys){__typename ...on AssetConnection{nodes{key{path}assetMaterializations(limit:1){runId partition timestamp}}}...on PythonError{message}}}',
  needs: [
    'Asset.assetMaterializations',
    'Asset.key',
    'AssetConnection.nodes',
    'AssetKey.path',
    'MaterializationEvent.partition',
    'MaterializationEvent.runId',
    'MaterializationEvent.timestamp',
    'PythonError.message',
    'Query.assetsOrError',
  ],
  fragments: [],
};

export const madeByRunsOperation: Operation<MadeByRunsQuery, MadeByRunsQueryVariables> = {
  name: 'MadeByRuns',
  text: 'query MadeByRuns($keys:[AssetKeyInput!]!$after:String!$before:String!$limit:Int!){assetsOrError(assetKeys:$keys){__typename ...on AssetConnection{nodes{key{path}assetMaterializations(afterTimestampMillis:$after beforeTimestampMillis:$before limit:$limit){runId timestamp}}}...on PythonError{message}}}',
  needs: [
    'Asset.assetMaterializations',
    'Asset.key',
    'AssetConnection.nodes',
    'AssetKey.path',
    'MaterializationEvent.runId',
    'MaterializationEvent.timestamp',
    'PythonError.message',
    'Query.assetsOrError',
  ],
  fragments: [],
};

export const partitionKeysOperation: Operation<PartitionKeysQuery, PartitionKeysQueryVariables> = {
  name: 'PartitionKeys',
  text: 'query PartitionKeys($keys:[AssetKeyInput!]!){assetNodes(assetKeys:$keys){assetKey{path}partitionKeysByDimension{name partitionKeys}}}',
  needs: [
    'AssetKey.path',
    'AssetNode.assetKey',
    'AssetNode.partitionKeysByDimension',
    'DimensionPartitionKeys.name',
    'DimensionPartitionKeys.partitionKeys',
    'Query.assetNodes',
  ],
  fragments: [],
};

export const partitionMaterializationsOperation: Operation<
  PartitionMaterializationsQuery,
  PartitionMaterializationsQueryVariables
> = {
  name: 'PartitionMaterializations',
  text: 'query PartitionMaterializations($keys:[AssetKeyInput!]!$partitions:[String!]!){assetNodes(assetKeys:$keys){assetKey{path}latestMaterializationByPartition(partitions:$partitions){partition timestamp}}}',
  needs: [
    'AssetKey.path',
    'AssetNode.assetKey',
    'AssetNode.latestMaterializationByPartition',
    'MaterializationEvent.partition',
    'MaterializationEvent.timestamp',
    'Query.assetNodes',
  ],
  fragments: [],
};

export const partitionStatusesOperation: Operation<PartitionStatusesQuery, PartitionStatusesQueryVariables> = {
  name: 'PartitionStatuses',
  text: 'query PartitionStatuses($keys:[AssetKeyInput!]!){assetNodes(assetKeys:$keys){assetKey{path}partitionDefinition{type ...PartitionFormat ...PartitionDescription}...NewestPartitions partitionStats{numPartitions numMaterialized numFailed numMaterializing}assetPartitionStatuses{__typename ...on DefaultPartitionStatuses{unmaterializedPartitions}...on TimePartitionStatuses{ranges{startKey endKey startTime endTime status}}...on MultiPartitionStatuses{primaryDimensionName ranges{primaryDimStartKey primaryDimEndKey primaryDimStartTime primaryDimEndTime secondaryDim{__typename ...on DefaultPartitionStatuses{materializedPartitions}...on TimePartitionStatuses{ranges{startKey endKey status}}}}}}}}',
  needs: [
    'AssetKey.path',
    'AssetNode.assetKey',
    'AssetNode.assetPartitionStatuses',
    'AssetNode.partitionDefinition',
    'AssetNode.partitionStats',
    'DefaultPartitionStatuses.materializedPartitions',
    'DefaultPartitionStatuses.unmaterializedPartitions',
    'MaterializedPartitionRangeStatuses2D.primaryDimEndKey',
    'MaterializedPartitionRangeStatuses2D.primaryDimEndTime',
    'MaterializedPartitionRangeStatuses2D.primaryDimStartKey',
    'MaterializedPartitionRangeStatuses2D.primaryDimStartTime',
    'MaterializedPartitionRangeStatuses2D.secondaryDim',
    'MultiPartitionStatuses.primaryDimensionName',
    'MultiPartitionStatuses.ranges',
    'PartitionDefinition.type',
    'PartitionStats.numFailed',
    'PartitionStats.numMaterialized',
    'PartitionStats.numMaterializing',
    'PartitionStats.numPartitions',
    'Query.assetNodes',
    'TimePartitionRangeStatus.endKey',
    'TimePartitionRangeStatus.endTime',
    'TimePartitionRangeStatus.startKey',
    'TimePartitionRangeStatus.startTime',
    'TimePartitionRangeStatus.status',
    'TimePartitionStatuses.ranges',
  ],
  fragments: [partitionFormatFragment, partitionDescriptionFragment, newestPartitionsFragment],
};

export const runDetailsOperation: Operation<RunDetailsQuery, RunDetailsQueryVariables> = {
  name: 'RunDetails',
  text: 'query RunDetails($filter:RunsFilter!$limit:Int!){runsOrError(filter:$filter limit:$limit){__typename ...on Runs{results{runId stepStats{stepKey status attempts{startTime endTime}materializations{assetKey{path}partition timestamp}}...PlannedAssets ...RunAssets}}...on InvalidPipelineRunsFilterError{message}...on PythonError{message}}}',
  needs: [
    'AssetKey.path',
    'InvalidPipelineRunsFilterError.message',
    'MaterializationEvent.assetKey',
    'MaterializationEvent.partition',
    'MaterializationEvent.timestamp',
    'PythonError.message',
    'Query.runsOrError',
    'Run.runId',
    'Run.stepStats',
    'RunMarker.endTime',
    'RunMarker.startTime',
    'RunStepStats.attempts',
    'RunStepStats.materializations',
    'RunStepStats.status',
    'RunStepStats.stepKey',
    'Runs.results',
  ],
  fragments: [plannedAssetsFragment, runAssetsFragment],
};

export const runsOperation: Operation<RunsQuery, RunsQueryVariables> = {
  name: 'Runs',
  text: 'query Runs($filter:RunsFilter!$cursor:String$limit:Int!){runsOrError(filter:$filter cursor:$cursor limit:$limit){__typename ...on Runs{results{runId jobName status startTime endTime updateTime rootRunId parentRunId stepKeysToExecute assetSelection{path}tags{key value}...RunCreation ...RunChecks ...RunOrigin}}...on InvalidPipelineRunsFilterError{message}...on PythonError{message}}}',
  needs: [
    'AssetKey.path',
    'InvalidPipelineRunsFilterError.message',
    'PipelineTag.key',
    'PipelineTag.value',
    'PythonError.message',
    'Query.runsOrError',
    'Run.assetSelection',
    'Run.endTime',
    'Run.jobName',
    'Run.parentRunId',
    'Run.rootRunId',
    'Run.runId',
    'Run.startTime',
    'Run.status',
    'Run.stepKeysToExecute',
    'Run.tags',
    'Run.updateTime',
    'Runs.results',
  ],
  fragments: [runCreationFragment, runChecksFragment, runOriginFragment],
};

export const stepFailuresOperation: Operation<StepFailuresQuery, StepFailuresQueryVariables> = {
  name: 'StepFailures',
  text: 'query StepFailures($filter:RunsFilter!$limit:Int!$cursor:String$events:Int!){runsOrError(filter:$filter limit:$limit){__typename ...on Runs{results{runId eventConnection(afterCursor:$cursor limit:$events){cursor hasMore events{...on ExecutionStepFailureEvent{__typename stepKey error{message causes{message}}}...on ExecutionStepUpForRetryEvent{__typename stepKey error{message causes{message}}}...on RunFailureEvent{__typename message error{message causes{message}}}...on EngineEvent{__typename stepKey message error{message causes{message}}}...on RunCancelingEvent{__typename message timestamp}...on RunCanceledEvent{__typename message timestamp}...on AssetCheckEvaluationEvent{__typename stepKey evaluation{checkName success severity assetKey{path}}}}}}}...on InvalidPipelineRunsFilterError{message}...on PythonError{message}}}',
  needs: [
    'AssetCheckEvaluation.assetKey',
    'AssetCheckEvaluation.checkName',
    'AssetCheckEvaluation.severity',
    'AssetCheckEvaluation.success',
    'AssetCheckEvaluationEvent.evaluation',
    'AssetCheckEvaluationEvent.stepKey',
    'AssetKey.path',
    'EngineEvent.error',
    'EngineEvent.message',
    'EngineEvent.stepKey',
    'EventConnection.cursor',
    'EventConnection.events',
    'EventConnection.hasMore',
    'ExecutionStepFailureEvent.error',
    'ExecutionStepFailureEvent.stepKey',
    'ExecutionStepUpForRetryEvent.error',
    'ExecutionStepUpForRetryEvent.stepKey',
    'InvalidPipelineRunsFilterError.message',
    'PythonError.causes',
    'PythonError.message',
    'Query.runsOrError',
    'Run.eventConnection',
    'Run.runId',
    'RunCanceledEvent.message',
    'RunCanceledEvent.timestamp',
    'RunCancelingEvent.message',
    'RunCancelingEvent.timestamp',
    'RunFailureEvent.error',
    'RunFailureEvent.message',
    'Runs.results',
  ],
  fragments: [],
};

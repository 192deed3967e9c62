import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, execute, parse, validate, type DocumentNode } from 'graphql';
import type { HttpAnswer, HttpPort, HttpRequest } from '../../transport/port';
import type { AssetGraph, AssetKey, AssetNode, Run, RunDetail } from './model';

const SCHEMA = buildSchema(readFileSync(join(__dirname, 'graphql', 'schema.graphql'), 'utf8'));

const documents = new Map<string, DocumentNode>();

/** The query, once it is known to fit the schema. */
function documentOf(query: string): DocumentNode {
  const document = documents.get(query) ?? parse(query);
  if (!documents.has(query)) {
    const [error] = validate(SCHEMA, document);
    if (error) {
      throw error;
    }
    documents.set(query, document);
  }
  return document;
}

/** What the log of a run says, in the order in which it was written. */
export type LoggedEvent =
  | { kind: 'other' }
  | { kind: 'stepFailed' | 'stepRetried'; stepKey: string; message?: string; causes?: string[] }
  /** With an error of its own, or reported from outside, in words alone. */
  | { kind: 'runFailed'; message: string; fromOutside?: boolean }
  | { kind: 'engine'; message: string; error?: string; stepKey?: string }
  | { kind: 'stopped'; atMs: number; message: string }
  | { kind: 'check'; stepKey: string; check: string; asset: string; passed: boolean };

/** What a Dagster knows. */
export interface DagsterModel {
  graph: AssetGraph;
  runs: Run[];
  details: RunDetail[];
  /** When assets were materialized last, including those that are no longer defined. */
  latestMs?: ReadonlyMap<AssetKey, number>;
  /** By run id. */
  logs?: ReadonlyMap<string, LoggedEvent[]>;
}

export interface SentOperation {
  name: string;
  variables: Record<string, unknown>;
}

interface AssetsArguments {
  assetKeys?: Array<{ path: string[] }>;
}

interface EventsArguments {
  afterTimestampMillis?: string;
  beforeTimestampMillis?: string;
  limit?: number;
}

interface RunsArguments {
  filter?: { runIds?: string[]; createdAfter?: number; createdBefore?: number; updatedAfter?: number };
  cursor?: string;
  limit?: number;
}

/**
 * A Dagster that answers from a model of what happened, by the schema of the real one: queries are executed, not
 * recognized. Runs page as Dagster's do, newest first and by row.
 */
export class ModelDagster implements HttpPort {
  readonly sent: SentOperation[] = [];
  /** Called before each answer; what it throws is what the request rejects with, what it returns is answered instead. */
  interrupt?: (operation: SentOperation) => HttpAnswer | undefined | void;

  constructor(public model: DagsterModel) {}

  async send({ body }: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const { query, operationName, variables = {} } = JSON.parse(body ?? '');
    const operation = { name: operationName, variables };
    this.sent.push(operation);
    const instead = this.interrupt?.(operation);
    await Promise.resolve();
    signal.throwIfAborted();
    if (instead) {
      return instead;
    }
    const answer = await execute({
      schema: SCHEMA,
      document: documentOf(query),
      variableValues: variables,
      rootValue: {
        assetNodes: (requested: AssetsArguments) => this.definitions(requested),
        assetsOrError: (requested: AssetsArguments) => ({
          __typename: 'AssetConnection',
          nodes: this.assets(requested),
        }),
        workspaceOrError: () => this.workspace(),
        runsOrError: (requested: RunsArguments) => ({ __typename: 'Runs', results: this.page(requested) }),
      },
    });
    return {
      status: answer.errors ? 400 : 200,
      headers: { 'content-type': 'application/json' },
      text: JSON.stringify(answer),
    };
  }

  /** Names of what was asked since the last call, apart from the question what the schema has. */
  asked(): string[] {
    return this.sent.splice(0).flatMap(({ name }) => (name === 'Features' ? [] : name));
  }

  private definitions({ assetKeys }: AssetsArguments) {
    const wanted = assetKeys?.map(keyOf);
    return [...this.model.graph.nodes.values()]
      .filter(({ key }) => wanted?.includes(key) ?? true)
      .map((node) => ({
        ...answeredNode(node),
        assetMaterializations: this.latest(node.key),
        assetChecksOrError: { __typename: 'AssetChecks', checks: [] },
      }));
  }

  private assets({ assetKeys = [] }: AssetsArguments) {
    return assetKeys.map((key) => ({
      key,
      assetMaterializations: (range: EventsArguments) =>
        range.afterTimestampMillis === undefined ? this.latest(keyOf(key)) : this.materializations(keyOf(key), range),
    }));
  }

  /** Newest first, as Dagster's; of runs without details those that succeeded made all that they had selected. */
  private materializations(key: AssetKey, { afterTimestampMillis, beforeTimestampMillis, limit }: EventsArguments) {
    const [afterMs, beforeMs] = [Number(afterTimestampMillis), Number(beforeTimestampMillis)];
    const detailed = new Set(this.model.details.map(({ runId }) => runId));
    const ofDetails = this.model.details.flatMap(({ runId, steps }) =>
      steps.flatMap(({ materializations }) =>
        materializations.flatMap(({ asset, atMs }) => (asset === key ? { runId, atMs } : []))
      )
    );
    const ofOthers = this.model.runs.flatMap(({ id, status, endMs }) =>
      status === 'SUCCESS' && endMs !== null && !detailed.has(id) ? { runId: id, atMs: endMs } : []
    );
    return [...ofDetails, ...ofOthers]
      .filter(({ atMs }) => atMs > afterMs && atMs < beforeMs)
      .sort((a, b) => b.atMs - a.atMs)
      .slice(0, limit)
      .map(({ runId, atMs }) => ({ runId, timestamp: String(atMs) }));
  }

  private latest(key: AssetKey) {
    const atMs = this.model.latestMs?.get(key);
    return atMs === undefined ? [] : [{ runId: 'latest', partition: null, timestamp: String(atMs) }];
  }

  private workspace() {
    const locationEntries = this.model.graph.codeLocations.map(({ name, loaded, error }) => ({
      name,
      loadStatus: 'LOADED',
      locationOrLoadError: loaded
        ? { __typename: 'RepositoryLocation' }
        : { __typename: 'PythonError', message: error ?? 'it does not load', causes: [] },
    }));
    return { __typename: 'Workspace', locationEntries };
  }

  private page({ filter = {}, cursor, limit }: RunsArguments) {
    const { runIds, createdAfter = -Infinity, createdBefore = Infinity, updatedAfter = -Infinity } = filter;
    const rows = [...this.model.runs].sort((a, b) => b.createdMs - a.createdMs);
    const last = rows.findIndex(({ id }) => id === cursor);
    // Nothing comes after a run that does not exist.
    const start = cursor === undefined ? 0 : last < 0 ? rows.length : last + 1;
    return rows
      .slice(start)
      .filter(
        ({ id, createdMs, updatedMs }) =>
          createdMs / 1000 > createdAfter &&
          createdMs / 1000 < createdBefore &&
          updatedMs / 1000 > updatedAfter &&
          (runIds?.includes(id) ?? true)
      )
      .slice(0, limit)
      .map((run) => this.answeredRun(run));
  }

  private answeredRun(run: Run) {
    const detail = this.model.details.find(({ runId }) => runId === run.id);
    return {
      runId: run.id,
      repositoryOrigin: originOf(run),
      jobName: run.jobName,
      status: run.status,
      creationTime: run.createdMs / 1000,
      startTime: secondsOf(run.startMs),
      endTime: secondsOf(run.endMs),
      updateTime: run.updatedMs / 1000,
      rootRunId: run.rootRunId,
      parentRunId: run.parentRunId,
      stepKeysToExecute: run.stepKeys,
      assetSelection: run.assetSelection?.map(answeredKey) ?? null,
      assetCheckSelection: null,
      tags: [...run.tags].map(([key, value]) => ({ key, value })),
      executionPlan: detail?.planned ? { assetKeys: detail.planned.map(answeredKey) } : null,
      stepStats: (detail?.steps ?? []).map(({ stepKey, status, attempts, materializations }) => ({
        stepKey,
        status,
        attempts: attempts.map(({ startMs, endMs }) => ({ startTime: secondsOf(startMs), endTime: secondsOf(endMs) })),
        materializations: materializations.map(({ asset, partition, atMs }) => ({
          assetKey: answeredKey(asset),
          partition,
          timestamp: String(atMs),
        })),
      })),
      eventConnection: ({ afterCursor, limit }: { afterCursor?: string; limit: number }) =>
        this.log(run.id, Number(afterCursor ?? 0), limit),
    };
  }

  private log(runId: string, from: number, limit: number) {
    const all = this.model.logs?.get(runId) ?? [];
    const to = Math.min(all.length, from + limit);
    return { cursor: String(to), hasMore: to < all.length, events: all.slice(from, to).map(answeredEvent) };
  }
}

function originOf({ repository }: Run) {
  const [repositoryName, repositoryLocationName] = repository?.split('@') ?? [];
  return repository === null ? null : { repositoryName, repositoryLocationName };
}

function answeredNode(node: AssetNode) {
  return {
    assetKey: answeredKey(node.key),
    groupName: node.group ?? 'default',
    computeKind: null,
    kinds: node.kinds,
    tags: node.tags,
    owners: [],
    description: node.description,
    isAutoCreatedStub: false,
    isPartitioned: node.isPartitioned,
    isExecutable: node.isMaterializable,
    isMaterializable: node.isMaterializable,
    jobNames: node.jobNames,
    opNames: node.opNames,
    dependencyKeys: node.parents.map(answeredKey),
    repository: { name: node.repository, location: { name: node.codeLocation } },
    internalFreshnessPolicy: null,
    freshnessPolicy: null,
  };
}

function answeredEvent(event: LoggedEvent) {
  switch (event.kind) {
    case 'other':
      return { __typename: 'LogMessageEvent' };
    case 'stepFailed':
    case 'stepRetried':
      return {
        __typename: event.kind === 'stepFailed' ? 'ExecutionStepFailureEvent' : 'ExecutionStepUpForRetryEvent',
        stepKey: event.stepKey,
        error:
          event.message === undefined
            ? null
            : { message: event.message, causes: (event.causes ?? []).map((message) => ({ message })) },
      };
    case 'runFailed':
      return {
        __typename: 'RunFailureEvent',
        message: event.fromOutside ? event.message : 'Execution of run failed.',
        error: event.fromOutside ? null : { message: event.message, causes: [] },
      };
    case 'engine':
      return {
        __typename: 'EngineEvent',
        stepKey: event.stepKey ?? null,
        message: event.message,
        error: event.error === undefined ? null : { message: event.error, causes: [] },
      };
    case 'stopped':
      return { __typename: 'RunCancelingEvent', message: event.message, timestamp: String(event.atMs) };
    case 'check':
      return {
        __typename: 'AssetCheckEvaluationEvent',
        stepKey: event.stepKey,
        evaluation: {
          checkName: event.check,
          success: event.passed,
          severity: 'ERROR',
          assetKey: answeredKey(event.asset),
        },
      };
  }
}

function keyOf({ path }: { path: string[] }): AssetKey {
  return path.join('/');
}

function answeredKey(key: string) {
  return { path: key.split('/') };
}

function secondsOf(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}

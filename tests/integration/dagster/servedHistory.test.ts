import { askDagster, assetKeyInput } from './askDagster';
import { describeWithDagster } from './describeWithDagster';
import { type DagsterFixture, prepareDagster } from './fixture';
import type { Scope, TrueEvent } from './truth';

const PREPARE_TIMEOUT_MS = 1_200_000;
const PAGE = 250;

interface Path {
  path: string[];
}

interface ServedRun {
  runId: string;
  status: string;
  creationTime: number;
  endTime: number | null;
  updateTime: number | null;
  rootRunId: string | null;
}

interface ServedDetail {
  runId: string;
  executionPlan: { steps: Array<{ key: string }> } | null;
  stepStats: Array<{
    stepKey: string;
    status: string;
    attempts: Array<{ endTime: number }>;
    materializations: Array<{ assetKey: Path }>;
  }>;
}

const key = ({ path }: Path) => path.join('/');

describeWithDagster('the seeded Dagster', () => {
  let dagster: DagsterFixture;
  let runs: Map<string, ServedRun>;
  let details: Map<string, ServedDetail>;

  beforeAll(async () => {
    dagster = await prepareDagster({ withBrokenLocation: true });
    runs = await readRuns(dagster.url);
    details = await readDetails(
      dagster.url,
      Object.values(dagster.truth.reliability).flatMap(({ afterRetries }) =>
        afterRetries.filter(({ case: name }) => name !== 'routine').map(({ decidingRunId }) => decidingRunId)
      )
    );
  }, PREPARE_TIMEOUT_MS);

  afterAll(() => dagster?.stop());

  const events = (counting: 'afterRetries' | 'everyAttempt'): TrueEvent[] =>
    Object.values(dagster.truth.reliability).flatMap((lists) => lists[counting]);

  it('allows nothing but reading', async () => {
    const { permissions } = await askDagster<{ permissions: Array<{ value: boolean }> }>(
      dagster.url,
      '{ permissions { value } }'
    );
    expect(permissions.filter(({ value }) => value)).toEqual([]);
    expect(permissions.length).toBeGreaterThan(10);
  });

  it('has one code location that loads and one that does not', async () => {
    const { workspaceOrError } = await askDagster<{
      workspaceOrError: { locationEntries: Array<{ name: string; locationOrLoadError: { __typename: string } }> };
    }>(
      dagster.url,
      '{ workspaceOrError { ... on Workspace { locationEntries { name locationOrLoadError { __typename } } } } }'
    );
    const loaded = workspaceOrError.locationEntries.map(({ name, locationOrLoadError }) => [
      name,
      locationOrLoadError.__typename,
    ]);
    expect(Object.fromEntries(loaded)).toEqual({ warehouse: 'RepositoryLocation', broken: 'PythonError' });
  });

  it('holds every run that was decided, dated when it happened', () => {
    expect(runs.size).toBe(dagster.truth.runs);
    for (const { decidingRunId, runEndMs, rootRunId, runIds } of events('afterRetries')) {
      const run = runs.get(decidingRunId);
      expect(run?.endTime ?? null).toBe(runEndMs && runEndMs / 1000);
      expect(run?.rootRunId ?? decidingRunId).toBe(rootRunId);
      expect(runIds.every((id) => runs.has(id))).toBe(true);
    }
    const last = [...runs.values()].map(({ updateTime }) => updateTime ?? 0).reduce((a, b) => Math.max(a, b));
    expect(last).toBeLessThanOrEqual(dagster.endMs / 1000);
  });

  it('pages runs in the order of their creation', () => {
    const created = [...runs.values()].map(({ creationTime }) => creationTime);
    expect(created).toEqual([...created].sort((a, b) => b - a));
  });

  it('serves of every special case the step that decided it', () => {
    const cases = new Set<string>();
    for (const { case: name, kind, good, step, assets, decidingRunId } of events('afterRetries')) {
      const detail = details.get(decidingRunId);
      // Of what does not count, some had been made before the run was cancelled, or is while it goes on.
      if (detail && (kind === 'settled' || kind === 'upstreamFailed')) {
        cases.add(name);
        const steps = detail.stepStats.filter(({ stepKey }) => stepKey.split('.')[0] === step);
        const made = steps.flatMap(({ materializations }) => materializations.map(({ assetKey }) => key(assetKey)));
        expect(detail.executionPlan?.steps.map((planned) => planned.key.split('.')[0])).toContain(step);
        expect({ name, step, made: made.some((asset) => assets.includes(asset)) }).toEqual({
          name,
          step,
          made: good === true || (kind === 'settled' && /^(two of three|blocking check fails)/.test(name)),
        });
      }
    }
    expect(cases.size).toBeGreaterThan(35);
  });

  it('keeps every try of an op that retries inside its run', () => {
    const tries = events('everyAttempt').filter(
      ({ case: name, step }) => name === 'op retries' && step.endsWith('transactions')
    );
    expect(tries.map(({ good }) => good)).toEqual([false, false, true]);
    const { stepStats } = details.get(tries[0].decidingRunId) ?? { stepStats: [] };
    const served = stepStats
      .find(({ stepKey }) => stepKey === tries[0].step)
      ?.attempts.map(({ endTime }) => endTime * 1000);
    expect(served).toEqual(tries.map(({ atMs }) => atMs));
  });

  it('knows each asset’s last materialization and its checks as the truth has them', async () => {
    const { assetNodes } = await askDagster<{ assetNodes: ServedAsset[] }>(dagster.url, ASSETS, {
      keys: Object.keys(dagster.truth.freshness).map(assetKeyInput),
    });
    expect(assetNodes).toHaveLength(Object.keys(dagster.truth.freshness).length);
    for (const { assetKey, assetMaterializations } of assetNodes) {
      const { lastMaterializationMs } = dagster.truth.freshness[key(assetKey)];
      expect([key(assetKey), assetMaterializations[0]?.timestamp]).toEqual([
        key(assetKey),
        lastMaterializationMs?.toString(),
      ]);
    }
    expect(assetNodes.flatMap(servedChecks)).toEqual(
      assetNodes.flatMap(({ assetKey }) =>
        dagster.truth.freshness[key(assetKey)].checks.map((check) =>
          // Dagster hides the result of a check that is older than the latest materialization.
          key(assetKey) === 'optimism/traces'
            ? { name: check.name, blocking: check.blocking }
            : {
                name: check.name,
                blocking: check.blocking,
                status: check.status,
                runId: check.runId,
                severity: check.severity ?? undefined,
                atMs: check.atMs ?? undefined,
              }
        )
      )
    );
  });

  it('knows each asset’s partitions as the truth has them', async () => {
    const { assetNodes } = await askDagster<{ assetNodes: ServedPartitions[] }>(dagster.url, PARTITIONS, {
      keys: Object.keys(dagster.truth.partitions).map(assetKeyInput),
    });
    const served = assetNodes.map(({ assetKey, partitionStats }) => [key(assetKey), partitionStats]);
    const expected = Object.entries(dagster.truth.partitions).map(([asset, truth]) => [
      asset,
      {
        numPartitions: truth.total,
        numMaterialized: truth.numMaterializedByDagster,
        numFailed: truth.failed.length,
        numMaterializing: truth.materializing.length,
      },
    ]);
    expect(Object.fromEntries(served)).toEqual(Object.fromEntries(expected));
  });

  it.each<[Scope, (tags: string[], kinds: string[]) => boolean]>([
    ['core', (tags, kinds) => tags.includes('core') && !kinds.includes('sqlmesh')],
    ['unstable', (tags, kinds) => !tags.includes('core') && !kinds.includes('sqlmesh')],
    ['sqlmesh', (_, kinds) => kinds.includes('sqlmesh')],
  ])('has in the scope %s the assets that the truth counts there', async (scope, holds) => {
    const { assetNodes } = await askDagster<{ assetNodes: ServedNode[] }>(
      dagster.url,
      '{ assetNodes { assetKey { path } kinds tags { key } isMaterializable } }'
    );
    const inScope = assetNodes
      .filter(
        ({ tags, kinds, isMaterializable }) =>
          isMaterializable &&
          holds(
            tags.map((tag) => tag.key),
            kinds
          )
      )
      .map(({ assetKey }) => key(assetKey));
    const counted = new Set(dagster.truth.reliability[scope].everyAttempt.flatMap(({ assets }) => assets));
    expect([...counted].filter((asset) => !inScope.includes(asset))).toEqual([]);
    expect(inScope.filter((asset) => !counted.has(asset))).toEqual(scope === 'core' ? ['registry/licenses'] : []);
  });
});

interface ServedNode {
  assetKey: Path;
  kinds: string[];
  tags: Array<{ key: string }>;
  isMaterializable: boolean;
}

interface ServedAsset {
  assetKey: Path;
  assetMaterializations: Array<{ timestamp: string }>;
  assetChecksOrError: {
    checks?: Array<{
      name: string;
      blocking: boolean;
      executionForLatestMaterialization: {
        status: string;
        runId: string;
        evaluation: { severity: string; timestamp: number } | null;
      } | null;
    }>;
  };
}

function servedChecks({ assetChecksOrError }: ServedAsset): object[] {
  return (assetChecksOrError.checks ?? []).map(({ name, blocking, executionForLatestMaterialization: latest }) => {
    const evaluation = latest?.evaluation;
    return {
      name,
      blocking,
      status: latest?.status,
      runId: latest?.runId,
      severity: evaluation?.severity,
      atMs: evaluation ? Math.round(evaluation.timestamp * 1000) : undefined,
    };
  });
}

interface ServedPartitions {
  assetKey: Path;
  partitionStats: { numPartitions: number; numMaterialized: number; numFailed: number; numMaterializing: number };
}

const ASSETS = `query ($keys: [AssetKeyInput!]!) {
  assetNodes(assetKeys: $keys) {
    assetKey { path }
    assetMaterializations(limit: 1) { timestamp }
    assetChecksOrError { ... on AssetChecks { checks {
      name blocking executionForLatestMaterialization { status runId evaluation { severity timestamp } }
    } } }
  }
}`;

const PARTITIONS = `query ($keys: [AssetKeyInput!]!) {
  assetNodes(assetKeys: $keys) {
    assetKey { path }
    partitionStats { numPartitions numMaterialized numFailed numMaterializing }
  }
}`;

async function readRuns(url: string): Promise<Map<string, ServedRun>> {
  const runs = new Map<string, ServedRun>();
  let page: ServedRun[] = [];
  do {
    const { runsOrError } = await askDagster<{ runsOrError: { results: ServedRun[] } }>(
      url,
      `query ($cursor: String, $limit: Int!) { runsOrError(cursor: $cursor, limit: $limit) { ... on Runs {
        results { runId status creationTime endTime updateTime rootRunId }
      } } }`,
      { cursor: page.at(-1)?.runId, limit: PAGE }
    );
    page = runsOrError.results;
    page.forEach((run) => runs.set(run.runId, run));
  } while (page.length === PAGE);
  return runs;
}

async function readDetails(url: string, runIds: string[]): Promise<Map<string, ServedDetail>> {
  const details = new Map<string, ServedDetail>();
  for (let from = 0; from < runIds.length; from += PAGE) {
    const ids = runIds.slice(from, from + PAGE);
    const { runsOrError } = await askDagster<{ runsOrError: { results: ServedDetail[] } }>(
      url,
      `query ($ids: [String!], $limit: Int!) { runsOrError(filter: { runIds: $ids }, limit: $limit) { ... on Runs { results {
        runId executionPlan { steps { key } }
        stepStats { stepKey status attempts { endTime } materializations { assetKey { path } } }
      } } } }`,
      { ids, limit: PAGE }
    );
    runsOrError.results.forEach((detail) => details.set(detail.runId, detail));
  }
  return details;
}

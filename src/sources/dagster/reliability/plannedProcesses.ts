import { repositoryId, type AssetGraph, type AssetKey, type AssetNode, type Run, type RunDetail } from '../model';

/** Assets that each planned process of a run was to materialize, by the process's name. */
export type Planned = ReadonlyMap<string, AssetKey[]>;

/**
 * The process that a step belongs to. A graph's steps (`graph.op`) are one process, so are a dynamic step's copies
 * (`op[key]`).
 */
export function processOf(stepKey: string): string {
  return stepKey.split(/[.[]/, 1)[0];
}

/** What the jobs and ops of one repository materialize. */
class Definitions {
  readonly byJob = new Map<string, AssetKey[]>();
  readonly byProcess = new Map<string, AssetKey[]>();

  add({ key, jobNames }: AssetNode, processes: readonly string[]): void {
    jobNames.forEach((job) => append(this.byJob, job, key));
    processes.forEach((process) => append(this.byProcess, process, key));
  }
}

/**
 * Reads from today's asset graph what a run had planned, as far as the run's own row and detail leave it open. Jobs and ops are
 * looked up in the run's own repository: their names say nothing about those of another code location.
 */
export class PlanReader {
  private readonly repositories = new Map<string, Definitions>();
  private readonly everywhere = new Definitions();
  private readonly processes = new Map<AssetKey, string[]>();
  /** Runs of a job mostly plan what the one before them did. */
  private readonly latest = new Map<string, { of: Pick<Run, 'assetSelection' | 'stepKeys'>; planned: Planned }>();

  constructor(private readonly graph: AssetGraph) {
    for (const node of graph.nodes.values()) {
      const processes = processesOf(node);
      this.processes.set(node.key, processes);
      const id = repositoryId(node);
      const definitions = this.repositories.get(id) ?? new Definitions();
      this.repositories.set(id, definitions);
      definitions.add(node, processes);
      this.everywhere.add(node, processes);
    }
  }

  /** Direct upstream assets. */
  parentsOf(asset: AssetKey): AssetKey[] {
    return this.graph.nodes.get(asset)?.parents ?? [];
  }

  /**
   * Whether the row and today's assets say what the run had planned. They do not for a job without assets today, which may
   * have been renamed, nor for a run of no repository of today; then only the run's own plan does.
   */
  isToldByRow({ assetSelection, repository, jobName }: Run): boolean {
    return assetSelection !== null || this.repositories.get(repository ?? '')?.byJob.has(jobName) === true;
  }

  /**
   * Empty for a run without assets. Where the row does not say and there is no detail, all that it may have planned, by the
   * names of its job and steps.
   */
  plannedBy(run: Run, detail?: Pick<RunDetail, 'planned'>): Planned {
    if (detail?.planned) {
      return this.byProcesses(detail.planned, null);
    }
    const name = `${run.repository} ${run.jobName}`;
    const latest = this.latest.get(name);
    if (latest && same(latest.of.stepKeys, run.stepKeys) && same(latest.of.assetSelection, run.assetSelection)) {
      return latest.planned;
    }
    const processes = run.stepKeys && new Set(run.stepKeys.map(processOf));
    const definitions = this.repositories.get(run.repository ?? '') ?? this.everywhere;
    const candidates =
      run.assetSelection ?? definitions.byJob.get(run.jobName) ?? computedBy(processes ?? [], definitions);
    const planned = this.byProcesses(candidates, processes);
    this.latest.set(name, { of: run, planned });
    return planned;
  }

  private byProcesses(assets: Iterable<AssetKey>, only: ReadonlySet<string> | null): Planned {
    const planned = new Map<string, AssetKey[]>();
    for (const asset of new Set(assets)) {
      const processes = this.processes.get(asset) ?? [defaultProcess(asset)];
      const process = only ? processes.find((name) => only.has(name)) : processes[0];
      if (process !== undefined) {
        append(planned, process, asset);
      }
    }
    return planned;
  }
}

function computedBy(processes: Iterable<string>, { byProcess }: Definitions): AssetKey[] {
  return [...processes].flatMap((process) => byProcess.get(process) ?? []);
}

function processesOf(node: AssetNode): string[] {
  return node.opNames.length > 0 ? [...new Set(node.opNames.map(processOf))] : [defaultProcess(node.key)];
}

function same(a: string[] | null, b: string[] | null): boolean {
  return a === b || (a !== null && b !== null && a.length === b.length && a.every((each, i) => each === b[i]));
}

/** Name that Dagster gives to the op of an asset that is defined by itself. */
function defaultProcess(asset: AssetKey): string {
  return asset.replaceAll('/', '__');
}

/** Adds to the list under the name. */
export function append<Item>(lists: Map<string, Item[]>, name: string, item: Item): void {
  const list = lists.get(name);
  if (list) {
    list.push(item);
  } else {
    lists.set(name, [item]);
  }
}

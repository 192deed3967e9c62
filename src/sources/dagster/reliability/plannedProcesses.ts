import type { AssetGraph, AssetKey, AssetNode, Run, RunDetail } from '../model';

/** Assets that each planned process of a run was to materialize, by the process's name. */
export type Planned = ReadonlyMap<string, AssetKey[]>;

/**
 * The process that a step belongs to. A graph's steps (`graph.op`) are one process, so are a dynamic step's copies
 * (`op[key]`).
 */
export function processOf(stepKey: string): string {
  return stepKey.split(/[.[]/, 1)[0];
}

/** Tells from today's asset graph what a run had planned, as far as the run's own row and detail leave it open. */
export class PlanReader {
  private readonly byJob = new Map<string, AssetKey[]>();
  private readonly byProcess = new Map<string, AssetKey[]>();
  private readonly processes = new Map<AssetKey, string[]>();
  /** Runs of a job mostly plan what the one before them did. */
  private readonly latest = new Map<string, { of: Pick<Run, 'assetSelection' | 'stepKeys'>; planned: Planned }>();

  constructor(private readonly graph: AssetGraph) {
    for (const node of graph.nodes.values()) {
      for (const job of node.jobNames) {
        append(this.byJob, job, node.key);
      }
      const processes = processesOf(node);
      this.processes.set(node.key, processes);
      for (const process of processes) {
        append(this.byProcess, process, node.key);
      }
    }
  }

  /** Direct upstream assets. */
  parentsOf(asset: AssetKey): AssetKey[] {
    return this.graph.nodes.get(asset)?.parents ?? [];
  }

  /** Empty for a run without assets, and for one of a vanished job that names neither steps nor assets. */
  plannedBy(run: Run, detail?: Pick<RunDetail, 'planned'>): Planned {
    if (detail && detail.planned.length > 0) {
      return this.byProcesses(detail.planned, null);
    }
    const latest = this.latest.get(run.jobName);
    if (latest && same(latest.of.stepKeys, run.stepKeys) && same(latest.of.assetSelection, run.assetSelection)) {
      return latest.planned;
    }
    // A run of a whole job may carry an empty selection.
    const selection = run.assetSelection && run.assetSelection.length > 0 ? run.assetSelection : null;
    const processes = run.stepKeys && new Set(run.stepKeys.map(processOf));
    const candidates = selection ?? this.byJob.get(run.jobName) ?? this.computedBy(processes ?? []);
    const planned = this.byProcesses(candidates, processes);
    this.latest.set(run.jobName, { of: run, planned });
    return planned;
  }

  private computedBy(processes: Iterable<string>): AssetKey[] {
    return [...processes].flatMap((process) => this.byProcess.get(process) ?? []);
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

/** Adds to the list that stands under the name. */
export function append<Item>(lists: Map<string, Item[]>, name: string, item: Item): void {
  const list = lists.get(name);
  if (list) {
    list.push(item);
  } else {
    lists.set(name, [item]);
  }
}

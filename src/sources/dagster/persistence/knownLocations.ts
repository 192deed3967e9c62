import * as z from 'zod/mini';
import { HOUR_MS } from '../../../budget/durations';
import type { AssetGraph, AssetNode, DeclaredFreshness } from '../model';
import type { PatientStore } from './patientStore';

const VERSION = 1;
/** What a code location held longer ago than this may well have changed by the time it loads again. */
const SERVES_FOR_MS = 24 * HOUR_MS;
/** Definitions change seldom; a reader that knows them as of an hour ago knows enough. */
const WRITTEN_EVERY_MS = HOUR_MS;
const RECORD = 'locations';

const declaredFreshness: z.ZodMiniType<DeclaredFreshness> = z.discriminatedUnion('from', [
  z.object({ from: z.literal('timeWindow'), failAfterMs: z.number() }),
  z.object({ from: z.literal('cron'), deadlineCron: z.string(), lowerBoundMs: z.number(), timeZone: z.string() }),
  z.object({
    from: z.literal('legacy'),
    maximumLagMs: z.number(),
    cron: z.nullable(z.string()),
    timeZone: z.nullable(z.string()),
  }),
]);

const assetNode: z.ZodMiniType<AssetNode> = z.object({
  key: z.string(),
  group: z.nullable(z.string()),
  kinds: z.array(z.string()),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
  owners: z.array(z.string()),
  codeLocation: z.string(),
  repository: z.string(),
  isMaterializable: z.boolean(),
  isPartitioned: z.boolean(),
  jobNames: z.array(z.string()),
  opNames: z.array(z.string()),
  parents: z.array(z.string()),
  description: z.nullable(z.string()),
  freshness: z.nullable(declaredFreshness),
});

const storedLocations = z.object({
  version: z.literal(VERSION),
  locations: z.array(z.object({ name: z.string(), lastLoadedMs: z.number(), nodes: z.array(assetNode) })),
});

type StoredLocations = z.infer<typeof storedLocations>;

interface KnownLocation {
  lastLoadedMs: number;
  nodes: AssetNode[];
}

/** The assets that each code location held when it last loaded, which serve for a day while it does not. */
export class KnownLocations {
  private known = new Map<string, KnownLocation>();
  private restored = false;
  private writtenMs = -Infinity;

  constructor(private readonly store?: PatientStore) {}

  /**
   * The graph with the last known assets of the locations that do not load; those without a record stay as they are.
   * What loads is remembered. Never rejects.
   */
  async complete(graph: AssetGraph, nowMs: number): Promise<AssetGraph> {
    await this.restore();
    const before = new Set(this.known.keys());
    this.remember(graph, nowMs);
    const hasNews = [...this.known.keys()].some((name) => !before.has(name));
    if (this.store && (hasNews || nowMs >= this.writtenMs + WRITTEN_EVERY_MS)) {
      this.writtenMs = nowMs;
      void this.store.write(RECORD, this.toStored());
    }
    return this.fill(graph);
  }

  private remember({ nodes, codeLocations }: AssetGraph, nowMs: number): void {
    const byLocation = new Map<string, AssetNode[]>(codeLocations.map(({ name }) => [name, []]));
    for (const node of nodes.values()) {
      byLocation.get(node.codeLocation)?.push(node);
    }
    const known = new Map<string, KnownLocation>();
    for (const { name, loaded } of codeLocations) {
      const before = this.known.get(name);
      if (loaded) {
        known.set(name, { lastLoadedMs: nowMs, nodes: byLocation.get(name) ?? [] });
      } else if (before && before.lastLoadedMs <= nowMs && nowMs - before.lastLoadedMs <= SERVES_FOR_MS) {
        known.set(name, before);
      }
    }
    this.known = known;
  }

  private fill(graph: AssetGraph): AssetGraph {
    if (graph.codeLocations.every(({ name, loaded }) => loaded || !this.known.has(name))) {
      return graph;
    }
    const nodes = new Map(graph.nodes);
    const codeLocations = graph.codeLocations.map((location) => {
      const known = location.loaded ? undefined : this.known.get(location.name);
      known?.nodes.filter(({ key }) => !graph.nodes.has(key)).forEach((node) => nodes.set(node.key, node));
      return known ? { ...location, lastLoadedMs: known.lastLoadedMs } : location;
    });
    return { nodes, codeLocations };
  }

  private async restore(): Promise<void> {
    if (!this.restored && this.store) {
      const parsed = storedLocations.safeParse(await this.store.read(RECORD));
      if (parsed.success && this.known.size === 0) {
        this.known = new Map(parsed.data.locations.map(({ name, ...known }) => [name, known]));
      }
    }
    this.restored = true;
  }

  private toStored(): StoredLocations {
    return { version: VERSION, locations: [...this.known].map(([name, known]) => ({ name, ...known })) };
  }
}

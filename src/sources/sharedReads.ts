import type { EventCounts } from '../budget/eventCounts';
import type { SourceType } from '../catalogue/objective';
import { GatheredReads } from '../transport/gatheredReads';
import type {
  AssetsAnswer,
  ContributorsAnswer,
  CountsAnswer,
  CountsRequest,
  ItemsAnswer,
  ItemsRequest,
  Source,
} from './contract';

/**
 * A source that reads once for all panels of a dashboard: whatever is asked of the same objective and tier at the same time
 * becomes one read of the longest range, of which everybody gets the part that they asked for. Objectives are told apart by
 * their ids, so one such source serves one catalogue.
 */
export class SharedReads implements Source {
  readonly type: SourceType;
  readonly readItems?: Source['readItems'];
  readonly readContributors?: Source['readContributors'];
  readonly readAssets?: Source['readAssets'];
  private readonly counts = new GatheredReads<CountsAnswer>();

  constructor(private readonly source: Source) {
    this.type = source.type;
    this.readItems = source.readItems && sharedItems(source.readItems.bind(source));
    this.readAssets = source.readAssets && sharedAssets(source.readAssets.bind(source));
    this.readContributors = source.readContributors && sharedContributors(source.readContributors.bind(source));
  }

  async readCounts(request: CountsRequest, signal: AbortSignal): Promise<CountsAnswer> {
    const { objective, stepMs, fromMs, toMs } = request;
    const answer = await this.counts.run(
      `${objective.id} ${stepMs} ${toMs}`,
      fromMs,
      (earliestMs, together) => this.source.readCounts({ ...request, fromMs: earliestMs }, together),
      signal
    );
    return { ...answer, counts: since(fromMs, answer.counts) };
  }
}

function sharedItems(read: NonNullable<Source['readItems']>): NonNullable<Source['readItems']> {
  const items = new GatheredReads<ItemsAnswer>();
  return (request: ItemsRequest, signal) =>
    items.run(request.objective.id, 0, (_, together) => read(request, together), signal);
}

function sharedAssets(read: NonNullable<Source['readAssets']>): NonNullable<Source['readAssets']> {
  const assets = new GatheredReads<AssetsAnswer>();
  return (request: ItemsRequest, signal) =>
    assets.run(request.objective.id, 0, (_, together) => read(request, together), signal);
}

function sharedContributors(read: NonNullable<Source['readContributors']>): NonNullable<Source['readContributors']> {
  const found = new GatheredReads<ContributorsAnswer>();
  return (request, signal) => {
    const { objective, fromMs, toMs } = request;
    const key = `${objective.id} ${fromMs} ${toMs}`;
    return found.run(key, 0, (_, together) => read(request, together), signal);
  };
}

/** The buckets that start at or after `fromMs`; shares the arrays. */
function since(fromMs: number, counts: EventCounts): EventCounts {
  const skipped = Math.max(0, Math.round((fromMs - counts.startMs) / counts.stepMs));
  return skipped === 0
    ? counts
    : {
        ...counts,
        startMs: counts.startMs + skipped * counts.stepMs,
        good: counts.good.subarray(skipped),
        total: counts.total.subarray(skipped),
        coverage: counts.coverage.subarray(skipped),
      };
}

import type { EventCounts } from '../budget/eventCounts';
import type { SourceType } from '../catalogue/objective';
import { GatheredReads } from '../transport/gatheredReads';
import type {
  ContributorsAnswer,
  CountsAnswer,
  CountsRequest,
  ItemsRequest,
  LineageAnswer,
  OutcomesAnswer,
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
  readonly readPartitions?: Source['readPartitions'];
  readonly readLineage?: Source['readLineage'];
  readonly readOutcomes?: Source['readOutcomes'];
  readonly readState?: Source['readState'];
  readonly readEvidence?: Source['readEvidence'];
  private readonly counts = new GatheredReads<CountsAnswer>();

  constructor(private readonly source: Source) {
    this.type = source.type;
    this.readItems = source.readItems && sharedByObjective(source.readItems.bind(source));
    this.readAssets = source.readAssets && sharedByObjective(source.readAssets.bind(source));
    this.readPartitions = source.readPartitions && sharedByObjective(source.readPartitions.bind(source));
    this.readLineage = source.readLineage && sharedLineage(source.readLineage.bind(source));
    this.readOutcomes = source.readOutcomes && sharedOutcomes(source.readOutcomes.bind(source));
    this.readState = source.readState && sharedByObjective(source.readState.bind(source));
    this.readEvidence = source.readEvidence?.bind(source);
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

function sharedOutcomes(read: NonNullable<Source['readOutcomes']>): NonNullable<Source['readOutcomes']> {
  const found = new GatheredReads<OutcomesAnswer>();
  return async (request, signal) => {
    const { objective, stepMs, fromMs, toMs } = request;
    const answer = await found.run(
      `${objective.id} ${stepMs} ${toMs}`,
      fromMs,
      (earliestMs, together) => read({ ...request, fromMs: earliestMs }, together),
      signal
    );
    const skipped = Math.max(0, Math.round((fromMs - answer.counts.startMs) / stepMs));
    const { finished, userErrors, unexpected, ignored, abandoned, killed } = answer.outcomes;
    return {
      ...answer,
      counts: since(fromMs, answer.counts),
      outcomes: {
        finished: finished.subarray(skipped),
        userErrors: userErrors.subarray(skipped),
        unexpected: unexpected.subarray(skipped),
        ignored: ignored.subarray(skipped),
        abandoned: abandoned.subarray(skipped),
        killed: killed.subarray(skipped),
      },
    };
  };
}

type ReadByObjective<Answer> = (request: ItemsRequest, signal: AbortSignal) => Promise<Answer>;

/** Of what is as it is now: there is nothing but the objective to tell reads apart. */
function sharedByObjective<Answer>(read: ReadByObjective<Answer>): ReadByObjective<Answer> {
  const answers = new GatheredReads<Answer>();
  return (request, signal) => answers.run(request.objective.id, 0, (_, together) => read(request, together), signal);
}

function sharedLineage(read: NonNullable<Source['readLineage']>): NonNullable<Source['readLineage']> {
  const found = new GatheredReads<LineageAnswer>();
  return (request, signal) => {
    const { objective, direction, fromMs, toMs } = request;
    const key = `${objective.id} ${direction} ${fromMs} ${toMs}`;
    return found.run(key, 0, (_, together) => read(request, together), signal);
  };
}

function sharedContributors(read: NonNullable<Source['readContributors']>): NonNullable<Source['readContributors']> {
  const found = new GatheredReads<ContributorsAnswer>();
  return (request, signal) => {
    const { objective, fromMs, toMs, bucketMs, without = [] } = request;
    const key = `${objective.id} ${fromMs} ${toMs} ${bucketMs} ${without.map((part) => `${part.fromMs}-${part.toMs}`).join()}`;
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

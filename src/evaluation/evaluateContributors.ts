import { budgetEvents, isBreached } from '../budget/errorBudget';
import { durationInWords, instantInWords } from '../budget/inWords';
import { dagsterMeasure } from '../catalogue/dagsterMeasure';
import type { Objective } from '../catalogue/objective';
import type { AssetFreshness, Contributor, ContributorsAnswer } from '../sources/contract';
import { evaluateFreshness } from './evaluateFreshness';
import { evaluatePartitions } from './evaluatePartitions';
import { evaluateObjective, sourceOf, type Moment, type Sources } from './evaluateObjective';
import { partsOf } from './partsOf';
import { pendingContributors, type ContributorRow, type ObjectiveContributors, type ObjectiveRow } from './results';
import { uncountedTime } from './uncountedTime';
import { answered } from './orFailed';

/** With fewer events a contributor's own share of failures says little. */
const LEAST_EVENTS_TO_TELL = 8;

/**
 * What spent the budget of an objective's window that ends at the moment, the largest part first. Only an abort and a
 * defect of ours reject; a failing source becomes part of the answer.
 */
export async function evaluateContributors(
  objective: Objective,
  sources: Sources,
  moment: Moment,
  signal: AbortSignal
): Promise<ObjectiveContributors> {
  return contributorsOfRow(await evaluateObjective(objective, sources, moment, signal), sources, moment, signal);
}

/** The same for a row that has been evaluated already, at the same moment. */
export async function contributorsOfRow(
  row: ObjectiveRow,
  sources: Sources,
  moment: Moment,
  signal: AbortSignal
): Promise<ObjectiveContributors> {
  const { objective } = row;
  return answered(signal, pendingContributors(objective), async () => {
    switch (row.kind) {
      case 'failed':
        return { ...pendingContributors(objective), error: row.error };
      case 'items':
        return await contributorsOfItems(row, sources, moment, signal);
      case 'events':
        return await contributorsOf(row, sources, moment, signal);
    }
  });
}

async function contributorsOf(
  { objective, evaluation }: Extract<ObjectiveRow, { kind: 'events' }>,
  sources: Sources,
  { nowMs }: Moment,
  signal: AbortSignal
): Promise<ObjectiveContributors> {
  const source = sourceOf(objective, sources);
  if (!source.kinds.has('contributors')) {
    const text = `${objective.indicator.source} has no breakdown of its events`;
    return { ...pendingContributors(objective), notices: [{ severity: 'info', text }] };
  }
  const { countedFromMs, asOfMs, bucketMs, bad, total } = evaluation;
  const { without, notices } = await uncountedTime(objective, evaluation, sources, nowMs, signal);
  const request = { objective, fromMs: countedFromMs, toMs: asOfMs, bucketMs, without, nowMs };
  const answer = await source.read('contributors', request, signal);
  // Slices of time are judged whole: an event is no part of one.
  const isOfEvents = objective.budgeting.method === 'Occurrences';
  const parts = isOfEvents ? partsOf(evaluation, answer, objective.policy) : ofSlices(answer);
  const budget = budgetEvents(total, objective.target);
  const rows = parts.contributors
    .filter((contributor) => contributor.bad > 0)
    .sort((a, b) => b.bad - a.bad)
    .map((contributor) => ({
      contributor,
      shareOfBad: isOfEvents && bad > 0 ? contributor.bad / bad : null,
      budgetConsumed: isOfEvents && budget > 0 ? contributor.bad / budget : null,
      belowTarget: isOfEvents ? belowTarget(contributor, objective.target) : null,
    }));
  return { objective, rows, notices: [...notices, ...parts.notices, ...answer.notices], executed: answer.executed };
}

function ofSlices({ contributors }: ContributorsAnswer): Pick<ContributorsAnswer, 'contributors' | 'notices'> {
  const text = 'The objective counts slices of time, but these are events, so they have no share of failures';
  const isAny = contributors.some(({ bad }) => bad > 0);
  return { contributors, notices: isAny ? [{ severity: 'info', text }] : [] };
}

function belowTarget({ bad, total }: Contributor, target: number): ContributorRow['belowTarget'] {
  if (total === null) {
    return null;
  }
  if (total < LEAST_EVENTS_TO_TELL) {
    return 'tooFewToTell';
  }
  return isBreached(bad, total, target) ? 'yes' : 'no';
}

function contributorsOfItems(
  row: Extract<ObjectiveRow, { kind: 'items' }>,
  sources: Sources,
  moment: Moment,
  signal: AbortSignal
): ObjectiveContributors | Promise<ObjectiveContributors> {
  const { objective, judged, notices, executed } = row;
  if (judged.status.state === 'noData') {
    return { objective, rows: [], notices, executed };
  }
  switch (dagsterMeasure(objective)) {
    case 'partitions':
      return contributorsOfPartitions(row, sources, moment, signal);
    case 'freshness':
      return contributorsOfFreshness(row, sources, moment, signal);
    default:
      return { objective, rows: rowsOfItems(row), notices, executed };
  }
}

/** The stale assets, each with why. */
async function contributorsOfFreshness(
  row: Extract<ObjectiveRow, { kind: 'items' }>,
  sources: Sources,
  { nowMs }: Moment,
  signal: AbortSignal
): Promise<ObjectiveContributors> {
  const { assets, ...read } = await evaluateFreshness(row.objective, sources, nowMs, signal);
  const byKey = new Map(assets.map((asset) => [asset.asset, asset]));
  const rows = rowsOfItems(row).map((one): ContributorRow => {
    const asset = byKey.get(one.contributor.name);
    return asset === undefined
      ? one
      : {
          ...one,
          contributor: {
            ...one.contributor,
            dimension: 'Asset',
            message: staleInWords(asset),
            ...(asset.url === undefined ? {} : { url: asset.url }),
          },
        };
  });
  return { ...read, rows };
}

function staleInWords({ staleSinceMs, lastMaterializationMs, intervalMs, intervalFrom }: AssetFreshness): string {
  const interval = `${durationInWords(intervalMs)} (${intervalFrom})`;
  if (lastMaterializationMs === null) {
    return `never materialized, expected within ${interval}`;
  }
  const last = `last materialized ${instantInWords(lastMaterializationMs)}, expected within ${interval}`;
  return staleSinceMs === null ? last : `stale since ${instantInWords(staleSinceMs)}: ${last}`;
}

/** Partitions by asset: the names of the missing ones alone would count a year of them as much as a day. */
async function contributorsOfPartitions(
  { objective, judged }: Extract<ObjectiveRow, { kind: 'items' }>,
  sources: Sources,
  { nowMs }: Moment,
  signal: AbortSignal
): Promise<ObjectiveContributors> {
  const { assets, ...read } = await evaluatePartitions(objective, sources, nowMs, signal);
  const budget = budgetEvents(judged.total, objective.target);
  const rows = assets
    .filter(({ missing }) => missing > 0)
    .sort((a, b) => b.missing - a.missing)
    .map(({ asset, missing, materialized, missingInWords, belowTarget: isBelow, url }): ContributorRow => ({
      contributor: {
        dimension: 'Asset',
        name: asset,
        bad: missing,
        total: missing + materialized,
        message: `missing: ${missingInWords}`,
        ...(url === undefined ? {} : { url }),
      },
      shareOfBad: judged.bad > 0 ? missing / judged.bad : null,
      budgetConsumed: budget > 0 ? missing / budget : null,
      belowTarget: isBelow ? 'yes' : 'no',
    }));
  return { ...read, rows };
}

/** Items that are bad now: each is one of the bad ones, and has no history of its own. */
function rowsOfItems({ items, judged }: Extract<ObjectiveRow, { kind: 'items' }>): ContributorRow[] {
  const allowed = judged.allowed.value ?? 0;
  return items.bad.map((name) => ({
    contributor: { name, bad: 1, total: null },
    shareOfBad: 1 / items.bad.length,
    budgetConsumed: allowed > 0 ? 1 / allowed : null,
    belowTarget: null,
  }));
}

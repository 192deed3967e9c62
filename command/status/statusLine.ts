import type { ObjectiveState } from '../../src/budget/status';
import { durationInWords, eventsInWords } from '../../src/budget/inWords';
import { multiple, NO_FIGURE, percent } from './figures';
import type { ObjectiveRow } from '../../src/evaluation/results';

export type LineState = ObjectiveState | 'failed' | 'noUpstream';

/** One objective as texts, ready for a table or a list. */
export interface StatusLine {
  state: LineState;
  provisional: boolean;
  category: string;
  objective: string;
  target: string;
  window: string;
  sli: string;
  remaining: string;
  burnRates: string[];
  bad: string;
  total: string;
  coverage: string;
  /** What a reader must know beyond the figures; empty if the objective is simply met. */
  remark: string;
}

export function statusLine(row: ObjectiveRow): StatusLine {
  const { objective } = row;
  const base = {
    category: objective.category.displayName,
    objective: objective.displayName,
    target: `${Number((objective.target * 100).toFixed(3))} %`,
    window: windowText(row),
  };
  switch (row.kind) {
    case 'failed':
      return {
        ...base,
        state: row.error.kind === 'notConfigured' ? 'noUpstream' : 'failed',
        provisional: false,
        sli: NO_FIGURE,
        remaining: NO_FIGURE,
        burnRates: [NO_FIGURE, NO_FIGURE, NO_FIGURE],
        bad: NO_FIGURE,
        total: NO_FIGURE,
        coverage: NO_FIGURE,
        remark: row.error.message,
      };
    case 'items': {
      const { judged, items } = row;
      return {
        ...base,
        state: judged.status.state,
        provisional: judged.status.provisional,
        sli: percent(judged.sli),
        remaining: percent(judged.remainingBudget, 1),
        burnRates: [NO_FIGURE, NO_FIGURE, NO_FIGURE],
        bad: eventsInWords(judged.bad),
        total: eventsInWords(judged.total),
        coverage: NO_FIGURE,
        remark: remarkOf(judged.status, items.bad.length > 0 ? [`bad now: ${items.bad.join(', ')}`] : []),
      };
    }
    case 'events': {
      const { evaluation } = row;
      const hasEvents = evaluation.total > 0;
      return {
        ...base,
        state: evaluation.status.state,
        provisional: evaluation.status.provisional,
        sli: percent(evaluation.sli),
        remaining: percent(evaluation.remaining, 1),
        burnRates: evaluation.burnRates.map(multiple),
        bad: hasEvents ? eventsInWords(evaluation.bad) : NO_FIGURE,
        total: hasEvents ? eventsInWords(evaluation.total) : NO_FIGURE,
        coverage: `${(evaluation.coverage * 100).toFixed(1)} %`,
        remark: remarkOf(evaluation.status, returnsOf(row)),
      };
    }
  }
}

function returnsOf({ evaluation }: Extract<ObjectiveRow, { kind: 'events' }>): string[] {
  const { compliance, status } = evaluation;
  return status.state === 'breached' && compliance.kind !== 'unknown'
    ? [`complies again in ${durationInWords(compliance.ms)} at the earliest, if nothing else fails`]
    : [];
}

function remarkOf(status: { state: ObjectiveState; provisional: boolean; why: string }, more: string[]): string {
  return status.state === 'met' && !status.provisional ? '' : [status.why, ...more].join('; ');
}

function windowText({ objective: { window } }: ObjectiveRow): string {
  switch (window.type) {
    case 'rolling':
      return durationInWords(window.durationMs);
    case 'calendar':
      return `${window.count} ${window.unit} calendar`;
    case 'pointInTime':
      return 'now';
  }
}

import type { Notice } from '../sources/contract';
import type { Answer } from './answer';

const NO_SERIES =
  'items are judged as they are now, so there are no values over time; the table of objectives shows them.';
const NO_PAST =
  'items are judged as they are now, so past breaches are not known; a breach that lasts now is in the table of objectives.';
const NO_BUDGET = 'a target of 100 % leaves no budget; the SLI over time shows what is measured.';

/** Says why a chart has no line for a point-in-time objective. */
export function explainNoSeries(answer: Answer): Answer {
  return isPointInTime(answer) ? withNotice(answer, NO_SERIES) : answer;
}

/** Says why a point-in-time objective has no breaches before now. */
export function explainNoPast(answer: Answer): Answer {
  return isPointInTime(answer) ? withNotice(answer, NO_PAST) : answer;
}

/** Says why a chart of budgets is empty for an objective with a target of 100 %. */
export function explainNoBudget(answer: Answer): Answer {
  return answer.objective.target >= 1 && !isPointInTime(answer) ? withNotice(answer, NO_BUDGET) : answer;
}

function isPointInTime({ objective }: Answer): boolean {
  return objective.window.type === 'pointInTime';
}

function withNotice({ objective, notices, executed, error }: Answer, text: string): Answer {
  const notice: Notice = { severity: 'info', text };
  return { objective, notices: [...notices, notice], executed, error };
}

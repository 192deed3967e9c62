import type { Catalogue } from '../catalogue/parseCatalogue';
import type { Objective } from '../catalogue/objective';
import { QUERIES, QueryTypeError, queryTypeOf } from '../queries';
import { listed } from '../queries/listed';
import { type ErrorBudgetQuery, selectionOf } from '../queries/query';
import { selectObjectives, type Selection, SelectionError } from '../evaluation/selection';
import { counted } from './counted';
import { durationTextInWords } from '../queries/durationText';
import { isVariableReference } from '../queries/expandIds';

/** What a query will show; or why it will show nothing. */
export type QueryInWords = { answers: true; text: string } | { answers: false; text: string };

/** One sentence that says what a query will show, such as "Budget remaining of 2 objectives over their own windows, …". */
export function queryInWords(query: ErrorBudgetQuery, catalogue: Pick<Catalogue, 'objectives'>): QueryInWords {
  const selection = selectionOf(query);
  try {
    if (Object.values(selection).some((ids) => ids?.some(isVariableReference))) {
      const whose = `the objectives in ${variablesInWords(selection)}`;
      const subject = { whose, categories: 'their categories', over: windows(query), options: query };
      return { answers: true, text: QUERIES[queryTypeOf(query)].inWords(subject) };
    }
    const objectives = selectObjectives(catalogue, selection);
    const subject = {
      whose: objectivesInWords(objectives, catalogue),
      categories: counted(new Set(objectives.map(({ category }) => category.id)).size, 'category', 'categories'),
      over: windows(query, objectives),
      options: query,
    };
    return { answers: true, text: QUERIES[queryTypeOf(query)].inWords(subject) };
  } catch (error) {
    if (error instanceof SelectionError || error instanceof QueryTypeError) {
      return { answers: false, text: error.message };
    }
    throw error;
  }
}

function objectivesInWords(objectives: readonly Objective[], catalogue: Pick<Catalogue, 'objectives'>): string {
  if (objectives.length === 1) {
    return objectives[0].displayName;
  }
  const all = objectives.length === catalogue.objectives.length ? 'all ' : '';
  return `${all}${counted(objectives.length, 'objective')}`;
}

function windows({ window }: ErrorBudgetQuery, objectives?: readonly Objective[]): string {
  const own = objectives?.length === 1 ? 'its own window' : 'their own windows';
  const isRolling = ({ window: { type } }: Objective) => type === 'rolling';
  if (!window || (objectives && !objectives.some(isRolling))) {
    return `over ${own}`;
  }
  const chosen = `over ${durationTextInWords(window)}`;
  return !objectives || objectives.every(isRolling) ? chosen : `${chosen} where the window is rolling`;
}

function variablesInWords({ categories = [], applications = [], objectives = [] }: Selection): string {
  return listed([...categories, ...applications, ...objectives]);
}

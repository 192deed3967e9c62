import type { Catalogue } from '../catalogue/parseCatalogue';
import type { Objective } from '../catalogue/objective';
import { type ErrorBudgetQuery, selectionOf } from '../datasource/query';
import { QueryTypeError, queryTypeOf } from '../datasource/queryType';
import { selectObjectives, type Selection, SelectionError } from '../evaluation/selection';
import { counted } from './counted';
import { durationTextInWords } from './durationText';
import { isVariableReference } from '../datasource/expandIds';

/** What a query will show; or why it will show nothing. */
export type QueryInWords = { answers: true; text: string } | { answers: false; text: string };

/** One sentence that says what a query will show, such as "Budget remaining of 2 objectives over their own windows, …". */
export function queryInWords(query: ErrorBudgetQuery, catalogue: Pick<Catalogue, 'objectives'>): QueryInWords {
  const selection = selectionOf(query);
  try {
    if (Object.values(selection).some((ids) => ids?.some(isVariableReference))) {
      const whose = `the objectives in ${variablesInWords(selection)}`;
      const subject = { whose, categories: 'their categories', windows: windows(query) };
      return { answers: true, text: sentence(query, subject) };
    }
    const objectives = selectObjectives(catalogue, selection);
    const subject = {
      whose: objectivesInWords(objectives, catalogue),
      categories: counted(new Set(objectives.map(({ category }) => category.id)).size, 'category', 'categories'),
      windows: windows(query, objectives),
    };
    return { answers: true, text: sentence(query, subject) };
  } catch (error) {
    if (error instanceof SelectionError || error instanceof QueryTypeError) {
      return { answers: false, text: error.message };
    }
    throw error;
  }
}

interface Subject {
  whose: string;
  categories: string;
  windows: string;
}

function sentence(query: ErrorBudgetQuery, { whose, categories, windows: over }: Subject): string {
  switch (queryTypeOf(query)) {
    case 'status':
      return `Status of ${whose} ${over}, as a table at the end of the time range.`;
    case 'category':
      return `Worst status of ${categories}, from ${whose} ${over}, as a table at the end of the time range.`;
    case 'sli':
      return `SLI of ${whose} ${over}, as time series.`;
    case 'budget':
      return `Budget remaining of ${whose} ${over}, as time series.`;
    case 'burnRate':
      return `Burn rate of ${whose} over ${lookbacksInWords(query.lookbacks)}, as time series.`;
    case 'events':
      return `Good and bad events of ${whose}, bucket by bucket, as time series.`;
    case 'alerts':
      return `Burn-rate alerts of ${whose} ${over}, judged at the end of the time range, as a table.`;
    case 'contributors':
      return `What spent the budget of ${whose} ${over}, as a table.`;
    case 'freshness':
      return `Freshness of the assets of ${whose}, as a table of now.`;
    case 'partitions':
      return `Partitions of the assets of ${whose}, as a table of now.`;
    case 'lineage':
      return lineageSentence(query, whose, over);
    case 'queryOutcomes':
      return `How the queries of ${whose} ended ${over}, as a table.`;
    case 'trinoState':
      return `State of the Trino behind ${whose}, as a table of now.`;
    case 'queries':
      return `The queries that run for ${whose} ${over}, as a table.`;
    case 'remediation':
      return `Remedial sprints that ${whose} caused ${over}, as a table of the time range.`;
    case 'breaches':
      return `Breaches of ${whose} ${over}, as a table or annotations of the time range.`;
    case 'maintenance':
      return `Planned maintenance of ${whose}, as a table or annotations of the time range.`;
  }
}

function lineageSentence({ direction, form }: ErrorBudgetQuery, whose: string, over: string): string {
  const what =
    direction === 'downstream' ? `What derives from the assets of ${whose}` : `Where the assets of ${whose} come from`;
  return `${what}, with reliability ${over}, as a ${form === 'table' ? 'table' : 'graph'} of now.`;
}

const DEFAULT_LOOKBACKS = ['1h', '6h', '3d'];

function lookbacksInWords(lookbacks: readonly string[] = []): string {
  return listed((lookbacks.length === 0 ? DEFAULT_LOOKBACKS : lookbacks).map(durationTextInWords));
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
  return !objectives || objectives.every(isRolling) ? chosen : `${chosen} where they roll`;
}

function variablesInWords({ categories = [], applications = [], objectives = [] }: Selection): string {
  return listed([...categories, ...applications, ...objectives]);
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

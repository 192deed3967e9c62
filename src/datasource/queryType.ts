import { DEFAULT_QUERY_TYPE, QUERY_TYPES, type ErrorBudgetQuery, type QueryType } from './query';

/** The type of a query is none of ours; the message says which exist. */
export class QueryTypeError extends Error {
  override name = 'QueryTypeError';
}

/** What a query asks for. Saved queries may hold any text. @throws QueryTypeError */
export function queryTypeOf({ queryType }: Pick<ErrorBudgetQuery, 'queryType'>): QueryType {
  const type = knownQueryType(queryType);
  if (type === undefined) {
    throw new QueryTypeError(`The query type "${queryType}" does not exist. Choose one of ${QUERY_TYPES.join(', ')}.`);
  }
  return type;
}

/** The type that a saved text stands for, the default for none; undefined for one that does not exist. */
export function knownQueryType(text: string | undefined): QueryType | undefined {
  return text ? QUERY_TYPES.find((type) => type === text) : DEFAULT_QUERY_TYPE;
}

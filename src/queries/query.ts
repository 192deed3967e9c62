import type { DataQuery } from '@grafana/schema';
import type { Selection } from '../evaluation/selection';
import type { QueryType } from './index';

/** What queries of some types take beside the selection of objectives. */
export interface QueryOptions {
  /** OpenSLO duration shorthand such as `7d`, or a variable, instead of every rolling objective's own window. */
  window?: string;
  /** burnRate: lookbacks as duration shorthand, or variables, or `alerts` for those of each objective's alerts; absent: 1h, 6h and 3d. */
  lookbacks?: string[];
  /** lineage: absent: upstream. */
  direction?: LineageDirection;
  /** lineage: absent: graph. */
  form?: LineageForm;
}

/**
 * One query of a panel, an annotation or Explore. Ids are the catalogue's; each entry may also be a dashboard variable such
 * as `$objective`. Nothing here ever reaches a query text of an upstream.
 */
export interface ErrorBudgetQuery extends DataQuery, QueryOptions {
  queryType?: QueryType;
  categories?: string[];
  applications?: string[];
  objectives?: string[];
}

/** Where assets come from, or what derives from them. */
export type LineageDirection = 'upstream' | 'downstream';

/** Frames for the node graph panel, or one frame for tables. */
export type LineageForm = 'graph' | 'table';

export const LINEAGE_DIRECTIONS: readonly [LineageDirection, ...LineageDirection[]] = ['upstream', 'downstream'];

export const LINEAGE_FORMS: readonly [LineageForm, ...LineageForm[]] = ['graph', 'table'];

/** What a dashboard variable lists: ids as values, display names as texts. */
export interface ErrorBudgetVariableQuery extends DataQuery {
  /** `demo`: a remark for titles where the data are invented, nothing where they are real. */
  list?: 'categories' | 'applications' | 'objectives' | 'demo';
  /** Only what belongs to these; entries may be other variables, so that variables chain. */
  categories?: string[];
  applications?: string[];
}

export function selectionOf({ categories, applications, objectives }: ErrorBudgetQuery): Selection {
  return { categories, applications, objectives };
}

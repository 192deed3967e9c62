import type { HttpAnswer } from '../../../transport/port';
import { answerFailure, changedOnItsWay } from './answerFailure';
import type { ColumnDescription } from './columnDecoder';
import { parseLossless } from './losslessJson';
import type { QueryError } from './queryFailure';
import type { UpstreamFailure } from '../../upstreamFailure';

/** One page of a statement's result (docs: develop/client-protocol). */
export interface Page {
  id: string;
  /** Where the next page is; absent on the last one. */
  nextUri?: string;
  /** Absent until Trino knows them. */
  columns?: ColumnDescription[];
  rows: unknown[][];
  error?: QueryError;
}

/** What a page has beside its id: each may be absent, or null in the words of a gateway. */
const PAGE_FIELDS = ['stats', 'nextUri', 'columns', 'data', 'error', 'infoUri'];

/** @throws UpstreamFailure for anything but a page */
export function readPage(answer: HttpAnswer): Page {
  const body = answer.status === 200 ? jsonOf(answer.text) : undefined;
  if (!isRecord(body) || typeof body.id !== 'string' || !PAGE_FIELDS.some((field) => field in body)) {
    throw answerFailure(answer);
  }
  const { id, nextUri, columns, data, error, stats } = body;
  return {
    id,
    ...(isAbsent(nextUri) || isEmpty(nextUri) ? {} : { nextUri: readAddress(nextUri) }),
    // Before Trino knows the columns, a list without any says no more than none.
    ...(isAbsent(columns) || isEmpty(columns) ? {} : { columns: readColumns(columns) }),
    rows: isAbsent(data) || isEmpty(data) ? [] : readRows(data),
    ...(isNoError(error, stats) ? {} : { error: readError(isRecord(error) ? error : { message: error }) }),
  };
}

/** Trino leaves out what it has nothing to say about; proxies in between may write null. */
function isAbsent(field: unknown): field is null | undefined {
  return field === undefined || field === null;
}

/** A list or a text with nothing in it, as which something in between may write an absent field. */
function isEmpty(field: unknown): boolean {
  return field === '' || (Array.isArray(field) && field.length === 0);
}

/** Anything instead of an error makes a failure, unless it says nothing and Trino says that the query is finished. */
function isNoError(error: unknown, stats: unknown): boolean {
  const saysNothing = error === false || isEmpty(error) || (isRecord(error) && Object.keys(error).length === 0);
  return isAbsent(error) || (saysNothing && isRecord(stats) && stats.state === 'FINISHED');
}

/** A byte order mark counts as white space. */
function jsonOf(text: string): unknown {
  try {
    return parseLossless(text.trim());
  } catch {
    return undefined;
  }
}

function readAddress(nextUri: unknown): string {
  if (typeof nextUri !== 'string') {
    throw malformed('next address');
  }
  return nextUri;
}

function readColumns(columns: unknown): ColumnDescription[] {
  if (!Array.isArray(columns) || !columns.every(isColumn)) {
    throw malformed('columns');
  }
  return columns;
}

function isColumn(column: unknown): column is ColumnDescription {
  return isRecord(column) && typeof column.name === 'string' && typeof column.type === 'string';
}

function readRows(data: unknown): unknown[][] {
  // An object here is the spooling protocol, which was not asked for.
  if (!Array.isArray(data) || !data.every((row): row is unknown[] => Array.isArray(row))) {
    throw malformed('rows');
  }
  return data;
}

function readError({ message, errorName, errorType, errorLocation }: Record<string, unknown>): QueryError {
  const { lineNumber, columnNumber } = isRecord(errorLocation) ? errorLocation : {};
  const hasPosition = typeof lineNumber === 'number' && typeof columnNumber === 'number';
  return {
    message: textOf(message) || 'Trino does not say why',
    errorName: textOf(errorName) || 'no error name',
    errorType: textOf(errorType),
    ...(hasPosition ? { position: { line: lineNumber, column: columnNumber } } : {}),
  };
}

function malformed(part: string): UpstreamFailure {
  return changedOnItsWay(`the answer has the envelope of Trino but not its ${part}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

import type { HttpAnswer } from '../../../transport/port';
import { answerFailure } from './answerFailure';
import { isTypeSignature, type ColumnDescription } from './columnDecoder';
import { parseLossless } from './losslessJson';
import type { QueryError } from './queryFailure';
import { TrinoFailure } from './trinoFailure';

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

/** @throws TrinoFailure for anything but a page */
export function readPage(answer: HttpAnswer): Page {
  const body = answer.status === 200 ? jsonOf(answer.text) : undefined;
  if (!isRecord(body) || typeof body.id !== 'string' || !isRecord(body.stats)) {
    throw answerFailure(answer);
  }
  const { id, nextUri, columns, data, error } = body;
  return {
    id,
    ...(typeof nextUri === 'string' ? { nextUri } : {}),
    ...(columns === undefined ? {} : { columns: readColumns(columns) }),
    rows: readRows(data),
    ...(isRecord(error) ? { error: readError(error) } : {}),
  };
}

function jsonOf(text: string): unknown {
  try {
    return parseLossless(text);
  } catch {
    return undefined;
  }
}

function readColumns(columns: unknown): ColumnDescription[] {
  if (!Array.isArray(columns) || !columns.every(isColumn)) {
    throw malformed('columns');
  }
  return columns;
}

function isColumn(column: unknown): column is ColumnDescription {
  return (
    isRecord(column) &&
    typeof column.name === 'string' &&
    typeof column.type === 'string' &&
    isTypeSignature(column.typeSignature)
  );
}

function readRows(data: unknown): unknown[][] {
  if (data === undefined || data === null) {
    return [];
  }
  // An object here is the spooling protocol, which nobody asked for.
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

function malformed(part: string): TrinoFailure {
  return new TrinoFailure(
    'notTheUpstream',
    `the answer has the envelope of Trino but not its ${part}`,
    'Check that the URL of the Trino upstream points at Trino, and whether a gateway in between changes its answers'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

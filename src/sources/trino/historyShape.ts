import type { QueryRunner } from './queryRunner';
import { columnsRead, type SqlHistory } from './sql/historyRelation';
import { columnIdentifier, tableParts, textLiteral } from './sql/literals';
import { UpstreamFailure } from '../upstreamFailure';

/** Errors that a table in another shape than expected makes. */
const SHAPE_ERRORS = new Set([
  'COLUMN_NOT_FOUND',
  'TYPE_MISMATCH',
  'FUNCTION_NOT_FOUND',
  'INVALID_CAST_ARGUMENT',
  'INVALID_FUNCTION_ARGUMENT',
]);

/**
 * Says of a failure what is wrong with the history's table: which columns lack, and which there are with their types. Any
 * other failure comes back as it was.
 */
export async function withHistoryShape(
  error: unknown,
  history: SqlHistory,
  runner: Pick<QueryRunner, 'query'>,
  signal: AbortSignal
): Promise<unknown> {
  if (!(error instanceof UpstreamFailure) || !SHAPE_ERRORS.has(error.errorName ?? '') || history.kind === 'runtime') {
    return error;
  }
  const { errorName, errorType, position } = error;
  const existing = await columnsOf(history.table, runner, signal).catch(() => undefined);
  if (existing === undefined || existing.size === 0) {
    return error;
  }
  const missing = columnsRead(history).filter((name) => !existing.has(name.toLowerCase()));
  const there = [...existing].map(([name, type]) => `${name} ${type}`).join(', ');
  const found =
    missing.length > 0
      ? `the history table ${history.table} lacks the columns ${missing.join(', ')}; it has ${there}`
      : `the history table ${history.table} has columns of other types (${error.found}); it has ${there}`;
  const remedy =
    history.kind === 'mysqlListener'
      ? 'Name the table that Trino’s MySQL event listener writes, or describe this one with kind: table and its columns'
      : 'Correct history.columns in the catalogue: end and created are timestamps, elapsedMs is a number, the others are texts';
  return new UpstreamFailure('badIndicator', found, remedy, { errorName, errorType, position, cause: error });
}

/** Types by name of the columns of catalog.schema.table, in lower case as Trino has them. */
async function columnsOf(
  table: string,
  runner: Pick<QueryRunner, 'query'>,
  signal: AbortSignal
): Promise<Map<string, string>> {
  const [catalog, schema, name] = tableParts(table);
  const { rows } = await runner.query(
    `SELECT column_name, data_type FROM ${columnIdentifier(catalog)}.information_schema.columns
WHERE table_schema = ${textLiteral(schema.toLowerCase())} AND table_name = ${textLiteral(name.toLowerCase())}
ORDER BY ordinal_position`,
    signal
  );
  return new Map(rows.map(([column, type]) => [String(column), String(type)]));
}

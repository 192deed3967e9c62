import { dateMs, timestampMs } from './decodeInstant';
import type { Value } from './result';
import { UpstreamFailure } from '../../upstreamFailure';

/** A column as an answer describes it (io.trino.client.Column, whose typeSignature says the same as its type). */
export interface ColumnDescription {
  name: string;
  /** As Trino writes it, such as `timestamp(3) with time zone`. */
  type: string;
}

export type Decoder = (raw: unknown) => Value;

/** What decodes one type; undefined means a value that this type never has. */
type Reader = (raw: unknown) => Value | undefined;

const SCALARS: Record<string, Reader | undefined> = {
  bigint: integer,
  integer,
  smallint: integer,
  tinyint: integer,
  double: floating,
  real: floating,
  decimal: text,
  varchar: text,
  char: text,
  boolean: (raw) => (typeof raw === 'boolean' ? raw : undefined),
  date: (raw) => (typeof raw === 'string' ? dateMs(raw) : undefined),
  timestamp: instant,
  'timestamp with time zone': instant,
  // The type of a bare NULL.
  unknown: () => undefined,
};

/**
 * What turns the raw JSON of one column into values.
 *
 * @throws UpstreamFailure for a type that this client does not decode; the decoder throws one for a value not of its type
 */
export function columnDecoder({ name, type }: ColumnDescription): Decoder {
  const read = readerOf(type);
  if (read === undefined) {
    throw new UpstreamFailure(
      'badIndicator',
      `the column ${name} is of type ${type}, which cannot be read here`,
      'Name a column of text, numbers, booleans, dates or timestamps, or one cast to such a type'
    );
  }
  return (raw) => {
    const value = raw === null ? null : read(raw);
    if (value === undefined) {
      throw unexpectedValue(name, type, raw);
    }
    return value;
  };
}

function readerOf(type: string): Reader | undefined {
  const element = /^array\((.*)\)$/.exec(type)?.[1];
  if (element !== undefined) {
    const read = readerOf(element);
    return read && ((raw) => readArray(raw, read));
  }
  // Lengths and precisions do not change how a value is written.
  const rawType = type.replace(/\([\d, ]*\)/, '');
  return Object.hasOwn(SCALARS, rawType) ? SCALARS[rawType] : undefined;
}

function readArray(raw: unknown, read: Reader): Value | undefined {
  if (!Array.isArray(raw)) {
    return undefined;
  }
  const values: Value[] = [];
  for (const item of raw) {
    const value = item === null ? null : read(item);
    if (value === undefined) {
      return undefined;
    }
    values.push(value);
  }
  return values;
}

function integer(raw: unknown): number | bigint | undefined {
  return typeof raw === 'bigint' || (typeof raw === 'number' && Number.isInteger(raw)) ? raw : undefined;
}

/** JSON has no NaN and no infinities: Trino writes them as texts. */
function floating(raw: unknown): number | undefined {
  if (typeof raw === 'number' || typeof raw === 'bigint') {
    return Number(raw);
  }
  return raw === 'NaN' || raw === 'Infinity' || raw === '-Infinity' ? Number(raw) : undefined;
}

function text(raw: unknown): string | undefined {
  return typeof raw === 'string' ? raw : undefined;
}

function instant(raw: unknown): number | undefined {
  return typeof raw === 'string' ? timestampMs(raw) : undefined;
}

function unexpectedValue(name: string, type: string, raw: unknown): UpstreamFailure {
  const isInstant = type.startsWith('timestamp') && typeof raw === 'string';
  return isInstant
    ? new UpstreamFailure(
        'badIndicator',
        `the column ${name} has the instant ${raw}, whose time zone is neither UTC nor an offset`,
        "Store instants in UTC, or name a column that converts them with AT TIME ZONE 'UTC'"
      )
    : new UpstreamFailure(
        'notTheUpstream',
        `the column ${name} of type ${type} has a value of another type (${typeof raw})`,
        'Check that the Trino URL points at Trino, and whether something in between changes its answers'
      );
}

/**
 * A value of a result. Instants and dates are epoch milliseconds (a date: UTC midnight), decimals are their digits as text,
 * and integers are bigint only beyond ±2^53, where a number would not be exact.
 */
export type Value = string | number | bigint | boolean | null | Value[];

/** A whole result: every row has as many values as there are columns. */
export interface Result {
  queryId: string;
  columns: Array<{
    name: string;
    /** As Trino writes it, such as `timestamp(3) with time zone`. */
    type: string;
  }>;
  rows: Value[][];
}

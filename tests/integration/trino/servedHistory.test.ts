import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/budget/durations';
import { describeWithTrino, prepareTrino, TABLE_COLUMNS, TABLES, type TrinoFixture } from './fixture';
import { contributors, type Dimension, outcomeCounts, type OutcomeCounts } from './truth';

const RULE = { alsoBad: ['ADMINISTRATIVELY_KILLED'], ignore: ['EXCEEDED_TIME_LIMIT'] };

/** What the truth is compared with: SQL that shares nothing with the product's. */
const LISTENER_VIEW = `SELECT query_id, date_add('millisecond', wall_time_millis,
    parse_datetime(substr(query_id, 1, 15), 'yyyyMMdd_HHmmss')) AS ended, query_state AS state, error_type, error_code,
    "user", source, resource_group_id AS resource_group
  FROM ${TABLES.mysqlListener}`;

const LOG_VIEW = `SELECT ${TABLE_COLUMNS.queryId} AS query_id, ${TABLE_COLUMNS.end} AS ended,
    ${TABLE_COLUMNS.state} AS state, ${TABLE_COLUMNS.errorType} AS error_type, ${TABLE_COLUMNS.errorCode} AS error_code,
    ${TABLE_COLUMNS.user} AS "user", ${TABLE_COLUMNS.source} AS source, ${TABLE_COLUMNS.resourceGroup} AS resource_group
  FROM ${TABLES.table}
  WHERE ${TABLE_COLUMNS.end} IS NOT NULL`;

const UNEXPECTED = `state = 'FAILED' AND (coalesce(error_type, '?') <> 'USER_ERROR' OR error_code = 'ADMINISTRATIVELY_KILLED')
  AND coalesce(error_code, '?') <> 'EXCEEDED_TIME_LIMIT'`;

describeWithTrino('the seeded history', () => {
  let trino: TrinoFixture;

  beforeAll(async () => {
    trino = await prepareTrino();
  }, 600_000);

  afterAll(() => trino?.stop());

  it('is found in both tables, with each of its queries once', async () => {
    for (const view of [LISTENER_VIEW, LOG_VIEW]) {
      const { rows } = await trino.run(`SELECT count(*), count(DISTINCT query_id) FROM (${view})`);
      expect(rows).toEqual([[trino.history.queries.length, trino.history.queries.length]]);
    }
  });

  it('spans 65 days up to what counts as now, to the millisecond', async () => {
    const { fromMs, endMs, queries } = trino.history;
    expect([endMs - fromMs, endMs]).toEqual([65 * DAY_MS, trino.endMs]);
    for (const view of [LISTENER_VIEW, LOG_VIEW]) {
      const { rows } = await trino.run(
        `SELECT to_unixtime(min(ended)) * 1000, to_unixtime(max(ended)) * 1000 FROM (${view})`
      );
      expect(rows[0].map((value) => Math.round(Number(value)))).toEqual([queries[0].endMs, endMs - 1]);
    }
  });

  it.each([
    ['hours of all 65 days', 65 * DAY_MS + HOUR_MS / 2, HOUR_MS],
    ['five minutes of the last 4 days', 4 * DAY_MS, 5 * MINUTE_MS],
  ])('has the outcomes that the truth says, in %s', async (_, lengthMs, widthMs) => {
    const toMs = Math.ceil(trino.endMs / widthMs) * widthMs;
    const window = { fromMs: toMs - Math.ceil(lengthMs / widthMs) * widthMs, toMs, widthMs };
    const truth = outcomeCounts(trino.history.queries, window, RULE).filter(hasQueries);
    expect(truth.length).toBeGreaterThan(500);
    for (const view of [LISTENER_VIEW, LOG_VIEW]) {
      expect(await countedByTrino(view, window)).toEqual(truth);
    }
  });

  it.each<[Dimension, string]>([
    ['errorType', 'error_type'],
    ['errorCode', 'error_code'],
    ['user', '"user"'],
    ['source', 'source'],
    ['resourceGroup', 'resource_group'],
  ])('has the contributors that the truth says, by %s', async (dimension, column) => {
    const window = { fromMs: trino.endMs - 30 * DAY_MS, toMs: trino.endMs };
    const truth = contributors(trino.history.queries, window, dimension, RULE);
    const { rows } = await trino.run(
      `SELECT ${column}, count(*), to_unixtime(max(ended)) * 1000, max_by(query_id, ended) FROM (${LOG_VIEW}
        AND coalesce(${TABLE_COLUMNS.source}, '') <> 'error-budget') WHERE ${UNEXPECTED} AND ${within(window)} GROUP BY 1`
    );
    const counted = rows.map(([value, bad, lastMs]) => [value, bad, Math.round(Number(lastMs))]);
    expect(new Map(counted.map((row) => [row[0], row]))).toEqual(
      new Map(truth.map(({ value, bad, lastMs }) => [value, [value, bad, lastMs]]))
    );
  });

  it('holds what a reader may get wrong', () => {
    const { queries, outages, endMs } = trino.history;
    const [silent, recorded] = outages;
    const during = ({ fromMs, toMs }: typeof silent) =>
      queries.filter((query) => query.endMs >= fromMs && query.endMs < toMs).length;
    expect([during(silent), during(recorded)]).toEqual([0, expect.any(Number)]);
    expect(during(recorded)).toBeGreaterThanOrEqual(45);

    const unknown = queries.filter(({ state, errorType }) => state === 'FAILED' && errorType === null);
    expect(new Set(unknown.map(({ errorCode }) => errorCode === null))).toEqual(new Set([true, false]));

    const own = queries.filter(({ source }) => source === 'error-budget');
    expect(new Set(own.map(({ state }) => state))).toEqual(new Set(['FINISHED', 'FAILED']));
    expect(queries.some(({ source }) => source === 'error-budget-report')).toBe(true);

    const acrossTheWindow = queries.filter(
      (query) => query.createdMs < endMs - 30 * DAY_MS - 2 * HOUR_MS && query.endMs > endMs - 30 * DAY_MS
    );
    expect(new Set(acrossTheWindow.map(({ state }) => state))).toEqual(new Set(['FINISHED', 'FAILED']));

    const hours = outcomeCounts(queries, { fromMs: trino.history.fromMs, toMs: endMs, widthMs: HOUR_MS });
    expect(hours.filter((hour) => !hasQueries(hour)).length).toBeGreaterThan(40);
    expect(Math.max(...hours.map(({ finished, unexpected }) => finished + unexpected))).toBeGreaterThan(2_000);
  });

  it('has two queries in the generic table that are not over', async () => {
    const { state, end } = TABLE_COLUMNS;
    const { rows } = await trino.run(`SELECT ${state} FROM ${TABLES.table} WHERE ${end} IS NULL ORDER BY 1`);
    expect(rows).toEqual([['QUEUED'], ['RUNNING']]);
  });

  it('is on one server for all suites of a run', async () => {
    expect((await prepareTrino()).url).toBe(trino.url);
  });

  async function countedByTrino(view: string, window: { fromMs: number; toMs: number; widthMs: number }) {
    const { rows } = await trino.run(
      `SELECT CAST(floor(to_unixtime(ended) * 1000 / ${window.widthMs}) AS bigint) * ${window.widthMs},
        count_if(state = 'FINISHED'),
        count_if(error_type = 'USER_ERROR' AND error_code NOT IN ('ADMINISTRATIVELY_KILLED', 'EXCEEDED_TIME_LIMIT')),
        count_if(${UNEXPECTED}),
        count_if(error_code = 'EXCEEDED_TIME_LIMIT'),
        count_if(error_code = 'ABANDONED_QUERY'),
        count_if(error_code = 'ADMINISTRATIVELY_KILLED')
      FROM (SELECT * FROM (${view}) WHERE coalesce(source, '') <> 'error-budget') WHERE ${within(window)}
      GROUP BY 1 ORDER BY 1`
    );
    return rows.map(([startMs, finished, userErrors, unexpected, ignored, abandoned, killed]) => ({
      startMs,
      finished,
      userErrors,
      unexpected,
      ignored,
      abandoned,
      killed,
    }));
  }
});

function within({ fromMs, toMs }: { fromMs: number; toMs: number }): string {
  return `ended >= from_unixtime(${fromMs / 1000}) AND ended < from_unixtime(${toMs / 1000})`;
}

function hasQueries({ finished, userErrors, unexpected, ignored }: OutcomeCounts): boolean {
  return finished + userErrors + unexpected + ignored > 0;
}

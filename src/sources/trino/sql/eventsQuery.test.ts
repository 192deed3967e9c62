import fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '../../../budget/durations';
import { trinoSpecOf } from '../trinoObjective.testing';
import { countsQuery, dimensionsOf } from './countsQuery';
import { eventsQuery, type SqlSpec } from './eventsQuery';
import type { SqlHistory } from './historyRelation';
import { textLiteral } from './literals';
import { reachQuery } from './reachQuery';

const TO = Date.UTC(2026, 0, 15, 9, 30);
const RANGE = { fromMs: TO - HOUR_MS, toMs: TO };

const HISTORIES: Record<string, SqlHistory> = {
  runtime: { kind: 'runtime' },
  mysqlListener: { kind: 'mysqlListener', table: 'mysql.events.trino_queries' },
  end: {
    kind: 'table',
    table: 'lake.audit."query log"',
    columns: { state: 'outcome', errorType: 'kind', source: 'client', end: 'end' },
  },
  created: {
    kind: 'table',
    table: 'lake.audit.queries',
    columns: { state: 's', errorType: 't', source: 'c', created: 'began', elapsedMs: 'took', errorCode: '"Code"' },
  },
};

const specOf = (history: SqlHistory, overrides: Partial<Omit<SqlSpec, 'history'>> = {}): SqlSpec => ({
  ...trinoSpecOf(overrides),
  history,
});

describe('the SQL of events', () => {
  it('takes the end of a query from the coordinator’s memory', () => {
    const sql = eventsQuery(specOf(HISTORIES.runtime), RANGE);
    expect(sql).toContain('FROM system.runtime.queries');
    expect(sql).toContain(`"end" >= TIMESTAMP '2026-01-15 08:30:00.000 UTC'`);
    expect(sql).toContain(`"end" < TIMESTAMP '2026-01-15 09:30:00.000 UTC'`);
    expect(sql).toContain("array_join(resource_group_id, '.') AS resource_group");
  });

  it('adds the wall time to the creation that the id of a query begins with', () => {
    const sql = eventsQuery(specOf(HISTORIES.mysqlListener), RANGE);
    expect(sql).toContain(
      "CAST(floor(to_unixtime(parse_datetime(substr(query_id, 1, 15), 'yyyyMMdd_HHmmss')) * 1000) AS bigint) + wall_time_millis AS end_ms"
    );
  });

  it('reads ids from as long before the range as a query may run, and no later ones', () => {
    const sql = eventsQuery(specOf(HISTORIES.mysqlListener, { longestRunMs: 2 * DAY_MS }), RANGE);
    expect(sql).toContain("query_id >= '20260113_083000' AND query_id < '20260115_093001'");
    const created = eventsQuery(specOf(HISTORIES.created), RANGE);
    expect(created).toContain(`"began" >= TIMESTAMP '2026-01-14 08:30:00.000 UTC'`);
    // As bigint whatever the column is: a fraction of a bucket is no bucket.
    expect(created).toContain('CAST("took" AS bigint) AS end_ms');
  });

  it('leaves out what does not end in the range, whatever the history knows', () => {
    for (const history of Object.values(HISTORIES)) {
      expect(eventsQuery(specOf(history), RANGE)).toMatch(
        new RegExp(`\\)\\nWHERE end_ms >= ${RANGE.fromMs} AND end_ms < ${RANGE.toMs}$`)
      );
    }
  });

  it('never counts the plugin’s own queries, nor those that have not ended', () => {
    const source: Record<string, string> = {
      runtime: 'source',
      mysqlListener: 'source',
      end: '"client"',
      created: '"c"',
    };
    for (const [kind, history] of Object.entries(HISTORIES)) {
      const sql = eventsQuery(specOf(history), RANGE);
      expect(sql).toContain(`coalesce(${source[kind]}, '') <> 'error-budget'`);
      expect(sql).toContain("IN ('FINISHED', 'FAILED')");
    }
  });

  it('counts an error as unexpected unless Trino files it under user errors', () => {
    expect(eventsQuery(specOf(HISTORIES.mysqlListener), RANGE)).toContain(
      "CASE WHEN upper(query_state) = 'FINISHED' THEN 'finished' WHEN error_type = 'USER_ERROR' THEN 'userErrors' ELSE 'unexpected' END AS outcome"
    );
  });

  it('lets the catalogue’s codes decide first: ignored before also bad', () => {
    const sql = eventsQuery(specOf(HISTORIES.created, { alsoBad: ['A', 'B'], ignore: ['C'] }), RANGE);
    expect(sql).toContain(
      `WHEN coalesce("Code", '') IN ('C') THEN 'ignored' WHEN coalesce("Code", '') IN ('A', 'B') THEN 'unexpected' WHEN "t" = 'USER_ERROR'`
    );
  });

  it('admits users, sources and resource groups as the catalogue says', () => {
    const sql = eventsQuery(
      specOf(HISTORIES.mysqlListener, {
        users: { include: ["o'neil"], exclude: [] },
        sources: { include: [], exclude: ['dbt', 'hex'] },
        resourceGroups: { include: ['global.a'], exclude: ['global.b'] },
      }),
      RANGE
    );
    expect(sql).toContain(`"user" IN ('o''neil')`);
    expect(sql).toContain("coalesce(source, '') NOT IN ('dbt', 'hex')");
    expect(sql).toContain("resource_group_id IN ('global.a')");
    expect(sql).toContain("coalesce(resource_group_id, '') NOT IN ('global.b')");
  });

  it('keeps whatever text the catalogue holds inside its literal', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const literal = textLiteral(text);
        expect(literal.slice(1, -1).replaceAll("''", '')).not.toContain("'");
        expect(literal.slice(1, -1).replaceAll("''", "'")).toBe(text);
      })
    );
  });

  it('quotes the columns of a table of one’s own, so that one may be called end', () => {
    expect(eventsQuery(specOf(HISTORIES.end), RANGE)).toContain('to_unixtime("end")');
    expect(eventsQuery(specOf(HISTORIES.end), RANGE)).toContain('FROM "lake"."audit"."query log"');
  });

  it('quotes the table, so that a part of its name may be a reserved word', () => {
    const history: SqlHistory = { kind: 'mysqlListener', table: 'mysql.trino.order' };
    for (const sql of [eventsQuery(specOf(history), RANGE), reachQuery(specOf(history))]) {
      expect(sql).toContain('FROM "mysql"."trino"."order"');
    }
  });

  it('reads a query that several rows report by its first end, in every history that may repeat rows and has ids', () => {
    const ids = {
      ...HISTORIES.end,
      columns: { ...(HISTORIES.end.kind === 'table' && HISTORIES.end.columns), queryId: 'id' },
    };
    for (const [history, id] of [
      [HISTORIES.mysqlListener, 'query_id'],
      [ids, '"id"'],
    ] as Array<[SqlHistory, string]>) {
      const sql = eventsQuery(specOf(history), RANGE);
      expect(sql).toContain(`PARTITION BY coalesce(nullif(trim(CAST(${id} AS varchar)), ''), CAST(uuid() AS varchar))`);
      expect(sql).toContain('WHERE nth_report_of_query = 1');
    }
    for (const history of [HISTORIES.runtime, HISTORIES.end, HISTORIES.created]) {
      expect(eventsQuery(specOf(history), RANGE)).not.toContain('nth_report_of_query');
    }
  });

  it('looks for an earlier report of the same query as far before the range as a query may run', () => {
    const columns = { state: 'outcome', errorType: 'kind', source: 'client', end: 'end', queryId: 'id' };
    const sql = eventsQuery(specOf({ kind: 'table', table: 'lake.audit.queries', columns }), RANGE);
    expect(sql).toContain(`"end" >= TIMESTAMP '2026-01-14 08:30:00.000 UTC'`);
  });

  it('is null where a table does not hold it', () => {
    const sql = eventsQuery(specOf(HISTORIES.end), RANGE);
    expect(sql).toContain('CAST(NULL AS varchar) AS query_user');
    expect(sql).toContain('CAST(NULL AS varchar) AS error_code');
  });
});

describe('the SQL of counts', () => {
  it('aggregates in Trino, one row per bucket', () => {
    const sql = countsQuery(specOf(HISTORIES.mysqlListener), { ...RANGE, stepMs: 300_000 });
    expect(sql).toMatch(/^SELECT end_ms \/ 300000 AS bucket,/);
    expect(sql).toContain("count_if(outcome = 'unexpected') AS unexpected");
    expect(sql).toContain("count_if(error_code = 'ABANDONED_QUERY') AS abandoned");
    expect(sql).toContain("count_if(error_code = 'ADMINISTRATIVELY_KILLED') AS killed");
    expect(sql).toMatch(/GROUP BY 1\nORDER BY 1$/);
  });
});

describe('the SQL of contributors', () => {
  it('is that of the counts: bad events of each bucket by what the history holds, twenty of each, in one scan', () => {
    const range = { ...RANGE, stepMs: 300_000 };
    const sql = countsQuery(specOf(HISTORIES.mysqlListener), range);
    expect(sql).toContain("'Error type', 'Error code', 'User', 'Source', 'Resource group'");
    expect(sql).toContain("IF(outcome = 'unexpected', ARRAY[");
    expect(sql).toContain('place <= 20) AS parts');
    expect(sql.match(/FROM "mysql"/g)).toHaveLength(1);
    expect(dimensionsOf(specOf(HISTORIES.end))).toEqual(['Error type', 'Source']);
    expect(countsQuery(specOf(HISTORIES.end), range)).toContain("'Error type', 'Source']");
  });
});

describe('the SQL of a history’s reach', () => {
  it('asks when the oldest query ended, whichever user ran it', () => {
    const sql = reachQuery(specOf(HISTORIES.runtime));
    expect(sql).toBe(
      `SELECT min(CAST(floor(to_unixtime("end") * 1000) AS bigint)) AS reach_ms FROM system.runtime.queries WHERE upper(state) IN ('FINISHED', 'FAILED')`
    );
  });
});
